// SPDX-License-Identifier: Apache-2.0

/// Why a database cannot be opened, read or written.
///
/// Whatever was written before is still there, and of the transaction that failed nothing is. Two errors are equal when
/// their ``code`` is; the message is for people and may change.
public struct StorageError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A stable name of what went wrong; all are listed in docs/errors.md.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Value: String {
            case full = "storage.full"
            case readOnly = "storage.read-only"
            case corrupt = "storage.corrupt"
            case busy = "storage.busy"
            case newerSchema = "storage.newer-schema"
            case notOurs = "storage.not-ours"
            case cannotOpen = "storage.cannot-open"
            case constraint = "storage.constraint"
            case unreachable = "storage.unreachable"
            case address = "storage.address"
            case sealedAnew = "storage.sealed-anew"
            case failed = "storage.failed"
        }

        private let value: Value

        /// The stable text.
        public var description: String { value.rawValue }

        /// The disk, or what the database may take of it, is full.
        public static let full = Code(value: .full)
        /// The database may be read but not written.
        public static let readOnly = Code(value: .readOnly)
        /// The file is no database, is damaged, or holds a row that this program did not write.
        public static let corrupt = Code(value: .corrupt)
        /// Another process has been writing for longer than this one waits.
        public static let busy = Code(value: .busy)
        /// A newer version of this program made the database, or changed it.
        public static let newerSchema = Code(value: .newerSchema)
        /// A database, but of another kind or another program.
        public static let notOurs = Code(value: .notOurs)
        /// There is no such directory or database, or no right to use it.
        public static let cannotOpen = Code(value: .cannotOpen)
        /// What is written contradicts what is there, such as one status index given to two credentials.
        public static let constraint = Code(value: .constraint)
        /// No database server answers, or the connection to it was lost.
        public static let unreachable = Code(value: .unreachable)
        /// Not the URL of a PostgreSQL database.
        public static let address = Code(value: .address)
        /// The sealing key was rotated, and this program has another one than the database was sealed anew under.
        public static let sealedAnew = Code(value: .sealedAnew)
        /// The disk or the database failed in another way.
        public static let failed = Code(value: .failed)
    }

    /// What went wrong.
    public let code: Code
    /// What was expected and found, for people: lower case, no personal data.
    public let message: String

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// The code and the message.
    public var description: String { "\(code): \(message)" }

    /// Compares the codes.
    public static func == (left: StorageError, right: StorageError) -> Bool { left.code == right.code }

    /// Hashes the code.
    public func hash(into hasher: inout Hasher) { hasher.combine(code) }
}
