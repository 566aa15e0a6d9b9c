// SPDX-License-Identifier: Apache-2.0

/// Why a wallet cannot do what its holder asks.
///
/// Two errors are equal when their ``code`` is; the message is for people and may change.
public struct WalletError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A stable name of what went wrong; all are listed in docs/errors.md.
    public struct Code: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
        /// The stable text.
        public let rawValue: String

        /// A code from its stable text.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// The stable text.
        public var description: String { rawValue }

        /// There is no credential in the wallet, or none of the id asked for.
        public static let noCredential = Code(rawValue: "wallet.no-credential")
        /// The content of the wallet's file is not what this version writes.
        public static let damaged = Code(rawValue: "wallet.damaged")
        /// What the issuer gave is not a credential for this wallet's key.
        public static let badGrant = Code(rawValue: "wallet.bad-grant")
        /// The challenge is no longer good.
        public static let challengeExpired = Code(rawValue: "wallet.challenge-expired")
        /// The challenge is of another deployment than the credential.
        public static let challengeElsewhere = Code(rawValue: "wallet.challenge-elsewhere")
        /// What was given is not the address of a service.
        public static let serviceAddress = Code(rawValue: "wallet.service-address")
        /// The address is of http, and not on this machine.
        public static let serviceUnencrypted = Code(rawValue: "wallet.service-unencrypted")
        /// No answer came; it is not known whether the request arrived.
        public static let serviceUnreachable = Code(rawValue: "wallet.service-unreachable")
        /// The certificate is not the service's, or of nobody who is trusted.
        public static let serviceCertificate = Code(rawValue: "wallet.service-certificate")
        /// The answer is not one of this service's.
        public static let serviceAnswer = Code(rawValue: "wallet.service-answer")
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
    public static func == (left: WalletError, right: WalletError) -> Bool { left.code == right.code }

    /// Hashes the code.
    public func hash(into hasher: inout Hasher) { hasher.combine(code) }
}
