// SPDX-License-Identifier: Apache-2.0

/// Whose data were destroyed, by all keys that they had.
struct Forgotten {
    var people: Set<PersonKey> = []
    var cards: Set<CardKey> = []
    var accounts: Set<AccountKey> = []

    /// Whether an entry as it stood before an import holds anything of them.
    func areIn(_ former: FormerEntry) -> Bool {
        switch former {
        case .person(let key, _): people.contains(key)
        case .card(let key, let entry): cards.contains(key) || entry.map { people.contains($0.person) } ?? false
        case .account(let card, _): cards.contains(card)
        case .relief(_, let entry): entry.map { people.contains($0.person) } ?? false
        case .health(let person, _): people.contains(person)
        case .paylist(_, let entry):
            entry.map { people.contains($0.person) || people.contains($0.payee) || accounts.contains($0.account) }
                ?? false
        case .payment(let entry): accounts.contains(entry.account)
        }
    }
}

extension PersonRegistry {
    private static let formersAtOnce = 500

    /// Destroys the logs that hold something which is to be gone: those imports can be undone no more (`import_no_log`).
    ///
    /// A log goes as a whole, since undoing the rest of an import would leave things half done.
    func removeLogs(
        in transaction: any RegistryTransaction,
        holding isGone: (FormerEntry) -> Bool
    ) throws {
        for entry in try transaction.imports() where entry.lastChange != nil {
            if try log(of: entry, holds: isGone, in: transaction) { try removeLog(of: entry, in: transaction) }
        }
    }

    /// Destroys what is kept for imports that were brought before a time, unix seconds: their logs, and the files of those
    /// that are held, which are withdrawn.
    ///
    /// - Returns: how many files and logs.
    func removeUploads(broughtBefore time: Int64, by: String, in transaction: any RegistryTransaction) throws -> Int {
        var count = 0
        for var entry in try transaction.imports() where entry.at < time {
            if entry.state == .held {
                try transaction.removeHeldParts(of: entry.id)
                entry.state = .withdrawn
                entry.undoneBy = by
                try transaction.put(entry)
                count += 1
            } else if entry.state == .applied, entry.lastChange != nil {
                try removeLog(of: entry, in: transaction)
                count += 1
            }
        }
        return count
    }

    private func log(
        of entry: ImportEntry,
        holds isGone: (FormerEntry) -> Bool,
        in transaction: any RegistryTransaction
    ) throws -> Bool {
        var lowest = Int.max
        while case let page = try transaction.formers(
            changedBy: entry.id,
            below: lowest,
            limit: Self.formersAtOnce
        ), let last = page.last {
            if page.contains(where: { isGone($0.entry) }) { return true }
            lowest = last.number
        }
        return false
    }

    private func removeLog(of entry: ImportEntry, in transaction: any RegistryTransaction) throws {
        var entry = entry
        try transaction.removeFormers(changedBy: entry.id)
        entry.lastChange = nil
        try transaction.put(entry)
    }
}
