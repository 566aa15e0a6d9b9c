# SPDX-License-Identifier: Apache-2.0

"""Who may sign what and when, and what the status lists say (wire-format.md §7, §8)."""

import zlib
from typing import Any

from ..cbor_strict import Item, Raw, Tag
from ..claims import CARD, IDENTITY, RELIEF
from ..cose import ALG, KID, TYP
from ..deployment import ABSENT, ALL, DAY, ISSUER, STATUS_PREFIX, Edit
from ..keys import ED25519, ESP256
from ..sd_cwt import EXP, IAT, ISS, STATUS, SUB
from ..trust import AUDIENCE_BASE, ENTRIES, PREFIXES, SEQUENCE, STATUS_LIST, STATUS_LIST_TYP, TTL
from .case import Collection
from .good import GOOD, SLOTS

CREDENTIAL_IAT_AGE = 3 * DAY


def add(c: Collection) -> None:
    _issuers(c)
    _status(c)
    _trust_lists(c)


def _issuers(c: Collection) -> None:
    """Each case has an issuer's key of its own, with its entries in the one trust list."""
    d = c.deployment
    iat = d.now - CREDENTIAL_IAT_AGE
    whole = [1]
    good: dict[str, list[dict[int, Item]]] = {}
    bad: dict[str, tuple[str, list[dict[int, Item]]]] = {}

    def accepted(title: str, *entries: tuple[list[int], str, dict[int, Item]]) -> None:
        good[title] = [d.entry(d.key(title), uses, iss, changes) for uses, iss, changes in entries]

    def refused(code: str, title: str, *entries: tuple[list[int], str, dict[int, Item]]) -> None:
        bad[title] = (code, [d.entry(d.key(title), uses, iss, changes) for uses, iss, changes in entries])

    accepted("the first second of the key's dates", (whole, ISSUER, {5: iat}))
    accepted("the last second of the key's dates", (whole, ISSUER, {6: iat}))
    accepted("the key's dates ended after the credential was issued", (whole, ISSUER, {6: d.now - DAY}))
    accepted("superseded a second after the credential's iat", (whole, ISSUER, {7: {1: iat + 1, 2: 2}}))
    accepted("one of two entries of a key fits", (whole, "urn:other", {}), (whole, ISSUER, {}))
    accepted("an entry with all three uses", ([1, 2, 3], ISSUER, {}))
    accepted("a claims restriction that covers what is disclosed", (whole, ISSUER, {8: list(ALL)}))
    early = {5: iat + 1}
    refused("issuer_key_not_yet_valid", "the credential's iat a second before the key's dates", (whole, ISSUER, early))
    late = {6: iat - 1}
    refused("issuer_key_expired", "the credential's iat a second after the key's dates", (whole, ISSUER, late))
    superseded = {7: {1: iat, 2: 2}}
    refused("issuer_key_revoked", "superseded in the second of the credential's iat", (whole, ISSUER, superseded))
    compromised = {7: {1: d.now - DAY, 2: 1}}
    refused("issuer_key_revoked", "compromised after the credential's iat", (whole, ISSUER, compromised))
    coming = {7: {1: d.now + DAY, 2: 1}}
    refused("issuer_key_revoked", "compromised, the date still ahead", (whole, ISSUER, coming))
    elsewhere = ([3], "urn:other", compromised)
    refused("issuer_key_revoked", "compromised under another entry", (whole, ISSUER, {}), elsewhere)
    refused("issuer_not_authorised", "a key of use 2 signs a credential", ([2], ISSUER, {}))
    refused("issuer_not_authorised", "a key of use 3 signs a credential", ([3], ISSUER, {}))
    refused("issuer_not_authorised", "iss is not the entry's", (whole, "urn:heyima:other", {}))
    refused("issuer_not_authorised", "iss is compared by bytes: a prefix of it", (whole, ISSUER[:-1], {}))
    refused("issuer_not_authorised", "iss is compared by bytes: in upper case", (whole, ISSUER.upper(), {}))
    halves: list[tuple[list[int], str, dict[int, Item]]] = [(whole, "urn:other", {}), ([2, 3], ISSUER, {})]
    refused("issuer_not_authorised", "use and iss satisfied, but by two entries", *halves)
    limited = {8: [IDENTITY, CARD]}
    refused("issuer_not_authorised", "relief is disclosed and the key may not attest it", (whole, ISSUER, limited))

    for title, entries in good.items():
        d.entries += entries
        c.accept("§7", title, d.dynamic(d.credential(GOOD, key=d.key(title))))
    for title, (code, entries) in bad.items():
        d.entries += entries
        c.reject("§7", title, d.dynamic(d.credential(GOOD, key=d.key(title))), code)
    title = "relief is disclosed and the key may not attest it"
    text = d.dynamic(d.credential(GOOD, key=d.key(title)), (IDENTITY, CARD))
    c.accept("§7", "what is disclosed is what the key may attest", text)
    title = "compromised under another entry"
    c.reject(
        "§7", f"{title}: nothing disclosed", d.dynamic(d.credential(GOOD, key=d.key(title)), ()), "issuer_key_revoked"
    )

    composed = d.key("composed")
    d.entries.append(d.entry(composed, whole, "urn:caf\u00e9"))
    text = d.dynamic(d.credential(GOOD, {ISS: "urn:cafe\u0301"}, key=composed))
    c.reject("§10", "iss that is equal only canonically", text, "issuer_not_authorised", exact=False)
    text = d.dynamic(d.credential(GOOD, key=d.key("nobody")))
    c.reject("§7", "a key that no entry has", text, "unknown_issuer_key")
    text = d.dynamic(d.credential(GOOD, key=d.root))
    c.reject("§7", "the root key signs a credential", text, "unknown_issuer_key")
    text = d.dynamic(d.credential(GOOD, key=d.status))
    c.reject("§7", "the status key signs a credential", text, "issuer_not_authorised")
    printed: dict[str, Any] = {"kind": "printed", "exact": False}
    text = d.printed(GOOD, key=d.issuer)
    c.reject("§6", "a printed code by a key of use 1", text, "issuer_not_authorised", **printed)
    text = d.printed(GOOD, key=d.key("nobody"))
    c.reject("§6", "a printed code by a key that no entry has", text, "unknown_issuer_key", **printed)
    limited_printer = d.key("limited printer")
    d.entries.append(d.entry(limited_printer, [2], ISSUER, {8: [IDENTITY, RELIEF]}))
    text = d.printed(GOOD, key=limited_printer)
    c.reject("§7", "a printed claim that the key may not attest", text, "issuer_not_authorised", **printed)
    text = d.dynamic(d.credential(SLOTS["revoked"][0], key=d.issuer384))
    c.reject("§8", "a revoked credential of an ESP384 issuer", text, "credential_revoked")


