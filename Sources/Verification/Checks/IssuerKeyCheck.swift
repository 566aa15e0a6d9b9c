// SPDX-License-Identifier: Apache-2.0

import COSE
import MergedCode
import Trust

/// One entry of the trust list vouches for the issuer's key: kid, algorithm, use, issuer and dates together
/// (wire-format.md §7).
struct IssuerKeyCheck: Check {
    let name = CheckName.issuerKey

    func examine(_ subject: inout Case, _ verdict: inout Verdict) -> CheckFinding {
        guard let trustList = subject.circumstances.trust?.trustList else { return .skipped }
        let named: (keyID: KeyID, algorithm: Algorithm, use: KeyUse, claims: IssuedClaims)
        if case .printed(let code) = subject.code {
            named = (code.keyID, code.algorithm, .printed, code.claims)
        } else {
            guard let credential = subject.credential else { return .skipped }
            named = (credential.keyID, credential.algorithm, .credential, credential.claims)
        }
        let resolution = trustList.key(
            named.keyID,
            algorithm: named.algorithm,
            use: named.use,
            issuerBytes: named.claims.issuerBytes,
            issuedAt: named.claims.issuedAt
        )
        switch resolution {
        case .trusted(let entry, let verifier):
            subject.issuerKey = Case.IssuerKey(entry: entry, verifier: verifier)
            return CheckFinding(state: .passed, asOf: trustList.issuedAt)
        case .refused(let refusal):
            return .failed(ReasonCode(refusal), asOf: trustList.issuedAt)
        }
    }
}

extension ReasonCode {
    init(_ refusal: KeyRefusal) {
        switch refusal {
        case .unknownIssuerKey: self = .unknownIssuerKey
        case .issuerKeyRevoked: self = .issuerKeyRevoked
        case .unsupportedAlgorithm: self = .unsupportedAlgorithm
        case .issuerNotAuthorised: self = .issuerNotAuthorised
        case .issuerKeyExpired: self = .issuerKeyExpired
        case .issuerKeyNotYetValid: self = .issuerKeyNotYetValid
        }
    }
}
