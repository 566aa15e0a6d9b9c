// SPDX-License-Identifier: Apache-2.0

/// One run of an import: what every importer needs, and the way by which all that it changes goes into the store.
///
/// Each change notes down first how the entry stood before.
final class ImportContext {
    let vault: PersonVault
    let now: Int64
    let by: String
    /// For a roster that is complete, what it is complete for.
    let scope: RosterScope?
    /// Leading digits of the region that whoever brings the file answers for; empty for all.
    let region: String
    /// In a trial, the people of whom something changed that a code may speak of.
    private(set) var people: Set<PersonKey> = []

    private let isTrial: Bool
    private let id: Int64
    private let transaction: any RegistryTransaction
    private var formers: [FormerEntry] = []
    private var formerCount = 0
    private var changes: [RegistryChange] = []

    init(_ request: ImportRequest, id: Int64, vault: PersonVault, transaction: any RegistryTransaction) {
        self.vault = vault
        now = request.now
        by = request.by
        scope = request.scope
        region = request.region
        isTrial = request.isDryRun
        self.id = id
        self.transaction = transaction
    }

    /// Writes cards, of which no two are the same.
    func put(_ changes: [EntryWindow<CardKey, CardEntry>.Change]) throws {
        let moved = changes.filter { $0.former.map(\.account) ?? $0.entry.account != $0.entry.account }.map(\.entry)
        let holders = try transaction.cards(accounts: moved.map(\.account))
        // Those that have an account that they had not before.
        let gaining = Set(
            zip(moved, holders).filter { card, holders in !holders.contains { $0.key == card.key } }.map(\.0.key)
        )
        for (former, card) in changes {
            note(.card(card.key, former))
            if gaining.contains(card.key) { note(.account(card.key, card.account)) }
        }
        // Together where some are known, so that their accounts stay in order.
        let cards = changes.map(\.entry)
        if changes.contains(where: { $0.former != nil }) {
            try transaction.put(cards)
        } else {
            try transaction.add(cards)
        }
    }

    func put(_ relief: ReliefEntry, former: ReliefEntry?) throws {
        note(.relief(relief.key, former))
        try transaction.put(relief)
    }

    /// Writes health statuses.
    func put(_ changes: [EntryWindow<PersonKey, HealthEntry>.Change]) throws {
        for (former, health) in changes { note(.health(health.person, former)) }
        try transaction.add(changes.filter { $0.former == nil }.map(\.entry))
        try transaction.put(changes.filter { $0.former != nil }.map(\.entry))
    }

    /// Writes lines of the paylist.
    func put(_ changes: [EntryWindow<PaylistKey, PaylistEntry>.Change]) throws {
        for (former, line) in changes { note(.paylist(line.key, former)) }
        try transaction.add(changes.filter { $0.former == nil }.map(\.entry))
        try transaction.put(changes.filter { $0.former != nil }.map(\.entry))
    }

    /// Removes the payments of a batch and gives them back.
    func removePayments(in batch: PaymentBatch) throws -> [PaymentEntry] {
        let former = try transaction.payments(in: batch)
        for payment in former { note(.payment(payment)) }
        try transaction.removePayments(in: batch)
        return former
    }

    /// Records a change.
    func record(
        _ component: RegistryChange.Component,
        _ effect: RegistryChange.Effect,
        of person: PersonKey,
        row: [UInt8]?
    ) {
        if isTrial { people.insert(person) }
        changes.append(
            RegistryChange(
                sequence: 0,
                at: now,
                person: person,
                component: component,
                effect: effect,
                row: row,
                by: by
            )
        )
    }

    /// Notes down how an entry stood before.
    func note(_ former: FormerEntry) { formers.append(former) }

    /// Writes changes, and how entries stood before, which nobody asks for in the midst of an import.
    func flush() throws {
        try transaction.add(formers, after: formerCount, changedBy: id)
        formerCount += formers.count
        formers.removeAll(keepingCapacity: true)
        try transaction.add(changes)
        changes.removeAll(keepingCapacity: true)
    }
}
