// SPDX-License-Identifier: Apache-2.0

/// Where the registry is kept: SQLite, PostgreSQL or memory.
///
/// Calls block, since a transaction of the engines is synchronous; keep them off the cooperative pool. A store knows keys, dates
/// and states only: what names a person is sealed before it gets here.
public protocol RegistryStore: Sendable {
    /// Reads in one snapshot.
    func read<Value>(_ body: (any RegistryReading) throws -> Value) throws -> Value

    /// Reads and writes in one transaction: all of it is there after the call, durable, or nothing when `body` throws or the
    /// process ends. Writes exclude one another.
    func write<Value>(_ body: (any RegistryTransaction) throws -> Value) throws -> Value
}

/// What can be read of a registry.
public protocol RegistryReading: NoticeReading {
    /// The person, nil when unknown.
    func person(_ key: PersonKey) throws -> PersonEntry?
    /// People in the order of their keys, from the first or after one of them, at most `limit`.
    func people(after key: PersonKey?, limit: Int) throws -> [PersonEntry]

    /// The card, nil when unknown.
    func card(_ key: CardKey) throws -> CardEntry?
    /// All cards a person ever held, by key.
    func cards(of person: PersonKey) throws -> [CardEntry]
    /// All accounts that cards of a person ever had, oldest first, ``CardEntry/account`` of each among them.
    func accounts(of person: PersonKey) throws -> [AccountKey]
    /// Both at once, as a verdict asks for them.
    func cardsAndAccounts(of person: PersonKey) throws -> (cards: [CardEntry], accounts: [AccountKey])
    /// All cards that ever had this account, by key.
    func cards(account: AccountKey) throws -> [CardEntry]

    /// The row of the roster, nil when unknown.
    func relief(_ key: ReliefKey) throws -> ReliefEntry?
    /// A person's rows of the roster, by key.
    func reliefs(of person: PersonKey) throws -> [ReliefEntry]
    /// The rows of all households that a person has a row of, the person's own among them, by key.
    func reliefs(householdsOf person: PersonKey) throws -> [ReliefEntry]
    /// A household's rows of the roster, all categories, by key.
    func reliefs(household: HouseholdKey) throws -> [ReliefEntry]

    /// Of many people at once, nil where one is unknown.
    func people(_ keys: [PersonKey]) throws -> [PersonEntry?]
    /// Of many people at once, each one's rows of the roster.
    func reliefs(of people: [PersonKey]) throws -> [[ReliefEntry]]
    /// Of many households at once, each one's rows of the roster.
    func reliefs(households: [HouseholdKey]) throws -> [[ReliefEntry]]

    /// Of many cards at once, nil where one is unknown.
    func cards(_ keys: [CardKey]) throws -> [CardEntry?]
    /// Of many accounts at once, all cards that ever had each, by key.
    func cards(accounts: [AccountKey]) throws -> [[CardEntry]]

    /// A person's health status, nil when there is none.
    func health(of person: PersonKey) throws -> HealthEntry?
    /// Of many people at once, each one's health status, nil where there is none.
    func health(of people: [PersonKey]) throws -> [HealthEntry?]

    /// The line of the paylist, nil when unknown.
    func paylist(_ key: PaylistKey) throws -> PaylistEntry?
    /// Of many lines of the paylist at once, nil where one is unknown.
    func paylist(_ keys: [PaylistKey]) throws -> [PaylistEntry?]
    /// The lines of the paylist for a person, latest period first, at most `limit`.
    func paylist(for person: PersonKey, limit: Int) throws -> [PaylistEntry]
    /// The lines of the paylist that pay into an account, latest period first, at most `limit`.
    func paylist(into account: AccountKey, limit: Int) throws -> [PaylistEntry]
    /// Of many accounts at once, the lines of the paylist that pay into each, latest period first, at most `limit` for each.
    func paylist(into accounts: [AccountKey], limit: Int) throws -> [[PaylistEntry]]

    /// Payments into any of the accounts, latest ``PaymentEntry/paidAt`` first, then highest line, at most `limit`.
    func payments(into accounts: [AccountKey], limit: Int) throws -> [PaymentEntry]
    /// The payments of a batch by line.
    func payments(in batch: PaymentBatch) throws -> [PaymentEntry]
    /// The payment at a place in a bank's file; nil where there is none.
    func payment(at place: PaymentPlace) throws -> PaymentEntry?
    /// What is sealed of the payments at places in the banks' files, in their order; nil where there is none.
    func sealedPayments(at places: [PaymentPlace]) throws -> [SealedPayment?]
    /// The latest month that each bank has reported payments for, by the bank's name.
    func latestReports() throws -> [String: Period]
    /// Everything that reconciliation of a month looks at, in one pass over each table.
    func ledger(of period: Period) throws -> Ledger

