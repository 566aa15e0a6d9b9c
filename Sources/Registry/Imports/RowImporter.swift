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
///
/// Rows are read ahead on whatever core is free, and taken in order, batch by batch, by the one that writes.
protocol RowImporter: SendableMetatype {
    associatedtype Column: ImportColumn
    /// What a row says, with the keys that find it and others.
    associatedtype Row: Sendable
    /// What the registry has of a batch of rows: asked for in one go, changed there and written in one go.
    associatedtype Window

    /// What rows that belong together have in common: those that follow one another are taken in one batch. Nil where none do.
    static var group: Column? { get }

    /// The way by which its changes go into the store.
    var context: ImportContext { get }

    /// Reads a row by itself; throws ``FieldError`` when it is not accepted, anything else when the import cannot go on.
    static func read(_ fields: RowFields<Column>, _ vault: PersonVault) throws -> Row

    /// Called before each batch of rows, as far as they could be read.
    mutating func begin(_ rows: [Row], in transaction: any RegistryTransaction) throws -> Window

    /// Imports one row; throws ``FieldError`` when it is not accepted, anything else when the import cannot go on.
    mutating func take(_ row: Row, _ fields: RowFields<Column>, in window: inout Window) throws -> TakenRow

    /// Called after each batch: everything is in the transaction then.
    func end(_ window: Window, in transaction: any RegistryTransaction) throws

    /// Notes down a row that was rejected, nil where its fields cannot be told; gives where it belongs as far as it says so.
    mutating func reject(_ fields: RowFields<Column>?) throws -> ImportPlace?

    /// Called after the last row: counts what is no longer there, and holds what is out of bounds.
    func finish(_ transaction: any RegistryTransaction, _ report: inout ImportReport) throws

    /// What is odd about the row taken last.
    var warnings: [RowIssue] { get }
}

extension RowImporter {
    static var group: Column? { nil }

    func reject(_ fields: RowFields<Column>?) -> ImportPlace? { nil }

    func finish(_ transaction: any RegistryTransaction, _ report: inout ImportReport) {}

    var warnings: [RowIssue] { [] }
}

/// Keys that a file has brought so far, since two rows of one key cannot both hold.
struct SeenKeys<Subject> {
    private var keys = KeySet<Subject>()

    /// Whether a key was noted.
    func contains(_ key: LookupKey<Subject>) -> Bool { keys.contains(key) }

    /// Notes a key, and gives whether it was new; throws when it stood in the file before and the content stored since
    /// then is another.
    @discardableResult
    mutating func note(_ key: LookupKey<Subject>, isUnchanged: Bool) throws(FieldError) -> Bool {
        let isNew = keys.insert(key)
        guard isNew || isUnchanged else {
            throw FieldError(.duplicateRow, "an earlier line has the same key and other content")
        }
        return isNew
    }
}
