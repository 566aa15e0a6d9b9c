// SPDX-License-Identifier: Apache-2.0

/// Imports the roster: by household, person and category; rows are added and changed.
///
/// Only a file with a scope is complete, so that a row can leave by being absent from it.
struct RosterImporter: RowImporter {
    let context: ImportContext
    private var seen = SeenKeys<LookupSubject.Relief>()
    private var presence = RosterPresence()
    /// Rows that were absent already and ended because the person is entitled elsewhere now.
    private var followed: [ImportPlace: Int] = [:]

    init(_ context: ImportContext) { self.context = context }

    mutating func take(
        _ fields: RowFields<RosterRecord.Column>,
        into transaction: any RegistryTransaction
    ) throws -> TakenRow {
        let record = try RosterRecord(fields)
        let vault = context.vault
        let person = try vault.key(of: record.idNumber)
        let key = try vault.reliefKey(household: record.household, person: record.idNumber, category: record.category)
        let content = try vault.content(record.content)
        let former = try transaction.relief(key)
        try checkScope(record, former, fields)
        if let former { try checkVersion(record, former, fields, in: transaction) }
        let place = ImportPlace(record.region, record.category)
        let isUnchanged = former?.content == content && former?.absentSince == nil && former?.state != .moved
        try seen.note(key, isUnchanged: isUnchanged)
        if context.scope != nil { presence.insert(key) }
        if isUnchanged { return TakenRow(outcome: .unchanged, place: place, amount: record.monthlyAmount) }

        let entry = ReliefEntry(
            key: key,
            person: person,
            household: try vault.key(household: record.household),
            category: record.category,
            content: content,
            role: record.role,
            version: record.version,
            validFrom: record.validFrom,
            validUntil: record.validUntil,
            region: record.region,
            payoutMode: record.payoutMode,
            monthlyAmount: record.monthlyAmount ?? Amount(fen: 0),
            state: record.state,
            paidFrom: record.paidFrom,
            unpaidFrom: record.unpaidFrom,
            diedOn: record.diedOn,
            stateChangedOn: record.stateChangedOn,
            payee: try record.payee.map(vault.key(of:)),
            reviewOn: record.reviewOn
        )
        if former == nil, entry.role == .head { try checkSuccession(record, entry, fields, in: transaction) }
        try context.put(entry, former: former)
        let isKnown = try context.update(record.idNumber, key: person) { data in
            data.names[.roster] = record.name
            data.reliefs[key] = PersonalData.Relief(
                household: record.household,
                certificate: record.certificate,
                previousCertificate: record.previousCertificate,
                licence: record.licence?.description
            )
        }
        let effect = former.map { entry.effect(from: $0, at: context.now) ?? .updated }
        try context.record(.relief, effect ?? .added, of: person, row: key.bytes)
        if entry.state == .deceased, former?.state != .deceased {
            try context.record(.person, .died, of: person, row: nil)
        }
        if isKnown { try endRows(followedBy: entry, in: transaction) }
        return TakenRow(outcome: former == nil ? .added : .changed, place: place, amount: record.monthlyAmount)
    }

    mutating func reject(_ fields: RowFields<RosterRecord.Column>?) throws -> ImportPlace? {
        try presence.insert(fields, context.vault)
        guard let region = try? fields?.value(.region, RegionCode.init) else { return nil }
        return ImportPlace(region, try? fields?.word(.category, fields?.catalogue.reliefCategories ?? [:]))
    }

    func finish(_ transaction: any RegistryTransaction, _ report: inout ImportReport) throws {
        for (place, count) in followed { report.countMoved(count, in: place) }
        guard let scope = context.scope else { return }
        if presence.unreadable > 0 {
            report.holds.append(ImportHold(.unreadableRows, found: Int64(presence.unreadable), expected: 0))
        }
        var leavers: [ReliefEntry] = []
        var present: [ImportPlace: Int] = [:]
        for prefix in scope.prefixes {
            try transaction.reliefs(within: prefix) { row in
                guard row.isGranted(at: context.now) else { return }
                present[ImportPlace(row), default: 0] += 1
                if !presence.contains(row) { leavers.append(row) }
            }
        }
        let leaving = Dictionary(grouping: leavers, by: ImportPlace.init).mapValues(\.count)
        for (place, count) in leaving.sorted(by: { $0.key < $1.key }) {
            let before = present[place, default: 0] - (report.places[place]?.added ?? 0)
            let most = max(20, before / 50)
            if count > most {
                report.holds.append(
                    ImportHold(.manyLeaving, place: place, found: Int64(count), expected: Int64(most))
                )
            }
        }
        let since = scope.asOf.start
        for row in leavers {
            let next = try transaction.reliefs(of: row.person)
                .first {
                    row.isFollowed(by: $0, at: context.now) && (!scope.contains($0.region) || presence.contains($0))
                }
            if let next {
                try end(row, followedBy: next)
                report.countMoved(1, in: ImportPlace(row))
            } else {
                var absent = row
                absent.absentSince = since
                try replace(row, by: absent)
                report.countLeaving(in: ImportPlace(row))
            }
        }
    }

