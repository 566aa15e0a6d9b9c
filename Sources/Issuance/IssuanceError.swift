// SPDX-License-Identifier: Apache-2.0

/// Why nothing is issued, refreshed or revoked.
///
/// Two errors are equal when their ``code`` is; the message is for people and may change.
public struct IssuanceError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A stable name of what went wrong; all are listed in docs/errors.md.
    public struct Code: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
        /// The stable text.
        public let rawValue: String

        /// A code from its stable text.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// The stable text.
        public var description: String { rawValue }

        /// Nobody of this ID number is in the registry.
        public static let personUnknown = Code(rawValue: "issuance.person-unknown")
        /// The roster says that the person has died.
        public static let personDeceased = Code(rawValue: "issuance.person-deceased")
        /// No department has given the person's name.
        public static let nameUnknown = Code(rawValue: "issuance.name-unknown")
        /// No ticket has this text, or it was used or replaced.
        public static let ticketUnknown = Code(rawValue: "issuance.ticket-unknown")
        /// The ticket is older than a day.
        public static let ticketExpired = Code(rawValue: "issuance.ticket-expired")
        /// Not the ticket's PIN.
        public static let pinWrong = Code(rawValue: "issuance.pin-wrong")
        /// The PIN was wrong five times; the ticket is spent.
        public static let pinExhausted = Code(rawValue: "issuance.pin-exhausted")
        /// No credential of this id, or none that can be refreshed.
        public static let credentialUnknown = Code(rawValue: "issuance.credential-unknown")
        /// The credential was revoked: a new ticket is needed.
        public static let credentialRevoked = Code(rawValue: "issuance.credential-revoked")
        /// The credential is suspended, such as after the use of an old handle.
        public static let credentialSuspended = Code(rawValue: "issuance.credential-suspended")
        /// The refresh handle was used before: two wallets have it, and the credential is suspended.
        public static let handleSpent = Code(rawValue: "issuance.handle-spent")
        /// The nonce is none that this deployment gave out.
        public static let nonceUnknown = Code(rawValue: "issuance.nonce-unknown")
        /// The nonce is older than two minutes.
        public static let nonceExpired = Code(rawValue: "issuance.nonce-expired")
        /// The nonce was used before.
        public static let nonceSpent = Code(rawValue: "issuance.nonce-spent")
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
    public static func == (left: IssuanceError, right: IssuanceError) -> Bool { left.code == right.code }

    /// Hashes the code.
    public func hash(into hasher: inout Hasher) { hasher.combine(code) }
}
