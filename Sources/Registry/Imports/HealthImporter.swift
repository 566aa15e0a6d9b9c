// SPDX-License-Identifier: Apache-2.0

/// Imports health status: one for each person, the one assessed last.
struct HealthImporter: RowImporter {
    let context: ImportContext
    private var seen = SeenKeys<LookupSubject.Person>()

    init(_ context: ImportContext) { self.context = context }

    mutating func take(
        _ fields: RowFields<HealthRecord.Column>,
        into transaction: any RegistryTransaction
    ) throws -> RowOutcome {
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
        if isUnchanged { return .unchanged }

        try transaction.put(entry)
        try context.update(record.idNumber, key: person, in: transaction) { _ in }
        try context.record(.health, former == nil ? .added : .updated, of: person, row: nil, in: transaction)
        return former == nil ? .added : .changed
    }
}
