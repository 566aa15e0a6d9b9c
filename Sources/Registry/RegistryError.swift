// SPDX-License-Identifier: Apache-2.0

/// Why a value, a row, a file or a request is not accepted by the registry.
///
/// Two errors are equal when their ``code`` is; the message is for people and may change. Neither ever holds a value of the
/// input.
public struct RegistryError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A stable name of what went wrong, such as `id_check_digit`; all are listed in docs/errors.md.
    ///
    /// These are written like the other reasons of product.md §3 to §5 (`excel_damaged`, `import_stale`), because they reach
    /// departments in reports.
    public struct Code: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
        /// The stable text.
        public let rawValue: String

        /// A code from its stable text.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// The stable text.
        public var description: String { rawValue }
    }

    /// What went wrong.
    public let code: Code
    /// What was expected and found, for people: lower case, no data of the input.
    public let message: String
    /// The line of the file, from 1, where a file as a whole is refused because of one.
    public let line: Int?
    /// The column, where a file as a whole is refused because of one.
    public let column: String?

    /// An error from its code and a message, with the place in a file where there is one.
    public init(_ code: Code, _ message: String, line: Int? = nil, column: String? = nil) {
        self.code = code
        self.message = message
        self.line = line
        self.column = column
    }

    /// The code and the message.
    public var description: String { "\(code): \(message)" }

    /// Compares the codes.
    public static func == (left: RegistryError, right: RegistryError) -> Bool { left.code == right.code }

    /// Hashes the code.
    public func hash(into hasher: inout Hasher) { hasher.combine(code) }
}
