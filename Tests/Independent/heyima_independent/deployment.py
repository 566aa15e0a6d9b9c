# SPDX-License-Identifier: Apache-2.0

"""An invented deployment: its keys, its signed files and its codes. Every value comes from the seed.

Whatever a rule forbids can be asked for: claims and headers are overridden by key (`ABSENT` leaves one out), and an
`Edit` changes encoded bytes before they are signed, so that only the rule in question is broken.
"""

import hashlib
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from . import base45
from .cbor_strict import REDACTED_KEYS, Item, Raw, Tag, encode
from .claims import CARD, COMPONENTS, HEALTH, IDENTITY, PAYMENT, RELIEF
from .codes import CHALLENGE_PREFIX, CNONCE, PREFIX, SHOWABLE
from .cose import ALG, KCWT, KID, SD_CLAIMS, TYP, sign1
from .keys import ESP384, Algorithm, PrivateKey
from .sd_cwt import AUD, CNF, CREDENTIAL_TYP, CTI, EXP, IAT, ISS, PRINTED_TYP, STATUS, SUB, digest
from .trust import (
    AUDIENCE_BASE,
    ENTRIES,
    PREFIXES,
    SEQUENCE,
    STATUS_LIST,
    STATUS_LIST_TYP,
    TRUST_LIST_TYP,
    TTL,
    USE_CREDENTIAL,
    USE_PRINTED,
    USE_STATUS_LIST,
    Bundle,
)

ABSENT = object()
DAY = 86400
ISSUER = "urn:heyima:example"
BASE = "urn:heyima:terminal:example"
STATUS_PREFIX = "https://heyima.example/v1/status-lists/"
LIST_SIZE = 1 << 20
DEFAULT = (IDENTITY, CARD, RELIEF, PAYMENT)
ALL = tuple(COMPONENTS.values())

Changes = Mapping[Item, Item]


def unchanged(value: Any) -> Any:
    return value


@dataclass(frozen=True)
class Edit:
    """Changes to encoded bytes: of the two signed parts before signing, of the frame afterwards."""

    protected: Callable[[bytes], bytes] = unchanged
    payload: Callable[[bytes], bytes] = unchanged
    frame: Callable[[Tag], Item] = unchanged


NONE = Edit()


@dataclass(frozen=True)
class Issued:
    """A credential without its disclosures, and all of them by component (a decoy's too)."""

    token: Item
    disclosures: dict[int, bytes]

    def presenting(self, sd_claims: list[Item] | None) -> Item:
        if sd_claims is None or not isinstance(self.token, Tag):
            return self.token
        protected, unprotected, payload, signature = self.token.value
        return Tag(self.token.number, [protected, {**unprotected, SD_CLAIMS: sd_claims}, payload, signature])


