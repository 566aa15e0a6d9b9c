// SPDX-License-Identifier: Apache-2.0

/// Why a data directory cannot be made, opened or used.
///
/// Two errors are equal when their ``code`` is; the message is for people and may change.
public struct DeploymentError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A stable name of what went wrong; all are listed in docs/errors.md.
    public struct Code: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
        /// The stable text.
        public let rawValue: String

        /// A code from its stable text.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// The stable text.
        public var description: String { rawValue }

        /// The directory is there already and is not empty.
        public static let directoryNotEmpty = Code(rawValue: "deployment.directory-not-empty")
        /// The database holds a deployment already.
        public static let databaseNotEmpty = Code(rawValue: "deployment.database-not-empty")
        /// There is no deployment in the directory.
        public static let notADeployment = Code(rawValue: "deployment.not-a-deployment")
        /// A file of the deployment is missing or cannot be read or written.
        public static let file = Code(rawValue: "deployment.file")
        /// A file of the deployment is not what it should be.
        public static let damaged = Code(rawValue: "deployment.damaged")
        /// No key of the published trust list may sign this now, or its private half is not here.
        public static let noSigningKey = Code(rawValue: "deployment.no-signing-key")
        /// No key of this kid.
        public static let keyUnknown = Code(rawValue: "deployment.key-unknown")
        /// A key of this kid is there already.
        public static let keyKnown = Code(rawValue: "deployment.key-known")
        /// The root key is not the one whose public half the deployment has.
        public static let rootMismatch = Code(rawValue: "deployment.root-mismatch")
        /// The records are in a PostgreSQL database, which its own tools back up.
        public static let recordsElsewhere = Code(rawValue: "deployment.records-elsewhere")
        /// The file is no backup, or is not as it was written.
        public static let backupDamaged = Code(rawValue: "deployment.backup-damaged")
    }

    /// What went wrong.
    public let code: Code
    /// What was expected and found, for people: lower case, no personal data.
    public let message: String
    /// What to do about it, where that is known.
    public let hint: String?

    /// An error from its code and a message.
    public init(_ code: Code, _ message: String, hint: String? = nil) {
        self.code = code
        self.message = message
        self.hint = hint
    }

    /// The code and the message.
    public var description: String { "\(code): \(message)" }

    /// Compares the codes.
    public static func == (left: DeploymentError, right: DeploymentError) -> Bool { left.code == right.code }

    /// Hashes the code.
    public func hash(into hasher: inout Hasher) { hasher.combine(code) }
}
