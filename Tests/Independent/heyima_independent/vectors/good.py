# SPDX-License-Identifier: Apache-2.0

"""Codes that are good, with the values that must come out of them; and what is good but for one component."""

import datetime
from typing import Any

from .. import base45
from ..cbor_strict import Tag, encode
from ..claims import CARD, HEALTH, IDENTITY, MAX_TIME, PAYMENT, RELIEF
from ..codes import CNONCE, PREFIX, SHOWABLE
from ..cose import ALG
from ..deployment import ABSENT, ALL, BASE, DAY, DEFAULT, Changes, Deployment, Edit
from ..keys import ALGORITHMS, ESP256, P256_ORDER
from ..sd_cwt import AUD, CNF, CTI, EXP, IAT, NBF
from ..trust import AUDIENCE_BASE
from .case import Collection

NOT_DISCLOSED = {"state": "not_disclosed"}


def slot_values() -> dict[str, tuple[int, dict[int, int]]]:
    """Name → first index, and what stands from there on in the main status list."""
    wanted = {
        "good": {},
        "revoked": {0: 1},
        "suspended": {0: 2},
        "reserved": {0: 3},
        "card lost": {1: 2},
        "card cancelled": {1: 1},
        "card reserved": {1: 3},
        "relief ended": {2: 1},
        "relief suspended": {2: 2},
        "health retired": {3: 1},
        "neighbours revoked": {-1: 1, 4: 1},
        "everything ended": {1: 1, 2: 1, 3: 1},
        "last": {},
    }
    # Spread over the list, as random indexes would be; "last" owns the last four entries.
    firsts = {name: 4 * (7919 * (number + 1) % (1 << 18)) for number, name in enumerate(wanted)}
    firsts["last"] = (1 << 20) - 4
    return {name: (firsts[name], slots) for name, slots in wanted.items()}


SLOTS = slot_values()
GOOD = SLOTS["good"][0]


def main_status_values() -> dict[int, int]:
    return {first + offset: value for first, slots in SLOTS.values() for offset, value in slots.items()}


def shown(d: Deployment, *components: int) -> dict[str, Any]:
    """The verdict's fields for the invented person."""
    card, certificate = d.person[CARD], d.person[RELIEF][0]
    payment = d.person[PAYMENT]
    fields = {
        "identity": (IDENTITY, {"state": "confirmed", "name": "陈小明", "idNumber": "440***********0320"}),
        "card": (CARD, {"state": "valid", "region": 440600, "last4": "9184", "validUntil": iso(card[3])}),
        "relief": (
            RELIEF,
            {
                "state": "valid",
                "certificates": [
                    {
                        "category": "urban_dibao",
                        "number": certificate[2],
                        "version": 1,
                        "validUntil": iso(certificate[5]),
                        "region": 440604,
                        "role": "head",
                        "state": "valid",
                    }
                ],
            },
        ),
        "health": (HEALTH, {"state": "green"}),
    }
    paid = {"period": "2026-10", "item": "低保金", "amount": "850.00", "paidOn": iso(payment[4]), "state": "paid"}
    verdict: dict[str, Any] = {
        name: value if component in components else NOT_DISCLOSED for name, (component, value) in fields.items()
    }
    return verdict | {"payments": [paid] if PAYMENT in components else []}


def iso(day: Tag) -> str:
    return (datetime.date(1970, 1, 1) + datetime.timedelta(days=day.value)).isoformat()


def add(c: Collection) -> None:
    c.status_lists.append(c.deployment.status_list("1", main_status_values()))
    _dynamic(c)
    _algorithms(c)
    _audience_and_challenge(c)
    _components(c)
    _reference(c)
    _printed(c)


