// SPDX-License-Identifier: Apache-2.0

import MergedCode
import Trust

/// The person receives social assistance now: what the registry says or, offline, its slot of the status list and the
/// dates of each certificate.
struct ReliefCheck: Check {
    let name = CheckName.relief

    func examine(_ subject: inout Case, _ verdict: inout Verdict) -> CheckFinding {
        guard let certificates = subject.components?.relief else { return .skipped }
        if let standing = subject.record?.standing {
            verdict.relief = standing.relief ?? ReliefFinding(state: .none)
            if verdict.relief.supersedes(certificates) { verdict.relief.state = .superseded }
            return verdict.relief.judged(by: subject.policy, asOf: standing.asOf)
        }
        guard let status = subject.status else { return .skipped }
        verdict.relief = ReliefFinding(
            certificates: certificates.map {
                ReliefFinding.Certificate($0, state: state(of: $0, slot: status.relief, at: subject.now))
            }
        )
        let undecided = ReasonCode(undecided: status.relief)
        return verdict.relief.judged(by: subject.policy, asOf: status.asOf, undecided: undecided)
    }

    private func state(
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

extension ReliefFinding {
    /// Whether what holds now are later versions of what was shown, and nothing else: then a refresh is due.
    func supersedes(_ shown: [ReliefCertificate]) -> Bool {
        guard state == .valid else { return false }
        let current = certificates.filter { $0.state == .valid }
        return !current.isEmpty
            && current.allSatisfy { now in
                let versions = shown.filter { $0.number.utf8.elementsEqual(now.number.utf8) }.map(\.version)
                return versions.max().map { $0 < now.version } ?? false
            }
    }

    /// What the state makes of a verdict.
    func judged(by policy: Policy, asOf: Int64?, undecided: ReasonCode = .statusUnknown) -> CheckFinding {
        let reason: ReasonCode
        switch state {
        case .valid: return CheckFinding(state: .passed, asOf: asOf)
        case .unknown, .notDisclosed: return .unknown(undecided, asOf: asOf)
        case .ended: reason = .reliefEnded
        case .suspended: reason = .reliefSuspended
        case .superseded: reason = .reliefSuperseded
        case .expired: reason = .reliefExpired
        case .none: reason = .reliefNone
        }
        return .failed(reason, policy.outcome(of: reason, for: .relief), asOf: asOf)
    }
}
