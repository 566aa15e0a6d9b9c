// SPDX-License-Identifier: Apache-2.0

import Registry
import TestSupport
import Testing

private let header = "户名,卡号,金额,摘要,发放时间,发放结果\n"
private let chenAccount = "6217003080000001019"

/// What is due to the demo's people for November 2026, which is paid on 10 December, with five days of grace.
struct DueTests {
    private let office = Office()

    init() throws { try office.loadDemo() }

    @Test(arguments: [
        ("2026-11-30", []), ("2026-12-01", ["2026-11 due"]), ("2026-12-10", ["2026-11 due"]),
        ("2026-12-15", ["2026-11 due"]), ("2026-12-16", ["2026-11 overdue"]), ("2026-12-31", ["2026-11 overdue"]),
        ("2027-01-01", ["2026-12 due", "2026-11 overdue"]), ("2027-01-15", ["2026-12 due", "2026-11 overdue"]),
        // No bank has reported December.
        ("2027-01-16", ["2026-12 unknown", "2026-11 overdue"]),
    ])
    func `money is due until the days of grace are over, and then overdue`(day: String, expected: [String]) throws {
        try pay(account: "6217212013000002015", "1,850.00", "11月特困金")
        for person in [Invented.chen, Invented.son] {
            #expect(try states(of: person, on: day) == expected)
            #expect(try states(of: person, on: day, atEnd: true) == expected)
        }
    }

    @Test func `where no bank has reported the month nobody knows whether it was paid`() throws {
        #expect(try states(of: Invented.chen, on: "2026-12-15") == ["2026-11 due"])
        #expect(try states(of: Invented.chen, on: "2026-12-16") == ["2026-11 unknown"])
    }

    @Test func `another bank's report says nothing of the person's own bank, where that brings files`() throws {
        let bank = try #require(try office.file(Invented.chen)?.cards.first?.entry.bank)
        try pay(account: "6217212013000002015", "1", "9月特困金", bank: bank, period: "202610")
        try pay(account: "6217212013000002015", "1", "11月特困金")
        #expect(try states(of: Invented.chen, on: "2026-12-16") == ["2026-11 unknown"])
        try pay(account: "6217212013000002015", "1", "11月特困金", bank: bank)
        #expect(try states(of: Invented.chen, on: "2026-12-16") == ["2026-11 overdue"])
    }

    @Test func `a household's money is due to its head, with the amount on the head's row`() throws {
        let son = try #require(try dues(of: Invented.son, on: "2026-12-05").first)
        #expect(son.amount?.description == "850.00")
        #expect(son.dueOn?.description == "2026-12-10")
        #expect(son.payee == .head && son.isHousehold)
        #expect(son.item?.name == "低保金")
        #expect(try dues(of: Invented.chen, on: "2026-12-05").first?.payee == .oneself)
    }

    @Test func `what is less than the amount is a part of it, whoever looks, until the rest arrives`() throws {
        try pay("400.00", "11月低保金")
        for day in ["2026-12-12", "2026-12-20"] {
            #expect(try states(of: Invented.chen, on: day) == ["2026-11 partlyPaid"])
            #expect(try states(of: Invented.son, on: day) == ["2026-11 partlyPaid"])
        }
        try pay("450.00", "11月低保金", batch: "2")
        #expect(try states(of: Invented.chen, on: "2026-12-20") == [])
    }

    @Test(arguments: ["850.00", "900.00"])
    func `nothing is due of a month that was paid`(amount: String) throws {
        try pay(amount, "11月低保金")
        #expect(try states(of: Invented.chen, on: "2026-12-20") == [])
        #expect(try states(of: Invented.son, on: "2026-12-20") == [])
    }

    @Test func `back pay pays its months`() throws {
        try pay("1,700.00", "11-12月补发低保金", at: "2027-01-20")
        #expect(try states(of: Invented.chen, on: "2027-01-21") == [])
    }

    @Test func `what came back is told by the payment itself`() throws {
        try pay("850.00", "11月低保金", result: "退票")
        #expect(try states(of: Invented.chen, on: "2026-12-20") == [])
    }

    @Test(arguments: ["低保金", "生活费"])
    func `money of which nobody knows what it is or for which month may be what is missing`(memo: String) throws {
        try pay("850.00", memo)
        #expect(try states(of: Invented.chen, on: "2026-12-15") == ["2026-11 due"])
        #expect(try states(of: Invented.chen, on: "2026-12-20") == ["2026-11 unknown"])
        #expect(try states(of: Invented.son, on: "2026-12-20") == ["2026-11 unknown"])
    }

    @Test func `what was not read may have been paid`() throws {
        let file = try #require(try office.registry.file(of: IDNumber(Invented.chen), payments: 1))
        let dues = file.dues(by: .foshan, at: Office.now)
        #expect(dues.map(\.period.number) == [202609])
        #expect(dues.map(\.state) == [.unknown])
        #expect(try office.dues(of: Invented.chen, at: Office.now).isEmpty)
    }

