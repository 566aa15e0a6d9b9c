// SPDX-License-Identifier: Apache-2.0

/// What became of a person's data when they were forgotten.
public struct ForgettingReport: Hashable, Sendable {
    /// Cards destroyed, with every number that they had.
    public var cards = 0
    /// Rows of the roster destroyed.
    public var reliefs = 0
    /// Whether a health status was destroyed.
    public var hadHealth = false
    /// Payments into the person's accounts, kept without name, account number and memo.
    public var paymentsKept = 0
    /// Lines of the paylist for or to the person, kept without account number.
    public var linesKept = 0
}

extension PersonRegistry {
    /// How long before a person is forgotten nothing may have been due to an account of theirs, in days.
    static let openDays = 62

    /// Destroys what is known of a person and keeps what the law makes us keep (docs/privacy.md), in one transaction.
    ///
    /// Imports that noted down how something of the person stood before can no longer be undone.
    ///
    /// Payments and lines of the paylist stay with amounts and dates, under digests that only whoever has the ID number
    /// finds again. The change it records has whatever was issued to the person revoked (`Issuer.followRegistry`).
    ///
    /// - Parameters:
    ///   - idNumber: the person.
    ///   - now: unix seconds.
    ///   - by: who decides it, an operator's id.
    ///   - isRehearsal: whether to change nothing and only report.
    /// - Returns: what was destroyed and kept.
    /// - Throws: ``RegistryError`` `person_unknown`; `person_in_use` where the person's relief is active, begins later or is
    ///   suspended, where they head a household that somebody else is entitled in, or where something was due to an account of
    ///   theirs in the last two months. What the store and the sealer throw.
    public func forget(
        _ idNumber: IDNumber,
        now: Int64,
        by: String,
        isRehearsal: Bool = false
    ) throws -> ForgettingReport {
        let key = try key(of: idNumber)
        return try store.write(isRehearsal: isRehearsal) { transaction in
            guard try transaction.person(key) != nil else {
                throw RegistryError(.personUnknown, "nobody with this id number is known")
            }
            if let use = try use(of: key, at: now, in: transaction) { throw RegistryError(.personInUse, use) }
            var forgotten = Forgotten()
            let report = try forget(key, noting: &forgotten, now: now, by: by, in: transaction)
            try removeLogs(in: transaction, holding: forgotten.areIn)
            return report
        }
    }

    /// Why a person cannot be forgotten, nil where they can.
    func use(of person: PersonKey, at now: Int64, in store: any RegistryReading) throws -> String? {
        let rows = try store.reliefs(of: person)
        let hasDied = rows.contains { $0.state == .deceased || $0.diedOn != nil }
        if !hasDied, rows.contains(where: { $0.mayGoOn(at: now) }) {
            return "the person's relief is not over: end it first (heyima registry end-relief)"
        }
        for row in rows where row.role == .head {
            let others = try store.reliefs(household: row.household).filter { $0.person != person }
            if others.contains(where: { $0.mayGoOn(at: now) }) {
                return "somebody of the household that the person heads is entitled: the household needs another head"
            }
        }
        let since = CalendarDay(days: CalendarDay(containing: now).days - Self.openDays)
        for account in try ownAccounts(of: person, in: store) {
            if let last = try store.paylist(into: account, limit: 1).first, last.dueOn > since {
                return "the latest months of the paylist pay into an account of the person"
            }
        }
        return nil
    }

    /// Forgets a person; `forgotten` says afterwards what to look for in the logs of imports.
    func forget(
        _ person: PersonKey,
        noting forgotten: inout Forgotten,
        now: Int64,
        by: String,
        in transaction: any RegistryTransaction
    ) throws -> ForgettingReport {
        var report = ForgettingReport()
        let cards = try transaction.cards(of: person)
        report.cards = cards.count
        report.reliefs = try transaction.reliefs(of: person).count
        report.hadHealth = try transaction.health(of: person) != nil
        let accounts = try ownAccounts(of: person, in: transaction)
        forgotten.people.insert(person)
        forgotten.cards.formUnion(cards.map(\.key))
        forgotten.accounts.formUnion(accounts)
        for var payment in try transaction.payments(into: accounts, limit: .max) {
            payment.sealed = try vault.seal(vault.details(of: payment).withoutHolder(), content: payment.content)
            payment.nameKey = nil
            try transaction.replaceDetails(of: payment)
            report.paymentsKept += 1
        }
        var lines = Set(try transaction.paylist(for: person, limit: .max).map(\.key))
        for account in accounts {
            for var line in try transaction.paylist(into: account, limit: .max) {
                line.sealed = []
                try transaction.put(line)
                lines.insert(line.key)
            }
        }
        report.linesKept = lines.count
        try transaction.removeNotices(about: person, into: accounts)
        try transaction.removePerson(person)
        try transaction.addChange(
            at: now,
            person: person,
            component: .person,
            effect: .forgotten,
            row: nil,
            by: by
        )
        return report
    }

    /// The accounts that cards of a person had, and nobody else's.
    private func ownAccounts(of person: PersonKey, in store: any RegistryReading) throws -> [AccountKey] {
        try store.accounts(of: person)
            .filter { account in try store.cards(account: account).allSatisfy { $0.person == person } }
    }
}

extension ReliefEntry {
    /// Whether the row entitles to something, or may do so again.
    fileprivate func mayGoOn(at now: Int64) -> Bool { [.active, .pending, .suspended].contains(state(at: now)) }
}

extension RegistryStore {
    /// Writes in one transaction, or carries it out and leaves nothing of it behind.
    func write<Value>(isRehearsal: Bool, _ body: (any RegistryTransaction) throws -> Value) throws -> Value {
        var rehearsed: Value?
        do {
            return try write { transaction in
                let value = try body(transaction)
                guard isRehearsal else { return value }
                rehearsed = value
                throw Rehearsed()
            }
        } catch let error as Rehearsed {
            guard let rehearsed else { throw error }
            return rehearsed
        }
    }
}

/// Leaves a transaction without its changes.
private struct Rehearsed: Error {}