def _dynamic(c: Collection) -> None:
    d = c.deployment
    credential = d.credential(GOOD)
    chosen = {
        "nothing disclosed": (),
        "identity alone": (IDENTITY,),
        "relief alone": (RELIEF,),
        "the default four": DEFAULT,
        "all five": ALL,
        "all five in reverse order": ALL[::-1],
    }
    for name, components in chosen.items():
        c.accept("§4", f"a dynamic code, {name}", d.dynamic(credential, components), expect=shown(d, *components))
    text = d.dynamic(credential)
    c.accept("§1", "white space and a byte order mark around the text are trimmed", f"\ufeff\t {text} \r\n")
    c.accept("§10", "an unknown claim in the binding token is ignored", d.dynamic(credential, claims={1000: [1, "x"]}))
    wide = d.credential(GOOD, {"note": {"deep": [1, 2]}, 2000: 1.5})
    c.accept("§10", "unknown top-level claims of a credential are ignored", d.dynamic(wide))
    deep = d.credential(GOOD, {2000: nested(15)})
    c.accept("§10", "arrays and maps nested sixteen deep are within the bound", d.dynamic(deep))
    # 2,048 characters are 1,362 bytes; padding of 256 bytes and more has a head of one size.
    room = 256 + 1362 - len(base45.decode(d.dynamic(credential, claims={2000: bytes(256)}).removeprefix(PREFIX)))
    padded, longer = (d.dynamic(credential, claims={2000: bytes(size)}) for size in (room, room + 1))
    c.accept("§1", f"{len(padded):,} characters after trimming", f"\n{padded}\n")
    # The document leaves the code open.
    too_long = ["unsupported_format", "malformed_base45"]
    c.reject("§1", f"{len(longer):,} characters after trimming", longer, any_of=too_long, kind=None)
    latest = d.credential(GOOD, {EXP: MAX_TIME})
    c.accept("§3", "a credential to the end of the year 9999", d.dynamic(latest))
    full = d.credential(GOOD, {CNF: {1: d.holder.public.cose_key()}})
    c.accept("§2", "y of the holder's key as full bytes", d.dynamic(full))
    c.accept("§3", "nbf at the credential's iat", d.dynamic(d.credential(GOOD, {NBF: d.now - 3 * DAY})))
    c.accept("§8", "the last four entries of a status list", d.dynamic(d.credential(SLOTS["last"][0])))
    neighbours = d.credential(SLOTS["neighbours revoked"][0])
    c.accept("§8", "entries before and after a credential's four do not touch it", d.dynamic(neighbours))
    c.accept("§11", "a code one second before its exp", d.dynamic(credential, claims={EXP: d.now + 1}))
    c.accept("§11", "a code from 30 s ahead is within the skew", d.dynamic(credential, claims={IAT: d.now + 30}))
    aged = {IAT: d.now - 90, EXP: d.now + 1}
    c.accept("§11", "a code 90 s old that is not expired", d.dynamic(credential, claims=aged))
    ending = d.credential(GOOD, {EXP: d.now + 1})
    c.accept("§11", "a credential in its last second", d.dynamic(ending, claims={EXP: d.now + 1}))
    starting = d.credential(GOOD, {IAT: d.now + 30})
    c.accept("§11", "a credential from 30 s ahead", d.dynamic(starting, claims={IAT: d.now + 30}))
    both = {IAT: d.now - 5}
    c.accept("§4", "iat of code and credential may be equal", d.dynamic(d.credential(GOOD, both), claims=both))


def _algorithms(c: Collection) -> None:
    d = c.deployment
    for algorithm in ALGORITHMS.values():
        holder = d.key(f"holder-{algorithm.name}", algorithm)
        credential = d.credential(GOOD, holder=holder)
        for alg in algorithm.accepted:
            text = d.dynamic(credential, key=holder, headers={ALG: alg})
            c.accept("§2", f"a holder's {algorithm.name} key with alg {alg}", text)
    for key in (d.issuer, d.issuer384):
        for alg in key.algorithm.accepted:
            text = d.dynamic(d.credential(GOOD, key=key, headers={ALG: alg}))
            c.accept("§2", f"an issuer's {key.algorithm.name} key with alg {alg}", text)
    if d.holder_algorithm is ESP256:

        def other_half(frame: Tag) -> Tag:
            protected, unprotected, payload, signature = frame.value
            s = P256_ORDER - int.from_bytes(signature[32:])
            return Tag(18, [protected, unprotected, payload, signature[:32] + s.to_bytes(32)])

        text = d.dynamic(d.credential(GOOD), edit=Edit(frame=other_half))
        c.accept("§11", "an ECDSA signature with n - s is as good: it is no identity", text)


