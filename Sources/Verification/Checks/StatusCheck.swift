// SPDX-License-Identifier: Apache-2.0

import MergedCode
import Trust

/// The credential was not revoked or suspended, as its record says or, offline, a current status list (wire-format.md §8).
///
/// The states of the components are left for their own checks.
struct StatusCheck: Check {
    let name = CheckName.status

    func examine(_ subject: inout Case, _ verdict: inout Verdict) -> CheckFinding {
        // Where a status stands is said by the issuer, so it takes the issuer's signature to ask.
        guard let trust = subject.circumstances.trust, subject.issued != nil, let claims = subject.claims else {
            return .skipped
        }
        // What is not on record has no state to ask for.
        guard subject.isOnRecord != false else { return .skipped }
        if let record = subject.record, let standing = record.standing {
            if standing.hasDied { return .failed(.credentialRevoked, asOf: standing.asOf) }
            if let state = record.state { return finding(SlotStatus(state), asOf: standing.asOf) }
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
        return finding(subject.record?.state.map { SlotStatus($0) } ?? status.credential, asOf: status.asOf)
    }

    private func finding(_ state: SlotStatus, asOf: Int64?) -> CheckFinding {
        switch state {
        case .valid: CheckFinding(state: .passed, asOf: asOf)
        case .revoked: .failed(.credentialRevoked, asOf: asOf)
        case .suspended: .failed(.credentialSuspended, asOf: asOf)
        case .unknown, .stale: .unknown(ReasonCode(undecided: state), asOf: asOf)
        }
    }
}

extension SlotStatus {
    init(_ state: StatusListBuilder.State) {
        switch state {
        case .valid: self = .valid
        case .revoked: self = .revoked
        case .suspended: self = .suspended
        }
    }
}
