// SPDX-License-Identifier: Apache-2.0

import Registry
import Testing

/// Departments of several districts, each with files of its own.
struct DistrictTests {
    private static let header = "家庭编号,公民身份号码,姓名,与户主关系,救助类别,救助证编号,证书版本,保障起始日期,区划代码,发放方式,月保障金额,状态\n"
    private let office = Office()

    private func row(_ id: String, region: String, from: String = "2024-03-01", state: String = "在保") -> String {
        "H\(id.suffix(6)),\(id),陈小明,户主,城市低保,D1,1,\(from),\(region),按人,850.00,\(state)\n"
    }

    private func loadRoster(
        _ rows: String,
        scope: String?,
        asOf: String = "2026-11-20",
        region: String = "",
        adjust: (inout ImportRequest) -> Void = { _ in }
    ) throws -> ImportReport {
        try office.load(.roster, Self.header + rows) { request in
            request.scope = try scope.map { try RosterScope($0, asOf: CalendarDay(asOf)) }
            request.region = region
            adjust(&request)
        }
    }

    // A file again.

    @Test func `a district's file again changes nothing, although another district's came between`() throws {
        let (one, other) = (row(Invented.chen, region: "440604"), row(Invented.liang, region: "440605"))
        #expect(try loadRoster(one, scope: "440604").outcome == .applied)
        #expect(try loadRoster(other, scope: "440605").outcome == .applied)
        let imports = try office.store.read { try $0.imports().count }
        #expect(try loadRoster(one, scope: "440604").outcome == .alreadyApplied)
        #expect(try loadRoster(other, scope: "440605").outcome == .alreadyApplied)
        #expect(try office.store.read { try $0.imports().count } == imports)
    }

