// SPDX-License-Identifier: Apache-2.0

import Registry
import Testing

private let columns = [
    "家庭编号", "公民身份号码", "姓名", "与户主关系", "救助类别", "救助证编号", "证书版本", "保障起始日期", "保障截止日期", "区划代码", "发放方式", "月保障金额", "状态",
    "证件类型", "发放起始月", "停发起始月", "死亡日期", "状态变更日期", "领款人证件号码", "原救助证编号", "电子证照标识", "复核日期",
]
private let header = columns.joined(separator: "\t") + "\n"

/// A good row, with some of its values replaced by column.
private func row(_ changes: [String: String] = [:]) -> String {
    let usual = [
        "家庭编号": "H1", "公民身份号码": Invented.chen, "姓名": "陈小明", "与户主关系": "户主", "救助类别": "城市低保", "救助证编号": "D1", "证书版本": "1",
        "保障起始日期": "2024-03-01", "区划代码": "440604010", "发放方式": "按户", "月保障金额": "850.00", "状态": "在保",
    ]
    return columns.map { changes[$0] ?? usual[$0] ?? "" }.joined(separator: "\t") + "\n"
}

private let member: [String: String] = [
    "公民身份号码": Invented.son, "姓名": "陈志强", "与户主关系": "成员", "月保障金额": "",
]

private func merged(_ changes: [String: String]) -> [String: String] { member.merging(changes) { $1 } }

struct RosterImportTests {
    @Test func `a row says who is entitled to what`() throws {
        let office = Office()
        let report = try office.load(.roster, header + row() + row(member))
        #expect(report.counts.added == 2)
        let file = try #require(try office.file(Invented.chen))
        let certificate = try #require(file.activeCertificates(at: Office.now).first)
        #expect(certificate.relief.certificate == "D1")
        #expect(certificate.relief.entry.category == .urbanDibao)
        #expect(certificate.relief.entry.region.district == 440604)
        #expect(certificate.relief.entry.role == .head)
        #expect(certificate.relief.entry.monthlyAmount.fen == 85000)
        #expect(file.householdSize(of: certificate, at: Office.now) == 2)
        #expect(file.relief(at: Office.now) == .active)
        #expect(try office.file(Invented.son)?.relief(at: Office.now) == .active)
    }

    /// Rows are taken in batches of some thousands.
    @Test func `a row far down the file knows of the people and households above it`() throws {
        let office = Office()
        let far = String(repeating: row(["姓名": ""]), count: 5000)
        let dead = ["状态": "死亡", "死亡日期": "2026-11-01"]
        let report = try office.load(
            .roster,
            header + row() + row(["公民身份号码": Invented.husband, "家庭编号": "H2", "救助证编号": "D2"].merging(dead) { $1 }) + far
                + row(["救助类别": "临时救助", "救助证编号": "D3"])
                + row(["公民身份号码": Invented.son, "家庭编号": "H2", "救助证编号": "D2"])
        )
        #expect(report.counts.added == 3 && report.counts.rejected == 5001)
        #expect(report.errorCounts == [.missing: 5000, .headVersion: 1])
        let file = try #require(try office.file(Invented.chen))
        #expect(Set(file.activeCertificates(at: Office.now).map(\.relief.certificate)) == ["D1", "D3"])
        #expect(try office.file(Invented.son) == nil)
    }

    @Test(arguments: [
        (["家庭编号": ""], "家庭编号 value_missing"), (["家庭编号": "H 1"], "家庭编号 value_character"),
        (["家庭编号": "1.0E+12"], "家庭编号 excel_damaged"), (["公民身份号码": "440604195505010321"], "公民身份号码 id_check_digit"),
        (["与户主关系": "配偶"], "与户主关系 word_unknown"), (["救助类别": "五保"], "救助类别 word_unknown"),
        (["救助证编号": ""], "救助证编号 value_missing"), (["救助证编号": String(repeating: "9", count: 65)], "救助证编号 value_too_long"),
        (["证书版本": "0"], "证书版本 number_invalid"), (["证书版本": "1.0"], "证书版本 number_invalid"),
        (["证书版本": "10000"], "证书版本 number_invalid"), (["证书版本": "-1"], "证书版本 number_invalid"),
        (["保障起始日期": ""], "保障起始日期 value_missing"), (["保障截止日期": "2024-02-29"], "保障截止日期 dates_out_of_order"),
        (["区划代码": "440604999999999"], "区划代码 region_invalid"), (["发放方式": "现金"], "发放方式 word_unknown"),
        (["月保障金额": ""], "月保障金额 value_missing"), (["月保障金额": "-850"], "月保障金额 amount_negative"),
        (["月保障金额": "850.001"], "月保障金额 amount_invalid"), (["状态": "有效"], "状态 word_unknown"),
        (["状态": "渐退"], "保障截止日期 value_missing"), (["证件类型": "护照"], "证件类型 word_unknown"),
        (["证件类型": "港澳台居民居住证"], "证件类型 columns_contradict"), (["发放起始月": "2024-3"], "发放起始月 period_invalid"),
        (["发放起始月": "202403", "停发起始月": "202402"], "停发起始月 dates_out_of_order"),
        (["死亡日期": "2026-11-01"], "状态 columns_contradict"),
        (["死亡日期": "2026-11-24", "状态": "死亡"], "死亡日期 dates_out_of_order"),
        (["死亡日期": "1955-04-30", "状态": "死亡"], "死亡日期 dates_out_of_order"),
        (["领款人证件号码": "440604"], "领款人证件号码 id_format"), (["复核日期": "下月"], "复核日期 date_invalid"),
        (["电子证照标识": "1.2 3"], "电子证照标识 licence_invalid"),
        (
            ["电子证照标识": "1.2.156.3005.2.114406000000000193001.114406000000000193.44060420260100000001.001.D"],
            "电子证照标识 licence_check_digit"
        ),
    ])
    func `a bad value is reported with line, column and reason`(changes: [String: String], expected: String) throws {
        let office = Office()
        let report = try office.load(.roster, header + row(member) + row(changes))
        #expect(report.lines == ["3 \(expected)"])
        #expect(try office.file(Invented.chen) == nil)
    }

