// SPDX-License-Identifier: Apache-2.0

/// What became of a row that was accepted.
enum RowOutcome {
    case added
    case changed
    case unchanged
}

/// A row that was accepted.
struct TakenRow {
    let outcome: RowOutcome
    /// Where it belongs, nil where the kind has no places.
    var place: ImportPlace?
    /// Its amount of money, nil where the kind has none.
    var amount: Amount?
}

/// Puts the rows of one kind of file into the registry.
protocol RowImporter {
    associatedtype Column: ImportColumn

    /// Imports one row; throws ``FieldError`` when it is not accepted, anything else when the import cannot go on.
    mutating func take(_ fields: RowFields<Column>, into transaction: any RegistryTransaction) throws -> TakenRow

    /// Notes down a row that was rejected, nil where its fields cannot be told; gives where it belongs as far as it says so.
    mutating func reject(_ fields: RowFields<Column>?) throws -> ImportPlace?

    /// Called after the last row: counts what is no longer there, and holds what is out of bounds.
    func finish(_ transaction: any RegistryTransaction, _ report: inout ImportReport) throws

    /// What is odd about the row taken last.
    var warnings: [RowIssue] { get }
}

extension RowImporter {
    func reject(_ fields: RowFields<Column>?) -> ImportPlace? { nil }

    func finish(_ transaction: any RegistryTransaction, _ report: inout ImportReport) {}

    var warnings: [RowIssue] { [] }
}

/// Keys that a file has brought so far, since two rows of one key cannot both hold.
struct SeenKeys<Subject> {
    private var keys: Set<LookupKey<Subject>> = []

    /// Notes a key; throws when it stood in the file before and the content stored since then is another.
    mutating func note(_ key: LookupKey<Subject>, isUnchanged: Bool) throws(FieldError) {
        guard keys.insert(key).inserted || isUnchanged else {
            throw FieldError(.duplicateRow, "an earlier line has the same key and other content")
        }
    }
}
