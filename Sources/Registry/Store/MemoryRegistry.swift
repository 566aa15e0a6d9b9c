// SPDX-License-Identifier: Apache-2.0

/// The content of a ``MemoryRegistryStore``: tables by key, as a value, so that a copy is a snapshot.
struct MemoryRegistry: RegistryReading, Sendable {
    var people: [PersonKey: PersonEntry] = [:]
    var cards: [CardKey: CardEntry] = [:]
    var accountsOfCards: [CardKey: [AccountKey]] = [:]
    var cardsOfPeople: [PersonKey: Set<CardKey>] = [:]
    var cardsOfAccounts: [AccountKey: Set<CardKey>] = [:]
    var reliefs: [ReliefKey: ReliefEntry] = [:]
    var reliefsOfPeople: [PersonKey: Set<ReliefKey>] = [:]
    var reliefsOfHouseholds: [HouseholdKey: Set<ReliefKey>] = [:]
    var health: [PersonKey: HealthEntry] = [:]
    var paylist: [PaylistKey: PaylistEntry] = [:]
    var payments: [PaymentBatch: [PaymentEntry]] = [:]
    var importEntries: [ImportEntry] = []
    var formers: [Int64: [Int: FormerEntry]] = [:]
    var heldParts: [Int64: [Int: [UInt8]]] = [:]
    var changes: [RegistryChange] = []
    var notices: [Int64: NoticeEntry] = [:]
    var followed: [String: Int64] = [:]

    func people(_ keys: [PersonKey]) -> [PersonEntry?] { keys.map { person($0) } }

    func reliefs(of people: [PersonKey]) -> [[ReliefEntry]] { people.map { reliefs(of: $0) } }

    func reliefs(householdsOf person: PersonKey) -> [ReliefEntry] {
        Set(reliefs(of: person).map(\.household)).flatMap(reliefs(household:)).sorted { $0.key < $1.key }
    }

    func reliefs(households: [HouseholdKey]) -> [[ReliefEntry]] { households.map { reliefs(household: $0) } }

    func cards(_ keys: [CardKey]) -> [CardEntry?] { keys.map { card($0) } }

    func cards(accounts: [AccountKey]) -> [[CardEntry]] { accounts.map { cards(account: $0) } }

    func health(of people: [PersonKey]) -> [HealthEntry?] { people.map { health(of: $0) } }

    func paylist(_ keys: [PaylistKey]) -> [PaylistEntry?] { keys.map { paylist($0) } }

    func paylist(into accounts: [AccountKey], limit: Int) -> [[PaylistEntry]] {
        accounts.map { paylist(into: $0, limit: limit) }
    }

    func person(_ key: PersonKey) -> PersonEntry? { people[key] }

    func people(after key: PersonKey?, limit: Int) -> [PersonEntry] {
        people.keys.filter { person in key.map { $0 < person } ?? true }.sorted().prefix(limit)
            .compactMap { people[$0] }
    }

    func card(_ key: CardKey) -> CardEntry? { cards[key] }

    func cards(of person: PersonKey) -> [CardEntry] { (cardsOfPeople[person] ?? []).sorted().compactMap { cards[$0] } }

    func accounts(of person: PersonKey) -> [AccountKey] {
        var seen: Set<AccountKey> = []
        return (cardsOfPeople[person] ?? []).sorted().flatMap { accountsOfCards[$0] ?? [] }
            .filter { seen.insert($0).inserted }
    }

    func cardsAndAccounts(of person: PersonKey) -> (cards: [CardEntry], accounts: [AccountKey]) {
        (cards(of: person), accounts(of: person))
    }

    func cards(account: AccountKey) -> [CardEntry] {
        (cardsOfAccounts[account] ?? []).sorted().compactMap { cards[$0] }
    }

    func relief(_ key: ReliefKey) -> ReliefEntry? { reliefs[key] }

    func reliefs(of person: PersonKey) -> [ReliefEntry] {
        (reliefsOfPeople[person] ?? []).sorted().compactMap { reliefs[$0] }
    }

