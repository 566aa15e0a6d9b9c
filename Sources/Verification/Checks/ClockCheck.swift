// SPDX-License-Identifier: Apache-2.0

import Trust

/// The clock does not run behind what was verified before by more than the skew (wire-format.md §11).
struct ClockCheck: Check {
    let name = CheckName.clock

    func examine(_ subject: inout Case, _ verdict: inout Verdict) -> CheckFinding {
        guard let memory = subject.circumstances.memory, let trust = subject.circumstances.trust else {
            return .skipped
        }
        let isSuspect = memory.isClockSuspect(now: subject.now, skew: subject.policy.skew, snapshot: trust)
        return isSuspect ? .unknown(.clockSuspect) : .passed
    }
}
