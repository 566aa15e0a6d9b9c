// SPDX-License-Identifier: Apache-2.0

/// Imports the roster: by household, person and category; rows are added and changed.
///
/// Only a file with a scope is complete, so that a row can leave by being absent from it.
struct RosterImporter: RowImporter {
    /// A row with the keys of what it is about: an object, since it is handed on often and holds much.
    final class Row: Sendable {
        let record: RosterRecord
        let key: ReliefKey
        let person: PersonKey
        let household: HouseholdKey
        let payee: PersonKey?
        let content: ContentKey

        init(_ record: RosterRecord, _ vault: PersonVault) throws {
            self.record = record
            key = try vault.reliefKey(
                household: record.household,
                person: record.idNumber,
                category: record.category
            )
            person = try vault.key(of: record.idNumber)
            household = try vault.key(household: record.household)
            payee = try record.payee.map(vault.key(of:))
            content = try vault.content(record.content)
        }

        /// Whether it tells nothing new of a row that is there.
        func isUnchanged(from former: ReliefEntry?) -> Bool {
            former?.content == content && former?.absentSince == nil && former?.state != .moved
        }
    }

    /// A household that begins in one batch and ends in the next would have to be asked for.
    static var group: RosterRecord.Column? { .household }

    let context: ImportContext
    /// Nil before the first batch, and where the registry knew somebody before.
    private var newcomers: Newcomers?
    private var hasBegun = false
    private var seen = SeenKeys<LookupSubject.Relief>()
    private var presence = RosterPresence()
    /// How many rows of the file are in force.
    private var present: [ImportPlace: Int] = [:]
    /// Rows that were absent already and ended because the person is entitled elsewhere now, and rows that another region
    /// had until now.
    private var moved: [ImportPlace: Int] = [:]

    init(_ context: ImportContext) { self.context = context }

    static func read(_ fields: RowFields<RosterRecord.Column>, _ vault: PersonVault) throws -> Row {
        try Row(RosterRecord(fields), vault)
    }

    mutating func begin(_ rows: [Row], in transaction: any RegistryTransaction) throws -> RosterWindow {
        if !hasBegun, try transaction.people(after: nil, limit: 1).isEmpty { newcomers = Newcomers() }
        hasBegun = true
        return try RosterWindow(rows, context, transaction, newcomers)
    }

    func end(_ window: RosterWindow, in transaction: any RegistryTransaction) throws { try window.flush() }

    mutating func take(
        _ row: Row,
        _ fields: RowFields<RosterRecord.Column>,
        in window: inout RosterWindow
    ) throws -> TakenRow {
        let (record, key, person) = (row.record, row.key, row.person)
        let former = window.relief(key)
        try checkScope(record, former, fields)
        try checkRegion(record, former, fields)
        if let former { try checkVersion(record, former, fields, in: window) }
        let place = ImportPlace(record.region, record.category)
        let isUnchanged = row.isUnchanged(from: former)
        let isFirst = try seen.note(key, isUnchanged: isUnchanged)
        if isUnchanged {
            if let former, isFirst { count(former) }
            return TakenRow(outcome: .unchanged, place: place, amount: record.monthlyAmount)
        }

        let entry = ReliefEntry(
            key: key,
            person: person,
            household: row.household,
            category: record.category,
            content: row.content,
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
            payee: row.payee,
            reviewOn: record.reviewOn
        )
        if former == nil, entry.role == .head { try checkSuccession(record, entry, fields, in: window) }
        count(entry)
        if let former, !covers(former.region) { moved[ImportPlace(former), default: 0] += 1 }
        window.put(entry)
        let isKnown = try window.people.update(record.idNumber, key: person) { data in
            data.names[.roster] = record.name
            data.reliefs[key] = PersonalData.Relief(
                household: record.household,
                certificate: record.certificate,
                previousCertificate: record.previousCertificate,
                licence: record.licence?.description
            )
        }
        let effect = former.map { entry.effect(from: $0, at: context.now) ?? .updated }
        context.record(.relief, effect ?? .added, of: person, row: key.bytes)
        if entry.state == .deceased, former?.state != .deceased {
            context.record(.person, .died, of: person, row: nil)
        }
        if isKnown { endRows(followedBy: entry, in: window) }
        return TakenRow(outcome: former == nil ? .added : .changed, place: place, amount: record.monthlyAmount)
    }

    mutating func reject(_ fields: RowFields<RosterRecord.Column>?) throws -> ImportPlace? {
        try presence.insert(fields, context.vault)
        guard let region = try? fields?.value(.region, RegionCode.init) else { return nil }
        return ImportPlace(region, try? fields?.word(.category, fields?.catalogue.reliefCategories ?? [:]))
    }

