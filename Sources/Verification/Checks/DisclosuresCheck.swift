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
        guard let issued = subject.issued, let entry = subject.issuerKey?.entry else { return .skipped }
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
        if entry.attestableClaims != nil {
            guard components.keys.allSatisfy({ entry.mayAttest($0.rawValue) }) else {
                return .failed(.issuerNotAuthorised)
            }
        }
        // Without the holder's proof nothing of a credential is shown, however true it may be.
        // So it is with what the issuer does not know.
        guard subject.isHeld != false, subject.isOnRecord != false else { return .passed }
        if let keys = Self.visible(in: subject) {
            show(components.restricted(to: keys), of: &subject, in: &verdict)
        } else {
            show(components, of: &subject, in: &verdict)
        }
        return .passed
    }

    /// The components that count, where not all do: what a reference code shows, and what the purpose looks at; the rest has
    /// no part in the verdict, though the holder disclosed it.
    private static func visible(in subject: Case) -> Set<ComponentKey>? {
        let policy = subject.circumstances.policy
        let lookedAt = policy.shown?.union(policy.required)
        guard case .reference(let code) = subject.code else { return lookedAt }
        let shown = code.shown ?? []
        return lookedAt?.intersection(shown) ?? shown
    }

    private func show(_ components: consuming Components, of subject: inout Case, in verdict: inout Verdict) {
        if let identity = components.identity {
            verdict.identity = .confirmed(name: identity.name, idNumber: identity.idNumber)
        }
        if let standing = subject.record?.standing {
            if components.payment != nil { verdict.payments = standing.payments }
            verdict.regions = standing.regions
            verdict.warnings = standing.warnings.filter { components.contains($0.component) }
        } else if let payment = components.payment {
            verdict.payments = [PaymentFinding(payment)]
        }
        subject.components = components
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
