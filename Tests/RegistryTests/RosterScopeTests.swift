// SPDX-License-Identifier: Apache-2.0

import Registry
import Testing

private let header = "家庭编号,公民身份号码,姓名,与户主关系,救助类别,救助证编号,证书版本,保障起始日期,区划代码,发放方式,月保障金额,状态\n"

/// A row of a person of a household of their own, unless it says otherwise.
private func row(
    _ id: String,
    household: String? = nil,
    category: String = "城市低保",
    certificate: String = "D1",
    from: String = "2024-03-01",
    region: String = "440604",
    state: String = "在保"
) -> String {
    "\(household ?? "H\(id.suffix(6))"),\(id),陈小明,户主,\(category),\(certificate),1,\(from),\(region),按人,850.00,\(state)\n"
}

extension Office {
    /// Imports a roster that is complete for regions as of a day.
    @discardableResult
    fileprivate func load(
        _ rows: String,
        scope: String = "440604",
        asOf: String = "2026-11-20",
        now: Int64 = Self.now,
        adjust: (inout ImportRequest) throws -> Void = { _ in }
    ) throws -> ImportReport {
        try load(.roster, header + rows, now: now) { request in
            request.scope = try RosterScope(scope, asOf: CalendarDay(asOf))
            try adjust(&request)
        }
    }

    fileprivate func relief(_ id: String, at now: Int64 = Self.now) throws -> ComponentState? {
        try file(id)?.relief(at: now)
    }

    fileprivate func effects(after sequence: Int64) throws -> [RegistryChange.Effect] {
        try registry.changes(after: sequence).map(\.effect)
    }
}

struct RosterScopeTests {
    // Scopes.

    @Test(arguments: [
        ("440604", "440604"), ("440600", "4406"), ("440000", "44"), ("44", "44"), ("440605,440604", "440604,440605"),
        ("440604010,440604", "440604"), (" 440604 , 440605", "440604,440605"), ("440604010000", "440604010"),
    ])
    func `a scope is leading digits`(text: String, expected: String) throws {
        #expect(try RosterScope(text, asOf: CalendarDay("2026-11-20")).description == expected)
    }

    @Test(arguments: ["", ",", "440604,", "4", "990000", "44060x", "4406040100001", "佛山"])
    func `anything else is none`(text: String) throws {
        #expect(code { try RosterScope(text, asOf: CalendarDay("2026-11-20")) } == "scope_invalid")
    }

