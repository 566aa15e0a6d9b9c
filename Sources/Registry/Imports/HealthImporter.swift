// SPDX-License-Identifier: Apache-2.0

/// Imports health status: one for each person, the one assessed last.
struct HealthImporter: RowImporter {
    let context: ImportContext
    private var seen = SeenKeys<LookupSubject.Person>()

    init(_ context: ImportContext) { self.context = context }

    /// A row with the key of whom it is about.
    struct Row: Sendable {
        let record: HealthRecord
        let person: PersonKey
    }

    static func read(_ fields: RowFields<HealthRecord.Column>, _ vault: PersonVault) throws -> Row {
        let record = try HealthRecord(fields)
        return Row(record: record, person: try vault.key(of: record.idNumber))
    }

    mutating func take(
        _ row: Row,
        _ fields: RowFields<HealthRecord.Column>,
        into transaction: any RegistryTransaction
    ) throws -> TakenRow {
        let (record, person) = (row.record, row.person)
        let former = try transaction.health(of: person)
        let entry = HealthEntry(
            person: person,
            level: record.level,
            assessedAt: record.assessedAt,
            validUntil: record.validUntil
        )
        // An older assessment than the known one tells nothing new.
        let isUnchanged = former.map { $0 == entry || $0.assessedAt > entry.assessedAt } ?? false
        try seen.note(person, isUnchanged: former == entry)
        if isUnchanged { return TakenRow(outcome: .unchanged) }

        try context.update(record.idNumber, key: person) { _ in }
        try context.put(entry, former: former)
        context.record(.health, former == nil ? .added : .updated, of: person, row: nil)
        return TakenRow(outcome: former == nil ? .added : .changed)
    }
}
