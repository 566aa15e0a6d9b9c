# SPDX-License-Identifier: Apache-2.0

"""Codes whose claims, disclosures or times break a rule (wire-format.md §3–§6, §10, §11)."""

import hashlib
from functools import partial
from typing import Any

from ..cbor_strict import REDACTED_KEYS, Item, Raw, Simple, Tag, encode
from ..claims import CARD, HEALTH, IDENTITY, PAYMENT, RELIEF
from ..codes import CNONCE
from ..deployment import ABSENT, ALL, DAY, ISSUER, Edit, Issued
from ..sd_cwt import AUD, CNF, CTI, EXP, IAT, ISS, NBF, STATUS, SUB, digest
from .case import Collection
from .good import GOOD, SLOTS

MAX_TIME = 253402300799


def add(c: Collection) -> None:
    _claims(c)
    _disclosures(c)
    _times(c)


def _claims(c: Collection) -> None:
    d = c.deployment
    uri = "https://heyima.example/v1/status-lists/1"

    def status(idx: Item, **more: Item) -> Item:
        return {"status_list": {"idx": idx, "uri": uri, **more}}

    times = {
        "as a float": float(d.now + 40),
        "negative": -1,
        "over the year 9999": MAX_TIME + 1,
        "of 2^63": 1 << 63,
        "as text": "2027-01-01",
        "tagged 1": Tag(1, d.now + 40),
        "null": None,
        "infinite": float("inf"),
        "a bool": True,
    }
    both = {ISS: ABSENT, EXP: ABSENT, IAT: ABSENT, CTI: ABSENT, STATUS: ABSENT, SUB: ABSENT}
    changes: list[tuple[str, dict[Item, Item]]] = [
        *[(f"claim {key} missing", {key: ABSENT}) for key in both],
        *[(f"exp {title}", {EXP: value}) for title, value in times.items()],
        *[(f"iat {title}", {IAT: value}) for title, value in times.items() if title != "tagged 1"],
        ("nbf as a float", {NBF: float(d.now - 5 * DAY)}),
        ("nbf null", {NBF: None}),
        ("iss as bytes", {ISS: ISSUER.encode()}),
        ("sub as an integer", {SUB: 1}),
        ("cti of seven bytes", {CTI: bytes(7)}),
        ("cti of nine bytes", {CTI: bytes(9)}),
        ("cti as text", {CTI: "12345678"}),
        ("status without status_list", {STATUS: {}}),
        ("status without idx", {STATUS: {"status_list": {"uri": uri}}}),
        ("status without uri", {STATUS: {"status_list": {"idx": GOOD}}}),
        ("idx that is not a multiple of four", {STATUS: status(GOOD + 2)}),
        ("idx negative", {STATUS: status(-4)}),
        ("idx as a float", {STATUS: status(float(GOOD))}),
        ("uri as bytes", {STATUS: {"status_list": {"idx": GOOD, "uri": uri.encode()}}}),
    ]
    for title, claims in changes:
        c.reject("§3", f"credential: {title}", d.dynamic(d.credential(GOOD, claims), ()), "malformed_code")
        c.reject("§6", f"printed code: {title}", d.printed(GOOD, claims), "malformed_code", kind="printed")
    key = d.holder.public.cose_key()
    good_digests = sorted(d.random(32) for _ in range(5))
    odd: dict[str, dict[Item, Item]] = {
        "cnf missing": {CNF: ABSENT},
        "cnf empty": {CNF: {}},
        "cnf with a kid alone": {CNF: {3: b"12345678"}},
        "cnf that is the bare key": {CNF: key},
        "no digests": {REDACTED_KEYS: ABSENT},
        "four digests": {REDACTED_KEYS: good_digests[:4]},
        "six digests": {REDACTED_KEYS: sorted([*good_digests, d.random(32)])},
        "a digest of 31 bytes": {REDACTED_KEYS: [*good_digests[:4], b"\xff" * 31]},
        "a digest as text": {REDACTED_KEYS: [*good_digests[:4], "text"]},
        "digests that are not sorted": {REDACTED_KEYS: good_digests[::-1]},
        "digests that are one byte string": {REDACTED_KEYS: b"".join(good_digests)},
    }
    for title, claims in odd.items():
        c.reject("§3", f"credential: {title}", d.dynamic(d.credential(GOOD, claims), ()), "malformed_code")

    credential = d.credential(GOOD)
    binding: dict[str, dict[Item, Item]] = {
        "aud missing": {AUD: ABSENT},
        "aud as an array": {AUD: ["urn:heyima:terminal:example"]},
        "exp missing": {EXP: ABSENT},
        "iat missing": {IAT: ABSENT},
        "cti missing": {CTI: ABSENT},
        "cti of seven bytes": {CTI: bytes(7)},
        "cti of sixteen bytes": {CTI: bytes(16)},
        "iss present": {ISS: ISSUER},
        "sub present": {SUB: "x"},
        "cnonce as text": {CNONCE: "x"},
        **{f"exp {title}": {EXP: value} for title, value in times.items()},
        **{f"iat {title}": {IAT: value} for title, value in times.items() if title != "tagged 1"},
    }
    for title, claims in binding.items():
        # A cnonce that nobody asked for is also an unsolicited one.
        either = ["malformed_code", "challenge_unknown"] if title.startswith("cnonce") else []
        reasons = () if either else ("malformed_code",)
        text = d.dynamic(credential, (), claims=claims)
        c.reject("§4", f"binding token: {title}", text, *reasons, any_of=either)
    for title, payload in {"an array": b"\x80", "an integer": b"\x01", "null": b"\xf6"}.items():
        edit = Edit(payload=partial(_instead, payload))
        c.reject(
            "§10", f"binding token: the payload is {title}", d.dynamic(credential, (), edit=edit), "malformed_code"
        )

    printed: dict[str, Any] = {"kind": "printed"}
    never: dict[str, dict[Item, Item]] = {
        "cnf": {CNF: {1: key}},
        "simple(59)": {REDACTED_KEYS: good_digests},
        "health": {HEALTH: d.person[HEALTH]},
        "a payment": {PAYMENT: d.person[PAYMENT]},
        "a life of more than 366 days": {IAT: d.now - DAY, EXP: d.now + 365 * DAY + 1},
    }
    for title, claims in never.items():
        c.reject("§6", f"a printed code with {title}", d.printed(GOOD, claims), "malformed_code", **printed)

    shapes: dict[str, dict[int, Item]] = {
        "identity without a name": {IDENTITY: {2: "440***********0320"}},
        "identity as an array": {IDENTITY: ["陈小明", "440***********0320"]},
        "a card whose day is an untagged integer": {CARD: d.person[CARD] | {3: d.now // DAY}},
        "a card whose day is tagged 1004": {CARD: d.person[CARD] | {3: Tag(1004, "2031-01-01")}},
        "no certificate": {RELIEF: []},
        "five certificates": {RELIEF: [d.certificate()] * 5},
        "a certificate without a region": {RELIEF: [d.certificate({6: ABSENT})]},
        "a negative amount": {PAYMENT: d.person[PAYMENT] | {2: -1}},
        "a health time as a float": {HEALTH: d.person[HEALTH] | {3: float(d.now + 5)}},
    }
    for title, person in shapes.items():
        text = d.dynamic(d.credential(GOOD, person=person), ALL)
        c.reject("§3", f"a component's shape: {title}", text, any_of=["malformed_code", "disclosure_invalid"])
        if HEALTH not in person and PAYMENT not in person:
            text = d.printed(GOOD, person)
            c.reject("§6", f"a printed component's shape: {title}", text, any_of=["malformed_code"], **printed)


def _disclosures(c: Collection) -> None:
    d = c.deployment
    credential = d.credential(GOOD)
    known = credential.disclosures
    name, card = known[IDENTITY], known[CARD]
    tampered = encode([d.random(16), {1: "陈大明", 2: "440***********0320"}, IDENTITY])
    flipped = bytes([*name[:-30], name[-30] ^ 1, *name[-29:]])

    def bad(title: str, text: str, any_of: tuple[str, ...] = ()) -> None:
        reasons = () if any_of else ("disclosure_invalid",)
        c.reject("§10", f"disclosures: {title}", text, *reasons, any_of=any_of)

    bad("an empty sd_claims", d.dynamic(credential, sd_claims=[]))
    bad("one made by the holder", d.dynamic(credential, sd_claims=[card, tampered]))
    bad(
        "one with a flipped bit",
        d.dynamic(credential, sd_claims=[card, flipped]),
        ("disclosure_invalid", "malformed_cbor"),
    )
    bad("of another credential", d.dynamic(credential, sd_claims=[d.credential(GOOD).disclosures[CARD]]))
    bad("one presented twice", d.dynamic(credential, sd_claims=[name, card, name]))
    poor = d.credential(GOOD, person={HEALTH: ABSENT})
    bad("a decoy is presented", d.dynamic(poor, ALL))
    either = ("disclosure_invalid", "malformed_code")
    bad("one that is no byte string", d.dynamic(credential, sd_claims=[Raw(name)]), either)
    bad("sd_claims that is no array", d.dynamic(d.credential(GOOD, unprotected={17: name}), ()), either)

    def form(*parts: str, size: int = 16, key: Item = None) -> Issued:
        def content(component: int, salt: bytes, value: Item) -> Item:
            named = {"salt": (salt * 2)[:size], "value": value, "key": component if key is None else key, "extra": 0}
            return [named[part] for part in parts] if component == IDENTITY else [salt, value, component]

        return d.credential(GOOD, disclosure=content)

    whole = ("salt", "value", "key")
    for title, issued in {
        "a salt of fifteen bytes": form(*whole, size=15),
        "a salt of seventeen bytes": form(*whole, size=17),
        "an empty salt": form(*whole, size=0),
        "two elements": form("salt", "value"),
        "four elements": form("salt", "value", "key", "extra"),
        "key and value exchanged": form("salt", "key", "value"),
        "none of the five keys": form(*whole, key=-65542),
        "a registered claim's key": form(*whole, key=EXP),
        "a text key": form(*whole, key="identity"),
        "a byte string as a key": form(*whole, key=b"\x01"),
    }.items():
        bad(title, d.dynamic(issued))
    texts = d.credential(GOOD, disclosure=lambda key, salt, value: ["0123456789abcdef", value, key])
    bad("a salt of text", d.dynamic(texts))
    maps = d.credential(GOOD, disclosure=lambda key, salt, value: {0: salt, 1: value, 2: key})
    bad("a map in place of the array", d.dynamic(maps))
    twin = d.credential(GOOD, disclosure=lambda key, salt, value: [salt, value, CARD if key == RELIEF else key])
    bad("two of one key, both signed", d.dynamic(twin, (CARD, RELIEF)))
    standing = d.credential(GOOD, {CARD: d.person[CARD]})
    bad("a key that stands in the payload", d.dynamic(standing))
    digests = sorted([digest(name), digest(name), *(digest(known[key]) for key in (CARD, RELIEF, HEALTH))])
    repeated = Issued(d.credential(GOOD, {REDACTED_KEYS: digests}).token, known)
    bad("a digest that is in the payload twice", d.dynamic(repeated, (IDENTITY,)))
    bare = d.credential(GOOD, digested=lambda content: hashlib.sha256(content).digest())
    bad("digests over the content without its head", d.dynamic(bare))
    for title, odd in {
        "simple(59) as a value": Simple(59),
        "simple(59) as a key": {Simple(59): [bytes(32)]},
        "tag 58": Tag(58, 1),
        "tag 60": Tag(60, bytes(32)),
        "tag 62": Tag(62, 1),
        "tag 60 two levels down": [{1: Tag(60, bytes(32))}],
    }.items():
        person = {IDENTITY: d.person[IDENTITY] | {9: odd}}
        bad(f"{title} inside a value", d.dynamic(d.credential(GOOD, person=person)))


def _times(c: Collection) -> None:
    d = c.deployment
    credential = d.credential(GOOD)
    now = d.now

    def case(
        rule: str, title: str, reason: str, binding: dict[int, Item], claims: dict[int, Item] | None = None
    ) -> None:
        issued = credential if claims is None else d.credential(GOOD, dict(claims))
        c.reject(rule, title, d.dynamic(issued, claims=dict(binding)), reason)

    case("§11", "a code in the second of its exp", "code_expired", {EXP: now, IAT: now - 60})
    case("§11", "a code 91 s old that is not expired", "code_too_old", {EXP: now + 9, IAT: now - 91})
    case("§11", "a code 31 s ahead", "code_from_future", {IAT: now + 31, EXP: now + 90})
    both = d.dynamic(credential, claims={EXP: now - 3600, IAT: now - 3660})
    c.reject("§11", "a photographed code an hour later", both, "code_expired", "code_too_old")
    case("§11", "a credential in the second of its exp", "credential_expired", {}, {EXP: now})
    case("§11", "a credential that expired yesterday", "credential_expired", {}, {EXP: now - DAY})
    future = {IAT: now + 31, EXP: now + DAY}
    reasons = ("credential_not_yet_valid", "code_from_future")
    text = d.dynamic(d.credential(GOOD, future), claims={IAT: now + 31})
    c.reject("§11", "a credential and its code 31 s ahead", text, *reasons)
    case("§1", "a credential 31 s ahead, the code older", "credential_not_yet_valid", {}, future)
    text = d.dynamic(d.credential(GOOD, {NBF: now + 31}))
    c.reject("§11", "nbf 31 s ahead", text, "credential_not_yet_valid")
    case("§10", "the code's exp after the credential's", "malformed_code", {}, {EXP: now + 54})
    case("§10", "the code's iat before the credential's", "malformed_code", {}, {IAT: now - 4})
    case("§10", "no skew between tokens", "malformed_code", {IAT: now + 10}, {IAT: now + 11})
    case("§10", "the code's iat before the credential's nbf", "malformed_code", {}, {IAT: now - 4, NBF: now - 4})
    case("§10", "the credential's nbf after its iat", "malformed_code", {}, {NBF: now - 2 * DAY})
    case("§10", "the code's iat not before its exp", "malformed_code", {IAT: now + 20, EXP: now + 20})
    wrong = d.dynamic(credential, claims={AUD: "urn:elsewhere", EXP: now, IAT: now - 60, CNONCE: d.random(16)})
    every = ("wrong_audience", "challenge_unknown", "code_expired")
    c.reject("product §4", "every check that failed is listed", wrong, *every)
    stopped = d.credential(SLOTS["revoked"][0])
    text = d.dynamic(stopped, claims={EXP: now, IAT: now - 60})
    c.reject("product §4", "an expired code of a revoked credential", text, "code_expired", "credential_revoked")
    for slot, code in (("revoked", "credential_revoked"), ("suspended", "credential_suspended")):
        c.reject("§8", f"a credential that is {slot}", d.dynamic(d.credential(SLOTS[slot][0])), code)


def _instead(payload: bytes, _: bytes) -> bytes:
    return payload
