// SPDX-License-Identifier: Apache-2.0

/// Why a text cannot become a symbol, or a symbol a picture.
public struct QRSymbolError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A stable name of the reason, for programs.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Value: String {
            case emptyText = "qr.empty-text"
            case notAlphanumeric = "qr.not-alphanumeric"
            case tooLong = "qr.too-long"
            case scaleOutOfRange = "qr.scale-out-of-range"
            case encoderFailed = "qr.encoder-failed"
            case pictureFailed = "qr.picture-failed"
        }

        private let value: Value

        /// The name as text, such as `qr.too-long`.
        public var description: String { value.rawValue }

        /// There is no text.
        public static let emptyText = Code(value: .emptyText)
        /// A character is outside the alphanumeric alphabet (ISO/IEC 18004 §7.4.4).
        public static let notAlphanumeric = Code(value: .notAlphanumeric)
        /// The text is longer than a version 40 symbol holds at the level asked for.
        public static let tooLong = Code(value: .tooLong)
        /// The pixels a module asked for are too few or too many.
        public static let scaleOutOfRange = Code(value: .scaleOutOfRange)
        /// libqrencode could not encode, for want of memory.
        public static let encoderFailed = Code(value: .encoderFailed)
        /// libpng could not write, for want of memory.
        public static let pictureFailed = Code(value: .pictureFailed)
    }

    /// The reason; the only thing that equality looks at.
    public let code: Code

    /// What was expected and what was found; never the text itself.
    public let message: String

    /// Code and message in one line.
    public var description: String { "\(code): \(message)" }

    /// Two errors are equal when their codes are.
    public static func == (left: Self, right: Self) -> Bool { left.code == right.code }

    /// Hashes what `==` compares.
    public func hash(into hasher: inout Hasher) { hasher.combine(code) }
}
