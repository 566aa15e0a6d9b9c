# SPDX-License-Identifier: Apache-2.0

"""Trust list and status lists (wire-format.md §7, §8) as an offline bundle holds them."""

import zlib
from dataclasses import dataclass
from pathlib import Path

from .cbor_strict import Item, decode
from .claims import is_time
from .cose import KID, Sign1, is_int, values
from .keys import KeyRefused, PublicKey
from .refusal import Refusal
from .sd_cwt import EXP, IAT, ISS, SUB

TRUST_LIST_TYP = "application/vnd.heyima.trust-list+cwt"
STATUS_LIST_TYP = "application/statuslist+cwt"
SEQUENCE, ENTRIES, PREFIXES, AUDIENCE_BASE = -65550, -65551, -65552, -65553
TTL, STATUS_LIST = 65534, 65533
USE_CREDENTIAL, USE_PRINTED, USE_STATUS_LIST = 1, 2, 3
COMPROMISED, SUPERSEDED = 1, 2
MAX_LIFE = 31 * 86400
MAX_INFLATED = 16 << 20
DEFAULT_AUDIENCE_BASE = "urn:heyima:terminal"


@dataclass(frozen=True)
class Entry:
    kid: bytes
    key: PublicKey
    uses: frozenset[int]
    iss: str
    not_before: int
    not_after: int
    revoked: tuple[int, int] | None
    may_attest: frozenset[int] | None

    def failures(self, alg: int, use: int, iss: str, iat: int, attested: set[int]) -> list[str]:
        """Why this entry does not let the key sign that; nothing where it does."""
        may_attest = self.may_attest is None or attested <= self.may_attest
        failed = {
            "unsupported_algorithm": alg not in self.key.algorithm.accepted,
            "issuer_key_not_yet_valid": iat < self.not_before,
            "issuer_key_expired": iat > self.not_after,
            "issuer_key_revoked": self.revoked is not None and iat >= self.revoked[0],
            "issuer_not_authorised": use not in self.uses or iss != self.iss or not may_attest,
        }
        return [code for code, fails in failed.items() if fails]


@dataclass(frozen=True)
class TrustList:
    iss: str
    exp: int
    iat: int
    sequence: int
    entries: tuple[Entry, ...]
    prefixes: tuple[str, ...]
    audience_base: str

    @staticmethod
    def verified(data: bytes, root: PublicKey) -> "TrustList":
        try:
            token = Sign1.from_item(decode(data))
            claims = token.payload(TRUST_LIST_TYP)
            if token.protected.get(KID) != root.kid or not token.is_signed_by(root):
                raise Refusal("trust_list_invalid", "not by the root")
            return _trust_list(claims, root)
        except (Refusal, KeyRefused) as refusal:
            raise Refusal("trust_list_invalid", str(refusal)) from None

    def key(
        self, kid: bytes, alg: int, use: int, iss: str, iat: int, attested: set[int]
    ) -> tuple[PublicKey | None, list[str]]:
        """The key and why it may not sign that. One entry must satisfy everything together."""
        entries = [entry for entry in self.entries if entry.kid == kid]
        if not entries:
            return None, ["unknown_issuer_key"]
        if any(entry.revoked is not None and entry.revoked[1] != SUPERSEDED for entry in entries):
            return entries[0].key, ["issuer_key_revoked"]
        failures = min((entry.failures(alg, use, iss, iat, attested) for entry in entries), key=len)
        return entries[0].key, failures


def _trust_list(claims: dict[Item, Item], root: PublicKey) -> TrustList:
    iss, exp, iat, sequence, entries, prefixes = values(claims, ISS, EXP, IAT, SEQUENCE, ENTRIES, PREFIXES)
    base = claims.get(AUDIENCE_BASE, DEFAULT_AUDIENCE_BASE)
    _require(isinstance(iss, str) and is_time(exp) and is_time(iat) and is_int(sequence, 0) and isinstance(base, str))
    _require(exp - iat <= MAX_LIFE)
    _require(isinstance(entries, list) and bool(entries) and isinstance(prefixes, list) and bool(prefixes))
    _require(all(isinstance(prefix, str) for prefix in prefixes))
    parsed = tuple(_entry(entry) for entry in entries)
    _require(all(entry.key != root for entry in parsed))
    return TrustList(iss, exp, iat, sequence, parsed, tuple(prefixes), base)


