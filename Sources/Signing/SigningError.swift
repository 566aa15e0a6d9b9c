// SPDX-License-Identifier: Apache-2.0

/// Why a key, a file or a sealed value cannot be used.
///
/// Two errors are equal when their ``code`` is; message and hint are for people and may change.
public struct SigningError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A stable name of what went wrong, such as `signing.wrong-passphrase`; all are listed in docs/errors.md.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Value: String {
            case notAKey = "signing.not-a-key"
            case notEncrypted = "signing.not-encrypted"
            case wrongPassphrase = "signing.wrong-passphrase"
            case badPassphrase = "signing.bad-passphrase"
            case unsupportedEncryption = "signing.unsupported-encryption"
            case unsupportedCurve = "signing.unsupported-curve"
            case fileMissing = "signing.file-missing"
            case fileExists = "signing.file-exists"
            case filePermissions = "signing.file-permissions"
            case fileTooLarge = "signing.file-too-large"
            case fileFailed = "signing.file-failed"
            case notSealed = "signing.not-sealed"
            case unknownSealingKey = "signing.unknown-sealing-key"
            case cannotOpen = "signing.cannot-open"
            case badCost = "signing.bad-cost"
            case badSecretLength = "signing.bad-secret-length"
            case libraryFailed = "signing.library-failed"
        }

        private let value: Value

        /// The stable text.
        public var description: String { value.rawValue }

        /// The text or file is no key of the kind asked for, or half of one, or its halves do not belong together.
        public static let notAKey = Code(value: .notAKey)
        /// A private key lies there without encryption.
        public static let notEncrypted = Code(value: .notEncrypted)
        /// The passphrase does not open the key or file; damage to the ciphertext looks the same.
        public static let wrongPassphrase = Code(value: .wrongPassphrase)
        /// A passphrase that is empty or too long.
        public static let badPassphrase = Code(value: .badPassphrase)
        /// The key is encrypted in a way that is not PBES2 with bounded cost.
        public static let unsupportedEncryption = Code(value: .unsupportedEncryption)
        /// A key of another kind than P-256, P-384 (public only), Ed25519 and SM2.
        public static let unsupportedCurve = Code(value: .unsupportedCurve)
        /// There is no such file.
        public static let fileMissing = Code(value: .fileMissing)
        /// A file of that name is there already; it was not touched.
        public static let fileExists = Code(value: .fileExists)
        /// Others than its owner can get at the file.
        public static let filePermissions = Code(value: .filePermissions)
        /// The file is larger than what it should hold can be.
        public static let fileTooLarge = Code(value: .fileTooLarge)
        /// The system refused: a full disk, a missing right, a path that is no file.
        public static let fileFailed = Code(value: .fileFailed)
        /// The bytes are not what a ``Sealer`` writes.
        public static let notSealed = Code(value: .notSealed)
        /// The bytes were sealed under a key that is not here.
        public static let unknownSealingKey = Code(value: .unknownSealingKey)
        /// The sealed bytes or the associated data were altered.
        public static let cannotOpen = Code(value: .cannotOpen)
        /// A cost of key derivation outside of ``ScryptCost``'s bounds.
        public static let badCost = Code(value: .badCost)
        /// A key or salt has not the length it needs.
        public static let badSecretLength = Code(value: .badSecretLength)
        /// libcrypto or swift-crypto could not do what always works, for want of memory or randomness.
        public static let libraryFailed = Code(value: .libraryFailed)
    }

    /// What went wrong; the only thing that equality looks at.
    public let code: Code
    /// What was expected and found: lower case, never key bytes.
    public let message: String
    /// What a person can do about it.
    public let hint: String?

    init(_ code: Code, _ message: String, hint: String? = nil) {
        self.code = code
        self.message = message
        self.hint = hint
    }

    /// Code and message in one line.
    public var description: String { "\(code): \(message)" }

    /// Compares the codes.
    public static func == (left: SigningError, right: SigningError) -> Bool { left.code == right.code }

    /// Hashes the code.
    public func hash(into hasher: inout Hasher) { hasher.combine(code) }
}
