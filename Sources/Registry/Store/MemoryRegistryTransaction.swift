// SPDX-License-Identifier: Apache-2.0

/// A copy of a ``MemoryRegistry`` that is written to, and kept only when the transaction succeeds.
final class MemoryRegistryTransaction: RegistryTransaction {
    var registry: MemoryRegistry

    init(_ registry: MemoryRegistry) { self.registry = registry }

    func put(_ card: CardEntry) {
        if let former = registry.cards[card.key] { registry.cardsOfPeople[former.person]?.remove(card.key) }
        registry.cards[card.key] = card
        registry.cardsOfPeople[card.person, default: []].insert(card.key)
        if registry.cardsOfAccounts[card.account, default: []].insert(card.key).inserted {
            registry.accountsOfCards[card.key, default: []].append(card.account)
        }
    }

    func put(_ relief: ReliefEntry) {
        registry.reliefs[relief.key] = relief
        registry.reliefsOfPeople[relief.person, default: []].insert(relief.key)
        registry.reliefsOfHouseholds[relief.household, default: []].insert(relief.key)
    }

    func put(_ people: [PersonEntry]) { for person in people { registry.people[person.key] = person } }

    func put(_ reliefs: [ReliefEntry]) { for relief in reliefs { put(relief) } }

    func put(_ cards: [CardEntry]) { for card in cards { put(card) } }

    func put(_ health: [HealthEntry]) { for entry in health { registry.health[entry.person] = entry } }

    func put(_ lines: [PaylistEntry]) { for line in lines { put(line) } }

    func add(_ people: [PersonEntry]) throws { try add(people, known: { registry.people[$0.key] }, put: { put([$0]) }) }

    func add(_ reliefs: [ReliefEntry]) throws {
        try add(reliefs, known: { registry.reliefs[$0.key] }, put: { put($0) })
    }

    func add(_ cards: [CardEntry]) throws { try add(cards, known: { registry.cards[$0.key] }, put: { put($0) }) }

    func add(_ health: [HealthEntry]) throws {
        try add(health, known: { registry.health[$0.person] }, put: { put([$0]) })
    }

    func add(_ lines: [PaylistEntry]) throws { try add(lines, known: { registry.paylist[$0.key] }, put: { put($0) }) }

    private func add<Entry>(_ entries: [Entry], known: (Entry) -> Entry?, put: (Entry) -> Void) throws {
        for entry in entries {
            guard known(entry) == nil else {
                throw RegistryError(.duplicateRow, "what is said to be new is there already")
            }
            put(entry)
        }
    }

    func put(_ paylist: PaylistEntry) { registry.paylist[paylist.key] = paylist }

    func add(_ payments: [PaymentEntry]) {
        for payment in payments { registry.payments[payment.batch, default: []].append(payment) }
    }

    func removePayments(in batch: PaymentBatch) { registry.payments[batch] = nil }

    func add(_ entry: ImportEntry) -> Int64 {
        var entry = entry
        entry.id = (registry.importEntries.last?.id ?? 0) + 1
        registry.importEntries.append(entry)
        return entry.id
    }

    func put(_ entry: ImportEntry) {
        guard let position = registry.importEntries.firstIndex(where: { $0.id == entry.id }) else { return }
        registry.importEntries[position] = entry
    }

    func add(_ formers: [FormerEntry], after number: Int, changedBy id: Int64) {
        for (offset, former) in formers.enumerated() {
            registry.formers[id, default: [:]][number + 1 + offset] = former
        }
    }

    func removeFormers(changedBy id: Int64) { registry.formers[id] = nil }

    func restore(_ former: FormerEntry) {
        switch former {
        case .person(let key, let entry): registry.people[key] = entry
        case .card(let key, let entry):
            if let entry { put(entry) } else { remove(key) }
        case .account(let card, let account):
            registry.accountsOfCards[card]?.removeAll { $0 == account }
            registry.cardsOfAccounts[account]?.remove(card)
        case .relief(let key, let entry):
            if let entry {
                put(entry)
            } else if let gone = registry.reliefs.removeValue(forKey: key) {
                registry.reliefsOfPeople[gone.person]?.remove(key)
                registry.reliefsOfHouseholds[gone.household]?.remove(key)
            }
        case .health(let person, let entry): registry.health[person] = entry
        case .paylist(let key, let entry): registry.paylist[key] = entry
        case .payment(let payment): add([payment])
        }
    }

    private func remove(_ card: CardKey) {
        guard let gone = registry.cards.removeValue(forKey: card) else { return }
        registry.cardsOfPeople[gone.person]?.remove(card)
        for account in registry.accountsOfCards.removeValue(forKey: card) ?? [] {
            registry.cardsOfAccounts[account]?.remove(card)
        }
    }

