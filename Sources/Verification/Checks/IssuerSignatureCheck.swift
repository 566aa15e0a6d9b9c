// SPDX-License-Identifier: Apache-2.0

import MergedCode

/// The issuer signed the credential, or the printed code.
struct IssuerSignatureCheck: Check {
    let name = CheckName.issuerSignature

    func examine(_ subject: inout Case, _ verdict: inout Verdict) -> CheckFinding {
        guard let verifier = subject.issuerKey?.verifier else { return .skipped }
        if case .printed(let code) = subject.code {
            guard let verified = code.verified(by: subject.signatures.remembering(verifier)) else {
                return .failed(.issuerSignatureInvalid)
            }
            subject.issued = .printed(verified)
        } else {
            guard let credential = subject.credential else { return .skipped }
            guard let verified = credential.verified(by: subject.signatures.remembering(verifier)) else {
                return .failed(.issuerSignatureInvalid)
            }
            subject.issued = .credential(verified)
        }
        return .passed
    }
}
