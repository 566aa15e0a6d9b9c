# SPDX-License-Identifier: Apache-2.0

"""CBOR as wire-format.md §10 wants it: cbor2 writes, a small strict decoder reads.

cbor2 accepts duplicate keys and non-shortest heads, and takes `simple(59)` for the integer 59 as a map key;
hence the decoder and the types of our own.
"""

import struct
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

import cbor2

from .refusal import Refusal

Item = Any

MAX_DEPTH = 16


@dataclass(frozen=True)
class Tag:
    number: int
    value: Item


@dataclass(frozen=True)
class Simple:
    number: int


@dataclass(frozen=True)
class Raw:
    """One item that is encoded already; also a map key of a type that Python would confuse with another."""

    encoded: bytes


REDACTED_KEYS = Simple(59)


def encode(value: Item) -> bytes:
    """RFC 8949 §4.2.1: shortest heads, map keys in the order of their encoded bytes."""
    return cbor2.dumps(_for_cbor2(value), default=lambda encoder, raw: encoder.write(raw.encoded))


def _for_cbor2(value: Item) -> Item:
    match value:
        case dict():
            return {Raw(encode(key)): _for_cbor2(value[key]) for key in sorted(value, key=encode)}
        case list() | tuple():
            return [_for_cbor2(element) for element in value]
        case Tag(number, inner):
            return cbor2.CBORTag(number, _for_cbor2(inner))
        case Simple(number):
            return cbor2.CBORSimpleValue(number)
    return value


def decode(data: bytes) -> Item:
    """Exactly one item, or `malformed_cbor`."""
    reader = _Reader(data)
    item = reader.item(0)
    if reader.at != len(data):
        raise _broken("trailing bytes")
    return item


def _broken(detail: str) -> Refusal:
    return Refusal("malformed_cbor", detail)


class _Reader:
    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def take(self, count: int) -> bytes:
        if count > len(self.data) - self.at:
            raise _broken("a length beyond the input")
        self.at += count
        return self.data[self.at - count : self.at]

    def head(self) -> tuple[int, int, int]:
        """Major type, additional information, argument."""
        initial = self.take(1)[0]
        major, info = initial >> 5, initial & 31
        if info < 24:
            return major, info, info
        if info > 27:
            raise _broken("an indefinite length or a reserved head")
        size = 1 << (info - 24)
        argument = int.from_bytes(self.take(size))
        shortest = 24 if size == 1 else 1 << (4 * size)
        if major != 7 and argument < shortest:
            raise _broken("a head that is not the shortest")
        return major, info, argument

    def item(self, depth: int) -> Item:
        major, info, argument = self.head()
        if major in (4, 5, 6) and depth == MAX_DEPTH:
            raise _broken("nested too deeply")
        match major:
            case 0:
                return argument
            case 1:
                return -1 - argument
            case 2:
                return self.take(argument)
            case 3:
                try:
                    return self.take(argument).decode("utf-8")
                except UnicodeDecodeError:
                    raise _broken("text that is not UTF-8") from None
            case 4:
                return [self.item(depth + 1) for _ in range(self.bounded(argument))]
            case 5:
                return self.map(self.bounded(argument), depth + 1)
            case 6:
                return Tag(argument, self.item(depth + 1))
        return self.simple_or_float(info, argument)

    def bounded(self, count: int) -> int:
        if count > len(self.data) - self.at:
            raise _broken("more elements than bytes")
        return count

    def map(self, count: int, depth: int) -> dict[Hashable, Item]:
        entries: dict[Hashable, Item] = {}
        seen: set[bytes] = set()
        for _ in range(count):
            start = self.at
            key = self.item(depth)
            encoded = self.data[start : self.at]
            if encoded in seen:
                raise _broken("a duplicate map key")
            seen.add(encoded)
            plain = isinstance(key, (str, bytes, Simple)) or type(key) is int
            entries[key if plain else Raw(encoded)] = self.item(depth)
        return entries

    def simple_or_float(self, info: int, argument: int) -> Item:
        match info:
            case 20 | 21:
                return info == 21
            case 22:
                return None
            case 24 if argument < 32:
                raise _broken("a simple value that is not the shortest")
            case 25 | 26 | 27:
                size = 1 << (info - 24)
                return struct.unpack({2: ">e", 4: ">f", 8: ">d"}[size], argument.to_bytes(size))[0]
        return Simple(argument)
