// SPDX-License-Identifier: Apache-2.0

/// What the registry has of the people and households of a batch of the roster: asked for in one go, changed here, and
/// written in one go.
final class RosterWindow {
    private struct Person {
        let entry: PersonEntry?
        /// As it is to be; nil until it is opened or made.
        var data: PersonalData?
        var isChanged = false
    }

    private let context: ImportContext
    private let transaction: any RegistryTransaction
    private var reliefs: [ReliefKey: ReliefEntry] = [:]
    private var ofHouseholds: [HouseholdKey: [ReliefKey]] = [:]
    private var ofPeople: [PersonKey: [ReliefKey]] = [:]
    private var people: [PersonKey: Person] = [:]
    /// In the order in which they changed first.
    private var changedReliefs: [ReliefKey] = []
    private var isChanged: Set<ReliefKey> = []
    private var changedPeople: [PersonKey] = []

    /// Looks up the households of all rows, and the people of those that bring something new.
    init(_ rows: [RosterImporter.Row], _ context: ImportContext, _ transaction: any RegistryTransaction) throws {
        self.context = context
        self.transaction = transaction
        let households = Array(Set(rows.map(\.household))).sorted()
        for (household, entries) in zip(households, try transaction.reliefs(households: households)) {
            ofHouseholds[household] = entries.map(\.key)
            for entry in entries { reliefs[entry.key] = entry }
        }
        let changed = rows.filter { !$0.isUnchanged(from: reliefs[$0.key]) }
        let keys = Array(Set(changed.map(\.person))).sorted()
        var known: [PersonKey] = []
        for (key, entry) in zip(keys, try transaction.people(keys)) {
            people[key] = Person(entry: entry)
            ofPeople[key] = []
            if entry != nil { known.append(key) }
        }
        for (key, entries) in zip(known, try transaction.reliefs(of: known)) {
            ofPeople[key] = entries.map(\.key)
            for entry in entries { reliefs[entry.key] = entry }
        }
    }

    /// A row of one of the households, nil when unknown.
    func relief(_ key: ReliefKey) -> ReliefEntry? { reliefs[key] }

    /// The rows of one of the households.
    func reliefs(household: HouseholdKey) -> [ReliefEntry] {
        (ofHouseholds[household] ?? []).compactMap { reliefs[$0] }.sorted { $0.key < $1.key }
    }

    /// The rows of a person of whom something changed.
    func reliefs(of person: PersonKey) -> [ReliefEntry] {
        (ofPeople[person] ?? []).compactMap { reliefs[$0] }.sorted { $0.key < $1.key }
    }

    /// What is sealed of anybody, nil when unknown.
    func data(of key: PersonKey) throws -> PersonalData? {
        if people[key] == nil { people[key] = Person(entry: try transaction.person(key)) }
        if people[key]?.data == nil, let entry = people[key]?.entry {
            people[key]?.data = try context.vault.open(entry)
        }
        return people[key]?.data
    }

    /// Adds or replaces a row.
    func put(_ relief: ReliefEntry) {
        context.note(.relief(relief.key, reliefs[relief.key]))
        if reliefs.updateValue(relief, forKey: relief.key) == nil {
            ofHouseholds[relief.household, default: []].append(relief.key)
            ofPeople[relief.person, default: []].append(relief.key)
        }
        if isChanged.insert(relief.key).inserted { changedReliefs.append(relief.key) }
    }

    /// Changes what is sealed of a person, making the person when it is the first that is heard of them.
    ///
    /// Gives whether the person was known before.
    func update(_ idNumber: IDNumber, key: PersonKey, _ body: (inout PersonalData) -> Void) throws -> Bool {
        let former = try data(of: key)
        var data = former ?? PersonalData(idNumber: idNumber)
        body(&data)
        if data != former {
            people[key]?.data = data
            if people[key]?.isChanged == false {
                context.note(.person(key, people[key]?.entry))
                people[key]?.isChanged = true
                changedPeople.append(key)
            }
        }
        return former != nil
    }

    /// Writes what changed.
    func flush() throws {
        let changed = changedPeople.compactMap { key in people[key]?.data.map { (key, $0) } }
        try transaction.put(changed.concurrentMap { [vault = context.vault] in try vault.seal($0.1, key: $0.0) })
        try transaction.put(changedReliefs.compactMap { reliefs[$0] })
    }
}
