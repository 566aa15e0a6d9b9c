// SPDX-License-Identifier: Apache-2.0

/// The rows of a file, batch by batch, of which some are read ahead while the writer is at work.
struct RowBatches<Importer: RowImporter> {
    /// Enough for a store to answer for many at once, and few enough to be no weight in memory.
    private static var size: Int { 2048 }
    /// How many rows are a batch where no group ends.
    private static var most: Int { size + 256 }
    private static var ahead: Int { 4 }

    private let reading: RowReading<Importer.Column>
    /// The first row of the next batch, which was read to see that the last one ends before it.
    private var first: CSVRow?
    private var batches: [Ahead<[ReadRow<Importer>]>] = []
    private var isAtEnd = false

    /// The rows behind a header.
    init(_ reading: RowReading<Importer.Column>) { self.reading = reading }

    /// The next rows, nil at the end; throws what the reader throws.
    mutating func next(_ reader: inout CSVReader) throws -> [ReadRow<Importer>]? {
        while !isAtEnd, batches.count < Self.ahead {
            let rows = try read(&reader)
            batches.append(Ahead { [rows, reading] in rows.map { ReadRow($0, reading) } })
        }
        return batches.isEmpty ? nil : try batches.removeFirst().value()
    }

    private mutating func read(_ reader: inout CSVReader) throws -> [CSVRow] {
        var rows = [first].compactMap(\.self)
        rows.reserveCapacity(Self.most)
        first = nil
        while let row = try reader.next() {
            if rows.count >= Self.size, let last = rows.last, rows.count == Self.most || !areTogether(last, row) {
                first = row
                return rows
            }
            rows.append(row)
        }
        isAtEnd = true
        return rows
    }

    /// Whether two rows that follow one another are of the same group, such as a household.
    private func areTogether(_ row: CSVRow, _ next: CSVRow) -> Bool {
        guard let column = Importer.group, let place = reading.columns.position(of: column) else { return false }
        return row.count > place && next.count > place && row.bytes(at: place) == next.bytes(at: place)
    }
}
