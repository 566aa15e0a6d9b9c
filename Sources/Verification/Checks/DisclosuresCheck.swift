// SPDX-License-Identifier: Apache-2.0

import COSE
import MergedCode
import Trust

/// What is shown is what the issuer signed, and the issuer may attest it (wire-format.md §3, §7).
struct DisclosuresCheck: Check {
    let name = CheckName.disclosures
    let crypto: any CryptoProvider
    let memory: DisclosureMemory

    func examine(_ subject: inout Case, _ verdict: inout Verdict) -> CheckFinding {
        guard let issued = subject.issued, let key = subject.issuerKey else { return .skipped }
        let components: Components
        do throws(CodeError) {
            switch issued {
            case .printed(let code): components = code.components
            case .credential(let credential):
                // The credential that a reference code names is looked up with all disclosures, shown or not: not to be kept.
                if case .reference = subject.code {
                    components = try credential.components(disclosedWith: crypto)
                } else {
                    components = try memory.components(of: credential, crypto, now: subject.now)
                }
            }
        } catch {
            return .failed(ReasonCode(error.reason))
        }
        // Most keys may attest everything, so the components are counted only where one may not.
        if key.entry.attestableClaims != nil {
            guard components.keys.allSatisfy({ key.entry.mayAttest($0.rawValue) }) else {
                return .failed(.issuerNotAuthorised)
            }
        }
        // Without the holder's proof nothing of a credential is shown, however true it may be.
        // So it is with what the issuer does not know.
        guard subject.isHeld != false, subject.isOnRecord != false else { return .passed }
        var shown = components
        if case .reference(let code) = subject.code { shown = components.restricted(to: code.shown ?? []) }
        // What the purpose does not look at has no part in the verdict, though the holder disclosed it.
        if let lookedAt = subject.policy.shown { shown = shown.restricted(to: lookedAt.union(subject.policy.required)) }
        subject.components = shown
        if let identity = shown.identity {
            verdict.identity = .confirmed(name: identity.name, idNumber: identity.idNumber)
        }
        guard let standing = subject.record?.standing else {
            if let payment = shown.payment { verdict.payments = [PaymentFinding(payment)] }
            return .passed
        }
        if shown.payment != nil { verdict.payments = standing.payments }
        verdict.regions = standing.regions
        verdict.warnings = standing.warnings.filter { shown.contains($0.component) }
        return .passed
    }
}

extension ReasonCode {
    init(_ reason: CodeError.Reason) {
        switch reason {
        case .unsupportedFormat: self = .unsupportedFormat
        case .malformedBase45: self = .malformedBase45
        case .malformedCBOR: self = .malformedCBOR
        case .malformedCode: self = .malformedCode
        case .holderProofMissing: self = .holderProofMissing
        case .unsupportedAlgorithm: self = .unsupportedAlgorithm
        case .disclosureInvalid: self = .disclosureInvalid
        }
    }
}