    func finish(_ transaction: any RegistryTransaction, _ report: inout ImportReport) throws {
        for (place, count) in moved { report.countMoved(count, in: place) }
        guard let scope = context.scope else { return }
        if presence.unreadable > 0 {
            report.holds.append(ImportHold(.unreadableRows, found: Int64(presence.unreadable), expected: 0))
        }
        var leavers: [ReliefEntry] = []
        var present = present
        // Where nobody was known before, everything that is there is of this file.
        for prefix in newcomers == nil ? scope.prefixes : [] {
            try transaction.reliefs(within: prefix, except: seen.contains) { row in
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
                    row.isFollowed(by: $0, at: context.now) && (!scope.contains($0.region) || isPresent($0))
                }
            if let next {
                try replace(row, by: row.ended(followedBy: next))
                report.countMoved(1, in: ImportPlace(row))
            } else {
                var absent = row
                absent.absentSince = since
                try replace(row, by: absent)
                report.countLeaving(in: ImportPlace(row))
            }
        }
    }

    private mutating func count(_ entry: ReliefEntry) {
        if entry.isGranted(at: context.now) { present[ImportPlace(entry), default: 0] += 1 }
    }

    /// Whether the file has a row, or may have it in one that was rejected.
    private func isPresent(_ row: ReliefEntry) -> Bool { seen.contains(row.key) || presence.contains(row) }

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
        try fields.refuse(
            .region,
            when: !moves(record, from: former),
            .activeElsewhere,
            "another district has this row in force"
        )
    }

    /// Whether the file is for a region: one of its scope, else one that whoever brings it answers for.
    private func covers(_ region: RegionCode) -> Bool {
        context.scope?.contains(region) ?? region.description.hasPrefix(context.region)
    }

    /// Refuses to take a row from a region that whoever brings the file does not answer for, but for one that moves here.
    private func checkRegion(
        _ record: RosterRecord,
        _ former: ReliefEntry?,
        _ fields: RowFields<RosterRecord.Column>
    ) throws {
        guard let former, !moves(record, from: former) else { return }
        try fields.checkRegion(ofReplaced: former.region, liesIn: context.region)
    }

    /// Whether a row is in force, and from a later day on than the one that is there or in place of one that was left out.
    private func moves(_ record: RosterRecord, from former: ReliefEntry) -> Bool {
        [.entitled, .tapering].contains(record.state)
            && (record.validFrom > former.validFrom || former.isLeftOut(at: context.now))
    }

    /// Refuses a version that goes back, and another head or member under the same version.
    private func checkVersion(
        _ record: RosterRecord,
        _ former: ReliefEntry,
        _ fields: RowFields<RosterRecord.Column>,
        in window: RosterWindow
    ) throws {
        let changesRole = record.role != former.role && record.version == former.version
        guard record.version < former.version || changesRole else { return }
        let certificate = try certificate(of: former, in: window)
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
        in window: RosterWindow
    ) throws {
        let predecessors = window.reliefs(household: entry.household)
            .filter { row in
                row.role == .head && row.category == entry.category && row.person != entry.person
                    && row.version >= entry.version && !row.isGranted(at: context.now)
            }
        for predecessor in predecessors {
            let certificate = try certificate(of: predecessor, in: window)
            try fields.refuse(
                .role,
                when: certificate == record.certificate,
                .headVersion,
                "a change of head takes a higher version of the certificate"
            )
        }
    }

    private func certificate(of relief: ReliefEntry, in window: RosterWindow) throws -> String? {
        try window.people.data(of: relief.person)?.reliefs[relief.key]?.certificate
    }

    /// Ends the person's rows that an earlier file left out, where the person is entitled by this one since.
    private mutating func endRows(
        followedBy entry: ReliefEntry,
        in window: RosterWindow
    ) {
        for row in window.reliefs(of: entry.person)
        where row.isLeftOut(at: context.now) {
            guard row.isFollowed(by: entry, at: context.now) else { continue }
            let ended = row.ended(followedBy: entry)
            window.put(ended)
            record(ended, after: row)
            moved[ImportPlace(row), default: 0] += 1
        }
    }

    private func replace(_ former: ReliefEntry, by entry: ReliefEntry) throws {
        try context.put(entry, former: former)
        record(entry, after: former)
    }

    private func record(_ entry: ReliefEntry, after former: ReliefEntry) {
        let effect = entry.effect(from: former, at: context.now) ?? .updated
        context.record(.relief, effect, of: entry.person, row: entry.key.bytes)
    }
}

extension ReliefEntry {
    /// Whether the row is in force, or will be.
    fileprivate func isGranted(at now: Int64) -> Bool { [.active, .pending].contains(state(at: now)) }

    /// Whether a file left the row out, and nothing else ended it.
    fileprivate func isLeftOut(at now: Int64) -> Bool { absentSince != nil && state(at: now) == .suspended }

    /// Whether another row of the person grants the same relief from a later day on.
    fileprivate func isFollowed(by other: ReliefEntry, at now: Int64) -> Bool {
        other.key != key && (other.category == category || kind != nil && other.kind == kind)
            && other.validFrom > validFrom && other.isGranted(at: now)
    }

    /// The row as it is when another one takes its place.
    fileprivate func ended(followedBy next: ReliefEntry) -> ReliefEntry {
        var ended = self
        ended.state = .moved
        ended.absentSince = nil
        ended.stateChangedOn = CalendarDay(days: next.validFrom.days - 1)
        return ended
    }
}
