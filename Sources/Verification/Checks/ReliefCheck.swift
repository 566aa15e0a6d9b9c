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
                category: certificate.category.description,
                number: certificate.number,
                version: certificate.version,
                validFrom: certificate.validFrom,
                validUntil: certificate.validUntil,
                region: UInt64(certificate.region.rawValue),
                role: certificate.role.description,
                state: standing(of: certificate, slot: status.relief, at: subject.now)
            )
        }
        // One certificate that holds is enough to be entitled; of several that do not, the nearest to holding is told.
        let order: [ReliefFinding.State] = [.valid, .unknown, .suspended, .expired, .ended, .none]
        let state = order.first { state in found.contains { $0.state == state } } ?? .none
        verdict.relief = ReliefFinding(state: state, certificates: found)
        let reason: ReasonCode
        switch state {
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
