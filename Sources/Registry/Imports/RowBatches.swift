// SPDX-License-Identifier: Apache-2.0

/// The rows of a file, batch by batch, of which some are read ahead while the writer is at work.
struct RowBatches<Importer: RowImporter> {
    /// Enough for a store to answer for many at once, and few enough to be no weight in memory.
    private static var size: Int { 2048 }
    private static var ahead: Int { 4 }

    private let reading: RowReading<Importer.Column>
    private var batches: [Ahead<[ReadRow<Importer>]>] = []
    private var isAtEnd = false

    /// The rows behind a header.
    init(_ reading: RowReading<Importer.Column>) { self.reading = reading }

    /// The next rows, nil at the end; throws what the reader throws.
    mutating func next(_ reader: inout CSVReader) throws -> [ReadRow<Importer>]? {
        while !isAtEnd, batches.count < Self.ahead {
            var rows: [CSVRow] = []
            rows.reserveCapacity(Self.size)
            while rows.count < Self.size, let row = try reader.next() { rows.append(row) }
            isAtEnd = rows.count < Self.size
            batches.append(Ahead { [rows, reading] in rows.map { ReadRow($0, reading) } })
        }
        return batches.isEmpty ? nil : try batches.removeFirst().value()
    }
}
