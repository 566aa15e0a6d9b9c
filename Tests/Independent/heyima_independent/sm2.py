# SPDX-License-Identifier: Apache-2.0

"""SM2 signatures with SM3 (GB/T 32918.2, 32905) over gmssl, the user ID set explicitly (wire-format.md §2)."""

import hashlib

from gmssl import sm2 as gmssl_sm2
from gmssl import sm3 as gmssl_sm3

P = int(gmssl_sm2.default_ecc_table["p"], 16)
A = int(gmssl_sm2.default_ecc_table["a"], 16)
B = int(gmssl_sm2.default_ecc_table["b"], 16)
N = int(gmssl_sm2.default_ecc_table["n"], 16)
G = bytes.fromhex(gmssl_sm2.default_ecc_table["g"])
USER_ID = b"1234567812345678"


def sm3(data: bytes) -> bytes:
    return bytes.fromhex(gmssl_sm3.sm3_hash(list(data)))


def public_point(secret: int) -> tuple[bytes, bytes]:
    point = _cipher("", G)._kg(secret, G.hex())
    return bytes.fromhex(point[:64]), bytes.fromhex(point[64:])


def is_on_curve(x: bytes, y: bytes) -> bool:
    u, v = int.from_bytes(x), int.from_bytes(y)
    return u < P and v < P and (v * v - (u**3 + A * u + B)) % P == 0


def y_coordinate(x: bytes, odd: bool) -> bytes | None:
    """The y of that sign, or nothing where x is on no point. (p ≡ 3 mod 4)"""
    u = int.from_bytes(x)
    root = pow(u**3 + A * u + B, (P + 1) // 4, P)
    y = (P - root if (root & 1) != odd else root).to_bytes(32)
    return y if is_on_curve(x, y) else None


def sign(secret: int, message: bytes) -> bytes:
    """r ‖ s; the nonce is drawn from key and message, so that vectors can be made again."""
    x, y = public_point(secret)
    digest = _digest(x, y, message)
    nonce = int.from_bytes(hashlib.sha512(secret.to_bytes(32) + digest).digest()) % (N - 1) + 1
    return bytes.fromhex(_cipher(f"{secret:064x}", x + y).sign(digest, f"{nonce:064x}"))


def verify(x: bytes, y: bytes, message: bytes, signature: bytes) -> bool:
    if len(signature) != 64:
        return False
    r, s = int.from_bytes(signature[:32]), int.from_bytes(signature[32:])
    if not (1 <= r < N and 1 <= s < N and (r + s) % N != 0):
        return False
    return bool(_cipher("", x + y).verify(signature.hex(), _digest(x, y, message)))


def _digest(x: bytes, y: bytes, message: bytes) -> bytes:
    curve = A.to_bytes(32) + B.to_bytes(32) + G
    z = sm3((len(USER_ID) * 8).to_bytes(2) + USER_ID + curve + x + y)
    return sm3(z + message)


def _cipher(secret: str, point: bytes) -> gmssl_sm2.CryptSM2:
    cipher = gmssl_sm2.CryptSM2(private_key=secret, public_key="")
    # Set afterwards: the constructor strips every leading 0 and 4 of a key that begins with 04.
    cipher.public_key = point.hex()
    return cipher