    func reliefs(household: HouseholdKey) -> [ReliefEntry] {
        (reliefsOfHouseholds[household] ?? []).sorted().compactMap { reliefs[$0] }
    }

    func health(of person: PersonKey) -> HealthEntry? { health[person] }

    func paylist(_ key: PaylistKey) -> PaylistEntry? { paylist[key] }

    func paylist(for person: PersonKey, limit: Int) -> [PaylistEntry] { latest(limit) { $0.person == person } }

    func paylist(into account: AccountKey, limit: Int) -> [PaylistEntry] { latest(limit) { $0.account == account } }

    func payments(into accounts: [AccountKey], limit: Int) -> [PaymentEntry] {
        let wanted = Set(accounts)
        return Array(
            payments.values.joined().filter { wanted.contains($0.account) }
                .sorted { ($0.paidAt, $0.line) > ($1.paidAt, $1.line) }
                .prefix(limit)
        )
    }

    func payments(in batch: PaymentBatch) -> [PaymentEntry] { (payments[batch] ?? []).sorted { $0.line < $1.line } }

    func payment(at place: PaymentPlace) -> PaymentEntry? { payments[place.batch]?.first { $0.line == place.line } }

    func sealedPayments(at places: [PaymentPlace]) -> [SealedPayment?] {
        places.map { place in
            payments[place.batch]?.first { $0.line == place.line }
                .map { SealedPayment(content: $0.content, sealed: $0.sealed) }
        }
    }

    func latestReports() -> [String: Period] {
        Dictionary(payments.filter { !$0.value.isEmpty }.keys.map { ($0.bank, $0.period) }, uniquingKeysWith: max)
    }

    func ledger(of period: Period) -> Ledger {
        var ledger = Ledger(period: period)
        for entry in importEntries where entry.order != nil { ledger.append(entry) }
        for (card, accounts) in accountsOfCards {
            guard let card = cards[card] else { continue }
            for account in accounts { ledger.append(card: card, account: account) }
        }
        for relief in reliefs.values { ledger.append(relief) }
        for line in paylist.values { ledger.append(line) }
        for payment in payments.values.joined() { ledger.append(payment) }
        return ledger
    }

    func latestImport(of kind: ImportKind, batch: PaymentBatch?) -> ImportEntry? {
        importEntries.filter { $0.kind == kind && $0.batch == batch && $0.order != nil }
            .max { $0.order ?? 0 < $1.order ?? 0 }
    }

    func imports() -> [ImportEntry] { importEntries.reversed() }

    func reliefs(
        within prefix: String,
        except isKnown: (ReliefKey) -> Bool,
        _ body: (ReliefEntry) throws -> Void
    ) throws {
        for relief in reliefs.values where relief.region.description.hasPrefix(prefix) && !isKnown(relief.key) {
            try body(relief)
        }
    }

    func formers(changedBy id: Int64, below number: Int, limit: Int) -> [(number: Int, entry: FormerEntry)] {
        (formers[id] ?? [:]).filter { $0.key < number }.sorted { $0.key > $1.key }.prefix(limit)
            .map { (number: $0.key, entry: $0.value) }
    }

    func heldPart(_ number: Int, of id: Int64) -> [UInt8]? { heldParts[id]?[number] }

    func latestChange() -> Int64 { changes.last?.sequence ?? 0 }

    func latestImport(of kind: ImportKind, fileDigest: [UInt8], region: String) -> ImportEntry? {
        importEntries.last { $0.kind == kind && $0.fileDigest == fileDigest && $0.region == region }
    }

    func changes(after sequence: Int64, limit: Int) -> [RegistryChange] {
        Array(changes.drop { $0.sequence <= sequence }.prefix(limit))
    }

    private func latest(_ limit: Int, where matches: (PaylistEntry) -> Bool) -> [PaylistEntry] {
        Array(paylist.values.filter(matches).sorted { ($0.period, $0.key) > ($1.period, $1.key) }.prefix(limit))
    }
}
