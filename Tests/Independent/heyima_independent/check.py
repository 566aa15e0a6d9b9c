# SPDX-License-Identifier: Apache-2.0

"""From a text to a verdict, offline (product.md §4; wire-format.md §4–§8, §11). Replay memory is not kept."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from . import claims as component
from .cbor_strict import Item, decode
from .claims import CARD, COMPONENTS, HEALTH, IDENTITY, PAYMENT, RELIEF, Fields
from .codes import Binding, Code, Dynamic, Printed, Reference, kind_of, parse, parse_challenge, unwrap
from .cose import Sign1
from .refusal import Refusal
from .sd_cwt import Credential
from .trust import USE_CREDENTIAL, USE_PRINTED, Bundle, TrustList

SKEW = 30
MAX_AGE = 90
STALE_GRACE = 7 * 86400

REJECT = (
    "unsupported_format malformed_base45 malformed_cbor malformed_code holder_proof_missing unsupported_algorithm "
    "unknown_issuer_key issuer_key_not_yet_valid issuer_key_expired issuer_key_revoked issuer_not_authorised "
    "trust_list_invalid issuer_signature_invalid holder_signature_invalid disclosure_invalid wrong_audience "
    "challenge_unknown replayed credential_not_yet_valid credential_expired code_expired code_too_old "
    "code_from_future credential_revoked credential_suspended credential_unknown"
).split()
REVIEW = (
    "trust_list_stale trust_list_rollback status_unknown status_stale replay_unknown clock_suspect "
    "printed_needs_document component_not_disclosed"
).split()
COMPONENT_REASONS = {
    "card": ("card_lost", "card_cancelled", "card_expired"),
    "relief": ("relief_ended", "relief_suspended", "relief_superseded", "relief_expired", "relief_none"),
    "health": ("health_expired", "health_retired"),
}
ORDER = [*REJECT, *REVIEW, *(reason for reasons in COMPONENT_REASONS.values() for reason in reasons)]
SEVERITY = {"accept": 0, "review": 1, "reject": 2}


@dataclass
class Verdict:
    kind: str | None = None
    reasons: dict[str, str] = field(default_factory=dict)
    """Reason code → the verdict it forces."""
    identity: Fields = field(default_factory=lambda: {"state": "not_disclosed"})
    card: Fields = field(default_factory=lambda: {"state": "not_disclosed"})
    relief: Fields = field(default_factory=lambda: {"state": "not_disclosed"})
    health: Fields = field(default_factory=lambda: {"state": "not_disclosed"})
    payments: list[Fields] = field(default_factory=list)

    def add(self, code: str, verdict: str | None = None) -> None:
        self.reasons[code] = verdict or ("reject" if code in REJECT else "review")

    @property
    def verdict(self) -> str:
        return max(self.reasons.values(), key=SEVERITY.__getitem__, default="accept")

    def as_json(self) -> Fields:
        worst_first = sorted(self.reasons, key=lambda code: (-SEVERITY[self.reasons[code]], ORDER.index(code)))
        return {
            "verdict": self.verdict,
            "kind": self.kind,
            "reasons": [{"code": code, "verdict": self.reasons[code]} for code in worst_first],
            "identity": self.identity,
            "card": self.card,
            "relief": self.relief,
            "payments": self.payments,
            "health": self.health,
        }


@dataclass(frozen=True)
class Verifier:
    """`terminal` is the verifier's own id, `challenge` the text that it showed; `lookup` holds the encoded credentials
    that it can look up, or nothing where it cannot."""

    bundle: Bundle
    at: int
    require: frozenset[str] = frozenset()
    terminal: str | None = None
    challenge: str | None = None
    lookup: Sequence[bytes] | None = None

    def verify(self, text: str) -> Verdict:
        verdict = Verdict()
        try:
            token = unwrap(text)
            verdict.kind = kind_of(token)
            code = parse(token)
            self._judge(code, TrustList.verified(self.bundle.trust_list, self.bundle.root), verdict)
        except Refusal as refusal:
            verdict.add(refusal.code)
        return verdict

    def _judge(self, code: Code, trust: TrustList, verdict: Verdict) -> None:
        if self.at >= trust.exp:
            verdict.add("trust_list_stale", "review" if self.at < trust.exp + STALE_GRACE else "reject")
        match code:
            case Dynamic(binding, credential):
                self._judge_presented(binding, credential, trust, verdict)
            case Reference(binding, credential_id):
                found = self._looked_up(credential_id)
                if found is not None:
                    shown = {key: value for key, value in found.components.items() if key in binding.showable}
                    self._judge_presented(binding, found, trust, verdict, shown)
                else:
                    verdict.add("credential_unknown", "review" if self.lookup is None else "reject")
                    self._judge_binding(binding, None, trust, verdict)
            case Printed(credential):
                verdict.add("printed_needs_document")
                if self._is_issued(credential, USE_PRINTED, trust, verdict):
                    self._judge_status(credential, credential.components, trust, verdict)

    def _looked_up(self, credential_id: bytes) -> Credential | None:
        credentials = (Credential.presented(Sign1.from_item(decode(data))) for data in self.lookup or ())
        return next((found for found in credentials if found.cti == credential_id), None)

    def _judge_presented(
        self,
        binding: Binding,
        credential: Credential,
        trust: TrustList,
        verdict: Verdict,
        shown: dict[int, Item] | None = None,
    ) -> None:
        shown = credential.components if shown is None else shown
        if credential.disclosures_refused:
            verdict.add("disclosure_invalid")
        if not self._is_issued(credential, USE_CREDENTIAL, trust, verdict):
            return
        assert credential.holder is not None, "only a printed code has no holder"
        if binding.token.alg not in credential.holder.algorithm.accepted:
            verdict.add("unsupported_algorithm")
        elif not binding.token.is_signed_by(credential.holder):
            verdict.add("holder_signature_invalid")
        else:
            self._judge_binding(binding, credential, trust, verdict)
            self._judge_status(credential, shown, trust, verdict)

    def _judge_binding(
        self, binding: Binding, credential: Credential | None, trust: TrustList, verdict: Verdict
    ) -> None:
        own = trust.audience_base if self.terminal is None else f"{trust.audience_base}:{self.terminal}"
        if binding.aud not in (trust.audience_base, own):
            verdict.add("wrong_audience")
        issued = parse_challenge(self.challenge)[2] if self.challenge else None
        if binding.cnonce != issued:
            verdict.add("challenge_unknown")
        if self.at >= binding.exp:
            verdict.add("code_expired")
        if binding.iat > self.at + SKEW:
            verdict.add("code_from_future")
        if self.at - binding.iat > MAX_AGE:
            verdict.add("code_too_old")
        ordered = binding.iat < binding.exp
        if credential is not None:
            started = max(credential.iat, credential.nbf or 0)
            ordered &= started <= binding.iat < credential.exp and binding.exp <= credential.exp
        said_already = {"code_from_future", "credential_not_yet_valid", "credential_expired"} & set(verdict.reasons)
        if not ordered and not said_already:
            verdict.add("malformed_code")

    def _is_issued(self, credential: Credential, use: int, trust: TrustList, verdict: Verdict) -> bool:
        """False where the issuer's signature does not stand, so that nothing else may be said."""
        key, failures = trust.key(
            credential.kid, credential.token.alg, use, credential.iss, credential.iat, set(credential.components)
        )
        for failure in failures:
            verdict.add(failure)
        if key is None or "unsupported_algorithm" in failures:
            return False
        if not credential.token.is_signed_by(key):
            verdict.add("issuer_signature_invalid")
            return False
        self._judge_times(credential, verdict)
        return True

    def _judge_times(self, credential: Credential, verdict: Verdict) -> None:
        if self.at >= credential.exp:
            verdict.add("credential_expired")
        if max(credential.iat, credential.nbf or 0) > self.at + SKEW:
            verdict.add("credential_not_yet_valid")
        elif (credential.nbf or 0) > credential.iat or credential.iat >= credential.exp > self.at:
            verdict.add("malformed_code")

    def _judge_status(self, credential: Credential, shown: dict[int, Item], trust: TrustList, verdict: Verdict) -> None:
        """The credential's status, and what is shown under those of its components."""
        slots: list[int | None] = [None] * 4
        try:
            slots = [*self.bundle.status(trust, credential.uri, credential.iss, credential.idx, self.at)]
        except Refusal as refusal:
            verdict.add(refusal.code)
        whole, card, relief, health = slots
        if whole:
            verdict.add(("credential_revoked", "credential_suspended", "status_unknown")[whole - 1])
        if IDENTITY in shown:
            verdict.identity = component.identity(shown[IDENTITY])
        if PAYMENT in shown:
            verdict.payments = [component.payment(shown[PAYMENT])]
        if CARD in shown:
            verdict.card = component.card(shown[CARD], self.at)
            self._overlay("card", verdict.card, card, {1: "cancelled", 2: "lost"}, verdict)
        if RELIEF in shown:
            verdict.relief = component.relief(shown[RELIEF], self.at)
            self._overlay("relief", verdict.relief, relief, {1: "ended", 2: "suspended"}, verdict)
        if HEALTH in shown:
            verdict.health = component.health(shown[HEALTH], self.at)
            self._overlay("health", verdict.health, health, {1: "retired", 2: "retired"}, verdict)
        if any(COMPONENTS[name] not in shown for name in self.require):
            verdict.add("component_not_disclosed")

    def _overlay(self, name: str, fields: Fields, slot: int | None, states: dict[int, str], verdict: Verdict) -> None:
        """What the status list says of a component, above what the code itself says; a reason where it is not good."""
        if slot == 3:
            verdict.add("status_unknown")
        if slot in states:
            fields["state"] = states[slot]
        elif slot != 0 and fields["state"] != "expired":
            fields["state"] = "unknown"
        reason = f"{name}_{fields['state']}"
        if reason in COMPONENT_REASONS[name] and (reason != "health_expired" or name in self.require):
            verdict.add(reason, "reject" if name in self.require else "review")
