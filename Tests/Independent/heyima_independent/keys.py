# SPDX-License-Identifier: Apache-2.0

"""Algorithms, COSE_Keys and their thumbprints (wire-format.md §2)."""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature

from . import sm2
from .cbor_strict import Item, encode


@dataclass(frozen=True)
class Algorithm:
    name: str
    emitted: int
    also_accepted: tuple[int, ...]
    key_type: int
    curve: int
    coordinate_size: int
    order: int
    """Of the group; a secret key and each half of a signature are below it."""

    @property
    def accepted(self) -> tuple[int, ...]:
        return (self.emitted, *self.also_accepted)


P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
P384_ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973
ED25519_ORDER = 2**252 + 27742317777372353535851937790883648493

ESP256 = Algorithm("esp256", -9, (-7,), 2, 1, 32, P256_ORDER)
ED25519 = Algorithm("ed25519", -19, (-8,), 1, 6, 32, ED25519_ORDER)
SM2 = Algorithm("sm2", -65537, (), 2, -65537, 32, sm2.N)
ESP384 = Algorithm("esp384", -51, (-35,), 2, 2, 48, P384_ORDER)
ALGORITHMS = {algorithm.name: algorithm for algorithm in (ESP256, ED25519, SM2, ESP384)}
KNOWN_ALGS = frozenset(alg for algorithm in ALGORITHMS.values() for alg in algorithm.accepted)

_NIST: dict[str, tuple[ec.EllipticCurve, hashes.HashAlgorithm]] = {
    "esp256": (ec.SECP256R1(), hashes.SHA256()),
    "esp384": (ec.SECP384R1(), hashes.SHA384()),
}
_SM2_SPKI = bytes.fromhex("3059301306072a8648ce3d020106082a811ccf5501822d03420004")


class KeyRefused(ValueError):
    """Not a public key of one of the four algorithms."""


@dataclass(frozen=True)
class PublicKey:
    algorithm: Algorithm
    x: bytes
    y: bytes = b""

    @staticmethod
    def from_cose_key(key: Item) -> "PublicKey":
        if not isinstance(key, Mapping):
            raise KeyRefused("a COSE_Key is a map")
        for algorithm in ALGORITHMS.values():
            if (key.get(1), key.get(-1)) == (algorithm.key_type, algorithm.curve):
                break
        else:
            raise KeyRefused("key type and curve of no algorithm")
        x, y = key.get(-2), key.get(-3)
        if set(key) != ({1, -1, -2, -3} if algorithm.key_type == 2 else {1, -1, -2}):
            raise KeyRefused("a parameter is missing, private or not required")
        if not isinstance(x, bytes) or len(x) != algorithm.coordinate_size:
            raise KeyRefused("x of a wrong length")
        if algorithm is ED25519:
            if not _is_sound_edwards_point(x):
                raise KeyRefused("a non-canonical or small-order point")
            return PublicKey(algorithm, x)
        if isinstance(y, bool):
            return PublicKey(algorithm, x, _decompress(algorithm, x, y))
        if not isinstance(y, bytes) or len(y) != algorithm.coordinate_size or not _is_on_curve(algorithm, x, y):
            raise KeyRefused("not a point of the curve")
        return PublicKey(algorithm, x, y)

    @staticmethod
    def from_pem(pem: str) -> "PublicKey":
        der = base64.b64decode("".join(line for line in pem.splitlines() if not line.startswith("-----")))
        if der.startswith(_SM2_SPKI):
            return PublicKey.from_cose_key({1: 2, -1: SM2.curve, -2: der[-64:-32], -3: der[-32:]})
        key = serialization.load_der_public_key(der)
        if isinstance(key, ed25519.Ed25519PublicKey):
            return PublicKey.from_cose_key({1: 1, -1: 6, -2: key.public_bytes_raw()})
        for algorithm in (ESP256, ESP384):
            if isinstance(key, ec.EllipticCurvePublicKey) and key.curve.name == _NIST[algorithm.name][0].name:
                numbers, size = key.public_numbers(), algorithm.coordinate_size
                return PublicKey(algorithm, numbers.x.to_bytes(size), numbers.y.to_bytes(size))
        raise KeyRefused("an SPKI of no algorithm")

    @property
    def pem(self) -> str:
        if self.algorithm is SM2:
            der = _SM2_SPKI + self.x + self.y
        else:
            form = serialization.PublicFormat.SubjectPublicKeyInfo
            der = self._cryptography.public_bytes(serialization.Encoding.DER, form)
        body = base64.encodebytes(der).decode().replace("\n", "")
        lines = [body[start : start + 64] for start in range(0, len(body), 64)]
        return "\n".join(["-----BEGIN PUBLIC KEY-----", *lines, "-----END PUBLIC KEY-----", ""])

    def cose_key(self, compressed: bool = False) -> dict[int, Item]:
        key: dict[int, Item] = {1: self.algorithm.key_type, -1: self.algorithm.curve, -2: self.x}
        if self.y:
            key[-3] = bool(self.y[-1] & 1) if compressed else self.y
        return key

    @cached_property
    def kid(self) -> bytes:
        """RFC 9679, the first eight bytes."""
        return hashlib.sha256(encode(self.cose_key())).digest()[:8]

    def verifies(self, signature: bytes, message: bytes) -> bool:
        if len(signature) != 2 * self.algorithm.coordinate_size:
            return False
        if self.algorithm is SM2:
            return sm2.verify(self.x, self.y, message, signature)
        key = self._cryptography
        try:
            if isinstance(key, ed25519.Ed25519PublicKey):
                key.verify(signature, message)
            else:
                half = self.algorithm.coordinate_size
                r, s = int.from_bytes(signature[:half]), int.from_bytes(signature[half:])
                hash_algorithm = _NIST[self.algorithm.name][1]
                key.verify(encode_dss_signature(r, s), message, ec.ECDSA(hash_algorithm))
        except InvalidSignature:
            return False
        return True

    @cached_property
    def _cryptography(self) -> ed25519.Ed25519PublicKey | ec.EllipticCurvePublicKey:
        if self.algorithm is ED25519:
            return ed25519.Ed25519PublicKey.from_public_bytes(self.x)
        point = b"\x04" + self.x + self.y
        return ec.EllipticCurvePublicKey.from_encoded_point(_NIST[self.algorithm.name][0], point)


