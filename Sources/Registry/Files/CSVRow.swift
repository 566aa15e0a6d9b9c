// SPDX-License-Identifier: Apache-2.0

/// One row of a CSV file: its fields with the quoting taken off, not yet known to be text.
public struct CSVRow: Hashable, Sendable {
    /// The line of the file on which the row begins, from 1.
    public internal(set) var line: Int
    /// Why the row as a whole is not usable, nil where it is.
    public internal(set) var fault: RegistryError?
    /// All fields behind one another, and where each ends.
    var bytes: [UInt8] = []
    var ends: [Int] = []

    /// How many fields the row has.
    public var count: Int { ends.count }

    /// Whether all fields are empty but for white space.
    public var isBlank: Bool { fault == nil && bytes.allSatisfy { $0 == 0x20 || $0 == 0x09 } }

    /// A field's text, white space around it trimmed (tabs too, which many exports append to numbers).
    ///
    /// Throws ``RegistryError`` with `value_encoding` or `value_character`.
    public func text(_ index: Int) throws(RegistryError) -> String {
        let field = trimmed(index)
        guard !field.isEmpty else { return "" }
        var bits: UInt8 = 0
        for byte in field {
            guard byte >= 0x20, byte != 0x7F else {
                throw RegistryError(.character, "control characters and line breaks are not allowed")
            }
            bits |= byte
        }
        if bits < 0x80 { return String(decoding: field, as: UTF8.self) }
        guard let text = String(validating: field, as: UTF8.self), !Self.holdsReplacement(field) else {
            throw RegistryError(.encoding, "the value is damaged, its bytes are no text")
        }
        return text
    }

    /// A field's text for a report, whatever it holds.
    func anyText(_ index: Int) -> String { String(decoding: trimmed(index), as: UTF8.self) }

    /// A field's bytes as they stand in the file.
    func bytes(at index: Int) -> ArraySlice<UInt8> { bytes[(index == 0 ? 0 : ends[index - 1])..<ends[index]] }

    private func trimmed(_ index: Int) -> ArraySlice<UInt8> {
        var field = bytes(at: index)
        while let first = field.first, let length = Self.spaceLength(first, field.prefix(3)) {
            field.removeFirst(length)
        }
        while let last = field.last, let length = Self.spaceLength(last, field.suffix(3)) { field.removeLast(length) }
        return field
    }

    /// How long the space at the edge of a field is, nil where there is none.
    ///
    /// Space, tab, no-break space, ideographic space, byte order mark. `edge` is the outermost byte, which alone rules out
    /// almost every text; `bytes` are the three at that edge.
    private static func spaceLength(_ edge: UInt8, _ bytes: @autoclosure () -> ArraySlice<UInt8>) -> Int? {
        switch edge {
        case 0x20, 0x09: 1
        case 0xC2: bytes().starts(with: [0xC2, 0xA0]) ? 2 : nil
        case 0xA0: bytes().suffix(2).elementsEqual([0xC2, 0xA0]) ? 2 : nil
        case 0xE3, 0x80: bytes().elementsEqual([0xE3, 0x80, 0x80]) ? 3 : nil
        case 0xEF, 0xBF: bytes().elementsEqual([0xEF, 0xBB, 0xBF]) ? 3 : nil
        default: nil
        }
    }

    /// Whether U+FFFD is in UTF-8 text.
    private static func holdsReplacement(_ field: ArraySlice<UInt8>) -> Bool {
        var rest = field
        while let start = rest.firstIndex(of: 0xEF) {
            rest = rest[start...]
            if rest.starts(with: [0xEF, 0xBF, 0xBD]) { return true }
            rest.removeFirst()
        }
        return false
    }
}