    /// The import of a kind (for payments: of a batch) that was carried out last and not undone, nil when there was none.
    func latestImport(of kind: ImportKind, batch: PaymentBatch?) throws -> ImportEntry?

    /// The import of a kind that was brought last with a file of this SHA-256 by somebody who answers for this region, whatever
    /// became of it.
    func latestImport(of kind: ImportKind, fileDigest: [UInt8], region: String) throws -> ImportEntry?
    /// All imports that were brought, the latest first.
    func imports() throws -> [ImportEntry]
    /// Hands over the rows of the roster whose region begins with these digits, except those that are known already;
    /// neither closure asks the store anything.
    func reliefs(
        within prefix: String,
        except isKnown: (ReliefKey) -> Bool,
        _ body: (ReliefEntry) throws -> Void
    ) throws
    /// How entries stood before an import, with a number below `number`, the highest first, at most `limit`.
    func formers(changedBy id: Int64, below number: Int, limit: Int) throws -> [(number: Int, entry: FormerEntry)]
    /// A part of the file of an import that is held, by its number from 0; nil where there is none.
    func heldPart(_ number: Int, of id: Int64) throws -> [UInt8]?

    /// The sequence of the last change, 0 before the first.
    func latestChange() throws -> Int64
    /// Changes with a sequence above `sequence` in order, at most `limit`.
    func changes(after sequence: Int64, limit: Int) throws -> [RegistryChange]
}

/// A transaction that also writes.
public protocol RegistryTransaction: RegistryReading, RegistryRetention, NoticeWriting {
    /// Adds the card or replaces the entry of the same key; its account joins the accounts it ever had.
    func put(_ card: CardEntry) throws
    /// Adds the row or replaces the entry of the same key.
    func put(_ relief: ReliefEntry) throws
    /// Adds the line or replaces the entry of the same key.
    func put(_ paylist: PaylistEntry) throws
    /// Adds or replaces many people; of two with the same key the last one counts.
    func put(_ people: [PersonEntry]) throws
    /// Adds or replaces many rows of the roster; of two with the same key the last one counts.
    func put(_ reliefs: [ReliefEntry]) throws
    /// Adds or replaces many cards; of two with the same key the last one counts. Their accounts join those that the cards ever
    /// had, in this order.
    func put(_ cards: [CardEntry]) throws
    /// Adds or replaces many health statuses; of two of the same person the last one counts.
    func put(_ health: [HealthEntry]) throws
    /// Adds or replaces many lines of the paylist; of two with the same key the last one counts.
    func put(_ lines: [PaylistEntry]) throws
    /// Adds many people who are new.
    func add(_ people: [PersonEntry]) throws
    /// Adds many rows of the roster that are new.
    func add(_ reliefs: [ReliefEntry]) throws
    /// Adds many cards that are new, with their accounts in this order.
    func add(_ cards: [CardEntry]) throws
    /// Adds the health statuses of many people who have none.
    func add(_ health: [HealthEntry]) throws
    /// Adds many lines of the paylist that are new.
    func add(_ lines: [PaylistEntry]) throws
    /// Adds many payments, of which no two have the same batch and line.
    func add(_ payments: [PaymentEntry]) throws
    /// Removes the payments of a batch.
    func removePayments(in batch: PaymentBatch) throws
    /// Adds an import and gives the number that it has from now on.
    func add(_ entry: ImportEntry) throws -> Int64
    /// Replaces the import of the same number.
    func put(_ entry: ImportEntry) throws
    /// Notes down how entries stood before an import changed them, with numbers from the one behind `number` on; numbers
    /// of one import are its own.
    func add(_ formers: [FormerEntry], after number: Int, changedBy id: Int64) throws
    /// Forgets how entries stood before an import.
    func removeFormers(changedBy id: Int64) throws
    /// Makes an entry what it was, or removes it where there was none.
    func restore(_ former: FormerEntry) throws
    /// Adds a part of the file of an import that is held.
    func addHeldPart(_ sealed: [UInt8], number: Int, of id: Int64) throws
    /// Removes the file of an import that is held.
    func removeHeldParts(of id: Int64) throws
    /// Adds changes in their order, and gives them the next sequences in place of their own.
    func add(_ changes: [RegistryChange]) throws
}

extension RegistryTransaction {
    /// Adds a change and gives it the next sequence.
    public func addChange(
        at: Int64,
        person: PersonKey,
        component: RegistryChange.Component,
        effect: RegistryChange.Effect,
        row: [UInt8]?,
        by: String
    ) throws {
        let change = RegistryChange(
            sequence: 0,
            at: at,
            person: person,
            component: component,
            effect: effect,
            row: row,
            by: by
        )
        try add([change])
    }
}
