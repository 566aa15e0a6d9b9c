// SPDX-License-Identifier: Apache-2.0

/// Makes notices of what happened, in one transaction, and withdraws those that are true no more.
struct NoticeMaker {
    /// So many days before its last day somebody is told that relief ends.
    static let endingDays = 30
    /// What happened longer ago, in days, is no news: an outbox that is begun, or a file that comes late, tells nothing of it.
    private static let newsDays: Int64 = 31
    /// The batches of so many days are looked at, longer than notices wait.
    private static let batchDays: Int64 = 62

    // What is followed, as positions are named.
    static let sequence = "notices"
    private static let changes = "notices: changes"
    private static let calendar = "notices: calendar"

    private let vault: PersonVault
    private let catalogue: Catalogue
    private let now: Int64
    private let transaction: any RegistryTransaction
    private var last: Int64
    private var made: [NoticeEntry] = []
    private var toldToEnd: Set<ReliefKey> = []

    private var today: CalendarDay { CalendarDay(containing: now) }
    private var ending: ClosedRange<CalendarDay> { today...CalendarDay(days: today.days + Self.endingDays) }

    init(
        _ vault: PersonVault,
        _ catalogue: Catalogue,
        at now: Int64,
        in transaction: any RegistryTransaction
    ) throws {
        self.vault = vault
        self.catalogue = catalogue
        self.now = now
        self.transaction = transaction
        last = try transaction.noticePosition(of: Self.sequence)
    }

    /// Whether there may be something to do, which needs no transaction that excludes others.
    static func isDue(at now: Int64, in reading: any RegistryReading) throws -> Bool {
        if try reading.noticePosition(of: calendar) < CalendarDay(containing: now).days { return true }
        if try reading.noticePosition(of: changes) < reading.latestChange() { return true }
        return try !news(at: now, in: reading).isEmpty
    }

    /// Writes down what was made; gives how much it is.
    func finish() throws -> Int {
        try transaction.add(made)
        try transaction.setNoticePosition(last, of: Self.sequence)
        return made.count
    }

    // MARK: Payments

    /// The batches of which another import holds than the one that notices were made of; its number is 0 where none holds.
    private static func news(
        at now: Int64,
        in reading: any RegistryReading
    ) throws -> [(batch: PaymentBatch, id: Int64)] {
        var latest: [PaymentBatch: ImportEntry] = [:]
        for entry in try reading.imports() where entry.kind == .payments && entry.at >= now - batchDays * 86_400 {
            guard let batch = entry.batch, entry.state != .held else { continue }
            if let other = latest[batch], other.order ?? 0 >= entry.order ?? 0 { continue }
            latest[batch] = entry
        }
        return try latest.map { (batch: $0.key, id: $0.value.order == nil ? 0 : $0.value.id) }
            .filter { try reading.noticePosition(of: name(of: $0.batch)) != $0.id }
            .sorted { name(of: $0.batch) < name(of: $1.batch) }
    }

    private static func name(of batch: PaymentBatch) -> String {
        "notices: \(batch.period) \(batch.batch) \(batch.bank)"
    }

    /// Tells of payments that were reported, and withdraws notices of those that are reported no more.
    mutating func followPayments() throws {
        for (batch, id) in try Self.news(at: now, in: transaction) {
            try follow(batch)
            try transaction.setNoticePosition(id, of: Self.name(of: batch))
        }
    }

    private mutating func follow(_ batch: PaymentBatch) throws {
        var told = Dictionary(try transaction.notices(of: batch).map { (Told($0), $0) }, uniquingKeysWith: { $1 })
        var seen: [Told: Int] = [:]
        for payment in try transaction.payments(in: batch) {
            guard let kind = Notice.Kind(payment) else { continue }
            // What makes it this payment, whatever line it stands in; identical ones are told apart by their number.
            let subject = NoticeEntry.Subject.payment(batch, payment.account)
            let event = "\(payment.amount) \(payment.paidAt)"
            let number = seen[Told(subject, kind, event), default: 0] + 1
            seen[Told(subject, kind, event)] = number
            let isTold = told.removeValue(forKey: Told(subject, kind, "\(event) \(number)")) != nil
            guard !isTold, payment.paidAt >= now - Self.newsDays * 86_400 else { continue }
            let details = try vault.details(of: payment)
            guard let account = details.account else { continue }
            try add(
                kind,
                "\(event) \(number)",
                subject,
                to: .account(account.description),
                [
                    .month: payment.months, .item: payment.item ?? "补贴", .amount: payment.amount.grouped,
                    .tail: account.last4, .day: CalendarDay(containing: payment.paidAt).inChinese,
                    .name: details.holder.masked,
                ]
            )
        }
        try transaction.removeNotices(told.values.filter { $0.acknowledgedAt == nil }.map(\.sequence))
    }

    // MARK: Relief