@dataclass
class Deployment:
    seed: int
    now: int
    algorithm: Algorithm
    holder_algorithm: Algorithm
    drawn: int = 0
    entries: list[dict[int, Item]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.root, self.issuer = self.key("root"), self.key("issuer")
        self.printer, self.status = self.key("printer"), self.key("status")
        self.issuer384 = self.key("issuer-384", ESP384)
        self.holder = self.key("holder", self.holder_algorithm)
        self.entries = [
            self.entry(self.issuer, [USE_CREDENTIAL]),
            self.entry(self.printer, [USE_PRINTED]),
            self.entry(self.status, [USE_STATUS_LIST]),
            self.entry(self.issuer384, [USE_CREDENTIAL]),
        ]
        day = self.now // DAY
        self.person: dict[int, Item] = {
            IDENTITY: {1: "陈小明", 2: "440***********0320"},
            CARD: {1: 440600, 2: "9184", 3: Tag(100, day + 1600)},
            RELIEF: [self.certificate()],
            HEALTH: {1: 1, 2: self.now - DAY, 3: self.now + DAY},
            PAYMENT: {1: 202610, 2: 85000, 3: 1, 4: Tag(100, day - 7)},
        }

    def certificate(self, changes: Changes = {}) -> dict[int, Item]:
        day = self.now // DAY
        fields = {1: 1, 2: "440604202601000017", 3: 1, 4: Tag(100, day - 300), 5: Tag(100, day + 60), 6: 440604, 7: 1}
        return changed(fields, changes)

    def key(self, label: str, algorithm: Algorithm | None = None) -> PrivateKey:
        return PrivateKey(algorithm or self.algorithm, f"{self.seed}/{label}".encode())

    def random(self, size: int) -> bytes:
        self.drawn += 1
        return hashlib.shake_256(f"{self.seed}/{self.drawn}".encode()).digest(size)

    # Trust list and status lists

    def entry(self, key: PrivateKey, uses: list[int], iss: str = ISSUER, changes: Changes = {}) -> dict[int, Item]:
        fields = {1: key.public.kid, 2: key.public.cose_key(), 3: uses, 4: iss}
        return changed(fields | {5: self.now - 90 * DAY, 6: self.now + 90 * DAY}, changes)

    def bundle(
        self,
        status_lists: list[bytes],
        entries: list[dict[int, Item]] | None = None,
        claims: Changes = {},
        headers: Changes = {},
        signer: PrivateKey | None = None,
        edit: Edit = NONE,
        unprotected: Changes = {},
    ) -> Bundle:
        signer = signer or self.root
        payload = {
            ISS: "urn:heyima:example:root",
            IAT: self.now - 2 * DAY,
            EXP: self.now + 28 * DAY,
            SEQUENCE: 7,
            ENTRIES: self.entries if entries is None else entries,
            PREFIXES: [STATUS_PREFIX],
            AUDIENCE_BASE: BASE,
        }
        protected = {ALG: self.root.algorithm.emitted, KID: self.root.public.kid, TYP: TRUST_LIST_TYP}
        token = signed(signer, changed(protected, headers), changed(payload, claims), unprotected, edit)
        return Bundle(self.root.public, encode(token), tuple(status_lists))

    def status_list(
        self,
        name: str,
        values: Mapping[int, int] = {},
        size: int = LIST_SIZE,
        claims: Changes = {},
        headers: Changes = {},
        signer: PrivateKey | None = None,
        edit: Edit = NONE,
    ) -> bytes:
        signer = signer or self.status
        packed = bytearray(size // 4)
        for index, value in values.items():
            packed[index // 4] |= value << (index % 4 * 2)
        payload = {
            SUB: name if ":" in name else STATUS_PREFIX + name,
            IAT: self.now - 3600,
            EXP: self.now + 3600,
            TTL: 7200,
            STATUS_LIST: {"bits": 2, "lst": zlib.compress(bytes(packed), 9)},
        }
        protected = {ALG: signer.algorithm.emitted, KID: signer.public.kid, TYP: STATUS_LIST_TYP}
        return encode(signed(signer, changed(protected, headers), changed(payload, claims), {}, edit))

    # Credential and codes

    def credential(
        self,
        idx: int,
        claims: Changes = {},
        person: Changes = {},
        headers: Changes = {},
        unprotected: Changes = {},
        key: PrivateKey | None = None,
        signer: PrivateKey | None = None,
        holder: PrivateKey | None = None,
        disclosure: Callable[[int, bytes, Item], Item] = lambda key, salt, value: [salt, value, key],
        digested: Callable[[bytes], bytes] = digest,
        edit: Edit = NONE,
    ) -> Issued:
        key = key or self.issuer
        components = changed(self.person, person)
        disclosures: dict[int, bytes] = {}
        for component in ALL:
            salt = self.random(16)
            content = disclosure(component, salt, components[component]) if component in components else [salt]
            disclosures[component] = encode(content)
        payload = self._claims(idx) | {
            CNF: {1: (holder or self.holder).public.cose_key(compressed=True)},
            REDACTED_KEYS: sorted(map(digested, disclosures.values())),
        }
        protected = {ALG: key.algorithm.emitted, KID: key.public.kid, TYP: CREDENTIAL_TYP}
        token = signed(signer or key, changed(protected, headers), changed(payload, claims), unprotected, edit)
        return Issued(token, disclosures)

    def printed(
        self,
        idx: int,
        claims: Changes = {},
        headers: Changes = {},
        unprotected: Changes = {},
        key: PrivateKey | None = None,
        signer: PrivateKey | None = None,
        edit: Edit = NONE,
    ) -> str:
        key = key or self.printer
        shown = {IDENTITY: {1: "陈**", 2: "440***********0320"}, CARD: self.person[CARD], RELIEF: self.person[RELIEF]}
        protected = {ALG: key.algorithm.emitted, KID: key.public.kid, TYP: PRINTED_TYP}
        payload = changed(self._claims(idx) | shown, claims)
        return text_of(signed(signer or key, changed(protected, headers), payload, unprotected, edit))

    def dynamic(
        self,
        credential: Issued,
        disclose: Iterable[int] = DEFAULT,
        sd_claims: list[Item] | None = None,
        claims: Changes = {},
        headers: Changes = {},
        unprotected: Changes = {},
        key: PrivateKey | None = None,
        edit: Edit = NONE,
    ) -> str:
        key = key or self.holder
        chosen: list[Item] | None = [credential.disclosures[component] for component in disclose] or None
        presented = credential.presenting(chosen if sd_claims is None else sd_claims)
        protected = {ALG: key.algorithm.emitted, KCWT: presented, TYP: 294}
        payload = changed(self._binding_claims(), claims)
        return text_of(signed(key, changed(protected, headers), payload, unprotected, edit))

    def reference(
        self,
        credential_id: bytes,
        claims: Changes = {},
        headers: Changes = {},
        unprotected: Changes = {},
        key: PrivateKey | None = None,
        edit: Edit = NONE,
    ) -> str:
        key = key or self.holder
        protected = {ALG: key.algorithm.emitted, KID: credential_id, TYP: 65000}
        payload = changed(self._binding_claims() | {SHOWABLE: [IDENTITY, RELIEF]}, claims)
        return text_of(signed(key, changed(protected, headers), payload, unprotected, edit))

    def challenge(self, terminal: str) -> tuple[str, bytes]:
        nonce = self.random(16)
        content = encode({AUD: f"{BASE}:{terminal}", EXP: self.now + 100, CNONCE: nonce})
        return CHALLENGE_PREFIX + base45.encode(content), nonce

    def _claims(self, idx: int) -> dict[Item, Item]:
        return {
            ISS: ISSUER,
            SUB: base45.encode(self.random(10)),
            EXP: self.now + 27 * DAY,
            IAT: self.now - 3 * DAY,
            CTI: self.random(8),
            STATUS: {"status_list": {"idx": idx, "uri": STATUS_PREFIX + "1"}},
        }

    def _binding_claims(self) -> dict[Item, Item]:
        return {AUD: BASE, EXP: self.now + 55, IAT: self.now - 5, CTI: self.random(8)}


def changed(fields: Mapping[Item, Item], changes: Changes) -> dict[Item, Item]:
    return {key: value for key, value in {**fields, **changes}.items() if value is not ABSENT}


def signed(key: PrivateKey, protected: Changes, payload: Changes, unprotected: Changes, edit: Edit) -> Item:
    signed_parts = edit.protected(encode(dict(protected))), edit.payload(encode(dict(payload)))
    return edit.frame(sign1(key, *signed_parts, dict(unprotected)))


def text_of(item: Item) -> str:
    return PREFIX + base45.encode(item.encoded if isinstance(item, Raw) else encode(item))
