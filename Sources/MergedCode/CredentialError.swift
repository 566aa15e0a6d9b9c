// SPDX-License-Identifier: Apache-2.0

/// Why a credential, a presentation or a challenge cannot be made or read by those who hold it.
///
/// Two errors are equal when their ``code`` is; the message is for people and may change.
public struct CredentialError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A stable name of what went wrong; all are listed in docs/errors.md.
    public struct Code: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
        /// The stable text.
        public let rawValue: String

        /// A code from its stable text.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// The stable text.
        public var description: String { rawValue }

        /// A claim to be issued is out of what wire-format.md §3 or §6 allows.
        public static let claim = Code(rawValue: "credential.claim")
        /// The credential is past its expiration time, so nothing of it can be presented.
        public static let expired = Code(rawValue: "credential.expired")
        /// The component to be shown is not in the credential.
        public static let componentMissing = Code(rawValue: "credential.component-missing")
        /// The signing key is not the holder's.
        public static let notHolder = Code(rawValue: "credential.not-holder")
        /// A credential for the wallet whose bytes or disclosures are not whole.
        public static let malformed = Code(rawValue: "credential.malformed")
        /// An audience that no verifier can have, or a nonce of a wrong length.
        public static let request = Code(rawValue: "credential.request")
        /// A text that is no challenge, or a challenge with wrong values.
        public static let challenge = Code(rawValue: "credential.challenge")
        /// The random source gave another number of bytes than asked for.
        public static let random = Code(rawValue: "credential.random")
        /// Bytes that are no proof of possession, or one with other headers or claims than its own.
        public static let proofMalformed = Code(rawValue: "proof.malformed")
        /// The proof names another key than the holder's, or one that is of no use.
        public static let proofKey = Code(rawValue: "proof.key")
        /// The proof is for another operation.
        public static let proofOperation = Code(rawValue: "proof.operation")
        /// The proof covers another request.
        public static let proofCoverage = Code(rawValue: "proof.coverage")
        /// The proof is for another service.
        public static let proofOrigin = Code(rawValue: "proof.origin")
        /// The proof is older than a minute, by the service's clock.
        public static let proofExpired = Code(rawValue: "proof.expired")
        /// The proof was made at a time that has not come yet, by the service's clock.
        public static let proofFromFuture = Code(rawValue: "proof.from-future")
        /// The proof is not signed with the holder's key.
        public static let proofSignature = Code(rawValue: "proof.signature")
        /// Bytes that are no SD-CWT or SD-KBT of the draft.
        public static let sdCWT = Code(rawValue: "sd-cwt.malformed")
        /// A disclosure that matches no digest, or several, or sits where it cannot.
        public static let sdCWTDisclosure = Code(rawValue: "sd-cwt.disclosure")
        /// A digest algorithm (`sd_alg`) or encryption of disclosures that is not supported.
        public static let sdCWTAlgorithm = Code(rawValue: "sd-cwt.algorithm")
    }

    /// What went wrong.
    public let code: Code
    /// What was expected and found, for people: lower case, no personal data.
    public let message: String

    /// An error from its code and a message.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// The code and the message.
    public var description: String { "\(code): \(message)" }

    /// Compares the codes.
    public static func == (left: CredentialError, right: CredentialError) -> Bool { left.code == right.code }

    /// Hashes the code.
    public func hash(into hasher: inout Hasher) { hasher.combine(code) }
}
