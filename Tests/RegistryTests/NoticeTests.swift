// SPDX-License-Identifier: Apache-2.0

import Registry
import TestSupport
import Testing

/// Who is told what, once, and what is withdrawn.
@Suite struct NoticeTests {
    private static let day: Int64 = 86_400
    private static let bank = NoticeReceiver.bank("佛山社保代发")
    private static let city = NoticeReceiver.region("4406")

    private let office = Office()

    private static let payments = """
        户名,卡号,金额,摘要,发放时间,发放结果
        梁婉仪,6217000000000000018,"1,850.00",10月特困金,2026-11-20 09:00,成功
        梁婉仪,6217000000000000018,"1,850.00",10月特困金,2026-11-20 09:00,成功
        陈小明,6217000000000000026,850,10月低保金,2026-11-20 09:00,退票
        陈小明,6217000000000000026,-850,10月低保金,2026-11-21 09:00,冲正

        """

    private static func roster(
        state: String = "在保",
        version: Int = 1,
        until: String = "2027-06-30",
        diedOn: String = "",
        region: String = "440605",
        changedOn: String = ""
    ) -> String {
        """
        家庭编号,公民身份号码,姓名,与户主关系,救助类别,救助证编号,证书版本,保障起始日期,保障截止日期,区划代码,发放方式,月保障金额,状态,死亡日期,状态变更日期
        J1,\(Invented.liang),梁婉仪,户主,城市低保,Z1,\(version),2024-01-01,\(until),\(region),按户,850,\(state),\(diedOn),\(changedOn)

        """
    }

    @discardableResult
    private func make(at now: Int64 = Office.now) throws -> Int { try office.registry.makeNotices(at: now) }

    private func notices(_ receiver: NoticeReceiver) throws -> [Notice] {
        try office.registry.notices(for: receiver, limit: 100)
    }

    private func acknowledge(_ receiver: NoticeReceiver) throws -> Int {
        let last = try #require(try notices(receiver).last)
        return try office.registry.acknowledgeNotices(for: receiver, through: last.sequence, at: Office.now)
    }

    // MARK: Payments

    @Test func `a bank is told of each payment once, by the account and in plain words`() throws {
        try office.load(.payments, Self.payments)
        #expect(try make() == 3)
        let found = try notices(Self.bank)
        // Two identical rows are two payments; what the bank took back it tells its customer itself.
        #expect(found.map(\.kind) == [.paid, .paid, .returned])
        #expect(found[0].address == .account("6217000000000000018"))
        #expect(found[0].text.contains("2026年10月的补贴1,850.00元已于2026年11月20日存入尾号0018的账户"))
        #expect(try notices(.bank("别的银行")).isEmpty && notices(Self.city).isEmpty)
        #expect(try make() == 0)
        #expect(try notices(Self.bank) == found)
    }

    @Test func `nothing stands in a text that a reader over the shoulder need not know`() throws {
        try office.load(.roster, Self.roster(until: "2026-12-01"))
        try office.load(.payments, Self.payments)
        try make()
        let all = try notices(Self.bank) + notices(Self.city)
        #expect(all.count == 4)
        for notice in all {
            for word in ["梁", "陈", "低保", "特困", "621700", Invented.liang, "J1", "Z1"] {
                #expect(!notice.text.contains(word), "\(notice.text)")
            }
        }
    }

    @Test func `what was acknowledged is given no more, not even when the file comes again in another order`() throws {
        try office.load(.payments, Self.payments)
        try make()
        #expect(try acknowledge(Self.bank) == 3)
        #expect(try notices(Self.bank).isEmpty)
        var lines = Self.payments.split(separator: "\n", omittingEmptySubsequences: true).map(String.init)
        lines[1...].reverse()
        lines.append("梁婉仪,6217000000000000018,10.00,临时价格补贴,2026-11-22 09:00,成功")
        try office.load(.payments, lines.joined(separator: "\n") + "\n")
        #expect(try make() == 1)
        #expect(try notices(Self.bank).map(\.kind) == [.paid])
        #expect(try notices(Self.bank)[0].text.contains("您的补贴10.00元"))
    }