    /// Refuses a row outside of what the file is complete for, and one that stands in another district too.
    ///
    /// A row that is in force elsewhere moves here with a later start only; nobody can tell which of the two districts is
    /// right otherwise, so that neither is touched.
    private func checkScope(
        _ record: RosterRecord,
        _ former: ReliefEntry?,
        _ fields: RowFields<RosterRecord.Column>
    ) throws {
        guard let scope = context.scope else { return }
        try fields.refuse(
            .region,
            when: !scope.contains(record.region),
            .outOfScope,
            "the region is not in the scope of the file"
        )
        guard let former, former.isGranted(at: context.now), !scope.contains(former.region) else { return }
        let moves = [.entitled, .tapering].contains(record.state) && record.validFrom > former.validFrom
        try fields.refuse(.region, when: !moves, .activeElsewhere, "another district has this row in force")
    }

    /// Refuses a version that goes back, and another head or member under the same version.
    private func checkVersion(
        _ record: RosterRecord,
        _ former: ReliefEntry,
        _ fields: RowFields<RosterRecord.Column>,
        in transaction: any RegistryTransaction
    ) throws {
        let changesRole = record.role != former.role && record.version == former.version
        guard record.version < former.version || changesRole else { return }
        let certificate = try certificate(of: former, in: transaction)
        guard certificate == record.certificate else { return }
        try fields.refuse(
            .version,
            when: record.version < former.version,
            .versionBack,
            "the registry has a higher version of this certificate"
        )
        try fields.refuse(
            .role,
            when: changesRole,
            .headVersion,
            "a change of head takes a higher version of the certificate"
        )
    }

    /// Refuses a new head in place of one who died or left where the certificate has no higher version.
    ///
    /// Where the other head still lives both are kept: that is a conflict for people to settle.
    private func checkSuccession(
        _ record: RosterRecord,
        _ entry: ReliefEntry,
        _ fields: RowFields<RosterRecord.Column>,
        in transaction: any RegistryTransaction
    ) throws {
        let predecessors = try transaction.reliefs(household: entry.household)
            .filter { row in
                row.role == .head && row.category == entry.category && row.person != entry.person
                    && row.version >= entry.version && !row.isGranted(at: context.now)
            }
        for predecessor in predecessors {
            let certificate = try certificate(of: predecessor, in: transaction)
            try fields.refuse(
                .role,
                when: certificate == record.certificate,
                .headVersion,
                "a change of head takes a higher version of the certificate"
            )
        }
    }

    private func certificate(of relief: ReliefEntry, in transaction: any RegistryTransaction) throws -> String? {
        try transaction.person(relief.person).map(context.vault.open)?.reliefs[relief.key]?.certificate
    }

    /// Ends the person's rows that an earlier file left out, where the person is entitled by this one since.
    private mutating func endRows(
        followedBy entry: ReliefEntry,
        in transaction: any RegistryTransaction
    ) throws {
        for row in try transaction.reliefs(of: entry.person)
        where row.absentSince != nil && row.state(at: context.now) == .suspended {
            guard row.isFollowed(by: entry, at: context.now) else { continue }
            try end(row, followedBy: entry)
            followed[ImportPlace(row), default: 0] += 1
        }
    }

    private func end(_ row: ReliefEntry, followedBy next: ReliefEntry) throws {
        var ended = row
        ended.state = .moved
        ended.absentSince = nil
        ended.stateChangedOn = CalendarDay(days: next.validFrom.days - 1)
        try replace(row, by: ended)
    }

    private func replace(_ former: ReliefEntry, by entry: ReliefEntry) throws {
        try context.put(entry, former: former)
        let effect = entry.effect(from: former, at: context.now) ?? .updated
        try context.record(.relief, effect, of: entry.person, row: entry.key.bytes)
    }
}

extension ReliefEntry {
    /// Whether the row is in force, or will be.
    fileprivate func isGranted(at now: Int64) -> Bool { [.active, .pending].contains(state(at: now)) }

    /// Whether another row of the person grants the same relief from a later day on.
    fileprivate func isFollowed(by other: ReliefEntry, at now: Int64) -> Bool {
        other.key != key && (other.category == category || kind != nil && other.kind == kind)
            && other.validFrom > validFrom && other.isGranted(at: now)
    }
}
