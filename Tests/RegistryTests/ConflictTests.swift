// SPDX-License-Identifier: Apache-2.0

import Registry
import Testing

/// Departments that contradict each other: kept, listed, and nothing decided by it.
struct ConflictTests {
    private static let header =
        "家庭编号,公民身份号码,姓名,与户主关系,救助类别,救助证编号,证书版本,保障起始日期,区划代码,发放方式,月保障金额,状态\n"

    /// Rows of a roster, each of them entitled unless it says otherwise.
    private static func roster(
        _ rows: (household: String, id: String, name: String, role: String, category: String, state: String)...
    ) -> String {
        header
            + rows.enumerated()
            .map { number, row in
                "\(row.household),\(row.id),\(row.name),\(row.role),\(row.category),D\(number),1,2024-03-01,"
                    + "440604010,按人,850.00,\(row.state)\n"
            }
            .joined()
    }

    private static func conflicts(_ roster: String) throws -> [String: [PersonFile.Conflict]] {
        let office = Office()
        let report = try office.load(.roster, roster)
        #expect(report.lines.isEmpty)
        var found: [String: [PersonFile.Conflict]] = [:]
        try office.registry.eachConflict(at: Office.now) { found[$0.idNumber.description] = $1 }
        return found
    }

    @Test func `a household with two living heads is a conflict for all of it`() throws {
        let found = try Self.conflicts(
            Self.roster(
                ("H1", Invented.chen, "陈小明", "户主", "城市低保", "在保"),
                ("H1", Invented.husband, "陈伟强", "户主", "城市低保", "在保"),
                ("H1", Invented.son, "陈志强", "成员", "城市低保", "在保"),
                ("H2", Invented.liang, "梁𠮷", "户主", "城市低保", "在保")
            )
        )
        #expect(
            found == [Invented.chen: [.severalHeads], Invented.husband: [.severalHeads], Invented.son: [.severalHeads]]
        )
    }

    @Test(arguments: ["停保", "死亡"]) func `a head that is no longer one is no second head`(state: String) throws {
        let found = try Self.conflicts(
            Self.roster(
                ("H1", Invented.chen, "陈小明", "户主", "城市低保", "在保"),
                ("H1", Invented.husband, "陈伟强", "户主", "城市低保", state)
            )
        )
        #expect(found.isEmpty)
    }

    @Test func `somebody who is entitled in two households at once is a conflict`() throws {
        let found = try Self.conflicts(
            Self.roster(
                ("H1", Invented.chen, "陈小明", "户主", "城市低保", "在保"),
                ("H2", Invented.chen, "陈小明", "成员", "农村低保", "在保"),
                ("H2", Invented.liang, "梁𠮷", "户主", "农村低保", "在保")
            )
        )
        #expect(found == [Invented.chen: [.severalHouseholds]])
    }

    @Test func `temporary relief beside monthly relief, and a household left behind, are none`() throws {
        let found = try Self.conflicts(
            Self.roster(
                ("H1", Invented.chen, "陈小明", "户主", "城市低保", "在保"),
                ("T1", Invented.chen, "陈小明", "户主", "临时救助", "在保"),
                ("H3", Invented.liang, "梁𠮷", "户主", "城市低保", "停保"),
                ("H4", Invented.liang, "梁𠮷", "户主", "城市低保", "在保")
            )
        )
        #expect(found.isEmpty)
    }

    @Test func `names that differ between departments are a conflict`() throws {
        let office = Office()
        try office.load(.roster, Self.roster(("H1", Invented.chen, "陈晓明", "户主", "城市低保", "在保")))
        let cards = "社会保障号码,姓名,社保卡号,发卡地区划,卡状态,银行卡号,开户银行\n"
        try office.load(.cards, cards + "\(Invented.chen),陈小明,A12345678,440600,正常,6217003080000001019,农商银行\n")
        #expect(try office.file(Invented.chen)?.conflicts(at: Office.now) == [.nameDiffers])
    }
}
