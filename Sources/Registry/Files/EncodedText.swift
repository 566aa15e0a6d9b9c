// SPDX-License-Identifier: Apache-2.0

/// A file's bytes as UTF-8, whatever encoding they came in, without a byte order mark.
struct EncodedText: ~Copyable {
    private let source: FileSource
    private var decoder: GB18030Decoder?
    /// What was read to tell the encoding, and is yet to be given out.
    private var head: [UInt8]
    private var isAtEnd: Bool

    /// The encoding.
    let encoding: TextEncoding
    /// Whether the header line has more tabs than commas.
    let isTabSeparated: Bool

    /// Reads the first line, which tells the encoding: its Chinese headers are either strictly UTF-8 or they are not.
    init(_ source: @escaping FileSource, declared: TextEncoding?) throws {
        var head: [UInt8] = []
        var isAtEnd = false
        while !isAtEnd, head.count < CSVReader.maximumRowLength, !Self.holdsFirstLine(head) {
            if let piece = try source() { head += piece } else { isAtEnd = true }
        }
        for signature in Self.foreign where head.starts(with: signature) {
            throw RegistryError(.notText, "this is UTF-16, a workbook or an archive, save it as CSV UTF-8")
        }
        let marked = Self.marks.first { head.starts(with: $0.mark) }
        if let marked, declared ?? marked.encoding == marked.encoding { head.removeFirst(marked.mark.count) }
        let line = Self.firstLine(head)
        guard !line.contains(0) else {
            throw RegistryError(.notText, "a NUL byte in the first line, save the file as CSV UTF-8", line: 1)
        }
        encoding =
            declared ?? marked?.encoding ?? (String(validating: line, as: UTF8.self) == nil ? .gb18030 : .utf8)
        // In GB 18030 neither a tab nor a comma is ever part of a longer character.
        isTabSeparated = line.count { $0 == UInt8(ascii: "\t") } > line.count { $0 == UInt8(ascii: ",") }
        decoder = encoding == .gb18030 ? GB18030Decoder() : nil
        self.source = source
        self.head = head
        self.isAtEnd = isAtEnd
    }

    /// The next piece as UTF-8, nil at the end.
    mutating func next() throws -> [UInt8]? {
        var piece: [UInt8]? = head.isEmpty ? nil : head
        head = []
        if piece == nil, !isAtEnd {
            piece = try source()
            isAtEnd = piece == nil
        }
        if let piece { return decoder?.decode(piece, isLast: false) ?? piece }
        let rest = decoder?.decode([], isLast: true)
        decoder = nil
        return rest?.isEmpty == false ? rest : nil
    }

    private static func isLineEnd(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") }

    private static func holdsFirstLine(_ bytes: [UInt8]) -> Bool {
        bytes.drop(while: isLineEnd).contains(where: isLineEnd)
    }

    private static func firstLine(_ bytes: [UInt8]) -> ArraySlice<UInt8> {
        bytes.drop(while: isLineEnd).prefix { !isLineEnd($0) }
    }

    private static let marks: [(mark: [UInt8], encoding: TextEncoding)] = [
        ([0xEF, 0xBB, 0xBF], .utf8), ([0x84, 0x31, 0x95, 0x33], .gb18030),
    ]
    /// UTF-16 in both orders, zip (.xlsx), compound file (.xls), gzip.
    private static let foreign: [[UInt8]] = [
        [0xFF, 0xFE], [0xFE, 0xFF], [0x50, 0x4B, 0x03, 0x04], [0xD0, 0xCF, 0x11, 0xE0], [0x1F, 0x8B],
    ]
}
