// SPDX-License-Identifier: Apache-2.0

import Registry
import TestSupport
import Testing

private let header = "户名,卡号,金额,摘要,发放时间,交易流水号,发放结果\n"
private let good = "陈小明,6217003080000001019,850.00,10月低保金,2026-11-11 10:00:01,,\n"

private let paylistColumns = [
    "清单批次号", "所属期", "补贴项目编码", "补贴类型", "发放性质", "补发起月", "补发止月", "家庭编号", "对象证件号码", "领款人证件号码", "领款人关系", "领款银行卡号", "计发人数",
    "应发金额", "应发日期", "区划代码",
]
private let paylistHeader = paylistColumns.joined(separator: ",") + "\n"

private func line(_ changes: [String: String] = [:]) -> String {
    let usual = [
        "清单批次号": "B1", "所属期": "202610", "补贴项目编码": "DB01", "补贴类型": "低保金", "发放性质": "正常", "对象证件号码": Invented.chen,
        "领款人证件号码": Invented.chen, "领款人关系": "本人", "领款银行卡号": "6217003080000001019", "应发金额": "850.00",
        "应发日期": "2026-11-10",
        "区划代码": "440604010",
    ]
    return paylistColumns.map { changes[$0] ?? usual[$0] ?? "" }.joined(separator: ",") + "\n"
}

struct PaymentImportTests {
    @Test func `a payment is found through the card that has the account`() throws {
        let office = Office()
        try office.load(.payments, header + good)
        try office.load(.cards, CardText.chen)
        let payment = try #require(try office.file(Invented.chen)?.lastPayment)
        #expect(payment.period?.number == 202610)
        #expect(payment.entry.amount.fen == 85000)
        #expect(payment.memoKind == 1)
        #expect(payment.paidOn.description == "2026-11-11")
        #expect(payment.payee == .oneself)
        #expect(payment.memo == "10月低保金")
    }

    @Test(arguments: [
        (",6217003080000001019,1,x,2026-11-11,,", "户名 value_missing"), ("陈,,1,x,2026-11-11,,", "卡号 value_missing"),
        ("陈,6.217E+18,1,x,2026-11-11,,", "卡号 excel_damaged"),
        ("陈,6217003080000001019,,x,2026-11-11,,", "金额 value_missing"),
        ("陈,6217003080000001019,1.234,x,2026-11-11,,", "金额 amount_invalid"),
        ("陈,6217003080000001019,-1,x,2026-11-11,,成功", "金额 amount_negative"),
        ("陈,6217003080000001019,-1,x,2026-11-11,,失败", "金额 amount_negative"),
        ("陈,6217003080000001019,1,,2026-11-11,,", "摘要 value_missing"),
        ("陈,6217003080000001019,1,x,,,", "发放时间 value_missing"),
        ("陈,6217003080000001019,1,x,11月11日,,", "发放时间 time_invalid"),
        ("陈,6217003080000001019,1,x,2026-11-11,,好", "发放结果 word_unknown"),
        ("陈,6217003080000001019,1,x", "- csv_field_count"),
    ])
    func `a bad value is reported with line, column and reason`(row: String, expected: String) throws {
        let report = try Office().load(.payments, header + good + row + "\n")
        #expect(report.lines == ["3 \(expected)"])
        #expect(report.counts.added == 1)
    }

    @Test func `payments without bank, period and batch are refused`() {
        #expect(code { try Office().load(.payments, header + good) { $0.batch = nil } } == "batch_missing")
        #expect(code { try PaymentBatch(bank: "", period: Period("202610"), batch: "1") } == "value_missing")
        #expect(code { try PaymentBatch(bank: "b", period: Period("202610"), batch: "1 2") } == "value_character")
    }

    @Test func `identical rows all count`() throws {
        let office = Office()
        try office.load(.cards, CardText.chen)
        let report = try office.load(.payments, header + good + good)
        #expect(report.counts.added == 2)
        #expect(try office.file(Invented.chen)?.payments.count == 2)
    }

