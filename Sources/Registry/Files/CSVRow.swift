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
        guard let text = String(validating: field, as: UTF8.self), !text.unicodeScalars.contains("\u{FFFD}") else {
            throw RegistryError(.encoding, "the value is damaged, its bytes are no text")
        }
        guard !field.contains(where: { $0 < 0x20 || $0 == 0x7F }) else {
            throw RegistryError(.character, "control characters and line breaks are not allowed")
        }
        return text
    }

    /// A field's text for a report, whatever it holds.
    func anyText(_ index: Int) -> String { String(decoding: trimmed(index), as: UTF8.self) }

    private func trimmed(_ index: Int) -> ArraySlice<UInt8> {
        var field = bytes[(index == 0 ? 0 : ends[index - 1])..<ends[index]]
        while let length = Self.spaces.first(where: { field.starts(with: $0) })?.count { field.removeFirst(length) }
        while let length = Self.spaces.first(where: { field.suffix($0.count).elementsEqual($0) })?.count {
            field.removeLast(length)
        }
        return field
    }

    /// Space, tab, no-break space, ideographic space, byte order mark.
    private static let spaces: [[UInt8]] = [[0x20], [0x09], [0xC2, 0xA0], [0xE3, 0x80, 0x80], [0xEF, 0xBB, 0xBF]]
}