def _status(c: Collection) -> None:
    """Each case has a status list of its own, all in the one bundle."""
    d, files = c.deployment, c.status_lists

    def code(uri: str, idx: int = GOOD) -> str:
        status = {"status_list": {"idx": idx, "uri": uri if ":" in uri else STATUS_PREFIX + uri}}
        return d.dynamic(d.credential(idx, {STATUS: status}))

    def unknown(title: str, name: str, *lists: bytes, idx: int = GOOD, reason: str = "status_unknown") -> None:
        files.extend(lists)
        expect = {"card": {"state": "unknown"}, "relief": {"state": "unknown"}, "identity": {"state": "confirmed"}}
        c.review("§8", title, code(name, idx), reason, expect=expect)

    unknown("no status list of that URI", "missing")
    unknown("a URI under no listed prefix", "https://elsewhere.example/1", d.status_list("https://elsewhere.example/1"))
    prefix_alike = "https://heyima.example.org/v1/status-lists/1"
    unknown("a URI under a prefix that only looks like the listed one", prefix_alike, d.status_list(prefix_alike))
    packed = zlib.compress(bytes(1 << 17), 9)
    unknown("bits is 1", "bits-1", d.status_list("bits-1", claims={STATUS_LIST: {"bits": 1, "lst": packed}}))
    unknown("bits is 4", "bits-4", d.status_list("bits-4", claims={STATUS_LIST: {"bits": 4, "lst": packed}}))
    unknown("bits missing", "bits-0", d.status_list("bits-0", claims={STATUS_LIST: {"lst": packed}}))
    bomb = zlib.compress(bytes((16 << 20) + 1), 9)
    unknown(
        "one byte over 16 MiB inflated", "bomb", d.status_list("bomb", claims={STATUS_LIST: {"bits": 2, "lst": bomb}})
    )
    full = zlib.compress(bytes(16 << 20), 9)
    files.append(d.status_list("full", claims={STATUS_LIST: {"bits": 2, "lst": full}}))
    c.accept("§8", "a list of 16 MiB inflated", code("full"))
    composed, decomposed = "caf\u00e9", "cafe\u0301"
    unknown("a list whose sub is the URI only canonically", composed, d.status_list(decomposed))
    for title, content in {"not zlib": b"plain", "cut zlib": packed[:-20], "empty": b""}.items():
        name = title.replace(" ", "-")
        listed = {STATUS_LIST: {"bits": 2, "lst": content}}
        unknown(f"a list that is {title}", name, d.status_list(name, claims=listed))
    unknown("the index is the list's length", "short", d.status_list("short", size=8), idx=8)
    unknown("an index of 2^62", "short", idx=1 << 62)
    unknown("an index of 2^64 - 4", "short", idx=(1 << 64) - 4)
    c.accept("§8", "the last four entries of a short list", code("short", 4))
    unknown("exp of the list missing", "no-exp", d.status_list("no-exp", claims={EXP: ABSENT}))
    unknown("ttl of the list missing", "no-ttl", d.status_list("no-ttl", claims={TTL: ABSENT}))
    unknown("sub of the list missing", "no-sub", d.status_list("no-sub", claims={SUB: ABSENT}))
    unknown("exp of the list as a float", "float", d.status_list("float", claims={EXP: float(d.now + 60)}))
    unknown("typ of the list is a credential's", "typ", d.status_list("typ", headers={TYP: 293}))
    unknown("typ of the list missing", "no-typ", d.status_list("no-typ", headers={TYP: ABSENT}))
    jwt = {TYP: STATUS_LIST_TYP.replace("cwt", "jwt")}
    unknown("typ of the list is the JWT form's", "jwt", d.status_list("jwt", headers=jwt))
    unknown("a list by a key of use 1", "use-1", d.status_list("use-1", signer=d.issuer))
    unknown("a list by a key that no entry has", "nobody", d.status_list("nobody", signer=d.key("nobody")))
    forged = d.status_list("forged", signer=d.key("forger"), headers={KID: d.status.public.kid})
    unknown("a list signed by another key under the status key's kid", "forged", forged)
    untagged = Edit(frame=lambda frame: frame.value)
    unknown("an untagged list", "untagged", d.status_list("untagged", edit=untagged))
    twice = Edit(payload=lambda data: bytes([data[0] + 1]) + data[1:] + b"\x06\x00")
    unknown("a list with iat twice", "twice", d.status_list("twice", edit=twice))
    for label, code_name, changes in (
        ("another iss", "other-iss", {4: "urn:heyima:other"}),
        ("dates that ended before the list's iat", "late-key", {6: d.now - 3601}),
        ("dates that begin after the list's iat", "early-key", {5: d.now - 3599}),
    ):
        key = d.key(label)
        d.entries.append(d.entry(key, [3], ISSUER, changes))
        unknown(f"a list by a status key of {label}", code_name, d.status_list(code_name, signer=key))
    compromised = d.key("compromised status key")
    d.entries.append(d.entry(compromised, [3], ISSUER, {7: {1: d.now, 2: 1}}))
    unknown("a list by a compromised key", "compromised", d.status_list("compromised", signer=compromised))

    stale = d.status_list("stale", claims={IAT: d.now - DAY, EXP: d.now})
    unknown("a list in the second of its exp", "stale", stale, reason="status_stale")
    revoked = d.status_list("stale-revoked", {GOOD: 1}, claims={IAT: d.now - DAY, EXP: d.now - 1})
    unknown("a stale list that says revoked", "stale-revoked", revoked, reason="status_stale")
    files.append(d.status_list("fresh", claims={EXP: d.now + 1}))
    c.accept("§8", "a list one second before its exp", code("fresh"))
    files.append(d.status_list("small", {4: 1, 9: 2}, size=16))
    c.reject("§8", "a list of sixteen entries: revoked", code("small", 4), "credential_revoked")
    c.review("§8", "a list of sixteen entries: card lost", code("small", 8), "card_lost")
    files.append(d.status_list("unknown-claims", claims={1000: "x", ISS: ISSUER}))
    c.accept("§8", "a list with further claims", code("unknown-claims"))
    other = d.key("status-384-like", ED25519 if d.algorithm is ESP256 else ESP256)
    d.entries.append(d.entry(other, [3]))
    files.append(d.status_list("other-alg", signer=other))
    c.accept("§8", f"a list signed with {other.algorithm.name}", code("other-alg"))

    reserved = d.dynamic(d.credential(SLOTS["reserved"][0]))
    c.review("§8", "value 3 of the credential", reserved, "status_unknown")
    reserved = d.dynamic(d.credential(SLOTS["card reserved"][0]))
    expect = {"card": {"state": "unknown"}, "relief": {"state": "valid"}}
    c.review("§8", "value 3 of the card", reserved, "status_unknown", expect=expect)
    printed = {STATUS: {"status_list": {"idx": GOOD, "uri": STATUS_PREFIX + "missing"}}}
    text = d.printed(GOOD, printed)
    c.review("§8", "a printed code without a list", text, "status_unknown", "printed_needs_document", kind="printed")


