// SPDX-License-Identifier: Apache-2.0

/// Payments that a bank reported, and those that it reports no more.
extension NoticeMaker {
    /// The batches of so many days are looked at, longer than notices wait.
    private static let batchDays: Int64 = 62

    /// The batches of which another import holds than the one that notices were made of; its number is 0 where none holds.
    static func news(at now: Int64, in reading: any RegistryReading) throws -> [(batch: PaymentBatch, id: Int64)] {
        var latest: [PaymentBatch: ImportEntry] = [:]
        for entry in try reading.imports(of: .payments, since: now - batchDays * 86_400) {
            guard let batch = entry.batch, entry.state != .held else { continue }
            if let other = latest[batch], other.order ?? 0 >= entry.order ?? 0 { continue }
            latest[batch] = entry
        }
        guard !latest.isEmpty else { return [] }
        let positions = try reading.noticePositions()
        return latest.map { (batch: $0.key, id: $0.value.order == nil ? 0 : $0.value.id) }
            .filter { positions[name(of: $0.batch)] ?? 0 != $0.id }
            .sorted { name(of: $0.batch) < name(of: $1.batch) }
    }

    private static func name(of batch: PaymentBatch) -> String {
        "notices: \(batch.period) \(batch.batch) \(batch.bank)"
    }

    /// Tells of payments of a batch, and withdraws notices of those that are reported no more.
    mutating func follow(_ batch: PaymentBatch, id: Int64) throws {
        var told = Dictionary(try transaction.notices(of: batch).map { (Told($0), $0) }, uniquingKeysWith: { $1 })
        var seen: [Told: Int] = [:]
        var news: [News] = []
        for payment in try transaction.payments(in: batch) {
            guard let kind = Notice.Kind(payment) else { continue }
            // What makes it this payment, whatever line it stands in; identical ones are told apart by their number.
            let subject = NoticeEntry.Subject.payment(batch, payment.account)
            let event = "\(payment.amount) \(payment.paidAt)"
            let number = seen[Told(subject, kind, event), default: 0] + 1
            seen[Told(subject, kind, event)] = number
            let toTell = Told(subject, kind, "\(event) \(number)")
            let isTold = told.removeValue(forKey: toTell) != nil
            guard !isTold, payment.paidAt >= now - Self.newsDays * 86_400 else { continue }
            news.append((payment, toTell))
        }
        for start in stride(from: 0, to: news.count, by: Self.stepLength) {
            try tell(news[start..<min(start + Self.stepLength, news.count)])
        }
        try transaction.removeNotices(told.values.filter { $0.acknowledgedAt == nil }.map(\.sequence))
        try transaction.setNoticePosition(id, of: Self.name(of: batch))
    }

    private typealias News = (payment: PaymentEntry, told: Told)

    /// Tells of payments, but those into accounts of the dead.
    private mutating func tell(_ news: ArraySlice<News>) throws {
        let tooLate = try accountsOfTheDead(among: Set(news.map(\.payment.account)).sorted())
        for (payment, told) in news where !tooLate.contains(payment.account) {
            let details = try vault.details(of: payment)
            guard let account = details.account else { continue }
            try add(
                told.kind,
                told.event,
                told.subject,
                to: .account(account.description),
                [
                    .month: payment.months, .item: payment.item ?? "补贴", .amount: payment.amount.grouped,
                    .tail: account.last4, .day: CalendarDay(containing: payment.paidAt).inChinese,
                    .name: details.holder.masked,
                ]
            )
        }
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