    /// Tells of rows that ended or were superseded, and withdraws what is true no more of rows that changed.
    mutating func followRoster() throws {
        var position = try transaction.noticePosition(of: Self.changes)
        var latest: [ReliefKey: RegistryChange] = [:]
        while case let page = try transaction.changes(after: position, limit: 1000), let end = page.last {
            for change in page where change.component == .relief && change.at >= now - Self.newsDays * 86_400 {
                guard let row = change.row.flatMap({ ReliefKey(bytes: $0) }) else { continue }
                let tells = change.effect == .ended || change.effect == .superseded
                if tells || latest[row] == nil { latest[row] = change }
            }
            position = end.sequence
        }
        for change in latest.values.sorted(by: { $0.sequence < $1.sequence }) {
            guard let row = change.row.flatMap({ ReliefKey(bytes: $0) }) else { continue }
            try follow(row, change)
        }
        try transaction.setNoticePosition(position, of: Self.changes)
    }

    private mutating func follow(_ row: ReliefKey, _ change: RegistryChange) throws {
        let open = try transaction.notices(about: row).filter { $0.acknowledgedAt == nil }
        guard let entry = try transaction.relief(row), try !hasDied(entry.person) else {
            return try transaction.removeNotices(open.map(\.sequence))
        }
        let state = entry.state(at: now)
        let untrue = open.filter { notice in
            switch notice.kind {
            case .ended: state != .ended
            case .superseded: state != .active
            case .ending: state != .active || notice.event != entry.validUntil?.description
            case .paid, .returned: false
            }
        }
        try transaction.removeNotices(untrue.map(\.sequence))
        let kinds = Set(open.map(\.kind)).subtracting(untrue.map(\.kind))
        let told: Notice.Kind? =
            switch (change.effect, state) {
            case (.ended, .ended): .ended
            case (.superseded, .active): .superseded
            default: nil
            }
        if let told, !kinds.contains(told) {
            let changedOn = told == .ended ? entry.stateChangedOn : nil
            try add(told, "\(change.sequence)", entry, changedOn ?? CalendarDay(containing: change.at))
        }
        try tellEnding(entry)
    }

    /// Once a day: tells of rows whose last day has come near.
    mutating func followCalendar() throws {
        guard try transaction.noticePosition(of: Self.calendar) < today.days else { return }
        var rows: [ReliefEntry] = []
        try transaction.reliefs(ending: ending) { rows.append($0) }
        for row in rows.sorted(by: { $0.key < $1.key }) where try !hasDied(row.person) { try tellEnding(row) }
        try transaction.setNoticePosition(Int64(today.days), of: Self.calendar)
    }

    /// Tells once of each last day that relief ends with.
    private mutating func tellEnding(_ row: ReliefEntry) throws {
        guard let day = row.validUntil, ending.contains(day), row.state(at: now) == .active else { return }
        let event = day.description
        let isKnown = try transaction.notices(about: row.key).contains { $0.kind == .ending && $0.event == event }
        guard !isKnown, toldToEnd.insert(row.key).inserted else { return }
        try add(.ending, event, row, day)
    }

    private func hasDied(_ person: PersonKey) throws -> Bool {
        try transaction.reliefs(of: person).contains { $0.state == .deceased || $0.diedOn != nil }
    }

    private mutating func add(_ kind: Notice.Kind, _ event: String, _ row: ReliefEntry, _ day: CalendarDay) throws {
        guard let data = try transaction.person(row.person).map(vault.open) else { return }
        try add(
            kind,
            event,
            .relief(row.key, row.person, row.region),
            to: .idNumber(data.idNumber.description),
            [.day: day.inChinese, .name: data.name?.masked ?? ""]
        )
    }

    private mutating func add(
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
}

/// What somebody is told, once.
private struct Told: Hashable {
    let subject: NoticeEntry.Subject
    let kind: Notice.Kind
    let event: String

    init(_ subject: NoticeEntry.Subject, _ kind: Notice.Kind, _ event: String) {
        self.subject = subject
        self.kind = kind
        self.event = event
    }

    init(_ notice: NoticeEntry) { self.init(notice.subject, notice.kind, notice.event) }
}

extension Notice.Kind {
    /// What a payment is to be told as; nil for what a bank takes back (冲正), of which it tells its customer itself.
    fileprivate init?(_ payment: PaymentEntry) {
        switch payment.result {
        case .paid where payment.amount.fen > 0: self = .paid
        case .failed, .returned: self = .returned
        case .paid, .reversed: return nil
        }
    }
}

extension PaymentEntry {
    /// The months that it is for, as people write them.
    fileprivate var months: String {
        guard let periodFrom, let periodTo else { return "" }
        let from = "\(periodFrom.year)年\(periodFrom.month)月"
        guard periodFrom < periodTo else { return from }
        return from + "至" + (periodFrom.year == periodTo.year ? "" : "\(periodTo.year)年") + "\(periodTo.month)月"
    }
}

extension CalendarDay {
    /// The day as people write it.
    fileprivate var inChinese: String {
        let (year, month, day) = components
        return "\(year)年\(month)月\(day)日"
    }
}
