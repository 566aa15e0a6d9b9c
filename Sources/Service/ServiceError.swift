// SPDX-License-Identifier: Apache-2.0

/// Why the service cannot be set up.
///
/// What goes wrong while it answers is a ``ProblemDocument``. Two errors are equal when their ``code`` is; the message is
/// for people and may change.
public struct ServiceError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A stable name of what went wrong; all are listed in docs/errors.md.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Value: String {
            case configuration = "service.configuration"
            case certificate = "service.certificate"
            case scanner = "service.scanner"
            case address = "service.address"
        }

        private let value: Value

        /// The stable text.
        public var description: String { value.rawValue }

        /// A value of the configuration is missing or is not what its key takes.
        public static let configuration = Code(value: .configuration)
        /// The certificate or the key for TLS cannot be read, or they do not belong together.
        public static let certificate = Code(value: .certificate)
        /// There is no program that decodes pictures.
        public static let scanner = Code(value: .scanner)
        /// The address to listen at is in use, or may not be used.
        public static let address = Code(value: .address)
    }

    /// What went wrong.
    public let code: Code
    /// What was expected and found, for people: lower case, no secret.
    public let message: String

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// The code and the message.
    public var description: String { "\(code): \(message)" }

    /// Compares the codes.
    public static func == (left: ServiceError, right: ServiceError) -> Bool { left.code == right.code }

    /// Hashes the code.
    public func hash(into hasher: inout Hasher) { hasher.combine(code) }
}
