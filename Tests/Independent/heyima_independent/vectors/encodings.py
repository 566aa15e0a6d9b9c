# SPDX-License-Identifier: Apache-2.0

"""Codes whose text, CBOR, frames or headers break a rule (wire-format.md §1, §10)."""

from collections.abc import Iterator
from typing import Any

from .. import base45
from ..cbor_strict import Item, Raw, Tag, encode
from ..claims import IDENTITY
from ..codes import PREFIX
from ..cose import ALG, CRIT, KCWT, KID, TYP
from ..deployment import ABSENT, Edit, text_of
from ..sd_cwt import CNF
from .case import Collection
from .good import GOOD, nested


def add(c: Collection) -> None:
    _text(c)
    _cbor(c)
    _frames_and_headers(c)


def _text(c: Collection) -> None:
    d = c.deployment
    good = d.dynamic(d.credential(GOOD))
    body = good.removeprefix(PREFIX)
    none: dict[str, Any] = {"kind": None}
    for title, text in {
        "empty": "",
        "a URL": "https://heyima.example/?c=" + body[:40],
        "the EU DCC's prefix": "HC1:" + body,
        "the next version's prefix": "HYM2:" + body,
        "the prefix in lower case": "hym1:" + body,
        "no prefix": body,
        "the prefix without its colon": "HYM1" + body,
        "a challenge": d.challenge("T-1")[0],
    }.items():
        c.reject("§1", f"text: {title}", text, "unsupported_format", **none)
    for title, text in {
        "lower case": PREFIX + body.lower(),
        "one digit left over": PREFIX + body + "0" * ((1 - len(body)) % 3),
        "65,536 in three digits": PREFIX + "GGW" + body,
        "256 in two digits": PREFIX + body[: len(body) // 3 * 3] + "V5",
        "a line break inside": PREFIX + body[:300] + "\n" + body[300:],
        "a character outside the alphabet": PREFIX + body[:-1] + "_",
        "a letter of another script": PREFIX + "Ａ" + body[1:],
    }.items():
        c.reject("§1", f"base45: {title}", text, "malformed_base45", **none)
    c.reject("§1", "nothing after the prefix", PREFIX, "malformed_cbor", **none)
    half = PREFIX + body[: len(body) // 6 * 3]
    c.reject("§10", "half a code", half, "malformed_cbor", **none)


def _heads(claim: bytes) -> Iterator[tuple[str, bytes]]:
    """Broken encodings of one item, which can stand anywhere."""
    yield "an array of indefinite length", b"\x9f\x01\xff"
    yield "a map of indefinite length", b"\xbf\x01\x02\xff"
    yield "a byte string of indefinite length", b"\x5f\x42\x01\x02\xff"
    yield "a text of indefinite length", b"\x7f\x61\x61\xff"
    yield "an integer in two bytes that fits one", b"\x18\x17"
    yield "an integer in three bytes that fits two", b"\x19\x00\xff"
    yield "an integer in five bytes that fits three", b"\x1a\x00\x00\xff\xff"
    yield "an integer in nine bytes that fits five", b"\x1b\x00\x00\x00\x00\xff\xff\xff\xff"
    yield "a negative integer that is not the shortest", b"\x38\x00"
    yield "a byte string's length that is not the shortest", b"\x58\x08" + claim
    yield "a text's length that is not the shortest", b"\x79\x00\x01a"
    yield "an array's length that is not the shortest", b"\x98\x01\x00"
    yield "a map's length that is not the shortest", b"\xb8\x01\x00\x00"
    yield "a tag's number that is not the shortest", b"\xd8\x10\x00"
    yield "a simple value below 32 in two bytes", b"\xf8\x14"
    yield "a duplicate integer key", b"\xa2\x01\x00\x01\x00"
    yield "a duplicate text key", b"\xa2\x61a\x00\x61a\x01"
    yield "a duplicate key two levels down", b"\x81\xa1\x00\xa2\x05\x00\x05\x01"
    yield "text that is not UTF-8", b"\x62\xc3\x28"
    yield "text with a surrogate", b"\x63\xed\xa0\x80"
    yield "text in an overlong form", b"\x62\xc0\x80"
    yield "a byte string beyond the input", b"\x5a\x7f\xff\xff\xff\x00"
    yield "a byte string of 2^63 bytes", b"\x5b\x80\x00\x00\x00\x00\x00\x00\x00"
    yield "an array of 2^32 elements", b"\x9b\x00\x00\x00\x01\x00\x00\x00\x00\x00"
    yield "a map of 2^63 entries", b"\xbb\x80\x00\x00\x00\x00\x00\x00\x00\x00"
    yield "a reserved head", b"\x1c"
    yield "a break without a beginning", b"\xff"


def _cbor(c: Collection) -> None:
    d = c.deployment
    credential = d.credential(GOOD)
    for title, raw in _heads(d.random(8)):
        text = d.dynamic(credential, (), claims={2000: Raw(raw)})
        c.reject("§10", f"in the binding token's payload: {title}", text, "malformed_cbor")
    chosen = ("an integer in two bytes that fits one", "a map of indefinite length", "a duplicate integer key")
    for title, raw in _heads(d.random(8)):
        if title not in chosen:
            continue
        odd: Item = Raw(raw)
        places = {
            "in the binding token's protected header": d.dynamic(credential, (), headers={2000: odd}),
            "in the credential's protected header": d.dynamic(d.credential(GOOD, headers={2000: odd}), ()),
            "in the credential's payload": d.dynamic(d.credential(GOOD, {2000: odd}), ()),
            "in the credential's unprotected header": d.dynamic(d.credential(GOOD, unprotected={2000: odd}), ()),
            "in the binding token's unprotected header": d.dynamic(credential, (), unprotected={2000: odd}),
            "in a disclosed value": d.dynamic(d.credential(GOOD, person={IDENTITY: d.person[IDENTITY] | {9: odd}})),
        }
        for place, text in places.items():
            # An outer item that is not CBOR has no kind; which kind the others are is told by what was read before.
            c.reject("§10", f"{place}: {title}", text, "malformed_cbor", kind=None)
        printed = d.printed(GOOD, {2000: odd})
        c.reject("§10", f"in a printed code: {title}", printed, "malformed_cbor", kind="printed")

    def appended(data: bytes) -> bytes:
        return data + b"\x00"

    def doubled(entry: bytes) -> Any:
        return lambda data: bytes([data[0] + 1]) + data[1:] + entry

    code = base45.decode(d.dynamic(credential).removeprefix(PREFIX))
    outer = {
        "bytes after the code": code + b"\x00",
        "two codes one after the other": 2 * base45.decode(d.reference(d.random(8)).removeprefix(PREFIX)),
        "the last byte missing": code[:-1],
        "an outer array of indefinite length": b"\xd2\x9f" + code[2:] + b"\xff",
        "an outer tag that is not the shortest": b"\xd8\x12" + code[1:],
        "no CBOR but zeros after a tag": b"\xd2" + bytes(40),
    }
    for title, data in outer.items():
        c.reject("§10", title, PREFIX + base45.encode(data), "malformed_cbor", kind=None)
    for title, edit in {
        "bytes after the payload": Edit(payload=appended),
        "bytes after the protected header": Edit(protected=appended),
        "iat twice": Edit(payload=doubled(b"\x06\x00")),
        "alg twice": Edit(protected=doubled(b"\x01\x28")),
        "an empty payload": Edit(payload=lambda _: b""),
    }.items():
        c.reject("§10", f"binding token: {title}", d.dynamic(credential, (), edit=edit), "malformed_cbor", kind=None)
        c.reject(
            "§10", f"credential: {title}", d.dynamic(d.credential(GOOD, edit=edit), ()), "malformed_cbor", kind=None
        )
    twice = Raw(b"\xa2\x01" + encode(d.holder.public.cose_key()) + b"\x01\xa0")
    c.reject("§10", "a confirmation method twice", d.dynamic(d.credential(GOOD, {CNF: twice}), ()), "malformed_cbor")
    for title, odd in {
        "arrays": nested(16),
        "maps": Raw(b"\xa1\x00" * 15 + b"\xa0"),
        "tags": Raw(b"\xc1" * 15 + b"\x80"),
    }.items():
        text = d.dynamic(credential, (), claims={2000: odd})
        c.reject("§10", f"nested seventeen deep: {title} in the payload's map", text, "malformed_cbor")
    bomb = PREFIX + base45.encode(b"\x81" * 1300)
    c.reject("§10", "nested 1,300 deep", bomb, "malformed_cbor", kind=None)
    for tail in (b"\x00", b"\xff"):

        def trailing(key: int, salt: bytes, value: Item, tail: bytes = tail) -> Item:
            return Raw(encode([salt, value, key]) + tail)

        text = d.dynamic(d.credential(GOOD, disclosure=trailing))
        c.reject(
            "§10",
            f"a disclosure with byte {tail.hex()} after it",
            text,
            any_of=["malformed_cbor", "disclosure_invalid"],
        )


def _frame(protected: Item = None, payload: Item = None, tag: int = 18, count: int = 4) -> Edit:
    def edit(frame: Tag) -> Item:
        parts = list(frame.value)
        parts[0] = parts[0] if protected is None else protected
        parts[2] = parts[2] if payload is None else payload
        return Tag(tag, [*parts, b""][:count])

    return Edit(frame=edit)


def _frames_and_headers(c: Collection) -> None:
    d = c.deployment
    credential = d.credential(GOOD)
    frames = {
        "untagged": Edit(frame=lambda frame: frame.value),
        "tagged 98 (COSE_Sign)": _frame(tag=98),
        "tagged 61 and 18": Edit(frame=lambda frame: Tag(61, frame)),
        "tagged 55799 and 18": Edit(frame=lambda frame: Tag(55799, frame)),
        "of three elements": _frame(count=3),
        "of five elements": _frame(count=5),
        "a map": Edit(frame=lambda frame: Tag(18, {0: 1})),
        "an unprotected header that is an array": Edit(frame=lambda f: Tag(18, [f.value[0], [], *f.value[2:]])),
        "a protected header that is a map": Edit(frame=lambda f: Tag(18, [{1: -9, 16: 294}, *f.value[1:]])),
        "an empty protected header": _frame(protected=b""),
        "a protected header that is an array": _frame(protected=b"\x80"),
        "a detached payload": Edit(frame=lambda f: Tag(18, [*f.value[:2], None, f.value[3]])),
        "a payload that is text": _frame(payload="text"),
        "a signature that is text": Edit(frame=lambda f: Tag(18, [*f.value[:3], "text"])),
    }
    for title, edit in frames.items():
        # An empty protected header is RFC 9052's form of an empty map, but also no CBOR item at all.
        codes = ["malformed_code", "malformed_cbor"] if title == "an empty protected header" else []
        reasons = () if codes else ("malformed_code",)
        text, inner = d.dynamic(credential, (), edit=edit), d.dynamic(d.credential(GOOD, edit=edit), ())
        c.reject("§10", f"binding token: {title}", text, *reasons, any_of=codes, kind=None)
        c.reject("§10", f"credential: {title}", inner, *reasons, any_of=codes)
    c.reject("§10", "a printed code, untagged", d.printed(GOOD, edit=frames["untagged"]), "malformed_code", kind=None)

    bare = text_of(credential.presenting([credential.disclosures[IDENTITY]]))
    c.reject("§1", "a credential without the holder's token", bare, "holder_proof_missing", kind=None)
    bare = text_of(credential.token)
    c.reject("§1", "a credential bare, nothing disclosed", bare, "holder_proof_missing", kind=None)
    for typ in (ABSENT, 295, -294, 61.0, "application/kb+cwt", True, b"\x01\x26", [294]):
        text = d.dynamic(credential, (), headers={TYP: typ})
        title = "missing" if typ is ABSENT else repr(typ)
        c.reject("§10", f"typ of the code: {title}", text, "malformed_code", kind=None)
    for typ in (ABSENT, 61, 294, "application/sd-cwt"):
        text = d.dynamic(d.credential(GOOD, headers={TYP: typ}), ())
        c.reject("§10", f"typ of the credential: {'missing' if typ is ABSENT else repr(typ)}", text, "malformed_code")
    text = d.dynamic(credential, (), headers={TYP: 61})
    c.reject("§10", "a binding token under the printed code's typ", text, "malformed_code", kind="printed")
    text = d.dynamic(credential, (), headers={TYP: 65000})
    c.reject("§10", "a dynamic code under the reference code's typ", text, "malformed_code", kind="reference")

    wrong: dict[str, dict[Item, Item]] = {
        "15 (CWT claims)": {15: {1: "x"}},
        "170 (sd_alg)": {170: -16},
        "171": {171: [b"x"]},
        "172": {172: 1},
        "a crit not understood": {CRIT: [99], 99: 1},
        "a crit of text not understood": {CRIT: ["x"], "x": 1},
        "an empty crit": {CRIT: []},
        "a crit that is no array": {CRIT: 16},
        "alg missing": {ALG: ABSENT},
        "alg as text": {ALG: "ESP256"},
    }
    for title, headers in wrong.items():
        for token, text, kind in (
            ("binding token", d.dynamic(credential, (), headers=headers), "dynamic"),
            ("credential", d.dynamic(d.credential(GOOD, headers=headers), ()), "dynamic"),
            ("printed code", d.printed(GOOD, headers=headers), "printed"),
        ):
            # Algorithms named by text exist in COSE; that there are none here can be said either way.
            either = ["malformed_code", "unsupported_algorithm"] if title == "alg as text" else []
            reasons = () if either else ("malformed_code",)
            c.reject("§10", f"header of the {token}: {title}", text, *reasons, any_of=either, kind=kind)
    needless: dict[str, dict[Item, Item]] = {
        "kid": {KID: b"12345678"},
        "17": {17: [b"x"]},
        "alg": {ALG: -9},
        "unknown": {"x": 1},
    }
    for title, headers in needless.items():
        text = d.dynamic(credential, (), unprotected=headers)
        c.reject("§10", f"an unprotected header of the binding token: {title}", text, "malformed_code")
        text = d.printed(GOOD, unprotected=headers)
        c.reject("§10", f"an unprotected header of a printed code: {title}", text, "malformed_code", kind="printed")
        if title != "17":
            text = d.dynamic(d.credential(GOOD, unprotected=headers), ())
            c.reject("§10", f"an unprotected header of the credential beside 17: {title}", text, "malformed_code")
    moved = d.dynamic(d.credential(GOOD, headers={ALG: ABSENT}, unprotected={ALG: d.issuer.algorithm.emitted}), ())
    c.reject("§2", "alg in the unprotected header only", moved, "malformed_code")
    embedded: Item
    for title, embedded in {
        "missing": ABSENT,
        "as a byte string": encode(credential.token),
        "untagged": credential.token.value,
        "null": None,
    }.items():
        text = d.dynamic(credential, (), headers={KCWT: embedded})
        c.reject("§4", f"the credential in header 13: {title}", text, "malformed_code")
    kid: Item
    for kid in (ABSENT, d.issuer.public.kid[:7], d.issuer.public.kid + b"\x00", "text"):
        title = "missing" if kid is ABSENT else f"of {len(kid)} {'characters' if isinstance(kid, str) else 'bytes'}"
        either = ["malformed_code", "unknown_issuer_key"] if isinstance(kid, bytes) else []
        reasons = () if either else ("malformed_code",)
        text = d.dynamic(d.credential(GOOD, headers={KID: kid}), ())
        c.reject("§3", f"the credential's kid {title}", text, *reasons, any_of=either)
        text = d.printed(GOOD, headers={KID: kid})
        c.reject("§6", f"the printed code's kid {title}", text, *reasons, any_of=either, kind="printed")
