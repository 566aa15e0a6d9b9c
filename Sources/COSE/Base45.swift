// SPDX-License-Identifier: Apache-2.0

/// Base45: two bytes as three characters of the QR alphanumeric alphabet (RFC 9285).
public enum Base45 {
    private static let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:".utf8)

    /// More than two bytes can say: the value of a byte outside of the alphabet.
    private static let outside: UInt32 = 0x1_0000

    /// The value of each byte.
    private static let values: [UInt32] = {
        var values = [UInt32](repeating: outside, count: 256)
        for (value, character) in alphabet.enumerated() { values[Int(character)] = UInt32(value) }
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
        try decode(text.utf8.span)
    }

    /// The bytes of a text given in UTF-8.
    ///
    /// - Throws: ``COSEError`` `base45.character` or `base45.value`.
    public static func decode(_ text: borrowing Span<UInt8>) throws(COSEError) -> [UInt8] {
        let count = text.count
        guard count % 3 != 1 else { throw COSEError(.base45Value, "a single character is left over") }
        let values = values.span
        // Written in place, and with sums that cannot overflow: this loop is a good part of reading a code.
        var bytes = [UInt8](repeating: 0, count: count / 3 * 2 + (count % 3 == 0 ? 0 : 1))
        var written = bytes.mutableSpan
        var (index, position) = (0, 0)
        while index < count - 2 {
            let low = values[Int(text[index])]
            let middle = values[Int(text[index + 1])]
            let high = values[Int(text[index + 2])]
            let value = low &+ 45 &* middle &+ 2025 &* high
            guard value <= 0xFFFF else { throw refusal(max(low, middle, high), "three characters above 65535") }
            written[position] = UInt8(truncatingIfNeeded: value >> 8)
            written[position + 1] = UInt8(truncatingIfNeeded: value)
            index += 3
            position += 2
        }
        if index < count {
            let low = values[Int(text[index])]
            let high = values[Int(text[index + 1])]
            let value = low &+ 45 &* high
            guard value <= 0xFF else { throw refusal(max(low, high), "two characters above 255") }
            written[position] = UInt8(truncatingIfNeeded: value)
        }
        return bytes
    }

    /// The error for characters of too high a value together, the highest of which is this.
    private static func refusal(_ highest: UInt32, _ excess: String) -> COSEError {
        highest == outside
            ? COSEError(.base45Character, "a character outside of the alphabet") : COSEError(.base45Value, excess)
    }
}
