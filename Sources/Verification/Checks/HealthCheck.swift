// SPDX-License-Identifier: Apache-2.0

import MergedCode
import Trust

/// The health status is current: its slot of the status list, then its own time.
///
/// A status that is over is a reason only where the purpose requires one (product.md §4).
struct HealthCheck: Check {
    let name = CheckName.health

    func examine(_ subject: inout Case, _ verdict: inout Verdict) -> CheckFinding {
        guard let health = subject.components?.health, let status = subject.status else { return .skipped }
        let isOver = subject.now >= health.validUntil
        let state: HealthFinding.State
        switch status.health {
        case .revoked: state = .retired
        case .suspended, .unknown, .stale: state = isOver ? .expired : .unknown
        case .valid: state = isOver ? .expired : HealthFinding.State(health.level)
        }
        verdict.health = HealthFinding(state: state, validUntil: health.validUntil)
        switch state {
        case .expired where subject.policy.required.contains(.health):
            return .failed(.healthExpired, .reject, asOf: status.asOf)
        case .retired:
            return .failed(.healthRetired, subject.outcome(of: .healthRetired, for: .health), asOf: status.asOf)
        // A level that nobody here knows is shown as unknown, but the list has nothing against it.
        case .unknown where status.health != .valid:
            return .unknown(status.health == .stale ? .statusStale : .statusUnknown, asOf: status.asOf)
        default:
            return CheckFinding(state: .passed, asOf: status.asOf)
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
