# SPDX-License-Identifier: Apache-2.0

"""The five components (wire-format.md §3): their shapes, and the verdict's fields they become (product.md §4)."""

import datetime
from typing import Any

from .cbor_strict import Item, Simple, Tag
from .cose import is_int
from .refusal import malformed

IDENTITY, CARD, RELIEF, HEALTH, PAYMENT = -65537, -65538, -65539, -65540, -65541
COMPONENTS = {"identity": IDENTITY, "card": CARD, "relief": RELIEF, "health": HEALTH, "payment": PAYMENT}
MAX_TIME = 253402300799

CATEGORIES = {
    1: "urban_dibao",
    2: "rural_dibao",
    3: "tekun_scattered",
    4: "tekun_centralised",
    5: "temporary_relief",
    6: "dibao_margin",
    7: "rigid_expenditure",
    8: "dibao",
}
ROLES = {1: "head", 2: "member"}
MEMOS = {1: "低保金", 2: "特困金", 3: "临时救助金", 4: "临时价格补贴"}
HEALTH_LEVELS = {0: "pending", 1: "green", 2: "yellow", 3: "red", 4: "invalid"}

Fields = dict[str, Any]


def is_time(value: Item) -> bool:
    return is_int(value, 0, MAX_TIME)


def holds_redaction(value: Item) -> bool:
    """Whether simple(59) or tags 58, 60, 62 stand inside a disclosed value."""
    match value:
        case list():
            return any(map(holds_redaction, value))
        case dict():
            return any(holds_redaction(part) for entry in value.items() for part in entry)
        case Tag(number, inner):
            return number in (58, 60, 62) or holds_redaction(inner)
    return isinstance(value, Simple) and value.number == 59


def identity(value: Item) -> Fields:
    fields = _map(value, {1: str, 2: str})
    return {"state": "confirmed", "name": fields[1], "idNumber": fields[2]}


def card(value: Item, now: int) -> Fields:
    fields = _map(value, {1: int, 2: str, 3: Tag})
    return {
        "state": "expired" if now >= end_of_day(fields[3]) else "valid",
        "region": fields[1],
        "last4": fields[2],
        "validUntil": _date(fields[3]),
    }


def relief(value: Item, now: int) -> Fields:
    if not isinstance(value, list) or not 1 <= len(value) <= 4:
        raise malformed("relief has one to four certificates")
    certificates = [_certificate(entry, now) for entry in value]
    expired = all(certificate["state"] == "expired" for certificate in certificates)
    return {"state": "expired" if expired else "valid", "certificates": certificates}


def _certificate(value: Item, now: int) -> Fields:
    fields = _map(value, {1: int, 2: str, 3: int, 4: Tag, 6: int, 7: int}, {5: Tag})
    _date(fields[4])
    expired = 5 in fields and now >= end_of_day(fields[5])
    certificate = {
        "category": CATEGORIES.get(fields[1], "unknown"),
        "number": fields[2],
        "version": fields[3],
        "region": fields[6],
        "role": ROLES.get(fields[7], "unknown"),
        "state": "expired" if expired else "valid",
    }
    return certificate | ({"validUntil": _date(fields[5])} if 5 in fields else {})


def health(value: Item, now: int) -> Fields:
    fields = _map(value, {1: int, 2: int, 3: int})
    if not (is_time(fields[2]) and is_time(fields[3])):
        raise malformed("health times out of range")
    state = "expired" if now >= fields[3] else HEALTH_LEVELS.get(fields[1], "unknown")
    until = datetime.datetime.fromtimestamp(fields[3], datetime.UTC)
    return {"state": state, "validUntil": until.isoformat().replace("+00:00", "Z")}


def payment(value: Item) -> Fields:
    fields = _map(value, {2: int, 3: int, 4: Tag}, {1: int})
    shown = {
        "item": MEMOS.get(fields[3] % 100, "unknown"),
        "amount": f"{fields[2] // 100}.{fields[2] % 100:02}",
        "paidOn": _date(fields[4]),
        "state": "paid",
    }
    return shown | ({"period": f"{fields[1] // 100:04}-{fields[1] % 100:02}"} if 1 in fields else {})


def end_of_day(day: Item) -> int:
    """The first second after the day in Asia/Shanghai."""
    _date(day)
    return (int(day.value) + 1) * 86400 - 8 * 3600


def _date(day: Item) -> str:
    """RFC 8943 §2.1."""
    if not (isinstance(day, Tag) and day.number == 100 and is_int(day.value)):
        raise malformed("a day is tag 100 over an integer")
    try:
        return (datetime.date(1970, 1, 1) + datetime.timedelta(days=day.value)).isoformat()
    except OverflowError:
        raise malformed("a day out of range") from None


def _map(value: Item, required: dict[int, type], optional: dict[int, type] | None = None) -> dict[int, Any]:
    if not isinstance(value, dict) or not set(required) <= set(value):
        raise malformed("a component lacks a field")
    for key, kind in (required | (optional or {})).items():
        if key in value and (type(value[key]) is not kind or (kind is int and value[key] < 0)):
            raise malformed("a component's field has a wrong type")
    return value
