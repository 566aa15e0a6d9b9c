// SPDX-License-Identifier: Apache-2.0

/// Imports health status: one for each person, the one assessed last.
struct HealthImporter: RowImporter {
    let context: ImportContext
    private var seen = SeenKeys<LookupSubject.Person>()

    init(_ context: ImportContext) { self.context = context }

    mutating func take(
        _ fields: RowFields<HealthRecord.Column>,
        into transaction: any RegistryTransaction
    ) throws -> TakenRow {
        let record = try HealthRecord(fields)
        let person = try context.vault.key(of: record.idNumber)
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
        try context.record(.health, former == nil ? .added : .updated, of: person, row: nil)
        return TakenRow(outcome: former == nil ? .added : .changed)
    }
}