    @Test(arguments: [("4406", "440604"), ("440604010", "440604"), ("440605,440604", "440604")])
    func `after a file that may have changed the same rows it is carried out again`(between: String, scope: String)
        throws
    {
        let rows = row(Invented.chen, region: "440604010")
        #expect(try loadRoster(rows, scope: scope).outcome == .applied)
        #expect(
            try loadRoster(row(Invented.chen, region: "440604010", state: "停保"), scope: between).outcome == .applied
        )
        #expect(try loadRoster(rows, scope: scope).counts.changed == 1)
        #expect(try loadRoster(rows, scope: scope).outcome == .alreadyApplied)
    }

    @Test func `a file again says who is in force in another district since`() throws {
        let rows = row(Invented.chen, region: "440604")
        #expect(try loadRoster(rows, scope: "440604").outcome == .applied)
        let moving = try loadRoster(row(Invented.chen, region: "440605", from: "2026-11-01"), scope: "440605")
        #expect(moving.counts.moved == 1)
        #expect(moving.places.filter { $0.value.moved > 0 }.map(\.key.district) == [440604])
        #expect(try loadRoster(rows, scope: "440604") { $0.isDryRun = true }.lines == ["2 区划代码 active_elsewhere"])
        // Once it is taken back, nothing has come between.
        _ = try office.registry.undoImport(#require(moving.id), now: Office.now, by: "other")
        #expect(try loadRoster(rows, scope: "440604").outcome == .alreadyApplied)
    }

    @Test func `a file of which rows were rejected is carried out again after any other of its kind`() throws {
        #expect(try loadRoster(row(Invented.chen, region: "440605"), scope: "440605").outcome == .applied)
        let rows = row(Invented.chen, region: "440604")
        let held = try loadRoster(rows, scope: "440604")
        #expect(held.lines == ["2 区划代码 active_elsewhere"])
        _ = try office.registry.approveImport(#require(held.id), now: Office.now, by: "other")
        #expect(try loadRoster(rows, scope: "440604").outcome == .alreadyApplied)
        let ended = row(Invented.chen, region: "440605", state: "停保")
        #expect(try loadRoster(ended, scope: "440605").counts.changed == 1)
        let again = try loadRoster(rows, scope: "440604")
        #expect(again.outcome == .applied && again.counts.changed == 1)
        #expect(try office.file(Invented.chen)?.relief(at: Office.now) == .active)
    }

    @Test func `a file that was undone is carried out again`() throws {
        let rows = row(Invented.chen, region: "440604")
        let id = try #require(try loadRoster(rows, scope: "440604").id)
        _ = try office.registry.undoImport(id, now: Office.now, by: "other")
        #expect(try loadRoster(rows, scope: "440604").outcome == .applied)
    }

    @Test func `an older day is stale in the districts that have a newer one, and in no other`() throws {
        let (one, other) = (row(Invented.chen, region: "440604"), row(Invented.liang, region: "440605"))
        #expect(try loadRoster(one, scope: "440604", asOf: "2026-11-21").outcome == .applied)
        #expect(try loadRoster(other, scope: "440605", asOf: "2026-11-19").outcome == .applied)
        #expect(code { try loadRoster(one, scope: "440604", asOf: "2026-11-20") } == "import_stale")
        #expect(code { try loadRoster(one + other, scope: "4406", asOf: "2026-11-20") } == "import_stale")
        #expect(try loadRoster(other, scope: "440605", asOf: "2026-11-20").outcome == .applied)
    }

    @Test func `files of departments are told apart by their regions where they have no scope`() throws {
        func load(_ id: String, region: String) throws -> ImportReport {
            try loadRoster(row(id, region: region), scope: nil, region: region)
        }
        #expect(try load(Invented.chen, region: "440604").outcome == .applied)
        #expect(try load(Invented.liang, region: "440605").outcome == .applied)
        #expect(try load(Invented.chen, region: "440604").outcome == .alreadyApplied)
        // Whoever answers for all may have changed any row.
        #expect(try loadRoster(row(Invented.son, region: "440606"), scope: nil).outcome == .applied)
        #expect(try load(Invented.chen, region: "440604").outcome == .applied)
    }

    @Test func `a file without regions is the latest only until another of its kind`() throws {
        let header = "公民身份号码,健康状态,评估时间,有效期至\n"
        func load(_ id: String) throws -> ImportReport {
            try office.load(.health, header + "\(id),绿,2026-11-20 09:30:00,2099-12-31\n")
        }
        #expect(try load(Invented.chen).outcome == .applied)
        #expect(try load(Invented.chen).outcome == .alreadyApplied)
        #expect(try load(Invented.liang).outcome == .applied)
        #expect(try load(Invented.chen).outcome == .applied)
    }

    // Rows of another region.

    @Test(arguments: ["在保", "停保"], [nil, "440605"])
    func `a department takes no row of the roster from another region`(state: String, scope: String?) throws {
        try office.load(.roster, Self.header + row(Invented.chen, region: "440604", state: state))
        let before = try office.file(Invented.chen)?.reliefs.map(\.entry)
        let report = try loadRoster(row(Invented.chen, region: "440605"), scope: scope, region: "440605")
        let code = scope != nil && state == "在保" ? "active_elsewhere" : "region_foreign"
        #expect(report.lines == ["2 区划代码 \(code)"])
        #expect(try office.file(Invented.chen)?.reliefs.map(\.entry) == before)
        // Whoever answers for the city may.
        #expect(try loadRoster(row(Invented.chen, region: "440605"), scope: nil, region: "4406").counts.changed == 1)
    }

    @Test func `but one that begins later there has moved`() throws {
        try office.load(.roster, Self.header + row(Invented.chen, region: "440604"))
        let moved = row(Invented.chen, region: "440605", from: "2026-11-01")
        #expect(try loadRoster(moved, scope: nil, region: "440605").counts.changed == 1)
        let region = try office.file(Invented.chen)?.reliefs.first?.entry.region
        #expect(region?.description == "440605")
    }

    @Test(arguments: [nil, "440605"])
    func `and so has one in force there that its district left out`(scope: String?) throws {
        let other = row(Invented.liang, region: "440604")
        #expect(try loadRoster(row(Invented.chen, region: "440604") + other, scope: "440604").outcome == .applied)
        #expect(try loadRoster(other, scope: "440604").counts.leaving == 1)
        let ended = row(Invented.chen, region: "440605", state: "停保")
        let refused = try loadRoster(ended, scope: scope, region: "440605") { $0.isDryRun = true }
        #expect(refused.lines == ["2 区划代码 region_foreign"])
        let report = try loadRoster(row(Invented.chen, region: "440605"), scope: scope, region: "440605")
        #expect(report.counts.changed == 1 && report.counts.moved == 1)
        let file = try #require(try office.file(Invented.chen))
        #expect(file.relief(at: Office.now) == .active)
        #expect(file.reliefs.map(\.entry.region.description) == ["440605"])
    }

    @Test func `nor a card`() throws {
        try office.load(.cards, CardText.chen)
        let there = CardText.chen.replacing("440600", with: "440700").replacing("正常", with: "注销")
        let report = try office.load(.cards, there) { $0.region = "4407" }
        #expect(report.lines == ["2 发卡地区划 region_foreign"])
        #expect(try office.file(Invented.chen)?.cards.first?.entry.status == .normal)
        #expect(try office.load(.cards, there).counts.changed == 1)
    }

    @Test func `nor a line of the paylist`() throws {
        func list(_ region: String, _ amount: String) -> String {
            """
            清单批次号,所属期,补贴项目编码,补贴类型,发放性质,对象证件号码,领款人证件号码,领款人关系,领款银行卡号,应发金额,应发日期,区划代码
            FS1,202610,DB01,低保金,正常,\(Invented.chen),\(Invented.chen),本人,6217003080000001019,\(amount),2026-11-10,\(region)

            """
        }
        try office.load(.paylist, list("440604", "850.00"))
        let report = try office.load(.paylist, list("440605", "9850.00")) { $0.region = "440605" }
        #expect(report.lines == ["2 区划代码 region_foreign"])
        #expect(report.counts.changed == 0)
        #expect(try office.load(.paylist, list("440604", "950.00")) { $0.region = "440604" }.counts.changed == 1)
    }
}
