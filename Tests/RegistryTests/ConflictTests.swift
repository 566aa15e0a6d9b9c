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
        return try conflicts(in: office)
    }

    private static func conflicts(in office: Office) throws -> [String: [PersonFile.Conflict]] {
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
        #expect(try Self.conflicts(in: office) == [Invented.chen: [.nameDiffers]])
    }

    // MARK: Cards of others

    private static let one = "6217003080000001019"
    private static let other = "6217003080000001027"

    private static func cards(_ rows: (id: String, name: String, card: String, account: String, state: String)...)
        -> String
    {
        "社会保障号码,姓名,社保卡号,发卡地区划,卡状态,银行卡号,开户银行\n"
            + rows.map { "\($0.id),\($0.name),\($0.card),440600,\($0.state),\($0.account),农商银行\n" }.joined()
    }

    private static func paylist(
        _ rows: (period: String, id: String, payee: String, relation: String, account: String)...
    ) -> String {
        "清单批次号,所属期,补贴项目编码,补贴类型,发放性质,对象证件号码,领款人证件号码,领款人关系,领款银行卡号,应发金额,应发日期,区划代码\n"
            + rows.map { row in
                "B1,\(row.period),DB01,低保金,正常,\(row.id),\(row.payee),\(row.relation),\(row.account),850.00,"
                    + "2026-11-10,440604\n"
            }
            .joined()
    }

    private static let chenAndLiang = cards(
        (Invented.chen, "陈小明", "A12345678", one, "正常"),
        (Invented.liang, "梁𠮷", "B12345678", other, "正常")
    )

    @Test func `one account on cards of two people is a conflict for both`() throws {
        let office = Office()
        let cards = Self.cards(
            (Invented.chen, "陈小明", "A12345678", Self.one, "正常"),
            (Invented.liang, "梁𠮷", "B12345678", Self.one, "挂失"),
            (Invented.ou, "区伯", "C12345678", Self.other, "正常")
        )
        #expect(try office.load(.cards, cards).lines.isEmpty)
        #expect(
            try Self.conflicts(in: office) == [Invented.chen: [.cardOfAnother], Invented.liang: [.cardOfAnother]]
        )
    }

    @Test func `an account that one of them gave up is no conflict`() throws {
        let office = Office()
        try office.load(
            .cards,
            Self.cards(
                (Invented.chen, "陈小明", "A12345678", Self.one, "正常"),
                (Invented.liang, "梁𠮷", "B12345678", Self.one, "注销"),
                (Invented.ou, "区伯", "C12345678", Self.one, "正常")
            )
        )
        // The third's card gets another account: what it had before it claims no more.
        try office.load(.cards, Self.cards((Invented.ou, "区伯", "C12345678", Self.other, "正常")))
        #expect(try Self.conflicts(in: office) == [:])
    }

    @Test func `a paylist that pays into a card of somebody else is a conflict for whom the money is for`() throws {
        let office = Office()
        try office.load(.cards, Self.chenAndLiang)
        try office.load(.roster, Self.roster(("H1", Invented.chen, "陈小明", "户主", "城市低保", "在保")))
        let lines = Self.paylist(("202610", Invented.chen, Invented.chen, "本人", Self.other))
        #expect(try office.load(.paylist, lines).lines.isEmpty)
        #expect(try Self.conflicts(in: office) == [Invented.chen: [.cardOfAnother]])
        // The same, with the payments read, as a verdict does.
        let file = try #require(try office.file(Invented.chen))
        let found = try office.store.read { try office.registry.conflicts(about: file, at: Office.now, in: $0) }
        #expect(found == [.cardOfAnother])
    }

    @Test(
        arguments: [
            // Their own, a guardian's own, and an account that no card has.
            (Invented.chen, "本人", one), (Invented.liang, "监护人", other), (Invented.chen, "本人", "6217003080000001035"),
        ] as [(String, String, String)]
    )
    func `an account of the payee's, or of nobody known, is none`(payee: String, relation: String, account: String)
        throws
    {
        let office = Office()
        try office.load(.cards, Self.chenAndLiang)
        let lines = Self.paylist(("202610", Invented.chen, payee, relation, account))
        #expect(try office.load(.paylist, lines).lines.isEmpty)
        #expect(try Self.conflicts(in: office) == [:])
    }

    @Test func `a month that was put right later is none`() throws {
        let office = Office()
        try office.load(.cards, Self.chenAndLiang)
        try office.load(
            .paylist,
            Self.paylist(
                ("202609", Invented.chen, Invented.chen, "本人", Self.other),
                ("202610", Invented.chen, Invented.chen, "本人", Self.one)
            )
        )
        #expect(try Self.conflicts(in: office) == [:])
    }
}
