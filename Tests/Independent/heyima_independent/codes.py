# SPDX-License-Identifier: Apache-2.0

"""The text in the symbol and the three kinds of code (wire-format.md §1, §4–§6), parsed and not yet verified."""

from dataclasses import dataclass

from . import base45
from .cbor_strict import Item, Tag, decode
from .claims import is_time
from .cose import KCWT, KID, TYP, Sign1, is_int, values
from .refusal import Refusal, malformed
from .sd_cwt import AUD, CREDENTIAL_TYP, CTI, EXP, IAT, ISS, SUB, Credential

PREFIX, CHALLENGE_PREFIX = "HYM1:", "HYMQ1:"
MAX_TEXT = 2048
CNONCE, SHOWABLE = 39, -65554
KINDS = {294: "dynamic", 65000: "reference", 61: "printed"}


@dataclass(frozen=True)
class Binding:
    """A token that the holder signed."""

    token: Sign1
    aud: str
    exp: int
    iat: int
    cti: bytes
    cnonce: bytes | None
    showable: frozenset[int]


@dataclass(frozen=True)
class Dynamic:
    binding: Binding
    credential: Credential


@dataclass(frozen=True)
class Reference:
    binding: Binding
    credential_id: bytes


@dataclass(frozen=True)
class Printed:
    credential: Credential


Code = Dynamic | Reference | Printed


def unwrap(text: str) -> Sign1:
    """From the scanned text to the frame whose `typ` tells the kind."""
    text = text.strip("\t\n\r \ufeff")
    if not text.startswith(PREFIX) or len(text) > MAX_TEXT:
        raise Refusal("unsupported_format")
    return Sign1.from_item(decode(base45.decode(text.removeprefix(PREFIX))))


def kind_of(token: Sign1) -> str:
    typ = token.protected.get(TYP)
    if is_int(typ) and typ == CREDENTIAL_TYP:
        raise Refusal("holder_proof_missing")
    if not is_int(typ) or typ not in KINDS:
        raise malformed("typ is of no kind")
    return KINDS[typ]


def parse(token: Sign1) -> Code:
    match kind_of(token):
        case "dynamic":
            inner = token.protected.get(KCWT)
            binding = _binding(token, 294)
            if not isinstance(inner, Tag):
                raise malformed("no credential")
            return Dynamic(binding, Credential.presented(Sign1.from_item(inner)))
        case "reference":
            binding = _binding(token, 65000)
            credential_id = token.protected.get(KID)
            if not (isinstance(credential_id, bytes) and len(credential_id) == 8):
                raise malformed("no credential id")
            return Reference(binding, credential_id)
    return Printed(Credential.printed(token))


def _binding(token: Sign1, typ: int) -> Binding:
    claims = token.payload(typ)
    aud, exp, iat, cti, cnonce = values(claims, AUD, EXP, IAT, CTI, CNONCE)
    if not (isinstance(aud, str) and is_time(exp) and is_time(iat)) or {ISS, SUB} & set(claims):
        raise malformed("aud, times, iss or sub")
    if not (isinstance(cti, bytes) and len(cti) == 8):
        raise malformed("cti")
    if CNONCE in claims and not isinstance(cnonce, bytes):
        raise malformed("cnonce")
    showable: Item = claims.get(SHOWABLE, [])
    if not isinstance(showable, list) or not all(map(is_int, showable)) or claims.get(SHOWABLE) == []:
        raise malformed("what may be shown")
    return Binding(token, aud, exp, iat, cti, cnonce, frozenset(showable))


def parse_challenge(text: str) -> tuple[str, int, bytes]:
    """Audience, expiry, nonce (§4)."""
    if not text.startswith(CHALLENGE_PREFIX):
        raise Refusal("unsupported_format")
    match decode(base45.decode(text.removeprefix(CHALLENGE_PREFIX))):
        case {3: str(aud), 4: exp, 39: bytes(nonce)} if is_time(exp) and len(nonce) == 16:
            return aud, exp, nonce
    raise malformed("not a challenge")
