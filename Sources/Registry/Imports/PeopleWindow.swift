// SPDX-License-Identifier: Apache-2.0

import Dispatch

/// The people that rows of a batch are about: asked for in one go, opened where it matters, changed here, sealed by another
/// core and written in one go.
final class PeopleWindow {
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
    private var people: [PersonKey: Person] = [:]
    private var changed: [Person] = []

    /// Nobody yet; `newcomers` are those whom the registry may have, nil for all.
    init(_ context: ImportContext, _ transaction: any RegistryTransaction, _ newcomers: Newcomers? = nil) {
        self.context = context
        self.transaction = transaction
        self.newcomers = newcomers
    }

    /// Looks up people; gives those whom the registry has, by key.
    @discardableResult
    func find(_ keys: [PersonKey]) throws -> [PersonKey] {
        people.reserveCapacity(keys.count)
        for key in keys { people[key] = Person(key, nil) }
        let asked = people.keys.filter { newcomers?.mayHold($0) ?? true }.sorted()
        var known: [PersonKey] = []
        for case (let key, let entry?) in zip(asked, try transaction.people(asked)) {
            people[key] = Person(key, entry)
            known.append(key)
        }
        return known
    }

    /// What is sealed of anybody, nil when unknown.
    func data(of key: PersonKey) throws -> PersonalData? { try opened(key).data }

    private func person(_ key: PersonKey) throws -> Person {
        if let person = people[key] { return person }
        let person = Person(key, try transaction.person(key))
        people[key] = person
        return person
    }

    private func opened(_ key: PersonKey) throws -> Person {
        let person = try person(key)
        if person.data == nil, let entry = person.entry { person.data = try context.vault.open(entry) }
        return person
    }

    /// Makes the person when it is the first that is heard of them.
    func add(_ idNumber: IDNumber, key: PersonKey) throws {
        let person = try person(key)
        if person.entry == nil, person.data == nil { change(person, to: PersonalData(idNumber: idNumber)) }
    }

    /// Changes what is sealed of a person, making the person when it is the first that is heard of them.
    ///
    /// Gives whether the person was known before.
    @discardableResult
    func update(_ idNumber: IDNumber, key: PersonKey, _ body: (inout PersonalData) -> Void) throws -> Bool {
        let person = try opened(key)
        let former = person.data
        var data = former ?? PersonalData(idNumber: idNumber)
        body(&data)
        if data != former { change(person, to: data) }
        return former != nil
    }

    private func change(_ person: Person, to data: PersonalData) {
        person.data = data
        if !person.isChanged { changed.append(person) }
        person.isChanged = true
    }

    /// Notes down how those who changed stood before, and writes them by key, since near keys lie near each other.
    ///
    /// Another core seals them while `body` writes what else there is. Undoing goes backwards, so that what `body` notes down is
    /// undone before the people whom the import brought.
    func flush(meanwhile body: () throws -> Void) throws {
        changed.sort { $0.key < $1.key }
        let data = changed.compactMap { person in person.data.map { (person.key, $0) } }
        let sealed = Ahead(in: Self.sealing) { [vault = context.vault] in
            try data.map { try vault.seal($0.1, key: $0.0) }
        }
        for person in changed {
            context.note(.person(person.key, person.entry))
            newcomers?.insert(person.key)
        }
        try body()
        let entries = zip(changed, try sealed.value())
        try transaction.add(entries.filter { $0.0.entry == nil }.map(\.1))
        try transaction.put(entries.filter { $0.0.entry != nil }.map(\.1))
    }
}
