// SPDX-License-Identifier: Apache-2.0

extension PersonRegistry {
    /// All that is known of a person by ID number, with at most `payments` of the latest payments; nil when unknown.
    public func file(of idNumber: IDNumber, payments: Int = PersonFile.usualPayments) throws -> PersonFile? {
        try file(for: key(of: idNumber), payments: payments)
    }

    /// All that is known of a person by key, with at most `payments` of the latest payments; nil when unknown.
    public func file(for key: PersonKey, payments: Int = PersonFile.usualPayments) throws -> PersonFile? {
        try store.read { try file(for: key, payments: payments, in: $0) }
    }

    /// All that is known of a person, read in a transaction that is open already.
    public func file(
        for key: PersonKey,
        payments: Int = PersonFile.usualPayments,
        in store: any RegistryReading
    ) throws -> PersonFile? {
        guard let entry = try store.person(key) else { return nil }
        let data = try vault.open(entry)
        let (entries, accounts) = try store.cardsAndAccounts(of: key)
        let cards = entries.compactMap { card in
            data.cards[card.key].map { PersonFile.Card(entry: card, number: $0.number, account: $0.account) }
        }
        let rows = try store.reliefs(householdsOf: key)
        let reliefs = rows.filter { $0.person == key }
            .compactMap { relief in
                data.reliefs[relief.key]
                    .map {
                        PersonFile.Relief(
                            entry: relief,
                            household: $0.household,
                            certificate: $0.certificate,
                            previousCertificate: $0.previousCertificate,
                            licence: $0.licence
                        )
                    }
            }
        // Not those of which the person's row is known by a key alone.
        let known = Set(reliefs.map(\.entry.household))
        let households = Dictionary(grouping: rows.filter { known.contains($0.household) }, by: \.household)
        let matching = PaymentMatching(
            person: key,
            accounts: accounts,
            reliefs: reliefs.map(\.entry),
            households: households
        )
        let (found, search) = try matching.payments(limit: payments, in: store)
        return PersonFile(
            key: key,
            idNumber: data.idNumber,
            name: data.name,
            namesDiffer: data.namesDiffer,
            cards: cards,
            reliefs: reliefs,
            households: households,
            health: try store.health(of: key),
            payments: try found.map { entry, payee in
                let details = try vault.details(of: entry)
                return PersonFile.Payment(entry: entry, payee: payee, memo: details.memo, holder: details.holder)
            },
            search: search
        )
    }
}
