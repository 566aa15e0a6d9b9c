// SPDX-License-Identifier: Apache-2.0

/// A copy of a ``MemoryRegistry`` that is written to, and kept only when the transaction succeeds.
final class MemoryRegistryTransaction: RegistryTransaction {
    var registry: MemoryRegistry

    init(_ registry: MemoryRegistry) { self.registry = registry }

    func put(_ person: PersonEntry) { registry.people[person.key] = person }

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

    func put(_ health: HealthEntry) { registry.health[health.person] = health }

    func put(_ paylist: PaylistEntry) { registry.paylist[paylist.key] = paylist }

    func add(_ payment: PaymentEntry) { registry.payments[payment.batch, default: []].append(payment) }

    func removePayments(in batch: PaymentBatch) { registry.payments[batch] = nil }

    func add(_ entry: ImportEntry) { registry.imports.append(entry) }

    func addChange(
        at: Int64,
        person: PersonKey,
        component: RegistryChange.Component,
        effect: RegistryChange.Effect,
        row: [UInt8]?,
        by: String
    ) {
        registry.changes.append(
            RegistryChange(
                sequence: (registry.changes.last?.sequence ?? 0) + 1,
                at: at,
                person: person,
                component: component,
                effect: effect,
                row: row,
                by: by
            )
        )
    }

    func person(_ key: PersonKey) -> PersonEntry? { registry.person(key) }
    func people(after key: PersonKey?, limit: Int) -> [PersonEntry] { registry.people(after: key, limit: limit) }
    func card(_ key: CardKey) -> CardEntry? { registry.card(key) }
    func cards(of person: PersonKey) -> [CardEntry] { registry.cards(of: person) }
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
    func payments(at places: [PaymentPlace]) -> [PaymentEntry?] { registry.payments(at: places) }
    func latestReports() -> [String: Period] { registry.latestReports() }
    func ledger(of period: Period) -> Ledger { registry.ledger(of: period) }
    func latestImport(of kind: ImportKind, batch: PaymentBatch?) -> ImportEntry? {
        registry.latestImport(of: kind, batch: batch)
    }
    func latestImport(of kind: ImportKind, fileDigest: [UInt8]) -> ImportEntry? {
        registry.latestImport(of: kind, fileDigest: fileDigest)
    }
    func changes(after sequence: Int64, limit: Int) -> [RegistryChange] {
        registry.changes(after: sequence, limit: limit)
    }
}
