# SPDX-License-Identifier: Apache-2.0

"""COSE_Sign1 (RFC 9052 §4.2) with the header rules of wire-format.md §10."""

from dataclasses import dataclass

from .cbor_strict import Item, Tag, decode, encode
from .keys import KNOWN_ALGS, PrivateKey, PublicKey
from .refusal import Refusal, malformed

ALG, CRIT, KID, KCWT, CWT_CLAIMS, TYP, SD_CLAIMS = 1, 2, 4, 13, 15, 16, 17
UNDERSTOOD = {ALG, KID, KCWT, TYP}
FORBIDDEN = {CWT_CLAIMS, 170, 171, 172}
SIGN1 = 18


@dataclass(frozen=True)
class Sign1:
    protected_bytes: bytes
    protected: dict[Item, Item]
    unprotected: dict[Item, Item]
    payload_bytes: Item
    """Judged by `payload` only: the kind comes first."""
    signature: Item

    @staticmethod
    def from_item(item: Item) -> "Sign1":
        """The frame and the protected header, so far that the kind can be told."""
        if not (isinstance(item, Tag) and item.number == SIGN1):
            raise malformed("not tagged 18")
        match item.value:
            case [bytes() as protected_bytes, dict() as unprotected, payload_bytes, signature]:
                protected = decode(protected_bytes)
            case _:
                raise malformed("not a COSE_Sign1")
        if not isinstance(protected, dict):
            raise malformed("the protected header is not a map")
        return Sign1(protected_bytes, protected, unprotected, payload_bytes, signature)

    def payload(self, typ: int | str, unprotected: frozenset[int] = frozenset()) -> dict[Item, Item]:
        """The claims, after the rules for headers."""
        if not isinstance(self.payload_bytes, bytes) or not isinstance(self.signature, bytes):
            raise malformed("payload and signature are byte strings")
        claims = decode(self.payload_bytes)
        if self.protected.get(TYP) != typ or type(self.protected.get(TYP)) is not type(typ):
            raise malformed("another typ than the kind's")
        if not set(self.unprotected) <= unprotected:
            raise malformed("an unprotected header")
        if FORBIDDEN & set(self.protected):
            raise malformed("a header that is not allowed")
        critical = self.protected.get(CRIT, [ALG])
        if not (isinstance(critical, list) and critical and all(is_int(c) and c in UNDERSTOOD for c in critical)):
            raise malformed("a critical header that is not understood")
        if not is_int(self.protected.get(ALG)):
            raise malformed("no alg")
        if self.alg not in KNOWN_ALGS:
            raise Refusal("unsupported_algorithm")
        if not isinstance(claims, dict):
            raise malformed("the payload is not a map")
        return claims

    @property
    def alg(self) -> int:
        return int(self.protected[ALG])

    def is_signed_by(self, key: PublicKey) -> bool:
        message = signature_structure(self.protected_bytes, self.payload_bytes)
        return self.alg in key.algorithm.accepted and key.verifies(self.signature, message)


def signature_structure(protected: bytes, payload: bytes) -> bytes:
    return encode(["Signature1", protected, b"", payload])


def sign1(key: PrivateKey, protected: bytes, payload: bytes, unprotected: Item) -> Tag:
    signature = key.sign(signature_structure(protected, payload))
    return Tag(SIGN1, [protected, unprotected, payload, signature])


def values(claims: dict[Item, Item], *keys: Item) -> list[Item]:
    """What stands under each key, None where nothing does."""
    return [claims.get(key) for key in keys]


def is_int(value: Item, low: int | None = None, high: int | None = None) -> bool:
    """An integer (not a bool) within inclusive bounds."""
    return type(value) is int and (low is None or value >= low) and (high is None or value <= high)
