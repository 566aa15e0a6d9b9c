# SPDX-License-Identifier: Apache-2.0

"""Codes whose keys, algorithms or signatures break a rule (wire-format.md §2)."""

from typing import Any

from ..cbor_strict import Item, Tag, encode
from ..claims import CARD, IDENTITY
from ..cose import ALG, KCWT, TYP
from ..deployment import ABSENT, DAY, Edit
from ..keys import ED25519, ESP256
from ..sd_cwt import CNF
from .case import Collection
from .good import GOOD


def add(c: Collection) -> None:
    _keys_and_signatures(c)


def _keys_and_signatures(c: Collection) -> None:
    d = c.deployment
    credential = d.credential(GOOD)
    holder_code, issuer_code = "holder_signature_invalid", "issuer_signature_invalid"
    thief = d.key("thief", d.holder_algorithm)
    unseen: dict[str, Any] = {"expect": {"identity": {"state": "not_disclosed"}, "payments": []}}
    c.reject("§4", "signed by another key than the holder's", d.dynamic(credential, key=thief), holder_code, **unseen)
    forged = d.dynamic(d.credential(GOOD, signer=d.key("forger")))
    c.reject("§3", "a credential signed by another key under the issuer's kid", forged, issuer_code, **unseen)
    text = d.printed(GOOD, signer=d.key("forger"))
    c.reject("§6", "a printed code signed by another key", text, issuer_code, kind="printed", exact=False, **unseen)
    other_holder = d.credential(GOOD, holder=thief)
    swapped = d.dynamic(credential, headers={KCWT: other_holder.presenting([other_holder.disclosures[IDENTITY]])})
    c.reject("§4", "somebody else's credential in one's own token", swapped, holder_code, **unseen)

    def disclosing(components: tuple[int, ...]) -> Edit:
        """Another choice of disclosures, put in after the holder signed."""
        chosen: list[Item] | None = [credential.disclosures[component] for component in components] or None
        protected = encode({ALG: d.holder.algorithm.emitted, KCWT: credential.presenting(chosen), TYP: 294})
        return Edit(frame=lambda frame: Tag(18, [protected, *frame.value[1:]]))

    added = d.dynamic(credential, (IDENTITY,), edit=disclosing((IDENTITY, CARD)))
    c.reject("§4", "a disclosure added after the holder signed", added, holder_code, **unseen)
    removed = d.dynamic(credential, (IDENTITY, CARD), edit=disclosing((IDENTITY,)))
    c.reject("§4", "a disclosure removed after the holder signed", removed, holder_code, **unseen)

    order, size = d.holder.algorithm.order, d.holder.algorithm.coordinate_size

    def ending(change: Any) -> Edit:
        return Edit(frame=lambda frame: Tag(18, [*frame.value[:3], change(frame.value[3])]))

    endings = {
        "empty": lambda _: b"",
        "a byte short": lambda signature: signature[:-1],
        "a byte long": lambda signature: signature + b"\x00",
        "of zeros": lambda signature: bytes(len(signature)),
        "its first bit flipped": lambda signature: bytes([signature[0] ^ 128]) + signature[1:],
        "its last bit flipped": lambda signature: signature[:-1] + bytes([signature[-1] ^ 1]),
        "its halves exchanged": lambda signature: signature[size:] + signature[:size],
    }
    if d.holder_algorithm is not ED25519:
        full = {
            "r of zero": lambda signature: bytes(size) + signature[size:],
            "s of zero": lambda signature: signature[:size] + bytes(size),
            "r of n": lambda signature: order.to_bytes(size) + signature[size:],
            "s of n": lambda signature: signature[:size] + order.to_bytes(size),
            "s of all ones": lambda signature: signature[:size] + b"\xff" * size,
            "in DER": lambda s: b"\x30\x44\x02\x20" + s[:size] + b"\x02\x20" + s[size:],
        }
    else:
        full = {
            "s plus the group's order": lambda signature: (
                signature[:size] + (int.from_bytes(signature[size:], "little") + order).to_bytes(size, "little")
            )
        }
    for title, change in (endings | full).items():
        c.reject("§2", f"the holder's signature: {title}", d.dynamic(credential, (), edit=ending(change)), holder_code)
    for title, change in endings.items():
        text = d.dynamic(d.credential(GOOD, edit=ending(change)), ())
        c.reject("§2", f"the issuer's signature: {title}", text, issuer_code)

    def older(frame: Tag) -> Tag:
        payload = frame.value[2].replace(encode(d.now - 3 * DAY), encode(d.now - 2 * DAY), 1)
        return Tag(18, [*frame.value[:2], payload, frame.value[3]])

    tampered = d.dynamic(d.credential(GOOD, edit=Edit(frame=older)), ())
    c.reject("§3", "a changed iat in the credential", tampered, issuer_code)
    reordered = Edit(protected=lambda data: bytes([data[0]]) + data[-4:] + data[1:-4])
    text = d.dynamic(d.credential(GOOD, headers={15: ABSENT}, edit=reordered), ())
    c.accept("§2", "header keys in another order: readers ignore it, signatures are over what arrived", text)

    for alg in (-37, -48, -50, 0, 1, -10, -65538):
        text = d.dynamic(credential, (), headers={ALG: alg})
        c.reject("§2", f"the binding token's alg is {alg}", text, "unsupported_algorithm")
        text = d.dynamic(d.credential(GOOD, headers={ALG: alg}), ())
        c.reject("§2", f"the credential's alg is {alg}", text, "unsupported_algorithm")
    foreign = ESP256 if d.algorithm is not ESP256 else ED25519
    text = d.dynamic(d.credential(GOOD, headers={ALG: foreign.emitted}), ())
    codes = ["unsupported_algorithm", "unknown_issuer_key", issuer_code, "issuer_not_authorised"]
    c.reject("§2", "the credential's alg is not of the issuer's key", text, any_of=codes)
    foreign = ESP256 if d.holder_algorithm is not ESP256 else ED25519
    text = d.dynamic(credential, (), headers={ALG: foreign.emitted})
    codes = ["unsupported_algorithm", holder_code]
    c.reject("§2", "the binding token's alg is not of the holder's key", text, any_of=codes)

    nist, edwards = d.key("h", ESP256).public, d.key("h", ED25519).public
    ec, okp = nist.cose_key(), edwards.cose_key()
    p = 2**255 - 19
    bad: dict[str, Item] = {
        "with a private part": ec | {-4: bytes(32)},
        "with a kid": ec | {2: b"12345678"},
        "with an alg": ec | {3: -9},
        "with key_ops": ec | {4: [2]},
        "off the curve": ec | {-3: bytes([*ec[-3][:-1], ec[-3][-1] ^ 1])},
        "x on no point": {1: 2, -1: 1, -2: _x_on_no_point(), -3: True},
        "x above the field's prime": {1: 2, -1: 1, -2: b"\xff" * 32, -3: True},
        "x of 31 bytes": ec | {-2: ec[-2][1:]},
        "x with a leading zero": ec | {-2: b"\x00" + ec[-2]},
        "y missing": {key: value for key, value in ec.items() if key != -3},
        "kty of OKP": ec | {1: 1},
        "crv P-521": ec | {-1: 3},
        "a symmetric key": {1: 4, -1: bytes(32)},
        "Ed25519 in a private form": okp | {-4: bytes(32)},
        "Ed25519 with a y": okp | {-3: bytes(32)},
        "X25519": okp | {-1: 4},
        "Ed25519: the neutral point": okp | {-2: (1).to_bytes(32, "little")},
        "Ed25519: order two": okp | {-2: (p - 1).to_bytes(32, "little")},
        "Ed25519: order four": okp | {-2: bytes(32)},
        "Ed25519: order eight": okp
        | {-2: bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a")},
        "Ed25519: y not below the prime": okp | {-2: (p + 3).to_bytes(32, "little")},
        "Ed25519: y on no point": okp | {-2: (2).to_bytes(32, "little")},
        "Ed25519: of 31 bytes": okp | {-2: okp[-2][:31]},
        "SM2 off the curve": {1: 2, -1: -65537, -2: ec[-2], -3: ec[-3]},
        "an empty map": {},
        "no map": b"key",
    }
    codes = ["malformed_code", "unsupported_algorithm", holder_code]
    # S = 1 and R = B verify under a key of order one whatever the message, unless such keys are refused.
    universal = bytes.fromhex("58" + "66" * 31) + (1).to_bytes(32, "little")
    for title, point in {"the neutral point": 1, "the neutral point, not canonical": p + 1}.items():
        issued = d.credential(GOOD, {CNF: {1: okp | {-2: point.to_bytes(32, "little")}}})
        text = d.dynamic(issued, key=d.key("h", ED25519), edit=ending(lambda _: universal))
        c.reject("§2", f"a signature that holds for {title} of Ed25519", text, any_of=codes)
    for title, key in bad.items():
        text = d.dynamic(d.credential(GOOD, {CNF: {1: key}}), ())
        c.reject("§2", f"the holder's key: {title}", text, any_of=codes)


def _x_on_no_point() -> bytes:
    """The smallest x that no point of P-256 has."""
    p = 2**256 - 2**224 + 2**192 + 2**96 - 1
    b = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
    x = next(x for x in range(1, 99) if pow(x**3 - 3 * x + b, (p - 1) // 2, p) == p - 1)
    return x.to_bytes(32)