def _entry(value: Item) -> Entry:
    _require(isinstance(value, dict))
    kid, uses, iss, start, end = values(value, 1, 3, 4, 5, 6)
    key = PublicKey.from_cose_key(value.get(2))
    _require(kid == key.kid and isinstance(iss, str) and is_time(start) and is_time(end))
    _require(isinstance(uses, list) and bool(uses) and all(is_int(use) for use in uses))
    revoked: tuple[int, int] | None = None
    if 7 in value:
        match value[7]:
            case {1: at, 2: reason} if is_time(at) and is_int(reason):
                revoked = (at, reason)
            case _:
                raise Refusal("trust_list_invalid", "revocation")
    claims = value.get(8)
    _require(8 not in value or (isinstance(claims, list) and bool(claims) and all(is_int(key) for key in claims)))
    return Entry(kid, key, frozenset(uses), iss, start, end, revoked, frozenset(claims) if claims else None)


def _require(holds: bool) -> None:
    if not holds:
        raise Refusal("trust_list_invalid")


@dataclass(frozen=True)
class StatusList:
    token: Sign1
    sub: str
    exp: int
    iat: int
    claims: dict[Item, Item]

    @staticmethod
    def parsed(data: bytes) -> "StatusList":
        token = Sign1.from_item(decode(data))
        claims = token.payload(STATUS_LIST_TYP)
        sub, exp, iat, ttl = values(claims, SUB, EXP, IAT, TTL)
        if not (isinstance(sub, str) and is_time(exp) and is_time(iat) and is_int(ttl, 1)):
            raise Refusal("status_unknown")
        return StatusList(token, sub, exp, iat, claims)

    def slots(self, idx: int) -> list[int]:
        """The four values from `idx` on: credential, card, relief, health."""
        match self.claims.get(STATUS_LIST):
            case {"bits": bits, "lst": bytes(compressed)} if is_int(bits, 2, 2):
                pass
            case _:
                raise Refusal("status_unknown", "not two bits")
        inflater = zlib.decompressobj()
        try:
            packed = inflater.decompress(compressed, MAX_INFLATED + 1)
        except zlib.error:
            raise Refusal("status_unknown", "not zlib") from None
        if len(packed) > MAX_INFLATED or not inflater.eof or inflater.unused_data or idx // 4 >= len(packed):
            raise Refusal("status_unknown", "too large, cut, or the index is outside")
        return [packed[idx // 4] >> shift & 3 for shift in (0, 2, 4, 6)]


@dataclass(frozen=True)
class Bundle:
    root: PublicKey
    trust_list: bytes
    status_lists: tuple[bytes, ...]

    @staticmethod
    def read(directory: Path) -> "Bundle":
        return Bundle(
            PublicKey.from_pem((directory / "root.pem").read_text()),
            (directory / "trust-list.cwt").read_bytes(),
            tuple(path.read_bytes() for path in sorted(directory.glob("status/*.cwt"))),
        )

    def write(self, directory: Path) -> None:
        (directory / "status").mkdir(parents=True, exist_ok=True)
        (directory / "root.pem").write_text(self.root.pem)
        (directory / "trust-list.cwt").write_bytes(self.trust_list)
        for number, data in enumerate(self.status_lists):
            (directory / "status" / f"{number:02}.cwt").write_bytes(data)

    def status(self, trust: TrustList, uri: str, iss: str, idx: int, now: int) -> list[int]:
        """The four slots, or `status_unknown`, `status_stale`."""
        if not uri.startswith(trust.prefixes):
            raise Refusal("status_unknown", "under no listed prefix")
        usable = [found for found in map(_usable, self.status_lists) if found and found.sub == uri]
        signed = [found for found in usable if _is_authorised(found, trust, iss)]
        if not signed:
            raise Refusal("status_unknown", "no list")
        newest = max(signed, key=lambda found: found.iat)
        if now >= newest.exp:
            raise Refusal("status_stale")
        return newest.slots(idx)


def _usable(data: bytes) -> StatusList | None:
    try:
        return StatusList.parsed(data)
    except Refusal:
        return None


def _is_authorised(status: StatusList, trust: TrustList, iss: str) -> bool:
    kid = status.token.protected.get(KID)
    if not isinstance(kid, bytes):
        return False
    key, failures = trust.key(kid, status.token.alg, USE_STATUS_LIST, iss, status.iat, set())
    return key is not None and not failures and status.token.is_signed_by(key)
