// SPDX-License-Identifier: Apache-2.0

/// The library that read a symbol.
public enum Reader: String, Sendable {
    /// zxing-cpp.
    case zxing
    /// libzbar.
    case zbar
}

/// What one QR symbol says, and how it was found.
public struct ScannedText: Hashable, Sendable {
    /// The symbol's content: bytes taken as UTF-8, or as Latin-1 (ISO/IEC 18004's default) where they are not UTF-8.
    public let text: String
    /// The library that read it.
    public let reader: Reader
    /// The change to the picture that made it readable.
    public let rung: Rung

    init(content: [UInt8], reader: Reader, rung: Rung) {
        text =
            String(validating: content, as: UTF8.self)
            ?? String(String.UnicodeScalarView(content.map { Unicode.Scalar($0) }))
        self.reader = reader
        self.rung = rung
    }
}