    func addHeldPart(_ sealed: [UInt8], number: Int, of id: Int64) {
        registry.heldParts[id, default: [:]][number] = sealed
    }

    func removeHeldParts(of id: Int64) { registry.heldParts[id] = nil }

    func add(_ changes: [RegistryChange]) {
        for var change in changes {
            change.sequence = registry.latestChange() + 1
            registry.changes.append(change)
        }
    }

    func person(_ key: PersonKey) -> PersonEntry? { registry.person(key) }
    func people(_ keys: [PersonKey]) -> [PersonEntry?] { registry.people(keys) }
    func reliefs(of people: [PersonKey]) -> [[ReliefEntry]] { registry.reliefs(of: people) }
    func reliefs(householdsOf person: PersonKey) -> [ReliefEntry] { registry.reliefs(householdsOf: person) }
    func reliefs(households: [HouseholdKey]) -> [[ReliefEntry]] { registry.reliefs(households: households) }
    func people(after key: PersonKey?, limit: Int) -> [PersonEntry] { registry.people(after: key, limit: limit) }
    func cards(_ keys: [CardKey]) -> [CardEntry?] { registry.cards(keys) }
    func cards(accounts: [AccountKey]) -> [[CardEntry]] { registry.cards(accounts: accounts) }
    func health(of people: [PersonKey]) -> [HealthEntry?] { registry.health(of: people) }
    func paylist(_ keys: [PaylistKey]) -> [PaylistEntry?] { registry.paylist(keys) }
    func paylist(into accounts: [AccountKey], limit: Int) -> [[PaylistEntry]] {
        registry.paylist(into: accounts, limit: limit)
    }
    func card(_ key: CardKey) -> CardEntry? { registry.card(key) }
    func cards(of person: PersonKey) -> [CardEntry] { registry.cards(of: person) }
    func cardsAndAccounts(of person: PersonKey) -> (cards: [CardEntry], accounts: [AccountKey]) {
        registry.cardsAndAccounts(of: person)
    }
    func accounts(of person: PersonKey) -> [AccountKey] { registry.accounts(of: person) }
    func cards(account: AccountKey) -> [CardEntry] { registry.cards(account: account) }
    func relief(_ key: ReliefKey) -> ReliefEntry? { registry.relief(key) }
    func reliefs(of person: PersonKey) -> [ReliefEntry] { registry.reliefs(of: person) }
    func reliefs(household: HouseholdKey) -> [ReliefEntry] { registry.reliefs(household: household) }
    func health(of person: PersonKey) -> HealthEntry? { registry.health(of: person) }
    func paylist(_ key: PaylistKey) -> PaylistEntry? { registry.paylist(key) }
    func paylist(for person: PersonKey, limit: Int) -> [PaylistEntry] { registry.paylist(for: person, limit: limit) }
    func paylist(into account: AccountKey, limit: Int) -> [PaylistEntry] {
        registry.paylist(into: account, limit: limit)
    }
    func payments(into accounts: [AccountKey], limit: Int) -> [PaymentEntry] {
        registry.payments(into: accounts, limit: limit)
    }
    func payments(in batch: PaymentBatch) -> [PaymentEntry] { registry.payments(in: batch) }
    func payment(at place: PaymentPlace) -> PaymentEntry? { registry.payment(at: place) }
    func sealedPayments(at places: [PaymentPlace]) -> [SealedPayment?] { registry.sealedPayments(at: places) }
    func latestReports() -> [String: Period] { registry.latestReports() }
    func ledger(of period: Period) -> Ledger { registry.ledger(of: period) }
    func latestImport(of kind: ImportKind, batch: PaymentBatch?) -> ImportEntry? {
        registry.latestImport(of: kind, batch: batch)
    }
    func imports() -> [ImportEntry] { registry.imports() }
    func reliefs(
        within prefix: String,
        except isKnown: (ReliefKey) -> Bool,
        _ body: (ReliefEntry) throws -> Void
    ) throws {
        try registry.reliefs(within: prefix, except: isKnown, body)
    }
    func formers(changedBy id: Int64, below number: Int, limit: Int) -> [(number: Int, entry: FormerEntry)] {
        registry.formers(changedBy: id, below: number, limit: limit)
    }
    func heldPart(_ number: Int, of id: Int64) -> [UInt8]? { registry.heldPart(number, of: id) }
    func latestChange() -> Int64 { registry.latestChange() }
    func latestImport(of kind: ImportKind, fileDigest: [UInt8], region: String) -> ImportEntry? {
        registry.latestImport(of: kind, fileDigest: fileDigest, region: region)
    }
    func changes(after sequence: Int64, limit: Int) -> [RegistryChange] {
        registry.changes(after: sequence, limit: limit)
    }
}