    @Test func `the same batch replaces, another adds`() throws {
        let office = Office()
        try office.load(.cards, CardText.chen)
        let other = good.replacing("850.00", with: "96.00")
        try office.load(.payments, header + good + good)
        let report = try office.load(.payments, header + other + good)
        #expect(report.counts == ImportCounts(read: 2, added: 1, changed: 0, unchanged: 1, removed: 1, rejected: 0))
        #expect(try office.file(Invented.chen)?.payments.map(\.entry.amount.fen) == [85000, 9600])
        #expect(try office.load(.payments, header + other + good).outcome == .alreadyApplied)

        let second = try office.load(.payments, header + other + good) { request in
            request.batch = try PaymentBatch(bank: "佛山社保代发", period: Period("202610"), batch: "B2")
        }
        #expect(second.counts.added == 2)
        #expect(try office.file(Invented.chen)?.payments.count == 4)
        // The earlier file of the first batch is no longer its latest, and takes its place again.
        #expect(try office.load(.payments, header + good + good).outcome == .applied)
    }

    @Test func `what came back is not the last payment`() throws {
        let office = Office()
        try office.load(.cards, CardText.chen)
        let rows = [
            good, good.replacing("11-11", with: "11-12").replacing(",,\n", with: ",,退票\n"),
            good.replacing("11-11", with: "11-13").replacing("850.00", with: "-850.00"),
            good.replacing("11-11", with: "11-14").replacing(",,\n", with: ",,失败\n"),
        ]
        try office.load(.payments, header + rows.joined())
        let file = try #require(try office.file(Invented.chen))
        #expect(file.payments.map(\.entry.result) == [.failed, .reversed, .returned, .paid])
        #expect(file.lastPayment?.paidOn.description == "2026-11-11")
    }

    @Test func `a memo outside of the grammar is kept and marked`() throws {
        let office = Office()
        try office.load(.cards, CardText.chen)
        try office.load(.payments, header + good.replacing("10月低保金", with: "民政款"))
        let payment = try #require(try office.file(Invented.chen)?.lastPayment)
        #expect(payment.entry.memoIsNotStandard)
        #expect(payment.memoKind == 9)
        #expect(payment.period == nil)
        #expect(payment.memo == "民政款")
    }

    @Test func `back pay takes its year from the paylist`() throws {
        let office = Office()
        try office.load(.cards, CardText.chen)
        try office.load(
            .paylist,
            paylistHeader + line(["发放性质": "补发", "补发起月": "202412", "补发止月": "202501", "应发日期": "2026-11-01"])
        )
        try office.load(.payments, header + good.replacing("10月低保金", with: "12-1月补发低保金"))
        let payment = try #require(try office.file(Invented.chen)?.lastPayment)
        #expect(payment.entry.periodFrom?.number == 202412)
        #expect(payment.period?.number == 202501)
        #expect(!payment.entry.yearIsInferred)
        #expect(payment.memoKind == 101)
    }

    // Paylist.

