// SPDX-License-Identifier: Apache-2.0

import MergedCode
import Trust

/// The health status is current: what the registry says or, offline, its slot of the status list and its own time.
struct HealthCheck: Check {
    let name = CheckName.health

    func examine(_ subject: inout Case, _ verdict: inout Verdict) -> CheckFinding {
        guard let health = subject.components?.health else { return .skipped }
        if let standing = subject.record?.standing {
            // A status that was shown and is there no more went out of use.
            verdict.health = standing.health ?? HealthFinding(state: .retired)
            return verdict.health.judged(by: subject.policy, asOf: standing.asOf)
        }
        guard let status = subject.status else { return .skipped }
        let isOver = subject.now >= health.validUntil
        let state: HealthFinding.State
        switch status.health {
        case .revoked: state = .retired
        case .suspended, .unknown, .stale: state = isOver ? .expired : .unknown
        case .valid: state = isOver ? .expired : HealthFinding.State(health.level)
        }
        verdict.health = HealthFinding(state: state, validUntil: health.validUntil)
        // A level that nobody here knows is shown as unknown, but the list has nothing against it.
        let undecided = status.health == .valid ? nil : ReasonCode(undecided: status.health)
        return verdict.health.judged(by: subject.policy, asOf: status.asOf, undecided: undecided)
    }
}

extension HealthFinding {
    /// What the state makes of a verdict: one that is over is a reason only where the purpose requires it (product.md §4).
    ///
    /// `undecided` is the reason where the state is not known; `nil` for none.
    func judged(by policy: Policy, asOf: Int64?, undecided: ReasonCode? = .statusUnknown) -> CheckFinding {
        switch state {
        case .expired where policy.required.contains(.health):
            return .failed(.healthExpired, .reject, asOf: asOf)
        case .retired, .none:
            return .failed(.healthRetired, policy.outcome(of: .healthRetired, for: .health), asOf: asOf)
        case .unknown, .notDisclosed:
            return undecided.map { .unknown($0, asOf: asOf) } ?? CheckFinding(state: .passed, asOf: asOf)
        case .green, .yellow, .red, .pending, .invalid, .expired:
            return CheckFinding(state: .passed, asOf: asOf)
        }
    }
}

extension HealthFinding.State {
    init(_ level: HealthLevel) {
        switch level {
        case .pending: self = .pending
        case .green: self = .green
        case .yellow: self = .yellow
        case .red: self = .red
        case .invalid: self = .invalid
        default: self = .unknown
        }
    }
}
