// SPDX-License-Identifier: Apache-2.0

import COSE
import MergedCode
import Trust

/// A code on its way through the checks: what is known about it so far.
///
/// Checks that establish something put it here for those after them; what was not established is `nil`, so that nothing
/// can be said that depends on it.
struct Case {
    let code: UnverifiedCode
    let circumstances: Circumstances
    let signatures: SignatureMemory

    /// The credential that the code carries or, for a reference code, the one looked up.
    var credential: UnverifiedCredential?
    /// What vouches for the issuer's signature.
    var issuerKey: IssuerKey?
    /// The credential or printed code, once its issuer's signature holds.
    var issued: Issued?
    /// Whether the issuer recorded what it signed; `nil` where nobody was asked.
    var isOnRecord: Bool?
    /// What the issuer recorded, once it is known to be about this very credential.
    ///
    /// What the registry says in it of the person overrides what the code says. It is kept, since whoever works it out copies
    /// the whole case for it.
    var record: RecordedCredential?
    /// Whether the holder's signature holds; `nil` where a code has none.
    var isHeld: Bool?
    /// What is disclosed, once the signatures it depends on hold.
    var components: Components?
    /// What is known about revocation.
    var status: CredentialStatus?

    /// An issuer's key, ready to verify, and the entry of the trust list that vouches for it.
    struct IssuerKey {
        let entry: TrustedKey
        let verifier: any SignatureVerifier
    }

    /// What an issuer signed.
    enum Issued {
        case credential(VerifiedCredential)
        case printed(VerifiedPrintedCode)
    }

    // Where these are called and not inlined, the whole case is copied for the call.
    @inline(__always) var now: Int64 { circumstances.now }
    @inline(__always) var policy: Policy { circumstances.policy }

    /// What the holder signed; `nil` for a printed code.
    @inline(__always) var binding: KeyBinding? {
        switch code {
        case .dynamic(let code): code.binding
        case .reference(let code): code.binding
        case .printed: nil
        }
    }

    /// What the issuer signed, as far as it is at hand.
    @inline(__always) var claims: IssuedClaims? {
        if case .printed(let code) = code { return code.claims }
        return credential?.claims
    }

    /// The signed object that the issuer made, as far as it is at hand.
    @inline(__always) var signed: COSESign1? {
        if case .printed(let code) = code { return code.sign1 }
        return credential?.sign1
    }
}

/// What a check found.
struct CheckFinding {
    let state: CheckResult.State
    var asOf: Int64?
    var reasons: [Reason] = []

    static let passed = CheckFinding(state: .passed)
    static let skipped = CheckFinding(state: .skipped)

    /// Something is against the code.
    static func failed(_ code: ReasonCode, _ outcome: Outcome? = nil, asOf: Int64? = nil) -> CheckFinding {
        CheckFinding(state: .failed, asOf: asOf, reasons: [Reason(code, outcome)])
    }

    /// Something could not be decided.
    static func unknown(_ code: ReasonCode, _ outcome: Outcome? = nil, asOf: Int64? = nil) -> CheckFinding {
        CheckFinding(state: .unknown, asOf: asOf, reasons: [Reason(code, outcome)])
    }
}

/// One rule that a code has to meet.
///
/// To add one: a file in `Checks`, a name in ``CheckName``, a place in `Verifier.checks`.
protocol Check: Sendable {
    var name: CheckName { get }

    /// Judges the case, adds to it what later checks need, and writes into the verdict what it may show.
    func examine(_ subject: inout Case, _ verdict: inout Verdict) -> CheckFinding
}
