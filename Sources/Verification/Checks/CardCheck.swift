// SPDX-License-Identifier: Apache-2.0

import MergedCode
import Trust

/// The social security card is in use: what the registry says or, offline, its slot of the status list and its own date.
struct CardCheck: Check {
    let name = CheckName.card

    func examine(_ subject: inout Case, _ verdict: inout Verdict) -> CheckFinding {
        guard let card = subject.components?.card else { return .skipped }
        if let standing = subject.record?.standing {
            verdict.card = standing.card ?? CardFinding(state: .none)
            return verdict.card.judged(by: subject.policy, asOf: standing.asOf)
        }
        guard let status = subject.status else { return .skipped }
        verdict.card = CardFinding(
            state: state(of: card, slot: status.card, at: subject.now),
            region: card.region,
            last4: card.last4,
            validUntil: card.validUntil
        )
        return verdict.card.judged(by: subject.policy, asOf: status.asOf, undecided: ReasonCode(undecided: status.card))
    }

    private func state(of card: CardClaim, slot: SlotStatus, at now: Int64) -> CardFinding.State {
        switch slot {
        case .revoked: return .cancelled
        case .suspended: return .lost
        // The date of the code itself needs no list to be believed.
        case .unknown, .stale: return now >= card.validUntil.end ? .expired : .unknown
        case .valid: return now >= card.validUntil.end ? .expired : .valid
        }
    }
}

extension CardFinding {
    /// What the state makes of a verdict.
    func judged(by policy: Policy, asOf: Int64?, undecided: ReasonCode = .statusUnknown) -> CheckFinding {
        let reason: ReasonCode
        switch state {
        case .valid: return CheckFinding(state: .passed, asOf: asOf)
        case .unknown, .notDisclosed: return .unknown(undecided, asOf: asOf)
        case .lost: reason = .cardLost
        case .expired: reason = .cardExpired
        // A card that was shown and is no longer there was cancelled.
        case .cancelled, .none: reason = .cardCancelled
        }
        return .failed(reason, policy.outcome(of: reason, for: .card), asOf: asOf)
    }
}

extension ReasonCode {
    /// Why a slot of the status list says neither good nor bad.
    init(undecided slot: SlotStatus) { self = slot == .stale ? .statusStale : .statusUnknown }
}