    @Test func `only who is paid in the head's row may lack an amount`() throws {
        #expect(try Office().load(.roster, header + row(merged(["发放方式": "按人"]))).lines == ["2 月保障金额 value_missing"])
        #expect(try Office().load(.roster, header + row(merged(["发放方式": "不发放"]))).counts.added == 1)
    }

    @Test func `one person may have several categories, one key is one row`() throws {
        let office = Office()
        let second = row(["救助类别": "临时救助", "救助证编号": "L1", "发放方式": "按人"])
        let report = try office.load(.roster, header + row() + second + row(["月保障金额": "900"]))
        #expect(report.lines == ["4 - row_duplicate"])
        let file = try #require(try office.file(Invented.chen))
        #expect(file.activeCertificates(at: Office.now).map(\.relief.certificate) == ["D1", "L1"])
    }

    @Test func `rows left out of a later file stay`() throws {
        let office = Office()
        try office.load(.roster, header + row() + row(member))
        let report = try office.load(.roster, header + row())
        #expect(report.counts == ImportCounts(read: 1, added: 0, changed: 0, unchanged: 1, removed: 0, rejected: 0))
        #expect(try office.file(Invented.son)?.relief(at: Office.now) == .active)
    }

    // States over time.

    @Test func `渐退 is entitled until its end date`() throws {
        let office = Office()
        try office.load(.roster, header + row(["状态": "渐退", "保障截止日期": "2026-12-31"]))
        let file = try #require(try office.file(Invented.chen))
        let last = try CalendarDay("2026-12-31")
        #expect(file.relief(at: last.end - 1) == .active)
        #expect(file.relief(at: last.end) == .expired)
        #expect(file.activeCertificates(at: last.end).isEmpty)
    }

    @Test func `停保 ends relief even before its end date`() throws {
        let office = Office()
        try office.load(.roster, header + row())
        try office.load(.roster, header + row(["状态": "停保", "保障截止日期": "2099-12-31"]))
        #expect(try office.file(Invented.chen)?.relief(at: Office.now) == .ended)
        #expect(try office.registry.changes(after: 1).map(\.effect) == [.ended])
        try office.load(.roster, header + row(["月保障金额": "900"]))
        #expect(try office.file(Invented.chen)?.relief(at: Office.now) == .active)
        #expect(try office.registry.changes(after: 2).map(\.effect) == [.restored])
    }

    @Test func `death ends everything the person has`() throws {
        let office = Office()
        let other = row(["救助类别": "临时救助", "救助证编号": "L1", "发放方式": "按人"])
        try office.load(.cards, CardText.chen)
        try office.load(.roster, header + row() + other)
        try office.load(.roster, header + row(["状态": "死亡", "死亡日期": "2026-11-20"]))
        let file = try #require(try office.file(Invented.chen))
        #expect(file.hasDied)
        #expect(file.certificates(at: Office.now).map(\.state) == [.ended, .ended])
        #expect(file.card(at: Office.now)?.state == .cancelled)
        #expect(file.activeCertificates(at: Office.now).isEmpty)
        let changes = try office.registry.changes(after: 3)
        #expect(changes.map(\.component) == [.relief, .person])
        #expect(changes.map(\.effect) == [.ended, .died])
    }

