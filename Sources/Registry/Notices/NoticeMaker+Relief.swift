// SPDX-License-Identifier: Apache-2.0

/// Relief that ended, ends soon, or has a new certificate.
extension NoticeMaker {
    // What is followed, as positions are named.
    private static let changes = "notices: changes"
    private static let calendar = "notices: calendar"

    private var today: CalendarDay { CalendarDay(containing: now) }
    private var ending: ClosedRange<CalendarDay> { Self.ending(at: now) }

    private static func ending(at now: Int64) -> ClosedRange<CalendarDay> {
        let today = CalendarDay(containing: now)
        return today...CalendarDay(days: today.days + endingDays)
    }

    /// Whether there are changes that were not followed.
    static func isBehind(in reading: any RegistryReading) throws -> Bool {
        try reading.noticePosition(of: changes) < reading.latestChange()
    }

    // MARK: Changes

    /// Tells of rows that ended or were superseded, and withdraws what is true no more of rows that changed and of the dead.
    mutating func followChanges() throws {
        let page = try transaction.changes(after: transaction.noticePosition(of: Self.changes), limit: Self.stepLength)
        guard let end = page.last else { return }
        let people = Array(Set(page.filter { [.relief, .person].contains($0.component) }.map(\.person))).sorted()
        var entries: [ReliefKey: ReliefEntry] = [:]
        var dead: [PersonKey] = []
        var rows = page.filter { $0.component == .relief }.compactMap { $0.row.flatMap { ReliefKey(bytes: $0) } }
        for (person, reliefs) in zip(people, try transaction.reliefs(of: people)) {
            if reliefs.haveDeath {
                dead.append(person)
                rows += reliefs.map(\.key)
            } else {
                for entry in reliefs { entries[entry.key] = entry }
            }
        }
        var known: Set<ReliefKey> = []
        rows.removeAll { !known.insert($0).inserted }
        let telling = telling(page)
        for (row, notices) in zip(rows, try transaction.notices(about: rows)) {
            try follow(entries[row], notices, telling[row])
        }
        try withdrawPayments(of: dead)
        try transaction.setNoticePosition(end.sequence, of: Self.changes)
    }

    /// Of each row the change that is to be told.
    private func telling(_ page: [RegistryChange]) -> [ReliefKey: RegistryChange] {
        var telling: [ReliefKey: RegistryChange] = [:]
        var suspended: Set<ReliefKey> = []
        for change in page where change.component == .relief && change.at >= now - Self.newsDays * 86_400 {
            guard let row = change.row.flatMap({ ReliefKey(bytes: $0) }) else { continue }
            switch change.effect {
            case .ended, .superseded: telling[row] = change
            case .suspended: suspended.insert(row)
            // What is good again, and was not suspended, has ended or was superseded by mistake.
            case .restored: if suspended.remove(row) == nil { telling[row] = nil }
            case .added, .updated, .died, .forgotten: break
            }
        }
        return telling
    }

    /// Brings the notices about a row, acknowledged ones among them, in step with it.
    ///
    /// The row is nil where nothing is told of it any more; the change is what is to be told, besides that it ends soon.
    private mutating func follow(_ row: ReliefEntry?, _ known: [NoticeEntry], _ change: RegistryChange?) throws {
        let untrue = known.filter { notice in
            notice.acknowledgedAt == nil && row.map { !isTrue(notice, of: $0) } ?? true
        }
        try transaction.removeNotices(untrue.map(\.sequence))
        guard let row else { return }
        let told = known.filter { notice in !untrue.contains { $0.sequence == notice.sequence } }
        switch change?.effect {
        case .ended: try tell(.ended, of: row, at: change?.at ?? now, unless: told)
        case .superseded: try tell(.superseded, of: row, at: change?.at ?? now, unless: told)
        default:
            // Withdrawn for its day or its region: told again as it is now.
            for notice in untrue where notice.kind == .ended || notice.event == "\(row.version)" {
                guard notice.kind != .ending else { continue }
                try tell(notice.kind, of: row, at: notice.at, unless: told)
            }
        }
        try tell(.ending, of: row, at: now, unless: told)
    }

    /// Whether a notice about a row says what is so, to whoever answers for its region.
    private func isTrue(_ notice: NoticeEntry, of row: ReliefEntry) -> Bool {
        guard case .relief(_, _, row.region) = notice.subject else { return false }
        let state = row.state(at: now)
        return switch notice.kind {
        case .ended: state == .ended && row.stateChangedOn.map { notice.event == $0.description } ?? true
        case .superseded: state == .active && notice.event == "\(row.version)"
        case .ending: state == .active && notice.event == row.validUntil?.description
        case .paid, .returned: false
        }
    }

    /// Tells something of a row if it is so, once for each end, version or last day.
    private mutating func tell(
        _ kind: Notice.Kind,
        of row: ReliefEntry,
        at time: Int64,
        unless told: [NoticeEntry]
    ) throws {
        let event: String
        var day = CalendarDay(containing: time)
        switch (kind, row.state(at: now)) {
        case (.ended, .ended):
            day = row.stateChangedOn ?? day
            event = day.description
        case (.superseded, .active): event = "\(row.version)"
        case (.ending, .active):
            guard let last = row.validUntil, ending.contains(last) else { return }
            day = last
            event = day.description
        default: return
        }
        guard !told.contains(where: { $0.kind == kind && $0.event == event }) else { return }
        guard let data = try transaction.person(row.person).map(vault.open) else { return }
        try add(
            kind,
            event,
            .relief(row.key, row.person, row.region),
            to: .idNumber(data.idNumber.description),
            [.day: day.inChinese, .name: data.name?.masked ?? ""]
        )
    }

    private func withdrawPayments(of dead: [PersonKey]) throws {
        let accounts = try Set(dead.flatMap { try transaction.accounts(of: $0) }).sorted()
        let withdrawn = try accountsOfTheDead(among: accounts)
        let notices = try transaction.notices(into: withdrawn.sorted()).filter { $0.acknowledgedAt == nil }
        try transaction.removeNotices(notices.map(\.sequence))
    }

    // MARK: The calendar

    /// Those of whose rows a last day is near; nil where this day's were told already.
    static func endings(at now: Int64, in reading: any RegistryReading) throws -> [PersonKey]? {
        guard try reading.noticePosition(of: calendar) < CalendarDay(containing: now).days else { return nil }
        var people: Set<PersonKey> = []
        try reading.reliefs(ending: ending(at: now)) { people.insert($0.person) }
        return people.sorted()
    }

    /// Tells people that their relief ends soon.
    mutating func tellEndings(of people: [PersonKey]) throws {
        let rows = try transaction.reliefs(of: people).filter { !$0.haveDeath }.joined()
            .filter { $0.validUntil.map(ending.contains) ?? false }
        for (row, told) in zip(rows, try transaction.notices(about: rows.map(\.key))) {
            try tell(.ending, of: row, at: now, unless: told)
        }
    }

    /// Notes that this day's endings were told.
    func endDay() throws { try transaction.setNoticePosition(Int64(today.days), of: Self.calendar) }
}
