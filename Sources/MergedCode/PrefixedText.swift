// SPDX-License-Identifier: Apache-2.0

/// Text of a prefix and Base45 digits, as codes and challenges are written (wire-format.md §1).
enum PrefixedText {
    /// The digits after the prefix, with what readers trim taken off both ends; `nil` where the prefix is another or the
    /// trimmed text is longer than allowed.
    static func digits(of text: String, prefix: String, maximumLength: Int) -> ArraySlice<UInt8>? {
        // The long way round for a long text: no copy of it is made before its length is known.
        var utf8 = Substring(text).utf8
        while let count = leadingTrim(utf8) { utf8 = utf8.dropFirst(count) }
        while let count = trailingTrim(utf8) { utf8 = utf8.dropLast(count) }
        guard utf8.starts(with: prefix.utf8) else { return nil }
        guard utf8.count <= maximumLength || Substring(utf8).unicodeScalars.count <= maximumLength else { return nil }
        return Array(utf8)[prefix.utf8.count...]
    }

    /// How many bytes of white space or byte order mark stand first.
    private static func leadingTrim(_ utf8: Substring.UTF8View) -> Int? {
        guard let first = utf8.first else { return nil }
        if isSpace(first) { return 1 }
        return first == byteOrderMark[0] && utf8.starts(with: byteOrderMark) ? 3 : nil
    }

    private static func trailingTrim(_ utf8: Substring.UTF8View) -> Int? {
        guard let last = utf8.last else { return nil }
        if isSpace(last) { return 1 }
        return last == byteOrderMark[2] && utf8.suffix(3).elementsEqual(byteOrderMark) ? 3 : nil
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
    }

    /// U+FEFF in UTF-8.
    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
}
