// SPDX-License-Identifier: Apache-2.0

extension PersonRegistry {
    private static let pageLength = 500

    /// Hands over everybody about whom departments or districts contradict each other, in one snapshot.
    ///
    /// Names are sealed, so everybody is opened: not for a request that somebody waits for.
    ///
    /// - Parameters:
    ///   - now: the moment, unix seconds.
    ///   - body: takes a person, without payments, and the conflicts about them.
    /// - Throws: what the store, the sealer or the body throws.
    public func eachConflict(at now: Int64, _ body: (PersonFile, [PersonFile.Conflict]) throws -> Void) throws {
        try store.read { reading in
            var last: PersonKey?
            while case let page = try reading.people(after: last, limit: Self.pageLength), !page.isEmpty {
                for person in page {
                    guard let file = try file(for: person.key, payments: 0, in: reading) else { continue }
                    let conflicts = try conflicts(about: file, at: now, in: reading)
                    if !conflicts.isEmpty { try body(file, conflicts) }
                }
                last = page.last?.key
            }
        }
    }

    /// The conflicts about a person at a moment, read in a transaction that is open already.
    ///
    /// - Throws: what the store throws.
    public func conflicts(
        about file: PersonFile,
        at now: Int64,
        in store: any RegistryReading
    ) throws -> [PersonFile.Conflict] {
        try file.conflicts(
            at: now,
            hasCardOfAnother: sharesAccount(file, at: now, in: store) || isPaidToStranger(file, in: store)
        )
    }

    /// Whether somebody else has a card of the same bank account, neither of the two cancelled.
    private func sharesAccount(
        _ file: PersonFile,
        at now: Int64,
        in store: any RegistryReading
    ) throws -> Bool {
        func isKept(_ card: CardEntry) -> Bool { card.state(at: now) != .cancelled }
        return try file.cards.lazy.map(\.entry).filter(isKept)
            .contains { card in
                // A card that had the account before and has another now claims it no more.
                try store.cards(account: card.account)
                    .contains { $0.person != file.key && $0.account == card.account && isKept($0) }
            }
    }

    /// Whether the latest month of the paylist pays what is the person's into an account of people none of whom is the payee.
    ///
    /// An account that no card has belongs to nobody whom 人社 knows, as an institution's, and is no contradiction.
    private func isPaidToStranger(_ file: PersonFile, in store: any RegistryReading) throws -> Bool {
        let lines =
            file.search.isMade
            ? file.search.lines.filter { $0.person == file.key }
            : try store.paylist(for: file.key, limit: PaymentMatching.maximumLines)
        guard let latest = lines.map(\.period).max() else { return false }
        let own = Set(file.cards.map(\.entry.account))
        return try lines.filter { $0.period == latest && !($0.payee == file.key && own.contains($0.account)) }
            .contains { line in
                let holders = try store.cards(account: line.account)
                return !holders.isEmpty && !holders.contains { $0.person == line.payee }
            }
    }
}
