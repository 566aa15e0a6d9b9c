// SPDX-License-Identifier: Apache-2.0

import COSE
import MergedCode

/// The holder of the credential signed the code (RFC 8747; wire-format.md §4, §5).
struct HolderSignatureCheck: Check {
    let name = CheckName.holderSignature
    let keys: HolderKeyMemory

    func examine(_ subject: inout Case, _ verdict: inout Verdict) -> CheckFinding {
        // The holder's key is only as good as the credential that names it.
        guard case .credential(let credential) = subject.issued else { return .skipped }
        subject.isHeld = false
        guard let verifier = keys.verifier(for: credential.holderKey) else { return .failed(.malformedCode) }
        let algorithm: Algorithm
        let isSigned: Bool
        switch subject.code {
        case .dynamic(let code): (algorithm, isSigned) = (code.algorithm, code.isHolderSigned(by: verifier))
        case .reference(let code): (algorithm, isSigned) = (code.algorithm, code.isHolderSigned(by: verifier))
        case .printed: return .skipped
        }
        guard credential.holderKey.curve.accepts(algorithm) else { return .failed(.unsupportedAlgorithm) }
        guard isSigned else { return .failed(.holderSignatureInvalid) }
        subject.isHeld = true
        return .passed
    }
}
