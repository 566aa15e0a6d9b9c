// SPDX-License-Identifier: Apache-2.0

import MergedCode

/// What the purpose requires is disclosed (product.md §4).
struct RequirementsCheck: Check {
    let name = CheckName.requirements

    func examine(_ subject: inout Case, _ verdict: inout Verdict) -> CheckFinding {
        guard !subject.policy.required.isEmpty else { return .skipped }
        // Without signatures nothing is known to be disclosed or not.
        guard let components = subject.components else { return .skipped }
        let isMissing = subject.policy.required.contains { !components.contains($0) }
        return isMissing ? .unknown(.componentNotDisclosed) : .passed
    }
}
