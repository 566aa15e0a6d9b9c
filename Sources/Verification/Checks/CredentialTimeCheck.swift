// SPDX-License-Identifier: Apache-2.0

import MergedCode

/// The credential, or the printed code, is within its own dates (wire-format.md §11).
struct CredentialTimeCheck: Check {
    let name = CheckName.credentialTime

    func examine(_ subject: inout Case, _ verdict: inout Verdict) -> CheckFinding {
        guard let claims = subject.claims else { return .skipped }
        let begin = max(claims.issuedAt, claims.notBefore ?? claims.issuedAt)
        if begin > subject.now + subject.policy.skew { return .failed(.credentialNotYetValid) }
        if subject.now >= claims.expiration { return .failed(.credentialExpired) }
        // A printed code stands alone; times of a credential are judged together with those of its code.
        if case .printed = subject.code, claims.brokenTimeRule != nil { return .failed(.malformedCode) }
        return .passed
    }
}
