# SPDX-License-Identifier: Apache-2.0

"""Base45, RFC 9285."""

from .refusal import Refusal

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"


def encode(data: bytes) -> str:
    digits: list[int] = []
    for start in range(0, len(data), 2):
        chunk = data[start : start + 2]
        number = int.from_bytes(chunk)
        for _ in range(len(chunk) + 1):
            number, digit = divmod(number, 45)
            digits.append(digit)
    return "".join(ALPHABET[digit] for digit in digits)


def decode(text: str) -> bytes:
    digits = [ALPHABET.find(character) for character in text]
    if -1 in digits or len(digits) % 3 == 1:
        raise Refusal("malformed_base45")
    data = bytearray()
    for start in range(0, len(digits), 3):
        chunk = digits[start : start + 3]
        number = sum(digit * 45**place for place, digit in enumerate(chunk))
        try:
            data += number.to_bytes(len(chunk) - 1)
        except OverflowError:
            raise Refusal("malformed_base45") from None
    return bytes(data)
