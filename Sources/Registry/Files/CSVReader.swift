// SPDX-License-Identifier: Apache-2.0

/// Reads rows of comma or tab separated values (RFC 4180) from a file given piece by piece, in bounded memory.
///
/// Lines end with LF, CR LF or CR. Blank rows are skipped. What is wrong with one row is in its ``CSVRow/fault`` and the rows
/// after it are read; only what leaves the rows themselves in doubt throws.
public struct CSVReader: ~Copyable {
    /// A row has at most so many bytes.
    public static let maximumRowLength = 65536
    /// A row has at most so many fields.
    public static let maximumColumns = 256

    private enum Place {
        case fieldStart
        case unquoted
        case quoted
        /// Behind a quotation mark in a quoted field: its end, or the first of two.
        case quote
    }

    private var text: EncodedText
    private let separator: UInt8
    private var piece: [UInt8] = []
    private var position = 0
    /// The line that is read next, from 1.
    private(set) var line = 1
    private var previousWasReturn = false
    /// How long the last row was: the next one is likely to be as long.
    private var lastCount = (bytes: 0, fields: 0)

    /// The encoding, as declared or detected.
    public var encoding: TextEncoding { text.encoding }
    /// Whether the last row read has no line end behind it: the file may have been cut.
    public private(set) var endsWithoutLineEnd = false

    /// A reader at the first row.
    ///
    /// - Parameters:
    ///   - source: The file, piece by piece.
    ///   - encoding: The encoding, nil to detect it from the first line.
    /// - Throws: ``RegistryError`` with `csv_not_text`; what `source` throws.
    public init(_ source: @escaping FileSource, encoding: TextEncoding? = nil) throws {
        text = try EncodedText(source, declared: encoding)
        separator = text.isTabSeparated ? UInt8(ascii: "\t") : UInt8(ascii: ",")
    }

    /// The next row that is not blank, nil at the end.
    ///
    /// Throws ``RegistryError`` with `csv_unclosed_quote`; what the source throws.
    public mutating func next() throws -> CSVRow? {
        while let row = try nextLine() { if !row.isBlank { return row } }
        return nil
    }

    private mutating func nextLine() throws -> CSVRow? {
        var row = CSVRow(line: line)
        row.bytes.reserveCapacity(lastCount.bytes + 16)
        row.ends.reserveCapacity(lastCount.fields)
        var place = Place.fieldStart
        var isEmpty = true
        while let byte = try nextByte() {
            isEmpty = false
            if place == .quoted {
                if byte == UInt8(ascii: "\"") { place = .quote } else { try row.take(byte, isQuoted: true) }
            } else if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
                row.endField()
                endsWithoutLineEnd = false
                lastCount = (row.bytes.count, row.ends.count)
                return row
            } else if byte == separator {
                row.endField()
                place = .fieldStart
            } else if byte == UInt8(ascii: "\"") {
                switch place {
                case .fieldStart: place = .quoted
                case .quote:
                    try row.take(byte, isQuoted: true)
                    place = .quoted
                case .unquoted, .quoted: row.fail(.quote, "a quotation mark inside an unquoted field")
                }
            } else {
                if place == .quote { row.fail(.quote, "text behind a closing quotation mark") }
                place = .unquoted
                try row.take(byte, isQuoted: false)
                takePlainBytes(into: &row)
            }
        }
        if place == .quoted { throw row.unclosedQuote }
        guard !isEmpty else { return nil }
        row.endField()
        endsWithoutLineEnd = true
        return row
    }

    /// Takes what follows within an unquoted field and needs no second look, all at once; the limit is left to ``nextLine()``.
    private mutating func takePlainBytes(into row: inout CSVRow) {
        let rest = piece[position...].prefix(Self.maximumRowLength - row.bytes.count)
        let plain = rest.prefix { byte in
            byte != separator && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\n") && byte != UInt8(ascii: "\r")
                && byte != 0
        }
        row.bytes += plain
        position += plain.count
    }

    /// The next byte; CR LF is one line end and comes as CR.
    private mutating func nextByte() throws -> UInt8? {
        while true {
            while position == piece.count {
                guard let next = try text.next() else { return nil }
                piece = next
                position = 0
            }
            let byte = piece[position]
            position += 1
            let isSecondHalf = byte == UInt8(ascii: "\n") && previousWasReturn
            previousWasReturn = byte == UInt8(ascii: "\r")
            if isSecondHalf { continue }
            if previousWasReturn || byte == UInt8(ascii: "\n") { line += 1 }
            return byte
        }
    }
}

extension CSVRow {
    /// A quotation mark in this row has no partner.
    fileprivate var unclosedQuote: RegistryError {
        RegistryError(.unclosedQuote, "a quotation mark in line \(line) is never closed", line: line)
    }

    /// The first fault of a row counts.
    fileprivate mutating func fail(_ code: RegistryError.Code, _ message: String) {
        if fault == nil { fault = RegistryError(code, message) }
    }

    fileprivate mutating func take(_ byte: UInt8, isQuoted: Bool) throws(RegistryError) {
        guard bytes.count < CSVReader.maximumRowLength else {
            // Within quotes the row's end cannot be told any more; without, it is the next line end.
            if isQuoted { throw unclosedQuote }
            return fail(.rowTooLong, "a row has at most \(CSVReader.maximumRowLength) bytes")
        }
        if byte == 0 { fail(.nul, "a NUL byte") }
        bytes.append(byte)
    }

    fileprivate mutating func endField() {
        guard ends.count < CSVReader.maximumColumns else {
            return fail(.tooManyColumns, "a row has at most \(CSVReader.maximumColumns) fields")
        }
        ends.append(bytes.count)
    }
}