@dataclass(frozen=True)
class PrivateKey:
    """For vectors only: the secret is drawn from a seed and ECDSA nonces are deterministic (RFC 6979)."""

    algorithm: Algorithm
    seed: bytes

    @cached_property
    def _secret(self) -> int:
        return int.from_bytes(hashlib.sha512(self.seed).digest()) % (self.algorithm.order - 1) + 1

    @cached_property
    def public(self) -> PublicKey:
        if self.algorithm is SM2:
            return PublicKey(SM2, *sm2.public_point(self._secret))
        if self.algorithm is ED25519:
            return PublicKey(ED25519, self._edwards.public_key().public_bytes_raw())
        numbers, size = self._nist.public_key().public_numbers(), self.algorithm.coordinate_size
        return PublicKey(self.algorithm, numbers.x.to_bytes(size), numbers.y.to_bytes(size))

    def sign(self, message: bytes) -> bytes:
        if self.algorithm is SM2:
            return sm2.sign(self._secret, message)
        if self.algorithm is ED25519:
            return self._edwards.sign(message)
        scheme = ec.ECDSA(_NIST[self.algorithm.name][1], deterministic_signing=True)
        r, s = decode_dss_signature(self._nist.sign(message, scheme))
        return r.to_bytes(self.algorithm.coordinate_size) + s.to_bytes(self.algorithm.coordinate_size)

    @property
    def _edwards(self) -> ed25519.Ed25519PrivateKey:
        return ed25519.Ed25519PrivateKey.from_private_bytes(hashlib.sha256(self.seed).digest())

    @property
    def _nist(self) -> ec.EllipticCurvePrivateKey:
        return ec.derive_private_key(self._secret, _NIST[self.algorithm.name][0])


def _decompress(algorithm: Algorithm, x: bytes, odd: bool) -> bytes:
    if algorithm is SM2:
        y = sm2.y_coordinate(x, odd)
        if y is None:
            raise KeyRefused("x is on no point")
        return y
    try:
        point = bytes([2 + odd]) + x
        key = ec.EllipticCurvePublicKey.from_encoded_point(_NIST[algorithm.name][0], point)
    except ValueError:
        raise KeyRefused("x is on no point") from None
    return key.public_numbers().y.to_bytes(algorithm.coordinate_size)


def _is_on_curve(algorithm: Algorithm, x: bytes, y: bytes) -> bool:
    if algorithm is SM2:
        return sm2.is_on_curve(x, y)
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(_NIST[algorithm.name][0], b"\x04" + x + y)
    except ValueError:
        return False
    return True


_EDWARDS_P = 2**255 - 19
_EDWARDS_D = -121665 * pow(121666, -1, _EDWARDS_P) % _EDWARDS_P


def _is_sound_edwards_point(encoded: bytes) -> bool:
    """On the curve, canonical (RFC 8032 §5.1.3), and of an order other than 1, 2, 4, 8."""
    y = int.from_bytes(encoded, "little") & (2**255 - 1)
    if y >= _EDWARDS_P:
        return False
    denominator = pow(_EDWARDS_D * y * y + 1, -1, _EDWARDS_P)
    x_squared = (y * y - 1) * denominator % _EDWARDS_P
    if x_squared and pow(x_squared, (_EDWARDS_P - 1) // 2, _EDWARDS_P) != 1:
        return False
    # Doubling needs x² and y² alone: y(2P) = (y² + x²) / (1 − d x² y²), x(2P)² from the curve's equation.
    for _ in range(3):
        y = (y * y + x_squared) * pow(1 - _EDWARDS_D * x_squared * y * y, -1, _EDWARDS_P) % _EDWARDS_P
        x_squared = (y * y - 1) * pow(_EDWARDS_D * y * y + 1, -1, _EDWARDS_P) % _EDWARDS_P
    return y != 1