def _audience_and_challenge(c: Collection) -> None:
    d = c.deployment
    credential = d.credential(GOOD)
    own = d.dynamic(credential, claims={AUD: f"{BASE}:T-1"})
    c.accept("§4", "aud names the terminal", own, terminal="T-1")
    c.accept("§4", "aud names the base, the verifier is a terminal", d.dynamic(credential), terminal="T-1")
    c.reject("§4", "aud names another terminal", own, "wrong_audience", terminal="T-2")
    c.reject("§4", "aud is compared whole, never as a prefix", own, "wrong_audience", terminal="T-10")
    c.reject("§4", "aud names a terminal, the verifier is none", own, "wrong_audience")
    bad = {
        "of another deployment": "urn:heyima:terminal:elsewhere",
        "the default base where the trust list names one": "urn:heyima:terminal",
        "with a trailing character": BASE + "x",
        "with a trailing colon": BASE + ":",
        "cut": BASE[:-1],
        "in upper case": BASE.upper(),
        "empty": "",
    }
    for name, aud in bad.items():
        c.reject("§4", f"aud {name}", d.dynamic(credential, claims={AUD: aud}), "wrong_audience", terminal="T-1")
    c.bundles["no-audience-base"] = d.bundle(c.status_lists[:1], claims={AUDIENCE_BASE: ABSENT})
    default = d.dynamic(credential, claims={AUD: "urn:heyima:terminal"})
    c.accept("§4", "without an audience base it is the default", default, bundle="no-audience-base")
    c.reject("§4", "aud is not the default base", d.dynamic(credential), "wrong_audience", bundle="no-audience-base")

    challenge, nonce = d.challenge("T-1")
    here = {AUD: f"{BASE}:T-1"}
    answered = d.dynamic(credential, claims=here | {CNONCE: nonce})
    at_terminal: dict[str, Any] = {"terminal": "T-1", "challenge": challenge}
    c.accept("§4", "the challenge shown is answered", answered, **at_terminal)
    c.reject("§4", "a challenge was shown, the code answers none", own, "challenge_unknown", **at_terminal)
    other = d.dynamic(credential, claims=here | {CNONCE: d.random(16)})
    c.reject("§4", "the code answers another challenge", other, "challenge_unknown", **at_terminal)
    c.reject("§4", "an answer to no challenge", answered, "challenge_unknown", terminal="T-1")


