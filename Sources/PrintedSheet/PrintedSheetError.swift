// SPDX-License-Identifier: Apache-2.0

/// Why a sheet cannot be printed.
public struct PrintedSheetError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A stable name of the reason, for programs.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Value: String {
            case missingGlyph = "sheet.missing-glyph"
            case tooLong = "sheet.too-long"
            case weakSymbol = "sheet.weak-symbol"
            case timeOutOfRange = "sheet.time-out-of-range"
            case renderingFailed = "sheet.rendering-failed"
        }

        private let value: Value

        /// The name as text, such as `sheet.missing-glyph`.
        public var description: String { value.rawValue }

        /// No installed font draws a character of the text.
        public static let missingGlyph = Code(value: .missingGlyph)
        /// The text does not fit on one page.
        public static let tooLong = Code(value: .tooLong)
        /// The symbol's error correction is below medium, too weak for paper that is folded and worn.
        public static let weakSymbol = Code(value: .weakSymbol)
        /// The time of making is outside of the years 1 to 9999.
        public static let timeOutOfRange = Code(value: .timeOutOfRange)
        /// Cairo could not write the page, for want of memory.
        public static let renderingFailed = Code(value: .renderingFailed)
    }

    /// The reason; the only thing that equality looks at.
    public let code: Code

    /// What was expected and what was found; never the text of the sheet.
    public let message: String

    /// Code and message in one line.
    public var description: String { "\(code): \(message)" }

    /// Two errors are equal when their codes are.
    public static func == (left: Self, right: Self) -> Bool { left.code == right.code }

    /// Hashes what `==` compares.
    public func hash(into hasher: inout Hasher) { hasher.combine(code) }
}
