// SPDX-License-Identifier: Apache-2.0

import Dispatch

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

    private final class Person {
        let key: PersonKey
        let entry: PersonEntry?
        /// As it is to be; nil until it is opened or made.
        var data: PersonalData?
        var isChanged = false

        init(_ key: PersonKey, _ entry: PersonEntry?) {
            self.key = key
            self.entry = entry
        }
    }

    /// A queue of its own: in the one that all share it would wait behind the rows that are read ahead.
    private static let sealing = DispatchQueue(label: "heyima.sealing")

    private let context: ImportContext
    private let transaction: any RegistryTransaction
    private let newcomers: Newcomers?
    private var rows: [Row] = []
    private var places: [ReliefKey: Int] = [:]
    /// The last row of each, from which the others are found.
    private var lastOfHouseholds: [HouseholdKey: Int] = [:]
    private var lastOfPeople: [PersonKey: Int] = [:]
    private var people: [PersonKey: Person] = [:]
    private var changedPeople: [Person] = []

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
        self.rows.reserveCapacity(rows.count)
        places.reserveCapacity(rows.count)
        lastOfPeople.reserveCapacity(rows.count)
        let households = Set(rows.map(\.household)).filter { newcomers?.mayHold($0) ?? true }.sorted()
        for entry in try transaction.reliefs(households: households).joined() { add(entry, isNew: false) }
        let changed = rows.filter { !$0.isUnchanged(from: relief($0.key)) }
        people.reserveCapacity(changed.count)
        for row in changed { people[row.person] = Person(row.person, nil) }
        let keys = people.keys.filter { newcomers?.mayHold($0) ?? true }.sorted()
        var known: [PersonKey] = []
        for case (let key, let entry?) in zip(keys, try transaction.people(keys)) {
            people[key] = Person(key, entry)
            known.append(key)
        }
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

    /// What is sealed of anybody, nil when unknown.
    func data(of key: PersonKey) throws -> PersonalData? { try opened(key).data }

    private func opened(_ key: PersonKey) throws -> Person {
        let person = try people[key] ?? Person(key, transaction.person(key))
        if person.data == nil, let entry = person.entry { person.data = try context.vault.open(entry) }
        people[key] = person
        return person
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

    /// Changes what is sealed of a person, making the person when it is the first that is heard of them.
    ///
    /// Gives whether the person was known before.
    func update(_ idNumber: IDNumber, key: PersonKey, _ body: (inout PersonalData) -> Void) throws -> Bool {
        let person = try opened(key)
        let former = person.data
        var data = former ?? PersonalData(idNumber: idNumber)
        body(&data)
        if data != former {
            person.data = data
            if !person.isChanged { changedPeople.append(person) }
            person.isChanged = true
        }
        return former != nil
    }

    /// Writes what changed: rows in the order of the file, in which they are gone through later; people, whom another core
    /// seals meanwhile, by key, since near keys lie near each other.
    func flush() throws {
        changedPeople.sort { $0.key < $1.key }
        let changed = changedPeople.compactMap { person in person.data.map { (person.key, $0) } }
        let sealed = Ahead(in: Self.sealing) { [vault = context.vault] in
            try changed.map { try vault.seal($0.1, key: $0.0) }
        }
        for person in changedPeople {
            context.note(.person(person.key, person.entry))
            newcomers?.insert(person.key)
        }
        let places = rows.indices.filter { rows[$0].isChanged }
        for place in places { newcomers?.insert(rows[place].entry.household) }
        try transaction.add(places.filter { rows[$0].isNew }.map { rows[$0].entry })
        try transaction.put(places.filter { !rows[$0].isNew }.map { rows[$0].entry })
        let entries = zip(changedPeople, try sealed.value())
        try transaction.add(entries.filter { $0.0.entry == nil }.map(\.1))
        try transaction.put(entries.filter { $0.0.entry != nil }.map(\.1))
    }
}
