// SPDX-License-Identifier: Apache-2.0

/// Makes notices of what happened, in one transaction, and withdraws those that are true no more.
///
/// What there is to do may be much: it is done in steps, each a transaction of its own, so that others get in between.
/// Each step done again changes nothing.
struct NoticeMaker {
    /// So many days before its last day somebody is told that relief ends.
    static let endingDays = 30
    /// How many changes, or people, one step looks at.
    static let stepLength = 1000
    /// What happened longer ago, in days, is no news: an outbox that is begun, or a file that comes late, tells nothing of it.
    static let newsDays: Int64 = 31

    /// How positions name the last sequence that was given.
    static let sequence = "notices"

    let vault: PersonVault
    let catalogue: Catalogue
    let now: Int64
    let transaction: any RegistryTransaction
    private var last: Int64
    private var made: [NoticeEntry] = []

    /// A maker whose sequences are above a floor.
    init(
        _ vault: PersonVault,
        _ catalogue: Catalogue,
        at now: Int64,
        above floor: Int64,
        in transaction: any RegistryTransaction
    ) throws {
        self.vault = vault
        self.catalogue = catalogue
        self.now = now
        self.transaction = transaction
        last = max(try transaction.noticePosition(of: Self.sequence), floor)
    }

    /// Writes down what was made; gives how much it is.
    func finish() throws -> Int {
        guard !made.isEmpty else { return 0 }
        try transaction.add(made)
        try transaction.setNoticePosition(last, of: Self.sequence)
        return made.count
    }

    /// Makes a notice; none where the catalogue has no text for its kind.
    mutating func add(
        _ kind: Notice.Kind,
        _ event: String,
        _ subject: NoticeEntry.Subject,
        to address: Notice.Address,
        _ values: [NoticeTemplates.Place: String]
    ) throws {
        guard let text = catalogue.notices.text(kind, values) else { return }
        last += 1
        made.append(
            NoticeEntry(
                sequence: last,
                kind: kind,
                event: event,
                at: now,
                subject: subject,
                sealed: try vault.seal(NoticeContent(address: address, text: text), sequence: last)
            )
        )
    }

    /// The accounts that people had of all of whom the roster says that they have died.
    func accountsOfTheDead(among accounts: [AccountKey]) throws -> Set<AccountKey> {
        let holders = try transaction.cards(accounts: accounts).map { $0.map(\.person) }
        let people = Set(holders.joined()).sorted()
        let dead = Set(zip(people, try transaction.reliefs(of: people)).filter { $0.1.haveDeath }.map(\.0))
        return Set(zip(accounts, holders).filter { !$0.1.isEmpty && $0.1.allSatisfy(dead.contains) }.map(\.0))
    }
}

extension [ReliefEntry] {
    /// Whether it is said in one of a person's rows that they have died.
    var haveDeath: Bool { contains { $0.state == .deceased || $0.diedOn != nil } }
}

extension CalendarDay {
    /// The day as people write it.
    var inChinese: String {
        let (year, month, day) = components
        return "\(year)年\(month)月\(day)日"
    }
}
