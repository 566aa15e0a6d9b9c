// SPDX-License-Identifier: Apache-2.0

/// Which of the banks' payments were meant for a person, since the banks name no ID number: product.md §5 (payments), domain.md §5.
///
/// - Into an account of any card the person ever held: the person's.
/// - Into the head's account, when the person is a member of a household that is paid as one (按户) and the money is of a
///   kind that the household's category covers: the household's.
/// - Into an account that the paylist names for the person: when a line of the paylist has the same kind and month.
struct PaymentMatching {
    let person: PersonKey
    let reliefs: [ReliefEntry]
    let households: [HouseholdKey: [ReliefEntry]]

    /// Lines of the paylist that are looked at: three years of four items.
    private static let maximumLines = 144
    /// Other people's accounts hold other money too, so that more is read of them than is wanted.
    private static let surplus = 4

    /// The payments with their payee, the latest first, at most `limit`.
    func payments(limit: Int, in store: any RegistryReading) throws -> [(PaymentEntry, PersonFile.Payee)] {
        guard limit > 0 else { return [] }
        let own = try store.accounts(of: person)
        var found = try store.payments(into: own, limit: limit).map { ($0, PersonFile.Payee.oneself) }
        var accounts = Set(own)

        let heads = headsPaid
        for (head, categories) in heads {
            let theirs = try store.accounts(of: head).filter { !accounts.contains($0) }
            found += try store.payments(into: theirs, limit: limit * Self.surplus)
                .filter { payment in payment.kind.map { kind in categories.contains { $0.covers(kind) } } ?? false }
                .map { ($0, .head) }
            accounts.formUnion(theirs)
        }

        let lines = try store.paylist(for: person, limit: Self.maximumLines).filter { !accounts.contains($0.account) }
        for (account, lines) in Dictionary(grouping: lines, by: \.account) {
            for payment in try store.payments(into: [account], limit: limit * Self.surplus) {
                guard let line = lines.first(where: { $0.names(payment) }) else { continue }
                found.append((payment, payee(of: line)))
            }
        }
        return Array(found.sorted { ($0.0.paidAt, $0.0.line) > ($1.0.paidAt, $1.0.line) }.prefix(limit))
    }

    /// The heads that get the money for the households the person is a member of, and for which categories.
    private var headsPaid: [PersonKey: Set<ReliefCategory>] {
        var heads: [PersonKey: Set<ReliefCategory>] = [:]
        for relief in reliefs where relief.payoutMode == .household && relief.role == .member {
            let rows = households[relief.household] ?? []
            for head in rows where head.role == .head && head.category == relief.category && head.person != person {
                heads[head.payee ?? head.person, default: []].insert(relief.category)
            }
        }
        return heads
    }

    private func payee(of line: PaylistEntry) -> PersonFile.Payee {
        switch line.relation {
        case .oneself: .oneself
        case .head: .head
        case .guardian: .guardian
        case .agent, .institution: .other
        }
    }
}

extension PaylistEntry {
    /// Whether a payment into the line's account can be the one the line asks for.
    fileprivate func names(_ payment: PaymentEntry) -> Bool {
        guard payment.kind == kind, let from = payment.periodFrom, let to = payment.periodTo else { return false }
        return from <= (backPayTo ?? period) && to >= (backPayFrom ?? period)
    }
}
