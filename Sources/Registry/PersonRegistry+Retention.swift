// SPDX-License-Identifier: Apache-2.0

/// How much was destroyed because it was older than its limit.
public struct PruningReport: Hashable, Sendable {
    /// Health statuses.
    public var health = 0
    /// People, with all that ``PersonRegistry/forget(_:now:by:isRehearsal:)`` destroys.
    public var people = 0
    /// Payments.
    public var payments = 0
    /// Lines of the paylist.
    public var lines = 0
    /// Files that were held, and logs of what undoing an import would put back.
    public var uploads = 0
    /// Notes of imports.
    public var imports = 0
    /// Changes.
    public var changes = 0
    /// Notices.
    public var notices = 0

    /// Nothing.
    public init() {}
}

extension PersonRegistry {
    private static let pageLength = 500

    /// Takes health data out of use: those of everybody, or those that were assessed before a time, are destroyed.
    ///
    /// Codes go on verifying; their health component is retired (`Issuer.followRegistry` tells the status list and takes it
    /// out of what the issuer keeps).
    ///
    /// - Parameters:
    ///   - time: 评估时间 lies before it, unix seconds; nil for all.
    ///   - now: unix seconds.
    ///   - by: who decides it, an operator's id.
    ///   - isRehearsal: whether to change nothing and only report.
    /// - Returns: how many statuses are destroyed.
    /// - Throws: what the store throws.
    public func retireHealth(
        assessedBefore time: Int64?,
        now: Int64,
        by: String,
        isRehearsal: Bool = false
    ) throws -> Int {
        try store.write(isRehearsal: isRehearsal) { transaction in
            try removeHealth(assessedBefore: time ?? .max, validUntil: .max, now: now, by: by, in: transaction)
        }
    }

    /// Destroys what is older than its limit, in one transaction.
    ///
    /// - Parameters:
    ///   - limits: how long everything is kept.
    ///   - now: unix seconds.
    ///   - by: who has it done, an operator's id.
    ///   - isRehearsal: whether to change nothing and only report.
    /// - Returns: how much was destroyed.
    /// - Throws: what the store and the sealer throw.
    public func prune(
        _ limits: RetentionLimits,
        now: Int64,
        by: String,
        isRehearsal: Bool = false
    ) throws -> PruningReport {
        func start(_ days: Int) -> Int64 { now - Int64(days) * 86_400 }
        return try store.write(isRehearsal: isRehearsal) { transaction in
            var report = PruningReport()
            // First, so that nobody's health status counts twice.
            report.people = try forgetAll(endedBefore: start(limits.people), now: now, by: by, in: transaction)
            report.health = try removeHealth(
                assessedBefore: .max,
                validUntil: start(limits.health),
                now: now,
                by: by,
                in: transaction
            )
            report.payments = try transaction.removePayments(paidBefore: start(limits.payments))
            let firstDay = CalendarDay(containing: start(limits.payments))
            report.lines = try transaction.removePaylist(dueBefore: firstDay)
            // No log outlives the changes that tell whether its import may be undone.
            report.uploads = try removeUploads(
                broughtBefore: start(min(limits.uploads, limits.changes)),
                by: by,
                in: transaction
            )
            report.imports = try transaction.removeImports(madeBefore: start(limits.imports))
            report.changes = try transaction.removeChanges(madeBefore: start(limits.changes))
            // A day's end is told once, for which its notice stays until the day is over.
            let noticeDays = max(limits.notices, NoticeMaker.endingDays + 2)
            report.notices = try transaction.removeNotices(madeBefore: start(noticeDays))
            return report
        }
    }

    private func removeHealth(
        assessedBefore time: Int64,
        validUntil end: Int64,
        now: Int64,
        by: String,
        in transaction: any RegistryTransaction
    ) throws -> Int {
        let people = try transaction.removeHealth(assessedBefore: time, validUntil: end)
        try removeLogs(in: transaction) { former in
            guard case .health(_, let entry?) = former else { return false }
            return entry.assessedAt < time && entry.validUntil <= end
        }
        for person in people {
            try transaction.addChange(at: now, person: person, component: .health, effect: .ended, row: nil, by: by)
        }
        return people.count
    }

    /// Forgets everybody who was on the roster and is on it no more since before a time.
    private func forgetAll(
        endedBefore time: Int64,
        now: Int64,
        by: String,
        in transaction: any RegistryTransaction
    ) throws -> Int {
        var count = 0
        var forgotten = Forgotten()
        var last: PersonKey?
        while case let page = try transaction.people(after: last, limit: Self.pageLength), !page.isEmpty {
            for person in page {
                let rows = try transaction.reliefs(of: person.key)
                let isOver = !rows.isEmpty && rows.allSatisfy { ($0.over(at: now) ?? .max) < time }
                guard isOver, try use(of: person.key, at: now, in: transaction) == nil else { continue }
                _ = try forget(person.key, noting: &forgotten, now: now, by: by, in: transaction)
                count += 1
            }
            last = page.last?.key
        }
        if count > 0 { try removeLogs(in: transaction, holding: forgotten.areIn) }
        return count
    }
}

extension ReliefEntry {
    /// When the row was over, unix seconds; nil while it is not, and where nobody has said when.
    fileprivate func over(at now: Int64) -> Int64? {
        guard [.ended, .expired].contains(state(at: now)) else { return nil }
        return (diedOn ?? stateChangedOn ?? validUntil)?.end
    }
}
