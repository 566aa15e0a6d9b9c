// SPDX-License-Identifier: Apache-2.0

/// What became of a row that was accepted.
enum RowOutcome {
    case added
    case changed
    case unchanged
}

/// Puts the rows of one kind of file into the registry.
protocol RowImporter {
    associatedtype Column: ImportColumn

    /// Imports one row; throws ``FieldError`` when it is not accepted, anything else when the import cannot go on.
    mutating func take(_ fields: RowFields<Column>, into transaction: any RegistryTransaction) throws -> RowOutcome

    /// Called after the last row; gives how many rows are no longer there.
    mutating func finish(_ transaction: any RegistryTransaction) throws -> Int

    /// What is odd about the row taken last.
    var warnings: [RowIssue] { get }
}

extension RowImporter {
    func finish(_ transaction: any RegistryTransaction) -> Int { 0 }

    var warnings: [RowIssue] { [] }
}

/// What every importer needs.
struct ImportContext {
    let vault: PersonVault
    let now: Int64
    let by: String

    /// Changes what is sealed of a person, making the person when it is the first that is heard of them.
    func update(
        _ idNumber: IDNumber,
        key: PersonKey,
        in transaction: any RegistryTransaction,
        _ body: (inout PersonalData) -> Void
    ) throws {
        let former = try transaction.person(key).map(vault.open)
        var data = former ?? PersonalData(idNumber: idNumber)
        body(&data)
        if data != former { try transaction.put(vault.seal(data, key: key)) }
    }

    /// Records a change.
    func record(
        _ component: RegistryChange.Component,
        _ effect: RegistryChange.Effect,
        of person: PersonKey,
        row: [UInt8]?,
        in transaction: any RegistryTransaction
    ) throws {
        try transaction.addChange(at: now, person: person, component: component, effect: effect, row: row, by: by)
    }
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