    @Test func `nobody is paid where the roster says so`() throws {
        let inCare = try #require(try dues(of: "440606194808170012", on: "2026-11-23").first)
        #expect(inCare.state == .notPayable && inCare.period.number == 202610 && inCare.item?.name == "特困金")
        #expect(inCare.amount == nil && inCare.payee == nil && inCare.dueOn == nil)
        let marginal = try dues(of: Invented.ye, on: "2026-12-31")
        #expect(marginal.map(\.state) == [.notPayable] && marginal.map(\.period.number) == [202611])
        #expect(marginal.first?.item == nil)
    }

    @Test func `money for a guardian's account is missed only where the paylist names the account`() throws {
        try pay("850.00", "11月低保金")
        #expect(try states(of: Invented.ward, on: "2026-12-15") == ["2026-11 due"])
        #expect(try dues(of: Invented.ward, on: "2026-12-15").first?.payee == .guardian)
        #expect(try states(of: Invented.ward, on: "2026-12-16") == ["2026-11 unknown"])
        try list(
            Invented.ward,
            "620.00",
            payee: Invented.mai,
            "监护人",
            account: "6217212013000002023",
            dueOn: "2026-12-10"
        )
        #expect(try states(of: Invented.ward, on: "2026-12-16") == ["2026-11 overdue"])
    }

    @Test func `the paylist's amount and day count before the roster's and the calendar's`() throws {
        try list(Invented.chen, "900.00", payee: Invented.chen, "本人", account: chenAccount, dueOn: "2026-12-20")
        #expect(try states(of: Invented.chen, on: "2026-12-25") == ["2026-11 due"])
        #expect(try dues(of: Invented.chen, on: "2026-12-25").first?.amount?.description == "900.00")
        try pay("850.00", "11月低保金")
        #expect(try states(of: Invented.chen, on: "2026-12-25") == ["2026-11 partlyPaid"])
    }

    @Test func `what has ended is not due, and what tapers off is`() throws {
        #expect(try states(of: Invented.wong, on: "2026-12-05") == [])
        #expect(try states(of: Invented.ou, on: "2026-12-05") == ["2026-11 due"])
        // Temporary relief was paid, and came back, in its one month.
        #expect(try states(of: Invented.lu, on: "2026-12-05") == ["2026-11 notPayable"])
    }

    @Test func `who has no account is not said to have been left out`() throws {
        let office = Office()
        try office.load(.roster, Fixtures.bytes("demo/roster.csv"))
        try pay("1", "11月特困金", in: office)
        let due = try office.dues(of: Invented.chen, at: CalendarDay("2026-12-16").start)
        #expect(due.map(\.state) == [.unknown, .unknown])
    }

    @Test func `a district has its own pay day`() throws {
        var catalogue = Catalogue.foshan
        catalogue.payCalendar.regions["440604"] = .init(monthsLater: 0, day: 20)
        let file = try #require(try office.file(Invented.chen))
        func states(_ day: String) throws -> [String] {
            try file.dues(by: catalogue, at: CalendarDay(day).start).map(\.text)
        }
        #expect(try states("2026-11-25") == ["2026-11 due"])
        #expect(try states("2026-11-26") == ["2026-11 overdue"])
    }

    // What the tests are written in.

    private func dues(of person: String, on day: String) throws -> [PersonFile.Due] {
        try office.dues(of: person, at: CalendarDay(day).start)
    }

    private func states(of person: String, on day: String, atEnd: Bool = false) throws -> [String] {
        let day = try CalendarDay(day)
        return try office.dues(of: person, at: atEnd ? day.end - 1 : day.start).map(\.text)
    }

    private func pay(
        account: String = chenAccount,
        _ amount: String,
        _ memo: String,
        at day: String = "2026-12-11",
        result: String = "成功",
        bank: String = "佛山社保代发",
        period: String = "202611",
        batch: String = "1",
        in office: Office? = nil
    ) throws {
        let text = header + "陈小明,\(account),\"\(amount)\",\(memo),\(day),\(result)\n"
        let report = try (office ?? self.office)
            .load(.payments, text) { request in
                request.batch = try PaymentBatch(bank: bank, period: Period(period), batch: batch)
            }
        #expect(report.lines.isEmpty)
    }

    private func list(
        _ person: String,
        _ amount: String,
        payee: String,
        _ relation: String,
        account: String,
        dueOn: String
    ) throws {
        let text = """
            清单批次号,所属期,补贴项目编码,补贴类型,发放性质,对象证件号码,领款人证件号码,领款人关系,领款银行卡号,应发金额,应发日期,区划代码
            B11,202611,DB01,低保金,正常,\(person),\(payee),\(relation),\(account),\(amount),\(dueOn),440604010

            """
        #expect(try office.load(.paylist, text).lines.isEmpty)
    }
}

extension Office {
    /// What is due to a person at a moment.
    fileprivate func dues(of person: String, at now: Int64) throws -> [PersonFile.Due] {
        try store.read { store in
            let file = try #require(try registry.file(for: registry.key(of: IDNumber(person)), in: store))
            return try registry.dues(of: file, at: now, in: store)
        }
    }
}

extension PersonFile.Due {
    /// Month and state, such as `2026-11 due`.
    fileprivate var text: String { "\(period) \(state)" }
}
