// SPDX-License-Identifier: Apache-2.0

/// Why bytes are not the CBOR, COSE or Base45 that this library accepts.
///
/// Two errors are equal when their ``code`` is; the message is for people and may change.
public struct COSEError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A stable name of what went wrong, such as `cbor.duplicate-key`; all are listed in docs/errors.md.
    public struct Code: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
        /// The stable text.
        public let rawValue: String

        /// A code from its stable text.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// The stable text.
        public var description: String { rawValue }

        /// Whether the bytes are not the strict CBOR of wire-format.md §10, as opposed to CBOR of a wrong shape.
        public var isMalformedCBOR: Bool { rawValue.hasPrefix("cbor.") }

        /// The input ends inside an item.
        public static let truncated = Code(rawValue: "cbor.truncated")
        /// Bytes follow the item.
        public static let trailingBytes = Code(rawValue: "cbor.trailing-bytes")
        /// Additional information 28 to 30, or a two-byte simple value below 32 (RFC 8949 §3.3).
        public static let reservedEncoding = Code(rawValue: "cbor.reserved-encoding")
        /// An indefinite length, or a break outside of one.
        public static let indefiniteLength = Code(rawValue: "cbor.indefinite-length")
        /// An integer, length or tag number not in its shortest form (RFC 8949 §4.2.1).
        public static let notShortest = Code(rawValue: "cbor.not-shortest")
        /// A map has the same key twice.
        public static let duplicateKey = Code(rawValue: "cbor.duplicate-key")
        /// More containers inside one another than ``CBORItem/maximumDepth``.
        public static let tooDeep = Code(rawValue: "cbor.too-deep")
        /// A text string that is not UTF-8.
        public static let notUTF8 = Code(rawValue: "cbor.not-utf8")

        /// Text with a character outside of the Base45 alphabet (RFC 9285 §4).
        public static let base45Character = Code(rawValue: "base45.character")
        /// Base45 text whose length or value no byte sequence has.
        public static let base45Value = Code(rawValue: "base45.value")

        /// Not a COSE_Sign1 of tag 18 with protected header, map, payload and signature (RFC 9052 §4.2).
        public static let notSign1 = Code(rawValue: "cose.not-sign1")
        /// A header parameter with a value of the wrong type, or `crit` naming what is not there (RFC 9052 §3.1).
        public static let header = Code(rawValue: "cose.header")
        /// Not a public COSE_Key of a supported curve with exactly the required parameters.
        public static let key = Code(rawValue: "cose.key")
        /// The key has coordinates, but they are no usable point of the curve.
        public static let keyPoint = Code(rawValue: "cose.key-point")
        /// The algorithm is unknown, or not the key's.
        public static let algorithm = Code(rawValue: "cose.algorithm")
    }

    /// What went wrong.
    public let code: Code
    /// What was expected and found, for people: lower case, no data of the input.
    public let message: String

    /// An error from its code and a message.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// The code and the message.
    public var description: String { "\(code): \(message)" }

    /// Compares the codes.
    public static func == (left: COSEError, right: COSEError) -> Bool { left.code == right.code }

    /// Hashes the code.
    public func hash(into hasher: inout Hasher) { hasher.combine(code) }
}
