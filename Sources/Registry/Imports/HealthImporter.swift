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

    /// The health statuses of a batch, and the people who have none.
    struct Window {
        var health: EntryWindow<PersonKey, HealthEntry>
        let people: PeopleWindow
    }

    static func read(_ fields: RowFields<HealthRecord.Column>, _ vault: PersonVault) throws -> Row {
        let record = try HealthRecord(fields)
        return Row(record: record, person: try vault.key(of: record.idNumber))
    }

    func begin(_ rows: [Row], in transaction: any RegistryTransaction) throws -> Window {
        let keys = Set(rows.lazy.map(\.person)).sorted()
        let health = EntryWindow(keys, try transaction.health(of: keys))
        let people = PeopleWindow(context, transaction)
        // Whoever has one is known.
        try people.find(keys.filter { health[$0] == nil })
        return Window(health: health, people: people)
    }

    func end(_ window: Window, in transaction: any RegistryTransaction) throws {
        try window.people.flush { try context.put(window.health.changes) }
    }

    mutating func take(
        _ row: Row,
        _ fields: RowFields<HealthRecord.Column>,
        in window: inout Window
    ) throws -> TakenRow {
        let (record, person) = (row.record, row.person)
        let former = window.health[person]
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

        if former == nil { try window.people.add(record.idNumber, key: person) }
        window.health.put(entry, for: person)
        context.record(.health, former == nil ? .added : .updated, of: person, row: nil)
        return TakenRow(outcome: former == nil ? .added : .changed)
    }
}