def _trust_lists(c: Collection) -> None:
    d = c.deployment
    text = d.dynamic(d.credential(GOOD), ())
    lists = [d.status_list("1")]
    few = [d.entry(d.issuer, [1]), d.entry(d.status, [3])]

    c.bundles["no-status-lists"] = d.bundle([], few)
    c.review("§8", "a bundle without status lists", text, "status_unknown", bundle="no-status-lists")
    for name, exp, verdict in (
        ("stale-now", d.now, "review"),
        ("stale-a-week-less-a-second", d.now - 7 * DAY + 1, "review"),
        ("stale-over-a-week", d.now - 7 * DAY - 1, "reject"),
    ):
        c.bundles[name] = d.bundle(lists, few, {IAT: exp - 30 * DAY, EXP: exp})
        title = f"the trust list expired: {name.removeprefix('stale-').replace('-', ' ')}"
        c.add(verdict, "§7", title, text, "trust_list_stale", bundle=name)
    c.bundles["lives-31-days"] = d.bundle(lists, few, {IAT: d.now - DAY, EXP: d.now + 30 * DAY})
    c.accept("§7", "a trust list that lives 31 days", text, bundle="lives-31-days")
    c.bundles["unknown-claims"] = d.bundle(lists, few, {1000: "x", -65599: [1]})
    c.accept("§7", "unknown claims of a trust list are ignored", text, bundle="unknown-claims")
    prefixes = {PREFIXES: ["https://elsewhere.example/", STATUS_PREFIX]}
    c.bundles["two-prefixes"] = d.bundle(lists, few, prefixes)
    c.accept("§7", "the second of two status-list prefixes", text, bundle="two-prefixes")
    c.bundles["one-second-left"] = d.bundle(lists, few, {EXP: d.now + 1})
    c.accept("§7", "a trust list one second before its exp", text, bundle="one-second-left")

    issuer = d.entry(d.issuer, [1])
    c.bundles["unknown-in-an-entry"] = d.bundle(lists, [issuer | {99: "x", 3: [1, 99]}, few[1]])
    c.accept("§7", "an unknown use and an unknown key in an entry are ignored", text, bundle="unknown-in-an-entry")
    c.bundles["unknown-use-alone"] = d.bundle(lists, [issuer | {3: [99]}, few[1]])
    alone = {"bundle": "unknown-use-alone", "any_of": ["issuer_not_authorised", "trust_list_invalid"]}
    c.reject("§7", "a key of an unknown use signs a credential", text, **alone)
    ec = d.key("x", ESP256).public
    okp = d.key("x", ED25519).public
    off_curve = ec.cose_key() | {-3: bytes([*ec.y[:-1], ec.y[-1] ^ 1])}

    def entries(changes: dict[int, Item]) -> dict[str, Any]:
        changed = {key: value for key, value in (issuer | changes).items() if value is not ABSENT}
        return {"entries": [changed, few[1]]}

    invalid: dict[str, dict[str, Any]] = {
        "signed by another key under the root's kid": {"signer": d.key("forger")},
        "signed by another root": {"signer": d.key("forger"), "headers": {KID: d.key("forger").public.kid}},
        "kid of another key": {"headers": {KID: d.issuer.public.kid}},
        "kid missing": {"headers": {KID: ABSENT}},
        "typ missing": {"headers": {TYP: ABSENT}},
        "typ of a status list": {"headers": {TYP: STATUS_LIST_TYP}},
        "alg of another kind": {"headers": {ALG: -51}},
        "an unprotected header": {"unprotected": {1000: 1}},
        "header 15": {"headers": {15: {}}},
        "untagged": {"edit": Edit(frame=lambda frame: frame.value)},
        "a flipped bit": {"edit": Edit(frame=_flipped)},
        "iss missing": {"claims": {ISS: ABSENT}},
        "exp missing": {"claims": {EXP: ABSENT}},
        "iat missing": {"claims": {IAT: ABSENT}},
        "sequence missing": {"claims": {SEQUENCE: ABSENT}},
        "sequence negative": {"claims": {SEQUENCE: -1}},
        "no entries": {"claims": {ENTRIES: []}},
        "entries missing": {"claims": {ENTRIES: ABSENT}},
        "prefixes missing": {"claims": {PREFIXES: ABSENT}},
        "no prefixes": {"claims": {PREFIXES: []}},
        "an audience base as bytes": {"claims": {AUDIENCE_BASE: b"urn"}},
        "a life of a second more than 31 days": {"claims": {IAT: d.now - DAY, EXP: d.now + 30 * DAY + 1}},
        "exp as a float": {"claims": {EXP: float(d.now + DAY)}},
        "sequence that is not the shortest": {"claims": {SEQUENCE: Raw(b"\x18\x07")}},
        "iat twice": {"edit": Edit(payload=lambda data: bytes([data[0] + 1]) + data[1:] + b"\x06\x00")},
        "bytes after the payload": {"edit": Edit(payload=lambda data: data + b"\x00")},
        "an entry's kid is not the thumbprint of its key": entries({1: bytes(8)}),
        "an entry's kid is the whole thumbprint": entries({1: d.issuer.public.kid * 4}),
        "an entry without iss": entries({4: ABSENT}),
        "an entry without uses": entries({3: ABSENT}),
        "an entry with no use": entries({3: []}),
        "an entry without dates": entries({5: ABSENT}),
        "an entry with a private key": entries({2: d.issuer.public.cose_key() | {-4: bytes(32)}}),
        "an entry's key with an alg": entries({2: d.issuer.public.cose_key() | {3: -9}}),
        "an entry's key off the curve": entries({1: ec.kid, 2: off_curve}),
        "an entry's key of small order": entries({1: okp.kid, 2: okp.cose_key() | {-2: bytes(32)}}),
        "an entry's revocation without a reason": entries({7: {1: d.now}}),
        "an entry that may attest an empty list": entries({8: []}),
        "the root as an entry": {"entries": [*few, d.entry(d.root, [1])]},
    }
    for number, (title, changes) in enumerate(invalid.items()):
        name = f"invalid-{number:02}"
        c.bundles[name] = d.bundle([], **({"entries": few} | changes))
        c.reject("§7", f"trust list: {title}", text, "trust_list_invalid", bundle=name, exact=False)


def _flipped(frame: Tag) -> Tag:
    signature = frame.value[3]
    return Tag(18, [*frame.value[:3], bytes([signature[0] ^ 1]) + signature[1:]])
