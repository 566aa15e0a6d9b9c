// SPDX-License-Identifier: Apache-2.0

/// What the registry has of the people and households of a batch of the roster: asked for in one go, changed here, and
/// written in one go.
final class RosterWindow {
    private struct Row {
        var entry: ReliefEntry
        /// Whether the registry has it not.
        let isNew: Bool
        var isChanged: Bool
        /// Where the row before it is of the same household and of the same person.
        let previousOfHousehold: Int?
        let previousOfPerson: Int?
    }

    private let context: ImportContext
    private let transaction: any RegistryTransaction
    private let newcomers: Newcomers?
    private var rows: [Row] = []
    private var places: [ReliefKey: Int] = [:]
    /// The last row of each, from which the others are found.
    private var lastOfHouseholds: [HouseholdKey: Int] = [:]
    private var lastOfPeople: [PersonKey: Int] = [:]
    let people: PeopleWindow

    /// Looks up the households of all rows, and the people of those that bring something new.
    init(
        _ rows: [RosterImporter.Row],
        _ context: ImportContext,
        _ transaction: any RegistryTransaction,
        _ newcomers: Newcomers?
    ) throws {
        self.context = context
        self.transaction = transaction
        self.newcomers = newcomers
        people = PeopleWindow(context, transaction, newcomers)
        self.rows.reserveCapacity(rows.count)
        places.reserveCapacity(rows.count)
        lastOfPeople.reserveCapacity(rows.count)
        let households = Set(rows.map(\.household)).filter { newcomers?.mayHold($0) ?? true }.sorted()
        for entry in try transaction.reliefs(households: households).joined() { add(entry, isNew: false) }
        let changed = rows.filter { !$0.isUnchanged(from: relief($0.key)) }
        let known = try people.find(changed.map(\.person))
        for entry in try transaction.reliefs(of: known).joined() where places[entry.key] == nil {
            add(entry, isNew: false)
        }
    }

    /// A row of one of the households, nil when unknown.
    func relief(_ key: ReliefKey) -> ReliefEntry? { places[key].map { rows[$0].entry } }

    /// The rows of one of the households.
    func reliefs(household: HouseholdKey) -> [ReliefEntry] {
        reliefs(from: lastOfHouseholds[household], \.previousOfHousehold)
    }

    /// The rows of a person of whom something changed.
    func reliefs(of person: PersonKey) -> [ReliefEntry] { reliefs(from: lastOfPeople[person], \.previousOfPerson) }

    private func reliefs(from last: Int?, _ previous: KeyPath<Row, Int?>) -> [ReliefEntry] {
        var found: [ReliefEntry] = []
        var place = last
        while let row = place.map({ rows[$0] }) {
            found.append(row.entry)
            place = row[keyPath: previous]
        }
        return found.sorted { $0.key < $1.key }
    }

    private func add(_ entry: ReliefEntry, isNew: Bool) {
        places[entry.key] = rows.count
        rows.append(
            Row(
                entry: entry,
                isNew: isNew,
                isChanged: isNew,
                previousOfHousehold: lastOfHouseholds.updateValue(rows.count, forKey: entry.household),
                previousOfPerson: lastOfPeople.updateValue(rows.count, forKey: entry.person)
            )
        )
    }

    /// Adds or replaces a row.
    func put(_ relief: ReliefEntry) {
        guard let place = places[relief.key] else {
            context.note(.relief(relief.key, nil))
            return add(relief, isNew: true)
        }
        context.note(.relief(relief.key, rows[place].entry))
        rows[place].entry = relief
        rows[place].isChanged = true
    }

    /// Writes what changed: rows in the order of the file, in which they are gone through later.
    func flush() throws {
        let places = rows.indices.filter { rows[$0].isChanged }
        for place in places { newcomers?.insert(rows[place].entry.household) }
        try people.flush {
            try transaction.add(places.filter { rows[$0].isNew }.map { rows[$0].entry })
            try transaction.put(places.filter { !rows[$0].isNew }.map { rows[$0].entry })
        }
    }
}
