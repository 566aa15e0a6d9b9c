// SPDX-License-Identifier: Apache-2.0

import MergedCode

/// A reference code's credential is known here (wire-format.md §5).
struct LookUpCheck: Check {
    let name = CheckName.lookup

    func examine(_ subject: inout Case, _ verdict: inout Verdict) -> CheckFinding {
        switch subject.code {
        case .dynamic(let code):
            subject.credential = code.credential
            return .skipped
        case .printed:
            return .skipped
        case .reference(let code):
            switch subject.circumstances.lookUp {
            case .unavailable: return .unknown(.credentialUnknown, .review)
            case .none: return .failed(.credentialUnknown)
            case .found(let record):
                // Whoever answers with another credential than was asked for knows none of this id.
                guard let credential = record.credential, credential.id == code.credentialID else {
                    return .failed(.credentialUnknown)
                }
                subject.credential = credential
                return .passed
            }
        }
    }
}
