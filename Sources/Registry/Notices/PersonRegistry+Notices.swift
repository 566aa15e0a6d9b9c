// SPDX-License-Identifier: Apache-2.0

extension PersonRegistry {
    /// Brings the outbox in step with what the registry has learnt, and with the calendar; the same twice changes nothing.
    ///
    /// Somebody is told of each thing once: a payment that is imported again is none, and what an import brought is withdrawn
    /// with it as long as nobody acknowledged it. The dead are written to no more.
    ///
    /// - Parameter now: unix seconds.
    /// - Returns: how many notices were added.
    /// - Throws: what the store and the sealer throw.
    @discardableResult
    public func makeNotices(at now: Int64) throws -> Int {
        var count = 0
        func step(_ body: (inout NoticeMaker) throws -> Void) throws {
            count += try store.write { transaction in
                // A backup knows nothing of sequences that were given after it: those since a restore begin above all that
                // there can have been, at no more than one a millisecond.
                let floor = (restoredAt ?? 0) * 1000
                var maker = try NoticeMaker(vault, catalogue, at: now, above: floor, in: transaction)
                try body(&maker)
                return try maker.finish()
            }
        }
        for (batch, id) in try store.read({ try NoticeMaker.news(at: now, in: $0) }) {
            try step { try $0.follow(batch, id: id) }
        }
        while try store.read({ try NoticeMaker.isBehind(in: $0) }) { try step { try $0.followChanges() } }
        guard let people = try store.read({ try NoticeMaker.endings(at: now, in: $0) }) else { return count }
        for start in stride(from: 0, to: people.count, by: NoticeMaker.stepLength) {
            let part = people[start..<min(start + NoticeMaker.stepLength, people.count)]
            try step { try $0.tellEndings(of: Array(part)) }
        }
        try step { try $0.endDay() }
        return count
    }

    /// A receiver's notices that were not acknowledged, oldest first: the same again until they are.
    ///
    /// - Parameters:
    ///   - receiver: who drains.
    ///   - sequence: only those above it.
    ///   - limit: how many at most.
    /// - Returns: the notices.
    /// - Throws: what the store and the sealer throw.
    public func notices(for receiver: NoticeReceiver, after sequence: Int64 = 0, limit: Int) throws -> [Notice] {
        try store.read { try $0.notices(for: receiver, after: sequence, limit: limit) }
            .map { entry in
                let content = try vault.content(of: entry)
                return Notice(
                    sequence: entry.sequence,
                    kind: entry.kind,
                    at: entry.at,
                    address: content.address,
                    text: content.text
                )
            }
    }

    /// Notes that a receiver has its notices up to a sequence: nobody is given them again, and what they said is destroyed.
    ///
    /// - Returns: how many were acknowledged by it.
    /// - Throws: ``RegistryError`` `cursor_unknown` for a sequence that no notice has had yet; what the store throws.
    public func acknowledgeNotices(
        for receiver: NoticeReceiver,
        through sequence: Int64,
        at now: Int64
    ) throws -> Int {
        try store.write { transaction in
            guard try sequence <= transaction.noticePosition(of: NoticeMaker.sequence) else {
                throw RegistryError(.cursorUnknown, "no notice has this sequence yet")
            }
            return try transaction.acknowledgeNotices(for: receiver, through: sequence, at: now)
        }
    }

    /// A receiver's notices as a list, for a gateway that takes files; ``acknowledgeNotices(for:through:at:)`` follows it.
    ///
    /// - Returns: the list, and the sequence of its last notice, nil where there is none.
    /// - Throws: what the store and the sealer throw.
    public func noticeList(for receiver: NoticeReceiver) throws -> (list: RegistryExport, first: Int64, last: Int64)? {
        let notices = try notices(for: receiver, limit: .max)
        guard let first = notices.first, let last = notices.last else { return nil }
        var text = CSVText()
        text.add(["序号", "类别", "生成时间", receiver.addressHeading, "短信内容"].map { .text($0) })
        for notice in notices {
            text.add([
                .figure("\(notice.sequence)"), .text(notice.kind.rawValue),
                .figure("\(CalendarDay(containing: notice.at))"), .text(notice.address.number), .text(notice.text),
            ])
        }
        return (RegistryExport(bytes: text.bytes, rows: notices.count, incomplete: 0), first.sequence, last.sequence)
    }
}

extension NoticeReceiver {
    fileprivate var addressHeading: String {
        switch self {
        case .bank: "卡号"
        case .region: "公民身份号码"
        }
    }
}

extension Notice.Address {
    fileprivate var number: String {
        switch self {
        case .account(let number), .idNumber(let number): number
        }
    }
}
