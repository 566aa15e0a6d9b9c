// SPDX-License-Identifier: Apache-2.0

import MergedCode
import Trust

/// The credential was not revoked or suspended, as far as a current status list says (wire-format.md §8).
///
/// The states of the components are left for their own checks.
struct StatusCheck: Check {
    let name = CheckName.status

    func examine(_ subject: inout Case, _ verdict: inout Verdict) -> CheckFinding {
        // Where a status stands is said by the issuer, so it takes the issuer's signature to ask.
        guard let trust = subject.circumstances.trust, subject.issued != nil, let claims = subject.claims else {
            return .skipped
        }
        let status = trust.status(
            ofBytes: claims.status.uriBytes,
            index: claims.status.index,
            issuerBytes: claims.issuerBytes,
            now: subject.now,
            memory: subject.circumstances.memory
        )
        subject.status = status
        verdict.evidence.statusList = status.evidence.map {
            Evidence.StatusListEvidence(issuedAt: $0.issuedAt, expiresAt: $0.expiresAt)
        }
        switch status.credential {
        case .valid: return CheckFinding(state: .passed, asOf: status.asOf)
        case .revoked: return .failed(.credentialRevoked, asOf: status.asOf)
        case .suspended: return .failed(.credentialSuspended, asOf: status.asOf)
        case .unknown: return .unknown(.statusUnknown, asOf: status.asOf)
        case .stale: return .unknown(.statusStale, asOf: status.asOf)
        }
    }
}
