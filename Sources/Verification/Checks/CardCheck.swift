// SPDX-License-Identifier: Apache-2.0

import MergedCode
import Trust

/// The social security card is in use: its slot of the status list, then its own date.
struct CardCheck: Check {
    let name = CheckName.card

    func examine(_ subject: inout Case, _ verdict: inout Verdict) -> CheckFinding {
        guard let card = subject.components?.card, let status = subject.status else { return .skipped }
        let state = standing(of: card, slot: status.card, at: subject.now)
        verdict.card = CardFinding(
            state: state,
            region: card.region,
            last4: card.last4,
            validUntil: card.validUntil
        )
        let reason: ReasonCode
        switch state {
        case .lost: reason = .cardLost
        case .cancelled: reason = .cardCancelled
        case .expired: reason = .cardExpired
        case .unknown: return .unknown(status.card == .stale ? .statusStale : .statusUnknown, asOf: status.asOf)
        case .valid, .none, .notDisclosed: return CheckFinding(state: .passed, asOf: status.asOf)
        }
        return .failed(reason, subject.outcome(of: reason, for: .card), asOf: status.asOf)
    }

    private func standing(of card: CardClaim, slot: SlotStatus, at now: Int64) -> CardFinding.State {
        switch slot {
        case .revoked: return .cancelled
        case .suspended: return .lost
        // The date of the code itself needs no list to be believed.
        case .unknown, .stale: return now >= card.validUntil.end ? .expired : .unknown
        case .valid: return now >= card.validUntil.end ? .expired : .valid
        }
    }
}