    @Test(arguments: [
        (["清单批次号": ""], "清单批次号 value_missing"), (["所属期": "2026年10月"], "所属期 period_invalid"),
        (["补贴项目编码": ""], "补贴项目编码 value_missing"), (["补贴类型": "工资"], "补贴类型 word_unknown"),
        (["补贴类型": ""], "补贴类型 value_missing"), (["发放性质": "其他"], "发放性质 word_unknown"),
        (["发放性质": "补发", "补发起月": "202607"], "补发止月 columns_contradict"),
        (["发放性质": "补发", "补发起月": "202607", "补发止月": "202606"], "补发止月 dates_out_of_order"),
        (["补发起月": "202607", "补发止月": "202608"], "补发起月 columns_contradict"),
        (["对象证件号码": "440604195505010321"], "对象证件号码 id_check_digit"), (["领款人证件号码": ""], "领款人证件号码 value_missing"),
        (["领款人关系": "邻居"], "领款人关系 word_unknown"), (["领款人关系": "监护人"], "领款人关系 columns_contradict"),
        (["领款人证件号码": Invented.son], "领款人关系 columns_contradict"), (["领款银行卡号": "6.217E+18"], "领款银行卡号 excel_damaged"),
        (["计发人数": "0"], "计发人数 number_invalid"), (["计发人数": "100"], "计发人数 number_invalid"),
        (["应发金额": "-850"], "应发金额 amount_negative"), (["应发日期": "202611"], "应发日期 date_invalid"),
        (["区划代码": "佛山"], "区划代码 region_invalid"),
    ])
    func `a bad line of the paylist is reported`(changes: [String: String], expected: String) throws {
        let report = try Office().load(.paylist, paylistHeader + line(["补贴项目编码": "X"]) + line(changes))
        #expect(report.lines == ["3 \(expected)"])
        #expect(report.counts.added == 1)
    }

    @Test func `a line of the paylist changes with its content`() throws {
        let office = Office()
        try office.load(.paylist, paylistHeader + line())
        let report = try office.load(.paylist, paylistHeader + line(["应发金额": "900"]) + line(["应发金额": "950"]))
        #expect(report.counts.changed == 1)
        #expect(report.lines == ["3 - row_duplicate"])
    }

    @Test func `without a period the line is for the month it is due in`() throws {
        let office = Office()
        try office.load(.paylist, paylistHeader + line(["所属期": ""]))
        let key = try office.registry.key(of: IDNumber(Invented.chen))
        let lines = try office.store.read { try $0.paylist(for: key, limit: 5) }
        #expect(lines.map(\.period.number) == [202611])
    }

    // Health.

    @Test(arguments: [
        ("\(Invented.chen),蓝,2026-11-20,2027-01-01", "健康状态 word_unknown"),
        ("\(Invented.chen),绿,,2027-01-01", "评估时间 value_missing"),
        ("\(Invented.chen),绿,2026-11-20,", "有效期至 value_missing"),
        ("\(Invented.chen),绿,2026-11-20 25:00,2027-01-01", "评估时间 time_invalid"),
        ("\(Invented.chen),绿,2026-11-20,2026-11-19", "有效期至 dates_out_of_order"),
        ("\(Invented.chen),绿,2026-11-24,2027-01-01", "评估时间 dates_out_of_order"),
        ("440604195505010321,绿,2026-11-20,2027-01-01", "公民身份号码 id_check_digit"),
    ])
    func `a bad row of a health file is reported`(row: String, expected: String) throws {
        let report = try Office().load(.health, "公民身份号码,健康状态,评估时间,有效期至\n\(row)\n")
        #expect(report.lines == ["2 \(expected)"])
    }

    @Test func `health counts until its end, and an older assessment changes nothing`() throws {
        let office = Office()
        let head = "公民身份号码,健康状态,评估时间,有效期至\n"
        try office.load(.health, head + "\(Invented.chen),绿,2026-11-20 09:30:00,2026-11-30\n")
        let file = try #require(try office.file(Invented.chen))
        let end = try CalendarDay("2026-11-30").end
        #expect(file.health(at: end - 1)?.state == .active)
        #expect(file.health(at: end)?.state == .expired)
        #expect(file.health(at: Office.now)?.entry.level == .green)
        #expect(file.name == nil)
        let older = try office.load(.health, head + "\(Invented.chen),红,2026-11-19,2026-12-30\n")
        #expect(older.counts.unchanged == 1)
        #expect(try office.file(Invented.chen)?.health?.level == .green)
        let newer = try office.load(.health, head + "\(Invented.chen),黄,2026-11-21,2026-12-30\n")
        #expect(newer.counts.changed == 1)
        #expect(try office.file(Invented.chen)?.health?.level == .yellow)
    }
}
