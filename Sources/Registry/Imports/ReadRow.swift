// SPDX-License-Identifier: Apache-2.0

/// A row of a file as far as it can be judged without the registry.
struct ReadRow<Importer: RowImporter>: Sendable {
    /// The line of the file, from 1.
    let line: Int
    /// Its fields, nil where it has not as many as the header.
    let fields: RowFields<Importer.Column>?
    /// What it says, or why it says nothing that can be used.
    let content: Result<Importer.Row, any Error>

    /// Reads a row: on whatever core is free.
    init(_ row: CSVRow, _ reading: RowReading<Importer.Column>) {
        line = row.line
        do {
            let fields = try RowFields(row, reading)
            self.fields = fields
            content = Result { try Importer.read(fields, reading.vault) }
        } catch {
            fields = nil
            content = .failure(error)
        }
    }
}
