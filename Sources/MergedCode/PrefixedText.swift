// SPDX-License-Identifier: Apache-2.0

/// Text of a prefix and Base45 digits, as codes and challenges are written (wire-format.md §1).
enum PrefixedText {
    /// Where in the UTF-8 of a text the digits after the prefix are, with what readers trim taken off both ends; `nil`
    /// where the prefix is another or the trimmed text is longer than allowed.
    static func digits(of text: String, prefix: String, maximumLength: Int) -> Range<Int>? {
        let bytes = text.utf8.span
        var (start, end) = (0, bytes.count)
        while start < end {
            if isSpace(bytes[start]) {
                start += 1
            } else if start + 3 <= end, isByteOrderMark(bytes, at: start) {
                start += 3
            } else {
                break
            }
        }
        while start < end {
            if isSpace(bytes[end - 1]) {
                end -= 1
            } else if start + 3 <= end, isByteOrderMark(bytes, at: end - 3) {
                end -= 3
            } else {
                break
            }
        }
        // More bytes than characters are no Base45 either, but then the digits are what is wrong.
        let trimmed = text.utf8.dropFirst(start).prefix(end - start)
        let characters = end - start <= maximumLength ? end - start : trimmed.count { $0 & 0xC0 != 0x80 }
        guard characters <= maximumLength, trimmed.starts(with: prefix.utf8) else { return nil }
        return start + prefix.utf8.count..<end
    }

    /// U+FEFF.
    private static func isByteOrderMark(_ bytes: borrowing Span<UInt8>, at position: Int) -> Bool {
        bytes[position] == 0xEF && bytes[position + 1] == 0xBB && bytes[position + 2] == 0xBF
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
    }
}
