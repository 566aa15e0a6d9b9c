// SPDX-License-Identifier: Apache-2.0

extension MemoryRegistry {
    func notices(for receiver: NoticeReceiver, after sequence: Int64, limit: Int) -> [NoticeEntry] {
        Array(
            notices.values
                .filter { $0.acknowledgedAt == nil && $0.sequence > sequence && $0.isFor(receiver) }
                .sorted { $0.sequence < $1.sequence }
                .prefix(limit)
        )
    }

    func notices(of batch: PaymentBatch) -> [NoticeEntry] {
        notices(where: { if case .payment(batch, _) = $0.subject { true } else { false } })
    }

    func notices(about rows: [ReliefKey]) -> [[NoticeEntry]] {
        rows.map { row in notices(where: { if case .relief(row, _, _) = $0.subject { true } else { false } }) }
    }

    func notices(into accounts: [AccountKey]) -> [NoticeEntry] {
        notices(where: { if case .payment(_, let account) = $0.subject { accounts.contains(account) } else { false } })
    }

    private func notices(where matches: (NoticeEntry) -> Bool) -> [NoticeEntry] {
        notices.values.filter(matches).sorted { $0.sequence < $1.sequence }
    }

    func noticePosition(of source: String) -> Int64 { followed[source] ?? 0 }

    func noticePositions() -> [String: Int64] { followed.filter { $0.value != 0 } }

    func imports(of kind: ImportKind, since time: Int64) -> [ImportEntry] {
        imports().filter { $0.kind == kind && $0.at >= time }
    }

    func reliefs(ending days: ClosedRange<CalendarDay>, _ body: (ReliefEntry) throws -> Void) throws {
        for relief in reliefs.values where relief.validUntil.map(days.contains) ?? false { try body(relief) }
    }

    mutating func acknowledgeNotices(for receiver: NoticeReceiver, through sequence: Int64, at time: Int64) -> Int {
        let open = notices(for: receiver, after: .min, limit: .max).filter { $0.sequence <= sequence }
        for var notice in open {
            notice.sealed = []
            notice.acknowledgedAt = time
            notices[notice.sequence] = notice
        }
        return open.count
    }

    mutating func removeNotices(where isGone: (NoticeEntry) -> Bool) -> Int {
        let before = notices.count
        notices = notices.filter { !isGone($0.value) }
        return before - notices.count
    }
}

extension MemoryRegistryTransaction {
    func notices(for receiver: NoticeReceiver, after sequence: Int64, limit: Int) -> [NoticeEntry] {
        registry.notices(for: receiver, after: sequence, limit: limit)
    }
    func notices(of batch: PaymentBatch) -> [NoticeEntry] { registry.notices(of: batch) }
    func notices(about rows: [ReliefKey]) -> [[NoticeEntry]] { registry.notices(about: rows) }
    func notices(into accounts: [AccountKey]) -> [NoticeEntry] { registry.notices(into: accounts) }
    func noticePosition(of source: String) -> Int64 { registry.noticePosition(of: source) }
    func noticePositions() -> [String: Int64] { registry.noticePositions() }
    func imports(of kind: ImportKind, since time: Int64) -> [ImportEntry] { registry.imports(of: kind, since: time) }
    func reliefs(ending days: ClosedRange<CalendarDay>, _ body: (ReliefEntry) throws -> Void) throws {
        try registry.reliefs(ending: days, body)
    }

    func add(_ notices: [NoticeEntry]) { for notice in notices { registry.notices[notice.sequence] = notice } }
    func removeNotices(_ sequences: [Int64]) { for sequence in sequences { registry.notices[sequence] = nil } }
    func acknowledgeNotices(for receiver: NoticeReceiver, through sequence: Int64, at time: Int64) -> Int {
        registry.acknowledgeNotices(for: receiver, through: sequence, at: time)
    }
    func removeNotices(madeBefore time: Int64) -> Int { registry.removeNotices { $0.at < time } }
    func removeNotices(about person: PersonKey, into accounts: [AccountKey]) {
        _ = registry.removeNotices { notice in
            switch notice.subject {
            case .payment(_, let account): accounts.contains(account)
            case .relief(_, let other, _): other == person
            }
        }
    }
    func setNoticePosition(_ position: Int64, of source: String) { registry.followed[source] = position }
}
