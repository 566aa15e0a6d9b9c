// SPDX-License-Identifier: Apache-2.0

/// Why something cannot be written into the trace, or read from it.
///
/// Two errors are equal when their ``code`` is; the message is for people and may change.
public struct AuditError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A stable name of what went wrong; all are listed in docs/errors.md.
    public struct Code: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
        /// The stable text.
        public let rawValue: String

        /// A code from its stable text.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// The stable text.
        public var description: String { rawValue }

        /// A value that a record cannot hold: empty, too long, or with characters that do not belong there.
        public static let value = Code(rawValue: "audit.value")
        /// A reason for looking that seems to hold an ID number or another long number.
        public static let personalData = Code(rawValue: "audit.personal-data")
        /// Bytes that are no record as this program writes it.
        public static let malformed = Code(rawValue: "audit.malformed")
        /// A text that is no checkpoint.
        public static let checkpoint = Code(rawValue: "audit.checkpoint")
        /// A checkpoint that was changed, or made under another key.
        public static let checkpointMAC = Code(rawValue: "audit.checkpoint-mac")
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
    public static func == (left: AuditError, right: AuditError) -> Bool { left.code == right.code }

    /// Hashes the code.
    public func hash(into hasher: inout Hasher) { hasher.combine(code) }
}
