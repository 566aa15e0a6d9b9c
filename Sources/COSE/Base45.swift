// SPDX-License-Identifier: Apache-2.0

/// Base45: two bytes as three characters of the QR alphanumeric alphabet (RFC 9285).
public enum Base45 {
    private static let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:".utf8)

    /// The value of each byte, 255 for those outside of the alphabet.
    private static let values: [UInt8] = {
        var values = [UInt8](repeating: 255, count: 256)
        for (value, character) in alphabet.enumerated() { values[Int(character)] = UInt8(value) }
        return values
    }()

    /// The text of some bytes: three characters for two bytes, two for a last single one.
    public static func encode(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count * 3 + 1) / 2)
        var index = 0
        while index + 1 < bytes.count {
            let value = Int(bytes[index]) << 8 | Int(bytes[index + 1])
            text.append(alphabet[value % 45])
            text.append(alphabet[value / 45 % 45])
            text.append(alphabet[value / 2025])
            index += 2
        }
        if index < bytes.count {
            text.append(alphabet[Int(bytes[index]) % 45])
            text.append(alphabet[Int(bytes[index]) / 45])
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The bytes of a text.
    ///
    /// - Throws: ``COSEError`` `base45.character` or `base45.value`.
    public static func decode(_ text: String) throws(COSEError) -> [UInt8] {
        try decode(Array(text.utf8)[...])
    }

    /// The bytes of a text given in UTF-8.
    ///
    /// - Throws: ``COSEError`` `base45.character` or `base45.value`.
    public static func decode(_ utf8: ArraySlice<UInt8>) throws(COSEError) -> [UInt8] {
        let text = utf8.span
        let count = text.count
        guard count % 3 != 1 else { throw COSEError(.base45Value, "a single character is left over") }
        let values = values.span
        return try [UInt8](capacity: count / 3 * 2 + 1) { (bytes) throws(COSEError) in
            var index = 0
            while index < count - 2 {
                let low = UInt32(values[Int(text[index])])
                let middle = UInt32(values[Int(text[index + 1])])
                let high = UInt32(values[Int(text[index + 2])])
                guard max(low, middle, high) < 45 else { throw outsideOfAlphabet }
                let value = low + 45 * middle + 2025 * high
                guard value <= 0xFFFF else { throw COSEError(.base45Value, "three characters above 65535") }
                bytes.append(UInt8(truncatingIfNeeded: value >> 8))
                bytes.append(UInt8(truncatingIfNeeded: value))
                index += 3
            }
            if index < count {
                let low = UInt32(values[Int(text[index])])
                let high = UInt32(values[Int(text[index + 1])])
                guard max(low, high) < 45 else { throw outsideOfAlphabet }
                let value = low + 45 * high
                guard value <= 0xFF else { throw COSEError(.base45Value, "two characters above 255") }
                bytes.append(UInt8(truncatingIfNeeded: value))
            }
        }
    }

    private static var outsideOfAlphabet: COSEError {
        COSEError(.base45Character, "a character outside of the alphabet")
    }
}
