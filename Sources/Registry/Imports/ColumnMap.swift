// SPDX-License-Identifier: Apache-2.0

/// Where the columns of a kind stand in one file, from its header row.
struct ColumnMap<Column: ImportColumn> {
    /// How many fields the header has.
    let count: Int
    /// Headers that the kind does not know.
    let unknown: [String]
    /// The headers by ``ImportColumn``'s raw value, made once since rows are many.
    private let headers: [String]
    private let positions: [Int?]

    /// The map of a header row; asterisks around headers, which templates use for required columns, do not count.
    ///
    /// Throws ``RegistryError`` with `column_missing`, `column_duplicate`, `csv_too_many_columns` or what is wrong with the row.
    init(header row: CSVRow) throws(RegistryError) {
        if let fault = row.fault { throw RegistryError(fault.code, fault.message, line: row.line) }
        headers = Column.allCases.map(\.header)
        var positions = [Int?](repeating: nil, count: headers.count)
        var unknown: [String] = []
        for index in 0..<row.count {
            let text: String
            do { text = try row.text(index) } catch {
                throw RegistryError(error.code, "the header of column \(index + 1) is no text", line: row.line)
            }
            let name = Self.bare(text)
            guard let ordinal = headers.firstIndex(of: name) else {
                if !name.isEmpty { unknown.append(name) }
                continue
            }
            guard positions[ordinal] == nil else {
                throw RegistryError(.columnDuplicate, "a column stands twice", line: row.line, column: name)
            }
            positions[ordinal] = index
        }
        let missing = Column.allCases.filter { $0.isRequired && positions[$0.rawValue] == nil }.map(\.header)
        guard missing.isEmpty else {
            let names = missing.joined(separator: " ")
            throw RegistryError(.columnMissing, "required columns are missing: \(names)", line: row.line, column: names)
        }
        self.positions = positions
        self.unknown = unknown
        count = row.count
    }

    /// The place of a column in a row, nil where the file does not have it.
    func position(of column: Column) -> Int? { positions[column.rawValue] }

    /// The header of a column.
    func header(of column: Column) -> String { headers[column.rawValue] }

    private static func bare(_ text: String) -> String {
        var name = Substring(text)
        while let first = name.first, first == "*" || first == "＊" { name.removeFirst() }
        while let last = name.last, last == "*" || last == "＊" { name.removeLast() }
        return String(name)
    }
}
