// SPDX-License-Identifier: Apache-2.0

/// Changes of the roster in their order, for whoever keeps a copy of it in step.
public struct RosterChanges: Encodable, Hashable, Sendable {
    /// A row of the roster as it stands now.
    public struct Row: Encodable, Hashable, Sendable {
        /// 家庭编号.
        public let household: String
        /// 公民身份号码.
        public let idNumber: String
        /// 姓名; absent where nobody gave one.
        public let name: String?
        /// 与户主关系: `head` or `member`.
        public let role: String
        /// 救助类别 by its name in verdicts.
        public let category: String
        /// 救助证编号.
        public let certificate: String
        /// 证书版本.
        public let version: Int
        /// ``ComponentState``.
        public let state: String
        /// 保障起始日期.
        public let validFrom: String
        /// 保障截止日期; absent where there is none.
        public let validUntil: String?
        /// 区划代码.
        public let region: String
        /// 发放方式: `household`, `person` or `none`.
        public let payoutMode: String
        /// 月保障金额 in yuan.
        public let monthlyAmount: String
        /// 发放起始月.
        public let paidFrom: String?
        /// 停发起始月.
        public let unpaidFrom: String?
        /// 死亡日期.
        public let diedOn: String?
        /// 领款人证件号码, where the roster names one whom the registry knows.
        public let payee: String?
    }

    /// One change.
    public struct Change: Encodable, Hashable, Sendable {
        /// Its place in the order of all changes.
        public let sequence: Int64
        /// When, unix seconds.
        public let at: Int64
        /// `relief`, a row; or `person`, who died or was forgotten.
        public let component: String
        /// ``RegistryChange/Effect``.
        public let effect: String
        /// Names the person in all their changes, and to nobody else: 32 hexadecimal digits.
        public let person: String
        /// The row as it stands now; absent where it is there no more, and for a person.
        public let row: Row?
    }

    /// The changes; other parts of the registry change between them.
    public let changes: [Change]
    /// The cursor to ask with next; the one that was asked with where nothing has changed since.
    public let next: Int64
}

extension PersonRegistry {
    /// The roster's changes after a cursor, each exactly once for whoever goes on with ``RosterChanges/next``.
    ///
    /// - Parameters:
    ///   - cursor: ``RosterChanges/next`` of the last answer; 0 at first.
    ///   - limit: how many changes of the registry are looked through at most; there may be fewer of the roster among them.
    ///   - region: leading digits of the regions whose rows are told; empty for all. What is gone is told to everybody, and
    ///     names nobody.
    ///   - now: as of when states hold, unix seconds.
    /// - Returns: the changes.
    /// - Throws: ``RegistryError`` `cursor_unknown` where changes after the cursor are kept no more, or where it is of a time that
    ///   a restored deployment does not know; what the store and the sealer throw.
    public func rosterChanges(
        after cursor: Int64,
        limit: Int,
        region: String = "",
        at now: Int64
    ) throws -> RosterChanges {
        try store.read { reading in
            // The change at the cursor itself shows that the order is the one that the cursor is of.
            var changes = try reading.changes(after: max(0, cursor) - 1, limit: limit + 1)
            guard changes.first.map({ $0.sequence - 1 <= cursor }) ?? (cursor == 0) else {
                let oldest = changes.first.map { "the oldest change is \($0.sequence)" }
                throw RegistryError(.cursorUnknown, oldest ?? "no change has this sequence yet")
            }
            changes.removeAll { $0.sequence <= cursor }
            changes = Array(changes.prefix(limit))
            return RosterChanges(
                changes: try changes.compactMap { try rosterChange($0, region, at: now, in: reading) },
                next: changes.last?.sequence ?? cursor
            )
        }
    }

    private func rosterChange(
        _ change: RegistryChange,
        _ region: String,
        at now: Int64,
        in reading: any RegistryReading
    ) throws -> RosterChanges.Change? {
        var row: RosterChanges.Row?
        switch change.component {
        case .card, .health: return nil
        case .person:
            let rows = try reading.reliefs(of: change.person)
            guard rows.isEmpty || rows.contains(where: { $0.region.description.hasPrefix(region) }) else { return nil }
        case .relief:
            if let entry = try change.row.flatMap({ ReliefKey(bytes: $0) }).flatMap({ try reading.relief($0) }) {
                guard entry.region.description.hasPrefix(region) else { return nil }
                row = try rosterRow(entry, at: now, in: reading)
            }
        }
        return RosterChanges.Change(
            sequence: change.sequence,
            at: change.at,
            component: change.component.rawValue,
            effect: change.effect.rawValue,
            person: change.person.hex,
            row: row
        )
    }

    private func rosterRow(
        _ entry: ReliefEntry,
        at now: Int64,
        in reading: any RegistryReading
    ) throws -> RosterChanges.Row? {
        guard let data = try reading.person(entry.person).map(vault.open), let relief = data.reliefs[entry.key] else {
            return nil
        }
        let payee = try entry.payee.flatMap { try reading.person($0) }.map(vault.open)
        return RosterChanges.Row(
            household: relief.household,
            idNumber: data.idNumber.description,
            name: data.names[.roster]?.description,
            role: entry.role == .head ? "head" : "member",
            category: entry.category.words.name,
            certificate: relief.certificate,
            version: entry.version,
            state: entry.state(at: now).rawValue,
            validFrom: entry.validFrom.description,
            validUntil: entry.validUntil?.description,
            region: entry.region.description,
            payoutMode: entry.payoutMode.rawValue,
            monthlyAmount: entry.monthlyAmount.description,
            paidFrom: entry.paidFrom?.description,
            unpaidFrom: entry.unpaidFrom?.description,
            diedOn: entry.diedOn?.description,
            payee: payee?.idNumber.description
        )
    }
}