    @Test func `what an import brought is withdrawn with it, and what a better file still has stays`() throws {
        let first = try office.load(.payments, Self.payments)
        try make()
        let kept = try notices(Self.bank)
        let better = Self.payments.replacing("6217000000000000026,850", with: "6217000000000000034,850")
        let second = try office.load(.payments, better)
        #expect(try make() == 1)
        #expect(try notices(Self.bank).prefix(2) == kept.prefix(2))
        #expect(try notices(Self.bank).last?.address == .account("6217000000000000034"))

        try office.registry.undoImport(#require(second.id), now: Office.now, by: "test")
        try make()
        #expect(Set(try notices(Self.bank).map(\.address)) == Set(kept.map(\.address)))
        #expect(
            code { try office.registry.undoImport(#require(first.id), now: Office.now, by: "test") } == "import_no_log"
        )
    }

    @Test func `an import that is undone, held or refused is told to nobody`() throws {
        let report = try office.load(.payments, Self.payments)
        try make()
        try office.registry.undoImport(#require(report.id), now: Office.now, by: "test")
        try make()
        #expect(try notices(Self.bank).isEmpty)

        let held = try office.load(.payments, Self.payments + "\n") { $0.expectedRows = 9 }
        #expect(held.outcome == .held)
        #expect(try make() == 0)
        _ = try office.registry.approveImport(#require(held.id), now: Office.now, by: "other")
        #expect(try make() == 3)
    }

    @Test func `money of long ago is no news`() throws {
        try office.load(.payments, Self.payments, now: Office.now + 40 * Self.day)
        #expect(try make(at: Office.now + 40 * Self.day) == 0)
    }

    @Test func `a receiver cannot acknowledge what no notice has been, or another's`() throws {
        try office.load(.payments, Self.payments)
        try make()
        let last = try #require(try notices(Self.bank).last).sequence
        #expect(
            code { try office.registry.acknowledgeNotices(for: Self.bank, through: last + 1, at: Office.now) }
                == "cursor_unknown"
        )
        #expect(try office.registry.acknowledgeNotices(for: Self.city, through: last, at: Office.now) == 0)
        #expect(try notices(Self.bank).count == 3)
        #expect(try office.registry.acknowledgeNotices(for: Self.bank, through: 1, at: Office.now) == 1)
        #expect(try notices(Self.bank).map(\.sequence) == [2, 3])
    }

    @Test func `nothing of a notice is left once it was acknowledged`() throws {
        try office.load(.payments, Self.payments)
        try make()
        let batch = try PaymentBatch(bank: "佛山社保代发", period: Period("202610"), batch: "B1")
        #expect(try office.store.read { try $0.notices(of: batch) }.allSatisfy { !$0.sealed.isEmpty })
        _ = try acknowledge(Self.bank)
        let entries = try office.store.read { try $0.notices(of: batch) }
        #expect(entries.count == 3 && entries.allSatisfy { $0.sealed.isEmpty && $0.acknowledgedAt != nil })
    }

    // MARK: Relief

    @Test func `relief that ends in thirty days is told once for each last day`() throws {
        try office.load(.roster, Self.roster(until: "2026-12-24"))
        #expect(try make() == 0)
        let tomorrow = Office.now + Self.day
        #expect(try make(at: tomorrow) == 1)
        let notice = try #require(try notices(Self.city).first)
        #expect(notice.kind == .ending && notice.address == .idNumber(Invented.liang))
        #expect(notice.text.contains("将于2026年12月24日到期"))
        #expect(try notices(.region("440606")).isEmpty && notices(.region("440605")).count == 1)
        _ = try acknowledge(Self.city)
        for days in 2...32 { #expect(try make(at: Office.now + Int64(days) * Self.day) == 0) }

        // Another last day is told again, and takes back what nobody has fetched yet.
        let later = tomorrow + 5 * Self.day
        try office.load(.roster, Self.roster(version: 2, until: "2026-12-28"), now: later)
        #expect(try make(at: later) == 2)
        #expect(try notices(Self.city).map(\.kind) == [.superseded, .ending])
        try office.load(.roster, Self.roster(version: 2, until: "2027-12-31"), now: later)
        try make(at: later)
        #expect(try notices(Self.city).map(\.kind) == [.superseded])
    }

    @Test func `relief that ended is told, unless it goes on again before anybody fetched it`() throws {
        try office.load(.roster, Self.roster())
        try make()
        func end() throws {
            try office.registry.endRelief(of: IDNumber(Invented.liang), certificate: "Z1", now: Office.now, by: "test")
        }
        try end()
        #expect(try make() == 1)
        #expect(try notices(Self.city).map(\.kind) == [.ended])
        try office.load(.roster, Self.roster(version: 2))
        try make()
        #expect(try notices(Self.city).map(\.kind) == [])
        try end()
        #expect(try make() == 1)
        _ = try acknowledge(Self.city)
        #expect(try make() == 0)
    }

    @Test func `nobody writes to the dead`() throws {
        try office.load(.roster, Self.roster(until: "2026-12-01"))
        #expect(try make() == 1)
        try office.load(.roster, Self.roster(state: "死亡", until: "2026-12-01", diedOn: "2026-11-22"))
        #expect(try make() == 0)
        #expect(try notices(Self.city).isEmpty)
    }

    private static func card(of number: String, _ name: String, _ card: String) -> String {
        "\(number),\(name),\(card),440605,正常,6217000000000000018,建行\n"
    }

    private func loadCards(_ lines: String...) throws {
        try office.load(.cards, "社会保障号码,姓名,社保卡号,发卡地区划,卡状态,银行卡号,开户银行\n" + lines.joined())
    }

    @Test func `nobody writes to the dead of their payments, before or after`() throws {
        try loadCards(Self.card(of: Invented.liang, "梁婉仪", "A0000001"))
        try office.load(.roster, Self.roster())
        try office.load(.payments, Self.payments)
        #expect(try make() == 3)
        try office.load(.roster, Self.roster(state: "死亡", diedOn: "2026-11-22"))
        #expect(try make() == 0)
        #expect(try notices(Self.bank).map(\.kind) == [.returned])
        // The bank's next file has the same account again.
        try office.load(.payments, Self.payments) { request in
            request.batch = try PaymentBatch(bank: "佛山社保代发", period: Period("202611"), batch: "B2")
        }
        #expect(try make() == 1)
        #expect(try notices(Self.bank).map(\.kind) == [.returned, .returned])
    }

    @Test func `an account that somebody living has too is written to`() throws {
        try loadCards(
            Self.card(of: Invented.liang, "梁婉仪", "A0000001"),
            Self.card(of: Invented.chen, "陈秀英", "A0000002")
        )
        try office.load(.roster, Self.roster(state: "死亡", diedOn: "2026-11-22"))
        try office.load(.payments, Self.payments)
        #expect(try make() == 3)
        try office.load(.roster, Self.roster(state: "死亡", version: 2, diedOn: "2026-11-22"))
        try make()
        #expect(try notices(Self.bank).count == 3)
    }

    @Test func `a version that is undone is told to nobody, and one that comes again not twice`() throws {
        try office.load(.roster, Self.roster())
        try make()
        let second = Self.roster(version: 2)
        func undo(_ report: ImportReport) throws {
            try office.registry.undoImport(#require(report.id), now: Office.now, by: "test")
        }
        var report = try office.load(.roster, second)
        #expect(try make() == 1)
        #expect(try notices(Self.city).map(\.kind) == [.superseded])
        try undo(report)
        #expect(try make() == 0)
        #expect(try notices(Self.city).isEmpty)

        // Both before anybody looked.
        report = try office.load(.roster, second)
        try undo(report)
        #expect(try make() == 0)

        report = try office.load(.roster, second)
        #expect(try make() == 1)
        #expect(try acknowledge(Self.city) == 1)
        try undo(report)
        try office.load(.roster, second)
        #expect(try make() == 0)
        try office.load(.roster, Self.roster(version: 3))
        #expect(try make() == 1)
    }

    @Test func `an end is told once for each day, though its file is undone and comes again`() throws {
        try office.load(.roster, Self.roster())
        try make()
        let ended = Self.roster(state: "停保", changedOn: "2026-11-20")
        let report = try office.load(.roster, ended)
        #expect(try make() == 1)
        #expect(try acknowledge(Self.city) == 1)
        try office.registry.undoImport(#require(report.id), now: Office.now, by: "test")
        try make()
        try office.load(.roster, ended)
        #expect(try make() == 0)
        // Another day of it is another end, and what waits says the day that is so now.
        try office.load(.roster, Self.roster())
        try office.load(.roster, Self.roster(state: "停保", changedOn: "2026-11-21"))
        #expect(try make() == 1)
        try office.load(.roster, Self.roster(state: "停保", changedOn: "2026-11-22"))
        #expect(try make() == 1)
        let found = try notices(Self.city)
        #expect(found.map(\.kind) == [.ended] && found[0].text.contains("2026年11月22日"))
    }

    @Test func `a row that moves to another region is told by that region`() throws {
        try office.load(.roster, Self.roster(until: "2026-12-01"))
        try office.load(.roster, Self.roster(version: 2, until: "2026-12-01"))
        #expect(try make() == 2)
        try office.load(.roster, Self.roster(version: 2, until: "2026-12-01", region: "440606"))
        #expect(try make() == 2)
        #expect(try notices(.region("440605")).isEmpty)
        #expect(try Set(notices(.region("440606")).map(\.kind)) == [.superseded, .ending])
        // Whoever was told is not told again.
        #expect(try acknowledge(.region("440606")) == 2)
        try office.load(.roster, Self.roster(version: 2, until: "2026-12-01", region: "440605"))
        #expect(try make() == 0)
    }

    @Test func `what lies behind more changes than a step looks at is told too`() throws {
        try office.load(.roster, Self.roster())
        let person = try office.registry.key(of: IDNumber(Invented.liang))
        try office.store.write { transaction in
            for _ in 0..<2500 {
                try transaction.addChange(
                    at: Office.now,
                    person: person,
                    component: .health,
                    effect: .updated,
                    row: nil,
                    by: "test"
                )
            }
        }
        try office.registry.endRelief(of: IDNumber(Invented.liang), certificate: "Z1", now: Office.now, by: "test")
        #expect(try make() == 1)
        #expect(try notices(Self.city).map(\.kind) == [.ended])
    }

    @Test func `no sequence of before a restore is given again`() throws {
        try office.load(.payments, Self.payments)
        try make()
        let before = try #require(try notices(Self.bank).last)
        let restored = PersonRegistry(store: office.store, sealer: OpenSealer(), restoredAt: Office.now)
        try office.load(.roster, Self.roster(until: "2026-12-01"))
        #expect(try restored.makeNotices(at: Office.now) == 1)
        let after = try #require(try notices(Self.city).first)
        #expect(after.sequence == Office.now * 1000 + 1 && before.sequence == 3)
        #expect(try acknowledge(Self.city) == 1)
    }

    @Test func `a city says it in its own words, and leaves out what it does not want to say`() throws {
        let catalogue = try Catalogue(
            json: Array(#"{"notices": {"ended": "{name}您好，待遇{day}停止。"}}"#.utf8)
        )
        let registry = PersonRegistry(store: office.store, sealer: OpenSealer(), catalogue: catalogue)
        try office.load(.roster, Self.roster(until: "2026-12-01"))
        try office.load(.payments, Self.payments)
        try office.registry.endRelief(of: IDNumber(Invented.liang), certificate: "Z1", now: Office.now, by: "test")
        #expect(try registry.makeNotices(at: Office.now) == 1)
        #expect(try notices(Self.city).map(\.text) == ["梁**您好，待遇2026年11月23日停止。"])
    }

    @Test(arguments: [
        #"{"notices": {"died": "x"}}"#, #"{"notices": {"paid": ""}}"#, #"{"notices": {"paid": "{idNumber}"}}"#,
        #"{"notices": {"paid": "{amount"}}"#, #"{"notices": {"paid": "amount}"}}"#,
        #"{"notices": {"ended": "{amount}"}}"#, #"{"notices": {"paid": "a\nb"}}"#, #"{"notices": {"paid": 1}}"#,
        #"{"notices": ["paid"]}"#,
    ])
    func `a text that cannot be filled is refused`(json: String) {
        #expect(code { try Catalogue(json: Array(json.utf8)) } == "catalogue_invalid")
    }

    // MARK: What is kept

    @Test func `notices go with their time and with the person`() throws {
        try office.load(.roster, Self.roster(until: "2026-12-01"))
        try office.load(
            .cards,
            "社会保障号码,姓名,社保卡号,发卡地区划,卡状态,银行卡号,开户银行\n"
                + "\(Invented.liang),梁婉仪,A0000001,440605,正常,6217000000000000018,建行\n"
        )
        try office.load(.payments, Self.payments)
        try make()
        #expect(try notices(Self.bank).count == 3 && notices(Self.city).count == 1)
        try office.registry.endRelief(of: IDNumber(Invented.liang), certificate: "Z1", now: Office.now, by: "test")
        _ = try office.registry.forget(IDNumber(Invented.liang), now: Office.now, by: "test")
        #expect(try notices(Self.bank).map(\.kind) == [.returned] && notices(Self.city).isEmpty)
        try make()
        #expect(try notices(Self.bank).map(\.kind) == [.returned])

        let limits = RetentionLimits()
        #expect(try office.registry.prune(limits, now: Office.now + 59 * Self.day, by: "test").notices == 0)
        #expect(try office.registry.prune(limits, now: Office.now + 61 * Self.day, by: "test").notices == 1)
        #expect(try notices(Self.bank).isEmpty)
    }

    @Test func `a list for a gateway that takes files has what it drains, and no formula`() throws {
        try office.load(.payments, Self.payments)
        try make()
        let list = try #require(try office.registry.noticeList(for: Self.bank))
        #expect(list.list.rows == 3 && list.first == 1 && list.last == 3)
        let text = String(decoding: list.list.bytes, as: UTF8.self)
        #expect(text.contains("序号,类别,生成时间,卡号,短信内容\r\n1,paid,2026-11-23,6217000000000000018,\"您好"))
        #expect(try office.registry.noticeList(for: Self.city) == nil)
    }
}
