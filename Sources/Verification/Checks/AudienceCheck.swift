// SPDX-License-Identifier: Apache-2.0

import MergedCode
import Trust

/// The code was made for this deployment, or for this terminal of it (wire-format.md §4).
struct AudienceCheck: Check {
    let name = CheckName.audience

    func examine(_ subject: inout Case, _ verdict: inout Verdict) -> CheckFinding {
        guard let binding = subject.binding else { return .skipped }
        guard let trustList = subject.circumstances.trust?.trustList else { return .skipped }
        let audience = Audience(base: trustList.audienceBase, terminal: subject.policy.terminal)
        return audience?.accepts(binding.audienceBytes) == true ? .passed : .failed(.wrongAudience)
    }
}
