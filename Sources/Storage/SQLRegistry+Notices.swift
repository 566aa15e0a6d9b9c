// SPDX-License-Identifier: Apache-2.0

import Registry

extension SQLRegistry {
    func notices(for receiver: NoticeReceiver, after sequence: Int64, limit: Int) throws -> [NoticeEntry] {
        let (condition, value) = receiver.condition
        return try connection.all(
            "WHERE acknowledged_at IS NULL AND sequence > ? AND \(condition) ORDER BY sequence LIMIT ?",
            sequence.sql,
            value,
            limit.sql
        )
    }

    func notices(of batch: PaymentBatch) throws -> [NoticeEntry] {
        try connection.all(
            "WHERE bank = ? AND period = ? AND batch = ? ORDER BY sequence",
            batch.bank.sql,
            batch.period.number.sql,
            batch.batch.sql
        )
    }

    func notices(about rows: [ReliefKey]) throws -> [[NoticeEntry]] {
        try connection.all(where: "row_key", isIn: rows)
            .map { (found: [NoticeEntry]) in found.sorted { $0.sequence < $1.sequence } }
    }

    func notices(into accounts: [AccountKey]) throws -> [NoticeEntry] {
        try connection.all(where: "account", isIn: accounts).flatMap { (found: [NoticeEntry]) in found }
    }

    func noticePosition(of source: String) throws -> Int64 {
        try connection.first("SELECT position FROM followed WHERE source = ?", [source.sql]) { try $0.integer() } ?? 0
    }

    func noticePositions() throws -> [String: Int64] {
        let positions = try connection.all("SELECT source, position FROM followed WHERE position <> 0", []) {
            (try $0.text(), try $0.integer())
        }
        return Dictionary(positions) { $1 }
    }

    func imports(of kind: ImportKind, since time: Int64) throws -> [ImportEntry] {
        try connection.all("WHERE kind = ? AND made_at >= ? ORDER BY sequence DESC", kind.rawValue.sql, time.sql)
    }

    func reliefs(ending days: ClosedRange<CalendarDay>, _ body: (ReliefEntry) throws -> Void) throws {
        try connection.forEach(
            ReliefEntry.table.selection + "WHERE valid_until BETWEEN ? AND ?",
            [days.lowerBound.days.sql, days.upperBound.days.sql]
        ) { try body(ReliefEntry(&$0)) }
    }

    func add(_ notices: [NoticeEntry]) throws { try connection.add(notices) }

    func removeNotices(_ sequences: [Int64]) throws {
        _ = try connection.changes("DELETE FROM notice WHERE sequence = ?", forEach: sequences.map { [$0.sql] })
    }

    func acknowledgeNotices(for receiver: NoticeReceiver, through sequence: Int64, at time: Int64) throws -> Int {
        let (condition, value) = receiver.condition
        return try connection.changes(
            """
            UPDATE notice SET sealed = ?, acknowledged_at = ? \
            WHERE acknowledged_at IS NULL AND sequence <= ? AND \(condition)
            """,
            [UInt8]().sql,
            time.sql,
            sequence.sql,
            value
        )
    }

    func removeNotices(madeBefore time: Int64) throws -> Int {
        try connection.changes("DELETE FROM notice WHERE made_at < ?", time.sql)
    }

    func removeNotices(about person: PersonKey, into accounts: [AccountKey]) throws {
        try connection.run("DELETE FROM notice WHERE person = ?", person.sql)
        _ = try connection.changes("DELETE FROM notice WHERE account = ?", forEach: accounts.map { [$0.sql] })
    }

    func setNoticePosition(_ position: Int64, of source: String) throws {
        try connection.run(
            """
            INSERT INTO followed (source, position) VALUES (?, ?) \
            ON CONFLICT (source) DO UPDATE SET position = excluded.position
            """,
            source.sql,
            position.sql
        )
    }
}

extension NoticeReceiver {
    /// What its notices have in common; digits only, so that nothing in them is a pattern.
    fileprivate var condition: (sql: String, value: SQLValue) {
        switch self {
        case .bank(let name): ("bank = ?", name.sql)
        case .region(let digits): ("region LIKE ?", (digits + "%").sql)
        }
    }
}

extension NoticeEntry: Stored {
    static let table = Table(
        "notice",
        "sequence",
        "kind",
        "event",
        "made_at",
        "bank",
        "period",
        "batch",
        "account",
        "row_key",
        "person",
        "region",
        "sealed",
        "acknowledged_at"
    )

    var values: [SQLValue?] {
        let subject: [SQLValue?] =
            switch subject {
            case .payment(let batch, let account):
                [batch.bank.sql, batch.period.number.sql, batch.batch.sql, account.sql, nil, nil, nil]
            case .relief(let row, let person, let region):
                [nil, nil, nil, nil, row.sql, person.sql, region.description.sql]
            }
        return [sequence.sql, kind.rawValue.sql, event.sql, at.sql] + subject + [sealed.sql, acknowledgedAt?.sql]
    }

    init(_ columns: inout Columns) throws {
        self.init(
            sequence: try columns.integer(),
            kind: try columns.name(),
            event: try columns.text(),
            at: try columns.time(),
            subject: try Self.subject(&columns),
            sealed: try columns.bytes(),
            acknowledgedAt: try columns.optionalTime()
        )
    }

    private static func subject(_ columns: inout Columns) throws -> Subject {
        let bank = try columns.optionalText()
        let period = try columns.optionalPeriod()
        let batch = try columns.optionalText()
        let account: AccountKey? = try columns.optionalKey()
        let row: ReliefKey? = try columns.optionalKey()
        let person: PersonKey? = try columns.optionalKey()
        let region = try columns.optionalText()
        if let bank, let period, let batch, let account {
            return .payment(try PaymentBatch(bank: bank, period: period, batch: batch), account)
        }
        guard let row, let person, let region else { throw StorageError(.corrupt, "a notice about nothing") }
        return .relief(row, person, try RegionCode(region))
    }
}