    @Test func `only a roster has a scope, and none of the future`() throws {
        let office = Office()
        #expect(code { try office.load("", asOf: "2026-11-24") } == "as_of_future")
        let scope = try RosterScope("440604", asOf: CalendarDay("2026-11-20"))
        #expect(code { try office.load(.cards, CardText.chen) { $0.scope = scope } } == "scope_invalid")
        #expect(
            code { try office.load(.cards, CardText.chen) { $0.expectedSum = Amount(fen: 1) } }
                == "expected_sum_invalid"
        )
    }

    @Test func `a row outside of the scope is an error`() throws {
        let office = Office()
        let report = try office.load(row(Invented.chen) + row(Invented.liang, region: "440605"), scope: "440604,440606")
        {
            $0.isDryRun = true
        }
        #expect(report.lines == ["3 区划代码 region_out_of_scope"])
    }

    // Leaving.

    @Test func `who is absent is suspended, stays so, and comes back with the next file`() throws {
        let office = Office()
        try office.load(row(Invented.chen) + row(Invented.husband))
        let report = try office.load(row(Invented.chen), asOf: "2026-11-21")
        #expect(report.outcome == .applied)
        #expect(report.counts.leaving == 1)
        #expect(report.places[ImportPlace(district: 440_604, category: .urbanDibao)]?.leaving == 1)
        #expect(try office.relief(Invented.husband) == .suspended)
        #expect(try office.relief(Invented.husband, at: Office.now + 30 * 86_400) == .suspended)
        #expect(try office.relief(Invented.chen) == .active)
        #expect(try office.effects(after: 2) == [.suspended])
        // Absent again is no news.
        #expect(try office.load(row(Invented.chen) + "", asOf: "2026-11-22").counts.leaving == 0)
        try office.load(row(Invented.chen) + row(Invented.husband), asOf: "2026-11-22")
        #expect(try office.relief(Invented.husband) == .active)
        #expect(try office.effects(after: 3) == [.restored])
    }

    @Test func `without a scope nobody leaves`() throws {
        let office = Office()
        try office.load(row(Invented.chen) + row(Invented.husband))
        try office.load(.roster, header + row(Invented.chen))
        #expect(try office.relief(Invented.husband) == .active)
    }

    @Test func `other districts, and what is over, do not leave`() throws {
        let office = Office()
        try office.load(
            .roster,
            header + row(Invented.chen) + row(Invented.liang, region: "440605") + row(Invented.son, state: "停保")
                + row(Invented.husband, region: "440604010")
        )
        let report = try office.load(row(Invented.chen), scope: "440604010")
        #expect(report.lines == ["2 区划代码 region_out_of_scope"])
        #expect(report.outcome == .held)
        #expect(try office.load(row(Invented.chen)).counts.leaving == 1)
        #expect(try office.relief(Invented.liang) == .active)
        #expect(try office.relief(Invented.son) == .ended)
        #expect(try office.relief(Invented.husband) == .suspended)
    }

    @Test func `停保 of an absent row ends it`() throws {
        let office = Office()
        try office.load(row(Invented.chen) + row(Invented.husband))
        try office.load(row(Invented.chen), asOf: "2026-11-21")
        try office.load(row(Invented.chen) + row(Invented.husband, state: "停保"), asOf: "2026-11-22")
        #expect(try office.relief(Invented.husband) == .ended)
    }

    @Test func `an older day than applied to some of the scope is stale`() throws {
        let office = Office()
        try office.load(row(Invented.chen), scope: "440604,440605", asOf: "2026-11-20")
        #expect(
            code { try office.load(row(Invented.chen) + "\n", scope: "440605010", asOf: "2026-11-19") }
                == "import_stale"
        )
        #expect(code { try office.load(row(Invented.chen), scope: "4406", asOf: "2026-11-19") } == "import_stale")
        #expect(try office.load("", scope: "440606", asOf: "2026-11-19").outcome == .applied)
        #expect(try office.load(row(Invented.husband), scope: "440604", asOf: "2026-11-20").outcome == .applied)
    }

    @Test(arguments: [
        // All of the key, the person alone, the household alone.
        ("2024-03-01", "2024-03"), ("城市低保", "五保"), (Invented.husband, "440604195409230156"),
        ("440604,按人", "440605,按人"),
    ])
    func `a rejected row counts as present`(good: String, bad: String) throws {
        let office = Office()
        let rows = row(Invented.chen) + row(Invented.son)
        try office.load(rows + row(Invented.husband))
        let report = try office.load(rows + row(Invented.husband).replacing(good, with: bad), asOf: "2026-11-21")
        #expect(report.counts.rejected == 1)
        // One of three is more than 0.5 %, so that somebody has to say that it may go on.
        #expect(report.holds.map(\.reason) == [.manyRejected])
        let applied = try office.registry.approveImport(#require(report.id), now: Office.now, by: "other")
        #expect(applied.counts.leaving == 0)
        #expect(try office.relief(Invented.husband) == .active)
    }

    @Test func `a row of which nothing can be read holds the import, since it may be anybody's`() throws {
        let office = Office()
        try office.load(row(Invented.chen) + row(Invented.husband))
        let report = try office.load(row(Invented.chen) + "H1,\"x\"y\n", asOf: "2026-11-21")
        #expect(report.outcome == .held)
        #expect(report.holds.map(\.reason) == [.unreadableRows, .manyRejected])
        #expect(try office.relief(Invented.husband) == .active)
    }

    // Moving.

    @Test func `absent in one place and entitled in another from a later day on has moved`() throws {
        let office = Office()
        try office.load(row(Invented.chen) + row(Invented.husband))
        try office.load(
            row(Invented.husband, household: "H9", certificate: "D9", from: "2026-11-01", region: "440605"),
            scope: "440605"
        )
        #expect(try office.conflicts(about: Invented.husband) == [.severalHouseholds])
        let report = try office.load(row(Invented.chen), asOf: "2026-11-21")
        #expect(report.counts.moved == 1)
        #expect(report.counts.leaving == 0)
        let file = try #require(try office.file(Invented.husband))
        #expect(file.relief(at: Office.now) == .active)
        #expect(file.state(ofCertificate: "D1", version: 1, at: Office.now) == .superseded)
        #expect(file.state(ofCertificate: "D9", version: 1, at: Office.now) == .active)
        #expect(try office.conflicts(about: Invented.husband) == [])
        #expect(try office.effects(after: 3) == [.superseded])
    }

    @Test func `the row elsewhere may also come after the absence`() throws {
        let office = Office()
        try office.load(row(Invented.chen) + row(Invented.husband))
        try office.load(row(Invented.chen), asOf: "2026-11-21")
        let report = try office.load(
            row(Invented.husband, household: "H9", certificate: "D9", from: "2026-11-01", region: "440605"),
            scope: "440605"
        )
        #expect(report.counts.moved == 1)
        let file = try #require(try office.file(Invented.husband))
        #expect(file.state(ofCertificate: "D1", version: 1, at: Office.now) == .superseded)
        // Whoever comes back is entitled in both, which is for people to settle.
        try office.load(row(Invented.chen) + row(Invented.husband), asOf: "2026-11-22")
        #expect(try office.conflicts(about: Invented.husband) == [.severalHouseholds])
    }

    @Test(arguments: [
        row(Invented.husband, household: "H9", from: "2024-03-01", region: "440605"),
        row(Invented.husband, household: "H9", category: "临时救助", from: "2026-11-01", region: "440605"),
        row(Invented.husband, household: "H9", from: "2026-11-01", region: "440605", state: "停保"),
    ])
    func `no later start, other relief or what is over is no move`(elsewhere: String) throws {
        let office = Office()
        try office.load(row(Invented.chen) + row(Invented.husband))
        try office.load(elsewhere, scope: "440605")
        let report = try office.load(row(Invented.chen), asOf: "2026-11-21")
        #expect(report.counts.moved == 0)
        #expect(report.counts.leaving == 1)
    }

    @Test func `a row in force in another district is not touched without a later start`() throws {
        let office = Office()
        try office.load(row(Invented.chen, from: "2026-05-01"))
        for rows in [
            row(Invented.chen, from: "2026-05-01", region: "440605"),
            row(Invented.chen, from: "2026-06-01", region: "440605", state: "停保"),
        ] {
            let report = try office.load(rows, scope: "440605") { $0.isDryRun = true }
            #expect(report.lines == ["2 区划代码 active_elsewhere"])
        }
        let moved = try office.load(row(Invented.chen, from: "2026-06-01", region: "440605"), scope: "440605")
        #expect(moved.counts.changed == 1)
        #expect(try office.load("", asOf: "2026-11-21").counts.leaving == 0)
        #expect(try office.relief(Invented.chen) == .active)
    }

    // The head of a household.

    private func household(_ rows: (id: String, role: String, version: Int, amount: String, state: String)...) -> String
    {
        rows.map {
            "H1,\($0.id),陈小明,\($0.role),城市低保,D1,\($0.version),2024-03-01,440604,按户,\($0.amount),\($0.state)\n"
        }
        .joined()
    }

    @Test func `a change of head takes a higher version`() throws {
        let office = Office()
        try office.load(
            household((Invented.chen, "户主", 1, "850", "在保"), (Invented.son, "成员", 1, "", "在保"))
        )
        let swapped = household((Invented.chen, "成员", 1, "", "在保"), (Invented.son, "户主", 1, "850", "在保"))
        #expect(try office.load(.roster, header + swapped).lines == ["2 与户主关系 head_version", "3 与户主关系 head_version"])
        #expect(try office.file(Invented.chen)?.reliefs.first?.entry.role == .head)
        let raised = household((Invented.chen, "成员", 2, "", "在保"), (Invented.son, "户主", 2, "850", "在保"))
        #expect(try office.load(.roster, header + raised).lines.isEmpty)
        #expect(try office.file(Invented.son)?.reliefs.first?.entry.role == .head)
    }

    @Test func `a new person in place of a head who died takes a higher version too`() throws {
        let office = Office()
        try office.load(.roster, header + household((Invented.chen, "户主", 1, "850", "死亡")))
        let same = household((Invented.son, "户主", 1, "850", "在保"))
        #expect(try office.load(.roster, header + same).lines == ["2 与户主关系 head_version"])
        #expect(try office.load(.roster, header + household((Invented.son, "户主", 2, "850", "在保"))).counts.added == 1)
    }

    @Test(arguments: [("", []), ("850", []), ("425", [PersonFile.Conflict.amountsDiffer])])
    func `a member's amount is none or the head's`(amount: String, expected: [PersonFile.Conflict]) throws {
        let office = Office()
        try office.load(
            .roster,
            header + household((Invented.chen, "户主", 1, "850", "在保"), (Invented.son, "成员", 1, amount, "在保"))
        )
        #expect(try office.conflicts(about: Invented.chen) == expected)
        #expect(try office.conflicts(about: Invented.son) == expected)
    }
}
