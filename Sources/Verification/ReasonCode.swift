// SPDX-License-Identifier: Apache-2.0

/// Why a code is not simply accepted: the closed list of product.md §4.
///
/// The raw value is the stable text in verdicts. Sentences for people are in ``ReasonCode/sentences``, and docs/errors.md
/// lists them all.
public enum ReasonCode: String, Hashable, Sendable, CaseIterable, Codable {
    // What the code is.
    case unsupportedFormat = "unsupported_format"
    case malformedBase45 = "malformed_base45"
    case malformedCBOR = "malformed_cbor"
    case malformedCode = "malformed_code"
    case holderProofMissing = "holder_proof_missing"
    case unsupportedAlgorithm = "unsupported_algorithm"
    // Who issued it.
    case unknownIssuerKey = "unknown_issuer_key"
    case issuerKeyNotYetValid = "issuer_key_not_yet_valid"
    case issuerKeyExpired = "issuer_key_expired"
    case issuerKeyRevoked = "issuer_key_revoked"
    case issuerNotAuthorised = "issuer_not_authorised"
    case trustListInvalid = "trust_list_invalid"
    // Whether it is authentic, and for here.
    case issuerSignatureInvalid = "issuer_signature_invalid"
    case holderSignatureInvalid = "holder_signature_invalid"
    case disclosureInvalid = "disclosure_invalid"
    case wrongAudience = "wrong_audience"
    case challengeUnknown = "challenge_unknown"
    case replayed
    // Whether it is still good.
    case credentialNotYetValid = "credential_not_yet_valid"
    case credentialExpired = "credential_expired"
    case codeExpired = "code_expired"
    case codeTooOld = "code_too_old"
    case codeFromFuture = "code_from_future"
    case credentialRevoked = "credential_revoked"
    case credentialSuspended = "credential_suspended"
    case credentialUnknown = "credential_unknown"
    // What could not be decided.
    case trustListStale = "trust_list_stale"
    case trustListRollback = "trust_list_rollback"
    case statusUnknown = "status_unknown"
    case statusStale = "status_stale"
    case replayUnknown = "replay_unknown"
    case clockSuspect = "clock_suspect"
    case printedNeedsDocument = "printed_needs_document"
    case componentNotDisclosed = "component_not_disclosed"
    // What the components say.
    case cardLost = "card_lost"
    case cardCancelled = "card_cancelled"
    case cardExpired = "card_expired"
    case reliefEnded = "relief_ended"
    case reliefSuspended = "relief_suspended"
    case reliefSuperseded = "relief_superseded"
    case reliefExpired = "relief_expired"
    case reliefNone = "relief_none"
    case healthExpired = "health_expired"
    case healthRetired = "health_retired"

    /// What the reason makes of a verdict where nothing in its circumstances says otherwise.
    public var outcome: Outcome {
        switch self {
        case .trustListStale, .trustListRollback, .statusUnknown, .statusStale, .replayUnknown, .clockSuspect,
            .printedNeedsDocument, .componentNotDisclosed,
            .cardLost, .cardCancelled, .cardExpired,
            .reliefEnded, .reliefSuspended, .reliefSuperseded, .reliefExpired, .reliefNone,
            .healthExpired, .healthRetired:
            .review
        default: .reject
        }
    }
}

/// The three answers, from good to bad.
public enum Outcome: String, Hashable, Sendable, Comparable, Codable, CaseIterable {
    /// The code is authentic, fresh and fit for the purpose named.
    case accept
    /// A person has to look: something could not be decided, or does not fit.
    case review
    /// The code is refused.
    case reject

    /// Whether one answer is better than another.
    public static func < (left: Outcome, right: Outcome) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .accept: 0
        case .review: 1
        case .reject: 2
        }
    }
}

/// One reason in a verdict.
public struct Reason: Hashable, Sendable {
    /// Which one.
    public let code: ReasonCode
    /// What it makes of the verdict here.
    public let outcome: Outcome

    /// A reason with the outcome of its code, or another where the circumstances say so.
    public init(_ code: ReasonCode, _ outcome: Outcome? = nil) {
        self.code = code
        self.outcome = outcome ?? code.outcome
    }
}
