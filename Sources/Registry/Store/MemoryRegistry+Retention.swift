// SPDX-License-Identifier: Apache-2.0

extension MemoryRegistry {
    mutating func removePerson(_ key: PersonKey) {
        people[key] = nil
        health[key] = nil
        for card in cardsOfPeople.removeValue(forKey: key) ?? [] {
            cards[card] = nil
            for account in accountsOfCards.removeValue(forKey: card) ?? [] { cardsOfAccounts[account]?.remove(card) }
        }
        for relief in reliefsOfPeople.removeValue(forKey: key) ?? [] {
            guard let entry = reliefs.removeValue(forKey: relief) else { continue }
            reliefsOfHouseholds[entry.household]?.remove(relief)
        }
    }

    mutating func removeHealth(assessedBefore assessment: Int64, validUntil end: Int64) -> [PersonKey] {
        let gone = health.values.filter { $0.assessedAt < assessment && $0.validUntil <= end }.map(\.person).sorted()
        for person in gone { health[person] = nil }
        return gone
    }

    mutating func replaceDetails(of payment: PaymentEntry) {
        guard let index = payments[payment.batch]?.firstIndex(where: { $0.line == payment.line }) else { return }
        payments[payment.batch]?[index] = payment
    }

    mutating func removePayments(paidBefore time: Int64) -> Int {
        let before = payments.values.reduce(0) { $0 + $1.count }
        payments = payments.mapValues { $0.filter { $0.paidAt >= time } }.filter { !$0.value.isEmpty }
        return before - payments.values.reduce(0) { $0 + $1.count }
    }

    mutating func removePaylist(dueBefore day: CalendarDay) -> Int {
        let before = paylist.count
        paylist = paylist.filter { $0.value.dueOn >= day }
        return before - paylist.count
    }

    mutating func removeImports(madeBefore time: Int64) -> Int {
        let before = importEntries.count
        let last = importEntries.last?.id
        importEntries = importEntries.filter { entry in
            entry.at >= time || entry.state == .held || entry.id == last
                || entry.order != nil && latestImport(of: entry.kind, batch: entry.batch)?.id == entry.id
        }
        return before - importEntries.count
    }

    mutating func removeChanges(madeBefore time: Int64) -> Int {
        let old = changes.dropLast().prefix { $0.at < time }.count
        changes.removeFirst(old)
        return old
    }
}

extension MemoryRegistryTransaction {
    func removePerson(_ key: PersonKey) { registry.removePerson(key) }
    func removeHealth(assessedBefore assessment: Int64, validUntil end: Int64) -> [PersonKey] {
        registry.removeHealth(assessedBefore: assessment, validUntil: end)
    }
    func replaceDetails(of payment: PaymentEntry) { registry.replaceDetails(of: payment) }
    func removePayments(paidBefore time: Int64) -> Int { registry.removePayments(paidBefore: time) }
    func removePaylist(dueBefore day: CalendarDay) -> Int { registry.removePaylist(dueBefore: day) }
    func removeImports(madeBefore time: Int64) -> Int { registry.removeImports(madeBefore: time) }
    func removeChanges(madeBefore time: Int64) -> Int { registry.removeChanges(madeBefore: time) }
}