def _components(c: Collection) -> None:
    d = c.deployment
    day = d.now // DAY

    def case(slot: str, person: Changes = {}) -> str:
        return d.dynamic(d.credential(SLOTS[slot][0], person=person), ALL)

    for slot, name, state, reason in (
        ("card lost", "card", "lost", "card_lost"),
        ("card cancelled", "card", "cancelled", "card_cancelled"),
        ("relief ended", "relief", "ended", "relief_ended"),
        ("relief suspended", "relief", "suspended", "relief_suspended"),
        ("health retired", "health", "retired", "health_retired"),
    ):
        text = case(slot)
        expect = {name: {"state": state}, "identity": {"state": "confirmed"}}
        c.review("§8", f"{reason}: the slot of one component", text, reason, expect=expect)
        c.reject("product §4", f"{reason}: the purpose requires it", text, reason, require=[name], expect=expect)
        unaffected = sorted({"card", "relief", "health"} - {name})
        c.review(
            "product §4", f"{reason}: the purpose requires others", text, reason, require=unaffected, expect=expect
        )
    ended = case("everything ended")
    reasons = ("card_cancelled", "relief_ended", "health_retired")
    c.review("§8", "three components ended, the credential lives", ended, *reasons)
    c.reject(
        "product §4", "the required one of three comes first", ended, "relief_ended", *reasons[::2], require=["relief"]
    )

    yesterday, today = Tag(100, day - 2), Tag(100, (d.now + 8 * 3600) // DAY)
    for until, lives in ((today, True), (yesterday, False)):
        text = case("good", {CARD: d.person[CARD] | {3: until}})
        relief = case("good", {RELIEF: [d.certificate({5: until})]})
        if lives:
            c.accept("§3", "a card is valid to the end of its last day in Shanghai", text)
            c.accept("§3", "relief is valid to the end of its last day in Shanghai", relief)
        else:
            c.review("§3", "card_expired", text, "card_expired", expect={"card": {"state": "expired"}})
            c.reject("§3", "card_expired where required", text, "card_expired", require=["card"])
            c.review("§3", "relief_expired", relief, "relief_expired", expect={"relief": {"state": "expired"}})
            c.reject("§3", "relief_expired where required", relief, "relief_expired", require=["relief"])
    midnight = (today.value + 1) * DAY - 8 * 3600
    late = {IAT: midnight - 10, EXP: midnight + 40}
    last_day = d.dynamic(d.credential(GOOD, person={CARD: d.person[CARD] | {3: today}}), ALL, claims=late)
    fresh = [d.status_list("1", main_status_values(), claims={IAT: midnight - 3600, EXP: midnight + 3600})]
    c.bundles["midnight"] = d.bundle(fresh)
    c.accept("§3", "a card in the last second of its day", last_day, at=midnight - 1, bundle="midnight")
    c.review("§3", "a card at 24:00 in Shanghai", last_day, "card_expired", at=midnight, bundle="midnight")

    old = case("good", {HEALTH: {1: 1, 2: d.now - 9 * DAY, 3: d.now}})
    c.accept("product §4", "expired health is shown and no reason", old, expect={"health": {"state": "expired"}})
    c.reject("product §4", "health_expired where required", old, "health_expired", require=["health"])
    for level, state in ((0, "pending"), (2, "yellow"), (3, "red"), (4, "invalid"), (77, "unknown")):
        text = case("good", {HEALTH: {1: level, 2: d.now - 60, 3: d.now + 60}})
        c.accept("§3", f"health level {level}", text, expect={"health": {"state": state}})

    hidden = d.dynamic(d.credential(GOOD), (IDENTITY,))
    for name in ("card", "relief", "health"):
        title = f"the purpose requires {name}, which is not disclosed"
        expect = {name: NOT_DISCLOSED}
        c.review("product §4", title, hidden, "component_not_disclosed", require=[name], expect=expect)
    nothing = d.dynamic(d.credential(GOOD), ())
    c.review(
        "product §4", "identity is required and not disclosed", nothing, "component_not_disclosed", require=["identity"]
    )

    poor = d.credential(GOOD, person={CARD: ABSENT, HEALTH: ABSENT})
    c.accept("§3", "a person without card and health: decoys", d.dynamic(poor, (IDENTITY, RELIEF)))
    rare = {IDENTITY: {1: "䶮𠮷·阿依古丽", 2: "440***********032X", 9: "unknown key"}}
    text = d.dynamic(d.credential(GOOD, person=rare))
    expect = {"identity": {"state": "confirmed", "name": "䶮𠮷·阿依古丽", "idNumber": "440***********032X"}}
    c.accept("§3", "rare characters, and an unknown map key is ignored", text, expect=expect)
    several = [d.certificate({2: f"44060420260100001{n}", 3: n + 1, 7: 2}) for n in range(4)]
    several[1] = d.certificate({1: 99999, 5: ABSENT, 7: 99})
    text = d.dynamic(d.credential(GOOD, person={RELIEF: several}))
    category = {"category": "unknown", "role": "unknown"}
    certificates = [{"role": "member"}, category, {"version": 3}, {"version": 4}]
    expected = {"relief": {"certificates": certificates}}
    c.accept("§3", "four certificates; unknown enumeration values are shown as unknown", text, expect=expected)
    unknown_period = {PAYMENT: {2: 5, 3: 9, 4: Tag(100, day - 1)}}
    text = d.dynamic(d.credential(GOOD, person=unknown_period))
    c.accept("§3", "a payment without a period, of five fen", text, expect={"payments": [{"amount": "0.05"}]})


def _reference(c: Collection) -> None:
    d = c.deployment
    credential_id = d.random(8)
    credential = d.credential(GOOD, {CTI: credential_id})
    c.credentials["good"] = encode(credential.presenting(list(credential.disclosures.values())))
    stopped_id = d.random(8)
    stopped = d.credential(SLOTS["revoked"][0], {CTI: stopped_id})
    c.credentials["revoked"] = encode(stopped.presenting(list(stopped.disclosures.values())))

    text = d.reference(credential_id)
    reference: dict[str, Any] = {"kind": "reference"}
    found: dict[str, Any] = reference | {"lookup": ["good", "revoked"]}
    c.review("§5", "a reference code, the verifier cannot look up", text, "credential_unknown", **reference)
    c.reject("§5", "a reference code, the verifier finds none", text, "credential_unknown", lookup=[], **reference)
    expect = shown(d, IDENTITY, RELIEF)
    c.accept("§5", "a reference code and its credential", text, expect=expect, **found)
    revoked = d.reference(stopped_id)
    c.reject("§5", "a reference to a revoked credential", revoked, "credential_revoked", **found)
    forged = d.reference(credential_id, key=d.key("thief", d.holder_algorithm))
    c.reject("§5", "a reference signed by another key than the holder's", forged, "holder_signature_invalid", **found)
    expired = d.reference(credential_id, {EXP: d.now, IAT: d.now - 60})
    foreign = d.reference(credential_id, {AUD: "urn:heyima:terminal:elsewhere"})
    for text, code, title in (
        (expired, "code_expired", "an expired reference code"),
        (foreign, "wrong_audience", "a reference code for another audience"),
    ):
        c.reject("§5", f"{title}, without a look-up", text, code, "credential_unknown", **reference)
        c.reject("§5", f"{title}, its credential found", text, code, **found)
    for title, bad in {
        "with a credential id of seven bytes": d.reference(credential_id[:7]),
        "with an unprotected header": d.reference(credential_id, unprotected={4: b"x"}),
        "without a cti": d.reference(credential_id, {CTI: ABSENT}),
        "with iss": d.reference(credential_id, {1: "x"}),
        "that may show an empty list": d.reference(credential_id, {SHOWABLE: []}),
    }.items():
        c.reject("§5", f"a reference code {title}", bad, "malformed_code", **reference)


def _printed(c: Collection) -> None:
    d = c.deployment
    expect = shown(d, IDENTITY, CARD, RELIEF)
    expect["identity"] = expect["identity"] | {"name": "陈**"}
    printed: dict[str, Any] = {"kind": "printed"}
    c.review(
        "§6", "a printed code needs a document", d.printed(GOOD), "printed_needs_document", expect=expect, **printed
    )
    year = d.printed(GOOD, {IAT: d.now - DAY, EXP: d.now + 365 * DAY})
    c.review("§6", "a printed code that lives 366 days", year, "printed_needs_document", **printed)
    for slot, code in (("revoked", "credential_revoked"), ("suspended", "credential_suspended")):
        text = d.printed(SLOTS[slot][0])
        c.reject("§8", f"a printed code that is {slot}", text, code, "printed_needs_document", **printed)
    text = d.printed(SLOTS["relief ended"][0])
    c.review("§8", "a printed code, its relief ended", text, "printed_needs_document", "relief_ended", **printed)
    expired = d.printed(GOOD, {EXP: d.now})
    c.reject("§11", "an expired printed code", expired, "credential_expired", "printed_needs_document", **printed)
    text = d.printed(GOOD)
    c.review(
        "product §4",
        "a printed code never has health",
        text,
        "printed_needs_document",
        "component_not_disclosed",
        require=["health"],
        **printed,
    )


def nested(depth: int) -> list[Any]:
    value: list[Any] = []
    for _ in range(depth - 1):
        value = [value]
    return value
