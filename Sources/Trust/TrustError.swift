// SPDX-License-Identifier: Apache-2.0

/// Why a trust list, a status list or remembered state is not to be believed.
///
/// Two errors are equal when their ``code`` is; the message is for people and may change.
public struct TrustError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A stable name of what went wrong, such as `trust-list.signature`; all are listed in docs/errors.md.
    public struct Code: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
        /// The stable text.
        public let rawValue: String

        /// A code from its stable text.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// The stable text.
        public var description: String { rawValue }

        /// Not the strict CBOR, COSE or claims of a trust list (wire-format.md §7).
        public static let trustListMalformed = Code(rawValue: "trust-list.malformed")
        /// `typ` is not the one of a trust list.
        public static let trustListType = Code(rawValue: "trust-list.type")
        /// More bytes than ``TrustList/maximumLength``.
        public static let trustListTooLarge = Code(rawValue: "trust-list.too-large")
        /// Signed by another root than the anchor's.
        public static let unknownRoot = Code(rawValue: "trust-list.unknown-root")
        /// Not the root's signature over the list.
        public static let trustListSignature = Code(rawValue: "trust-list.signature")
        /// The list speaks for another issuer than the anchor's.
        public static let trustListIssuer = Code(rawValue: "trust-list.issuer")
        /// The list lives longer than ``TrustList/maximumLifetime``, or ends before it begins.
        public static let trustListLifetime = Code(rawValue: "trust-list.lifetime")
        /// An entry's kid is not the thumbprint of its key, or one kid names two keys.
        public static let entryKeyID = Code(rawValue: "trust-list.entry-kid")
        /// An entry's key is no usable point.
        public static let entryKey = Code(rawValue: "trust-list.entry-key")
        /// The root stands among the entries.
        public static let rootAsEntry = Code(rawValue: "trust-list.root-as-entry")

        /// Not the strict CBOR, COSE or claims of a status list (wire-format.md §8).
        public static let statusListMalformed = Code(rawValue: "status-list.malformed")
        /// `typ` is not the one of a status list.
        public static let statusListType = Code(rawValue: "status-list.type")
        /// `bits` is not a width that is allowed here.
        public static let statusListBits = Code(rawValue: "status-list.bits")
        /// The list is no complete zlib stream.
        public static let statusListCompression = Code(rawValue: "status-list.compression")
        /// More bytes than ``StatusList/maximumLength``, inflated.
        public static let statusListTooLarge = Code(rawValue: "status-list.too-large")
        /// No key of the trust list may have signed this status list.
        public static let statusListKey = Code(rawValue: "status-list.key")
        /// Not the key's signature over the list.
        public static let statusListSignature = Code(rawValue: "status-list.signature")
        /// The URI is under no listed prefix.
        public static let statusListURI = Code(rawValue: "status-list.uri")
        /// A newer list of the same URI is at hand.
        public static let statusListOutdated = Code(rawValue: "status-list.outdated")
        /// A position beyond the list's length.
        public static let statusListIndex = Code(rawValue: "status-list.index")
        /// A revoked entry was to become something else.
        public static let revokedIsFinal = Code(rawValue: "status-list.revoked-is-final")

        /// Not the bytes that ``TrustMemory/encoded`` writes.
        public static let memoryMalformed = Code(rawValue: "trust-memory.malformed")
    }

    /// What went wrong.
    public let code: Code
    /// What was expected and found, for people: lower case, no data of a person.
    public let message: String

    /// An error from its code and a message.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// The code and the message.
    public var description: String { "\(code): \(message)" }

    /// Compares the codes.
    public static func == (left: TrustError, right: TrustError) -> Bool { left.code == right.code }

    /// Hashes the code.
    public func hash(into hasher: inout Hasher) { hasher.combine(code) }
}
