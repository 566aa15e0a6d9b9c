// SPDX-License-Identifier: Apache-2.0

import MergedCode

/// A printed code proves nothing about who carries it, so a person compares it with a document (wire-format.md §1).
struct DocumentCheck: Check {
    let name = CheckName.document

    func examine(_ subject: inout Case, _ verdict: inout Verdict) -> CheckFinding {
        guard case .printed = subject.code else { return .skipped }
        return .unknown(.printedNeedsDocument)
    }
}
