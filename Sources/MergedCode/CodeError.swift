// SPDX-License-Identifier: Apache-2.0

import COSE

/// Why a text is no merged code, or a code that breaks the rules of wire-format.md.
///
/// A refused code is a verdict, so this is caught where codes are verified and becomes a reason there. Two errors are
/// equal when their ``reason`` is.
public struct CodeError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The reasons that reading alone can find, named as in a verdict (product.md §4).
    public enum Reason: String, Hashable, Sendable, CaseIterable {
        /// The text does not begin with `HYM1:` or is longer than ``UnverifiedCode/maximumLength``.
        case unsupportedFormat = "unsupported_format"
        /// What follows the prefix is not Base45 (RFC 9285).
        case malformedBase45 = "malformed_base45"
        /// The bytes are not the strict CBOR of wire-format.md §10.
        case malformedCBOR = "malformed_cbor"
        /// The bytes are CBOR, but no code of one of the three kinds.
        case malformedCode = "malformed_code"
        /// A credential without the holder's key binding token around it.
        case holderProofMissing = "holder_proof_missing"
        /// A signature algorithm that nobody here can check.
        case unsupportedAlgorithm = "unsupported_algorithm"
        /// A disclosure that is malformed, or that the issuer did not sign for.
        case disclosureInvalid = "disclosure_invalid"
    }

    /// What went wrong.
    public let reason: Reason
    /// What was expected and found, for people: lower case, no data of the code.
    public let message: String
    /// Which kind of code it would have been, where that could be told before the error was found (wire-format.md §1).
    public internal(set) var kind: CodeKind?

    /// An error from its reason and a message.
    public init(_ reason: Reason, _ message: String) {
        self.reason = reason
        self.message = message
    }

    /// The error of a lower layer as a reason.
    init(_ error: COSEError) {
        message = error.message
        reason =
            switch error.code {
            case .base45Character, .base45Value: .malformedBase45
            case .algorithm: .unsupportedAlgorithm
            case let code where code.isMalformedCBOR: .malformedCBOR
            default: .malformedCode
            }
    }

    /// The reason and the message.
    public var description: String { "\(reason.rawValue): \(message)" }

    /// Compares the reasons.
    public static func == (left: CodeError, right: CodeError) -> Bool { left.reason == right.reason }

    /// Hashes the reason.
    public func hash(into hasher: inout Hasher) { hasher.combine(reason) }
}

/// Runs something of the COSE layer and names its failure as a reason.
func reading<Value>(_ body: () throws(COSEError) -> Value) throws(CodeError) -> Value {
    do { return try body() } catch { throw CodeError(error) }
}
