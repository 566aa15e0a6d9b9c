// SPDX-License-Identifier: Apache-2.0

import COSE
import MergedCode

/// The credential, or the printed code, is the one that the issuer recorded (product.md §4).
///
/// Whoever has got at an issuer's key can sign what they like, but not put it on record.
struct RecordCheck: Check {
    let name = CheckName.record
    let crypto: any CryptoProvider

    func examine(_ subject: inout Case, _ verdict: inout Verdict) -> CheckFinding {
        if case .unavailable = subject.circumstances.lookUp { return .skipped }
        // A signature that does not hold says more than the want of a record.
        guard subject.issued != nil, let signed = subject.signed else { return .skipped }
        guard case .found(let record) = subject.circumstances.lookUp,
            crypto.sha256(signed.signatureInput()[...]) == record.signedDigest
        else {
            subject.isOnRecord = false
            return .failed(.credentialUnknown)
        }
        subject.isOnRecord = true
        subject.record = record
        return CheckFinding(state: .passed, asOf: record.standing?.asOf)
    }
}
