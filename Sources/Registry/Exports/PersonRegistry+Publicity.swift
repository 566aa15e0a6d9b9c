// SPDX-License-Identifier: Apache-2.0

extension PersonRegistry {
    private static let pageLength = 500

    /// The list that is put up in public (公示): one line per household and category, with a masked name.
    ///
    /// No ID number, account, certificate or address stands in it, and no name of somebody under age.
    ///
    /// - Parameters:
    ///   - region: leading digits of 区划代码; empty for all.
    ///   - now: as of when relief holds, unix seconds.
    /// - Returns: the list, by region, category and an order that tells nothing about the household.
    /// - Throws: what the store and the sealer throw.
    public func publicity(region: String = "", at now: Int64) throws -> RegistryExport {
        try store.read { reading in
            var lines: [Line] = []
            var last: PersonKey?
            while case let page = try reading.people(after: last, limit: Self.pageLength), !page.isEmpty {
                for person in page {
                    for row in try reading.reliefs(of: person.key)
                    where row.region.description.hasPrefix(region) && row.state(at: now) == .active {
                        let household = try reading.reliefs(household: row.household)
                            .filter { $0.category == row.category }
                        guard let line = Line(household, representedBy: row, at: now) else { continue }
                        lines.append(line.named(by: try vault.open(person), at: now))
                    }
                }
                last = page.last?.key
            }
            return Self.publicity(lines)
        }
    }

    private static func publicity(_ lines: [Line]) -> RegistryExport {
        var text = CSVText()
        text.add(["序号", "姓名", "救助类别", "保障人数", "月保障金额", "保障起始日期", "区划代码"].map { .text($0) })
        let lines = lines.sorted { left, right in
            (left.row.region.description, left.row.category, left.row.key)
                < (right.row.region.description, right.row.category, right.row.key)
        }
        for (position, line) in lines.enumerated() {
            text.add([
                .figure("\(position + 1)"), .text(line.name), .text(line.row.category.words.chinese),
                .figure("\(line.people)"), .figure("\(line.amount)"), .figure("\(line.row.validFrom)"),
                .figure(line.row.region.description),
            ])
        }
        return RegistryExport(bytes: text.bytes, rows: lines.count, incomplete: lines.count { $0.name.isEmpty })
    }

    private struct Line {
        let row: ReliefEntry
        let people: Int
        let amount: Amount
        var name = ""

        /// The line of a household, nil where somebody else than this row's person stands for it.
        ///
        /// The head does and, where the head's relief is over, the first of the others.
        init?(_ household: [ReliefEntry], representedBy row: ReliefEntry, at now: Int64) {
            let active = household.filter { $0.state(at: now) == .active }
            let representative = active.first { $0.role == .head } ?? active.min { $0.key < $1.key }
            guard representative?.key == row.key else { return nil }
            self.row = row
            people = Set(active.map(\.person)).count
            // 按户: the household's amount stands on the head's row, whatever became of the head.
            let paid = row.payoutMode == .household ? household.filter { $0.role == .head } : active
            amount = Amount(fen: paid.reduce(0) { $0 + $1.monthlyAmount.fen })
        }

        func named(by data: PersonalData, at now: Int64) -> Line {
            var line = self
            let isMinor = data.idNumber.birthday.isWithin(years: 18, before: CalendarDay(containing: now))
            line.name = isMinor ? "（未成年人）" : data.name?.masked ?? ""
            return line
        }
    }
}

extension CalendarDay {
    /// Whether fewer than so many whole years have passed from this day to another.
    fileprivate func isWithin(years: Int, before other: CalendarDay) -> Bool {
        let (birth, today) = (description, other.description)
        let age = other.period.year - period.year - (today.suffix(5) < birth.suffix(5) ? 1 : 0)
        return age < years
    }
}
