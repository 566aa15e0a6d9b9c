// SPDX-License-Identifier: Apache-2.0

/// What stands before a file in a POSIX tar archive (IEEE Std 1003.1, ustar).
package struct TarHeader: Hashable, Sendable {
    /// Headers and files fill blocks of so many bytes.
    package static let block = 512
    /// The largest size that its octal digits can say; larger ones are written in base 256, as GNU tar reads them.
    private static let maximumOctal: Int64 = 0o77_777_777_777

    /// The name, shorter than 100 bytes.
    package let name: String
    /// How many bytes the file has.
    package let size: Int64
    /// Who may do what with it.
    package let mode: Int
    /// When it was changed, seconds since 1970 UTC.
    package let modifiedAt: Int64

    /// A header.
    package init(name: String, size: Int64, mode: Int = 0o644, modifiedAt: Int64) {
        precondition(name.utf8.count < 100 && size >= 0, "names of our own are short")
        self.name = name
        self.size = size
        self.mode = mode
        self.modifiedAt = modifiedAt
    }

    /// How many bytes fill the last block of the file.
    package var padding: Int { Int((Int64(Self.block) - size % Int64(Self.block)) % Int64(Self.block)) }

    /// The header as one block.
    package var bytes: [UInt8] {
        var header = [UInt8](repeating: 0, count: Self.block)
        func put(_ text: String, at offset: Int) {
            header.replaceSubrange(offset..<(offset + text.utf8.count), with: text.utf8)
        }
        put(name, at: 0)
        put(Self.octal(Int64(mode), 7), at: 100)
        put(Self.octal(0, 7), at: 108)
        put(Self.octal(0, 7), at: 116)
        if size <= Self.maximumOctal {
            put(Self.octal(size, 11), at: 124)
        } else {
            header[124] = 0x80
            for index in 0..<8 { header[135 - index] = UInt8(truncatingIfNeeded: size >> (8 * index)) }
        }
        put(Self.octal(modifiedAt, 11), at: 136)
        put("0", at: 156)
        put("ustar", at: 257)
        put("00", at: 263)
        put(Self.octal(Self.sum(of: header), 6) + "\0 ", at: 148)
        return header
    }

    /// A header of a regular file from its block; `nil` for another block, such as the empty ones at the end.
    package init?(_ block: [UInt8]) {
        guard block.count == Self.block, Self.number(block[148..<156]) == Self.sum(of: block),
            block[257..<262].elementsEqual("ustar".utf8), [0, UInt8(ascii: "0")].contains(block[156]),
            let size = Self.number(block[124..<136]), let mode = Self.number(block[100..<108]),
            let modifiedAt = Self.number(block[136..<148]),
            let name = String(validating: block[..<100].prefix { $0 != 0 }, as: UTF8.self), name.utf8.count < 100
        else { return nil }
        self.init(name: name, size: size, mode: Int(mode & 0o7777), modifiedAt: modifiedAt)
    }

    /// The sum of all bytes, taken with spaces in its own place.
    private static func sum(of block: [UInt8]) -> Int64 {
        block.enumerated().reduce(0) { $0 + Int64((148..<156).contains($1.offset) ? 0x20 : $1.element) }
    }

    private static func octal(_ number: Int64, _ digits: Int) -> String {
        let text = String(number, radix: 8)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }

    /// A number that is not below zero, in octal digits or in base 256.
    private static func number(_ field: ArraySlice<UInt8>) -> Int64? {
        if field.first == 0x80 {
            guard field.dropFirst().dropLast(8).allSatisfy({ $0 == 0 }), (field.suffix(8).first ?? 0x80) < 0x80 else {
                return nil
            }
            return field.suffix(8).reduce(0) { $0 << 8 | Int64($1) }
        }
        let digits = field.prefix { $0 != 0 && $0 != 0x20 }
        guard digits.allSatisfy({ (0x30...0x37).contains($0) }) else { return nil }
        return Int64(String(decoding: digits, as: UTF8.self), radix: 8)
    }
}
