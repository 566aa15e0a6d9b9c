# SPDX-License-Identifier: Apache-2.0

"""The credential (wire-format.md §3) and the printed code, which has the same claims in the clear (§6)."""

import hashlib
from dataclasses import dataclass

from .cbor_strict import REDACTED_KEYS, Item, decode, encode
from .claims import COMPONENTS, HEALTH, PAYMENT, holds_redaction, is_time
from .cose import KID, SD_CLAIMS, Sign1, is_int, values
from .keys import KeyRefused, PublicKey
from .refusal import Refusal, malformed

ISS, SUB, AUD, EXP, NBF, IAT, CTI, CNF, STATUS = 1, 2, 3, 4, 5, 6, 7, 8, 65535
CREDENTIAL_TYP, PRINTED_TYP = 293, 61
PRINTED_LIFE = 366 * 86400


@dataclass(frozen=True)
class Credential:
    """What an issuer signed: nothing here is verified yet."""

    token: Sign1
    iss: str
    exp: int
    iat: int
    nbf: int | None
    cti: bytes
    idx: int
    uri: str
    components: dict[int, Item]
    holder: PublicKey | None
    disclosures_refused: bool = False

    @property
    def kid(self) -> bytes:
        return bytes(self.token.protected[KID])

    @staticmethod
    def presented(token: Sign1) -> "Credential":
        claims = token.payload(CREDENTIAL_TYP, frozenset({SD_CLAIMS}))
        digests = claims.get(REDACTED_KEYS)
        if not isinstance(digests, list) or len(digests) != len(COMPONENTS):
            raise malformed("not five digests")
        if not all(isinstance(digest, bytes) and len(digest) == 32 for digest in digests) or digests != sorted(digests):
            raise malformed("digests of another size or unsorted")
        components: dict[int, Item] = {}
        refused = False
        try:
            components = _disclosed(token.unprotected.get(SD_CLAIMS), digests, claims)
        except Refusal as refusal:
            if refusal.code != "disclosure_invalid":
                raise
            refused = True
        return _credential(token, claims, components, _confirmation_key(claims.get(CNF)), refused)

    @staticmethod
    def printed(token: Sign1) -> "Credential":
        claims = token.payload(PRINTED_TYP)
        if {CNF, REDACTED_KEYS, HEALTH, PAYMENT} & set(claims):
            raise malformed("a claim that is never printed")
        components = {key: claims[key] for key in COMPONENTS.values() if key in claims}
        code = _credential(token, claims, components, None, False)
        if code.exp - code.iat > PRINTED_LIFE:
            raise malformed("a printed code lives at most 366 days")
        return code


def _credential(
    token: Sign1, claims: dict[Item, Item], components: dict[int, Item], holder: PublicKey | None, refused: bool
) -> Credential:
    kid, (iss, sub, cti) = token.protected.get(KID), values(claims, ISS, SUB, CTI)
    if not (isinstance(kid, bytes) and len(kid) == 8 and isinstance(iss, str) and isinstance(sub, str)):
        raise malformed("kid, iss or sub")
    if not (isinstance(cti, bytes) and len(cti) == 8):
        raise malformed("cti")
    exp, iat, nbf = values(claims, EXP, IAT, NBF)
    if not (is_time(exp) and is_time(iat) and (NBF not in claims or is_time(nbf))):
        raise malformed("times")
    match claims.get(STATUS):
        case {"status_list": {"idx": idx, "uri": str(uri)}} if is_int(idx, 0) and idx % 4 == 0:
            return Credential(token, iss, exp, iat, nbf, cti, idx, uri, components, holder, refused)
    raise malformed("status")


def _confirmation_key(cnf: Item) -> PublicKey:
    if not isinstance(cnf, dict) or set(cnf) != {1}:
        raise malformed("cnf")
    try:
        return PublicKey.from_cose_key(cnf[1])
    except KeyRefused as refused:
        raise malformed(str(refused)) from None


def _disclosed(sd_claims: Item, digests: list[bytes], claims: dict[Item, Item]) -> dict[int, Item]:
    if sd_claims is None:
        return {}
    if not isinstance(sd_claims, list) or not sd_claims:
        raise Refusal("disclosure_invalid", "sd_claims is empty or no array")
    components: dict[int, Item] = {}
    for disclosure in sd_claims:
        if not isinstance(disclosure, bytes):
            raise Refusal("disclosure_invalid", "not a byte string")
        match decode(disclosure):
            case [bytes() as salt, value, key] if len(salt) == 16 and is_int(key) and key in COMPONENTS.values():
                pass
            case _:
                raise Refusal("disclosure_invalid", "not [salt, value, key]")
        if digests.count(digest(disclosure)) != 1:
            raise Refusal("disclosure_invalid", "its digest is not in the payload exactly once")
        if key in components or key in claims or holds_redaction(value):
            raise Refusal("disclosure_invalid", "a key twice, or redaction inside a value")
        components[key] = value
    return components


def digest(disclosure: bytes) -> bytes:
    """Over the encoded byte string, head included (§12)."""
    return hashlib.sha256(encode(disclosure)).digest()
