// SPDX-License-Identifier: Apache-2.0

/// Which of the banks' payments were meant for a person, since the banks name no ID number: product.md §5 (payments), domain.md §5.
///
/// - Into an account of any card the person ever held: the person's.
/// - Into the head's account, when the person is a member of a household that is paid as one (按户) and the money is of a
///   kind that the household's category covers: the household's.
/// - Into an account that the paylist names for the person, when a line of the paylist asks for it.
///
/// Where the paylist has lines for several people into one account, as a guardian's, each line takes one payment.
struct PaymentMatching {
    let person: PersonKey
    /// All that cards of the person ever had.
    let accounts: [AccountKey]
    let reliefs: [ReliefEntry]
    let households: [HouseholdKey: [ReliefEntry]]

    /// Lines of the paylist that are looked at: three years of four items.
    static let maximumLines = 144
    /// Accounts hold other money too, so that more is read than is wanted.
    private static let surplus = 4

    /// What was found: the payments with their payee, the latest first.
    typealias Result = (payments: [(PaymentEntry, PersonFile.Payee)], search: PaymentSearch)

    /// The payments, at most `limit`.
    func payments(limit: Int, in store: any RegistryReading) throws -> Result {
        var search = PaymentSearch()
        guard limit > 0 else { return ([], search) }
        search.isMade = true
        var found: [(PaymentEntry, PersonFile.Payee)] = []
        var seen: Set<AccountKey> = []
        func take(_ account: AccountKey, _ payee: PersonFile.Payee, where isFit: (PaymentEntry) -> Bool) throws {
            guard seen.insert(account).inserted else { return }
            let all = try store.payments(into: [account], limit: limit * Self.surplus)
            search.note(all, isCut: all.count == limit * Self.surplus)
            let payments = all.filter(isFit)
            guard !payments.isEmpty else { return }
            let asked = try store.paylist(into: account, limit: Self.maximumLines)
            search.lines += asked.filter(isOurs)
            var lines = PaylistAllotment(asked, isOurs: isOurs)
            // The oldest first, since that is the order in which a line is met.
            found += payments.reversed().filter { lines.gives($0) }.map { ($0, payee) }
        }
        for account in accounts {
            search.holders.insert(person)
            try take(account, .oneself) { _ in true }
        }
        for (head, categories) in headsPaid {
            for account in try store.accounts(of: head) {
                search.holders.insert(head)
                try take(account, .head) { payment in
                    payment.kind.map { kind in categories.contains { $0.covers(kind) } } ?? false
                }
            }
        }
        let lines = try store.paylist(for: person, limit: Self.maximumLines)
        search.lines += lines
        for line in lines {
            let theirs = lines.filter { $0.account == line.account }
            try take(line.account, payee(of: line)) { payment in theirs.contains { $0.asks(for: payment) } }
        }
        found.sort { ($0.0.paidAt, $0.0.line) > ($1.0.paidAt, $1.0.line) }
        let payments = Array(found.prefix(limit))
        search.note(payments.map(\.0), isCut: found.count > limit)
        return (payments, search)
    }

    /// Whether a line is for the person, or for a household of the person that is paid as one.
    private func isOurs(_ line: PaylistEntry) -> Bool {
        line.person == person
            || reliefs.contains { $0.payoutMode == .household && $0.household == line.household }
    }

    /// Who gets the money for the households the person is a member of, and for which categories.
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

extension PaymentSearch {
    /// Notes down payments that were read, the latest first, and whether there may be older ones.
    fileprivate mutating func note(_ payments: [PaymentEntry], isCut: Bool) {
        if let unnamed = payments.first(where: { $0.kind == nil }) {
            unnamedAt = max(unnamedAt ?? unnamed.paidAt, unnamed.paidAt)
        }
        if isCut, let oldest = payments.last { completeSince = max(completeSince ?? oldest.paidAt, oldest.paidAt) }
    }
}
