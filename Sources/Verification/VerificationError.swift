// SPDX-License-Identifier: Apache-2.0

/// Why what a deployment says about roles and items cannot be used; a code that is refused is a ``Verdict`` instead.
///
/// Two errors are equal when their ``code`` is; the message is for people and may change.
public struct VerificationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A stable name of what went wrong; all are listed in docs/errors.md.
    public struct Code: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
        /// The stable text.
        public let rawValue: String

        /// A code from its stable text.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// The stable text.
        public var description: String { rawValue }

        /// Not JSON, or a value is missing or of another kind than expected.
        public static let malformed = Code(rawValue: "verification.malformed")
        /// A key that has no meaning, which may be a misspelt one that has.
        public static let unknownKey = Code(rawValue: "verification.unknown-key")
        /// A policy that would tell a role what no policy can.
        public static let tooMuch = Code(rawValue: "verification.too-much")
        /// An item code (事项编码) or name that cannot be one.
        public static let item = Code(rawValue: "verification.item")
        /// Two items of one code.
        public static let duplicateItem = Code(rawValue: "verification.duplicate-item")
        /// An item that requires a component which it does not show.
        public static let requiredNotShown = Code(rawValue: "verification.required-not-shown")
        /// A reveal without a reason.
        public static let revealReason = Code(rawValue: "verification.reveal-reason")
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
    public static func == (left: VerificationError, right: VerificationError) -> Bool { left.code == right.code }

    /// Hashes the code.
    public func hash(into hasher: inout Hasher) { hasher.combine(code) }
}
