// SPDX-License-Identifier: Apache-2.0

import MergedCode
import Trust

/// The person receives social assistance now: its slot of the status list, then the dates of each certificate.
struct ReliefCheck: Check {
    let name = CheckName.relief

    func examine(_ subject: inout Case, _ verdict: inout Verdict) -> CheckFinding {
        guard let certificates = subject.components?.relief, let status = subject.status else { return .skipped }
        let found = certificates.map { certificate in
            ReliefFinding.Certificate(
                certificate,
                state: standing(of: certificate, slot: status.relief, at: subject.now)
            )
        }
        verdict.relief = ReliefFinding(certificates: found)
        let reason: ReasonCode
        switch verdict.relief.state {
        case .ended: reason = .reliefEnded
        case .suspended: reason = .reliefSuspended
        case .superseded: reason = .reliefSuperseded
        case .expired: reason = .reliefExpired
        case .none: reason = .reliefNone
        case .unknown: return .unknown(status.relief == .stale ? .statusStale : .statusUnknown, asOf: status.asOf)
        case .valid, .notDisclosed: return CheckFinding(state: .passed, asOf: status.asOf)
        }
        return .failed(reason, subject.outcome(of: reason, for: .relief), asOf: status.asOf)
    }

    private func standing(
        of certificate: ReliefCertificate,
        slot: SlotStatus,
        at now: Int64
    ) -> ReliefFinding.State {
        let isOver = certificate.validUntil.map { now >= $0.end } ?? false
        switch slot {
        case .revoked: return .ended
        case .suspended: return .suspended
        // The dates of the code itself need no list to be believed.
        case .unknown, .stale: return isOver ? .expired : .unknown
        case .valid where isOver: return .expired
        // A certificate that begins later entitles to nothing yet.
        case .valid: return now < certificate.validFrom.start ? .none : .valid
        }
    }
}
