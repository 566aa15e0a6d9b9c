// SPDX-License-Identifier: Apache-2.0

/// Text of a prefix and Base45 digits, as codes and challenges are written (wire-format.md §1).
enum PrefixedText {
    /// U+FEFF in UTF-8.
    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// The digits after the prefix, with what readers trim taken off both ends; `nil` where the prefix is another or the
    /// trimmed text is longer than allowed.
    static func digits(of text: String, prefix: String, maximumLength: Int) -> ArraySlice<UInt8>? {
        var trimmed = Array(text.utf8)[...]
        while let first = trimmed.first {
            if isSpace(first) {
                trimmed.removeFirst()
            } else if first == byteOrderMark[0], trimmed.starts(with: byteOrderMark) {
                trimmed.removeFirst(byteOrderMark.count)
            } else {
                break
            }
        }
        while let last = trimmed.last {
            if isSpace(last) {
                trimmed.removeLast()
            } else if last == byteOrderMark[2], trimmed.suffix(byteOrderMark.count) == byteOrderMark[...] {
                trimmed.removeLast(byteOrderMark.count)
            } else {
                break
            }
        }
        // More bytes than characters are no Base45 either, but then the digits are what is wrong.
        let characters = trimmed.count <= maximumLength ? trimmed.count : trimmed.count { $0 & 0xC0 != 0x80 }
        guard characters <= maximumLength, trimmed.starts(with: prefix.utf8) else { return nil }
        return trimmed.dropFirst(prefix.utf8.count)
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
    }
}
