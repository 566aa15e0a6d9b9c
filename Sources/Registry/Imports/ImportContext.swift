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

    func put(_ card: CardEntry, former: CardEntry?) throws {
        note(.card(card.key, former))
        if let former, former.account != card.account,
            try !transaction.cards(account: card.account).contains(where: { $0.key == card.key })
        {
            note(.account(card.key, card.account))
        }
        try transaction.put(card)
    }

    func put(_ relief: ReliefEntry, former: ReliefEntry?) throws {
        note(.relief(relief.key, former))
        try transaction.put(relief)
    }

    func put(_ health: HealthEntry, former: HealthEntry?) throws {
        note(.health(health.person, former))
        try transaction.put(health)
    }

    func put(_ line: PaylistEntry, former: PaylistEntry?) throws {
        note(.paylist(line.key, former))
        try transaction.put(line)
    }

    /// Removes the payments of a batch and gives them back.
    func removePayments(in batch: PaymentBatch) throws -> [PaymentEntry] {
        let former = try transaction.payments(in: batch)
        for payment in former { note(.payment(payment)) }
        try transaction.removePayments(in: batch)
        return former
    }

    /// Changes what is sealed of a person, making the person when it is the first that is heard of them.
    ///
    /// Gives whether the person was known before.
    @discardableResult
    func update(_ idNumber: IDNumber, key: PersonKey, _ body: (inout PersonalData) -> Void) throws -> Bool {
        let entry = try transaction.person(key)
        let former = try entry.map(vault.open)
        var data = former ?? PersonalData(idNumber: idNumber)
        body(&data)
        if data != former {
            note(.person(key, entry))
            try transaction.put(vault.seal(data, key: key))
        }
        return former != nil
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