    @Test func `the head's death leaves the members entitled and asks for a change of head`() throws {
        let office = Office()
        try office.load(.roster, header + row() + row(member))
        #expect(try office.file(Invented.son)?.needsChangeOfHead(at: Office.now) == false)
        try office.load(.roster, header + row(["状态": "死亡"]))
        let file = try #require(try office.file(Invented.son))
        #expect(file.relief(at: Office.now) == .active)
        #expect(file.needsChangeOfHead(at: Office.now))
        #expect(try file.householdSize(of: #require(file.certificates(at: Office.now).first), at: Office.now) == 1)
    }

    @Test func `relief that begins later is pending`() throws {
        let office = Office()
        try office.load(.roster, header + row(["保障起始日期": "2026-12-01"]))
        let file = try #require(try office.file(Invented.chen))
        #expect(file.relief(at: Office.now) == .pending)
        #expect(try file.relief(at: CalendarDay("2026-12-01").start) == .active)
    }

    @Test func `a row absent since some time is suspended, and comes back with the next file`() throws {
        let office = Office()
        try office.load(.roster, header + row())
        try office.store.write { transaction in
            var entry = try #require(
                try transaction.reliefs(of: office.registry.key(of: IDNumber(Invented.chen))).first
            )
            entry.absentSince = Office.now - 10
            try transaction.put(entry)
        }
        #expect(try office.file(Invented.chen)?.relief(at: Office.now) == .suspended)
        let report = try office.load(.roster, header + row() + row(member))
        #expect(report.counts.changed == 1)
        #expect(try office.file(Invented.chen)?.relief(at: Office.now) == .active)
        #expect(try office.registry.changes(after: 1).map(\.effect) == [.restored, .added])
    }

    // Versions.

    @Test func `a higher version supersedes the certificate issued before`() throws {
        let office = Office()
        try office.load(.roster, header + row())
        try office.load(.roster, header + row(["证书版本": "2"]))
        let file = try #require(try office.file(Invented.chen))
        #expect(file.state(ofCertificate: "D1", version: 1, at: Office.now) == .superseded)
        #expect(file.state(ofCertificate: "D1", version: 2, at: Office.now) == .active)
        #expect(file.state(ofCertificate: "D9", version: 1, at: Office.now) == .ended)
        #expect(try office.registry.changes(after: 1).map(\.effect) == [.superseded])
    }

    @Test func `a new number that names the old one supersedes it`() throws {
        let office = Office()
        try office.load(.roster, header + row(["证书版本": "3"]))
        let report = try office.load(.roster, header + row(["救助证编号": "D2", "证书版本": "1", "原救助证编号": "D1"]))
        #expect(report.counts.changed == 1)
        let file = try #require(try office.file(Invented.chen))
        #expect(file.state(ofCertificate: "D1", version: 3, at: Office.now) == .superseded)
        #expect(file.state(ofCertificate: "D2", version: 1, at: Office.now) == .active)
    }

    @Test func `a lower version of the same certificate is refused`() throws {
        let office = Office()
        try office.load(.roster, header + row(["证书版本": "2"]))
        let report = try office.load(.roster, header + row())
        #expect(report.lines == ["2 证书版本 version_back"])
        #expect(try office.file(Invented.chen)?.certificates(at: Office.now).first?.relief.entry.version == 2)
    }

    @Test func `a credential names four certificates at most, good ones first`() throws {
        let office = Office()
        let categories = ["低保边缘家庭", "城市低保", "临时救助", "特困分散供养", "农村低保"]
        let rows = categories.enumerated()
            .map { row(["救助类别": $1, "救助证编号": "C\($0)", "状态": $1 == "城市低保" ? "停保" : "在保", "家庭编号": "H\($0)"]) }
        try office.load(.roster, header + rows.joined() + row(["救助类别": "低保", "救助证编号": "C9"]))
        let file = try #require(try office.file(Invented.chen))
        #expect(file.certificates(at: Office.now).count == 6)
        #expect(
            file.activeCertificates(at: Office.now).map(\.relief.entry.category)
                == [.ruralDibao, .dispersedTekun, .temporaryRelief, .dibaoMarginal]
        )
    }

    @Test func `names that departments write differently are told`() throws {
        let office = Office()
        try office.load(.cards, CardText.chen)
        try office.load(.roster, header + row())
        #expect(try office.file(Invented.chen)?.namesDiffer == false)
        try office.load(.roster, header + row(["姓名": "陈晓明"]))
        let file = try #require(try office.file(Invented.chen))
        #expect(file.namesDiffer)
        #expect(file.name?.description == "陈小明")
    }
}

/// A cards file with one card.
enum CardText {
    static let chen = """
        社会保障号码,姓名,社保卡号,发卡地区划,卡状态,银行卡号,开户银行
        \(Invented.chen),陈小明,FS1009184,440600,正常,6217003080000001019,建设银行

        """
}
