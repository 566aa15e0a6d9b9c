// SPDX-License-Identifier: Apache-2.0

import Registry
import TestSupport
import Testing

struct PersonRegistryTests {
    // The files of the demo.

    @Test(arguments: ImportKind.allCases)
    func `every row of the demo's files is accepted without a warning`(kind: ImportKind) throws {
        let report = try Office().load(kind, Fixtures.bytes("demo/\(kind.rawValue).csv"))
        #expect(report.lines.isEmpty)
        #expect(report.oddities.isEmpty)
        #expect(report.counts.added == report.counts.read)
        #expect(report.counts.read > 8)
    }

    @Test func `the demo's person has all five components, now and in years`() throws {
        let office = Office()
        try office.loadDemo()
        let file = try #require(try office.file(Invented.chen))
        for now in [Office.now, Office.now + 20 * 366 * 86400] {
            #expect(file.name?.description == "陈小明")
            #expect(file.card(at: now)?.state == .active)
            #expect(file.card(at: now)?.card.number.last4 == "9184")
            #expect(file.activeCertificates(at: now).map(\.relief.entry.category) == [.urbanDibao])
            #expect(file.health(at: now)?.state == .active)
            #expect(file.health(at: now)?.entry.level == .green)
        }
        #expect(file.householdSize(of: file.certificates(at: Office.now)[0], at: Office.now) == 3)
        #expect(file.lastPayment?.period?.number == 202610)
        #expect(file.lastPayment?.entry.amount.description == "850.00")
        #expect(!file.namesDiffer)
    }

    @Test func `a member of a household paid as one sees the payments to its head`() throws {
        let office = Office()
        try office.loadDemo()
        let file = try #require(try office.file(Invented.son))
        #expect(file.payments.map(\.payee) == [.head, .head, .head])
        #expect(file.lastPayment?.period?.number == 202610)
        #expect(file.lastPayment?.memo == "10月低保金")
        #expect(file.lastPayment?.holder.description == "陈小明")
        #expect(file.card(at: Office.now)?.card.number.last4 == "4323")
    }

    @Test func `money of another kind into the head's account is not the member's`() throws {
        let office = Office()
        try office.loadDemo()
        let text =
            "户名,卡号,金额,摘要,发放时间\n陈小明,6217003080000001019,50,11月特困金,2026-11-20\n陈小明,6217003080000001019,60,工资,2026-11-20\n"
        try office.load(.payments, text) { request in
            request.batch = try PaymentBatch(bank: "b", period: Period("202611"), batch: "2")
        }
        #expect(try office.file(Invented.son)?.payments.count == 3)
        #expect(try office.file(Invented.chen)?.payments.count == 5)
    }

    @Test func `a ward's payments are found through the paylist at the guardian's account`() throws {
        let office = Office()
        try office.loadDemo()
        let file = try #require(try office.file(Invented.ward))
        #expect(file.payments.map(\.payee) == [.guardian, .guardian])
        #expect(file.lastPayment?.period?.number == 202610)
    }

    @Test func `a guardian's own payments are not those of the ward`() throws {
        let office = Office()
        try office.loadDemo()
        let file = try #require(try office.file(Invented.mai))
        #expect(file.payments.map(\.period?.number) == [202610, 202609])
        #expect(file.payments.map(\.payee) == [.oneself, .oneself])
        // What the paylist does not know of stays with the holder of the account.
        let text = "户名,卡号,金额,摘要,发放时间\n麦桂芳,6217212013000002023,300,11月低保金,2026-11-20\n"
        try office.load(.payments, text) { request in
            request.batch = try PaymentBatch(bank: "b", period: Period("202611"), batch: "2")
        }
        #expect(try office.file(Invented.mai)?.payments.count == 3)
        #expect(try office.file(Invented.ward)?.payments.count == 2)
    }

    @Test func `a payment to a card given up long ago is still found`() throws {
        let office = Office()
        try office.loadDemo()
        let file = try #require(try office.file(Invented.lu))
        #expect(file.cards.count == 2)
        #expect(file.card(at: Office.now)?.card.number.description == "FS5001190")
        #expect(file.payments.map(\.entry.result) == [.returned])
        #expect(file.lastPayment == nil)
    }

    @Test func `an account that a card had before is remembered`() throws {
        let office = Office()
        try office.load(.cards, CardText.chen)
        try office.load(.cards, CardText.chen.replacing("6217003080000001019", with: "6217003080000001027"))
        let text = "户名,卡号,金额,摘要,发放时间\n陈小明,6217003080000001019,850,10月低保金,2026-11-11\n"
        try office.load(.payments, text)
        #expect(try office.file(Invented.chen)?.payments.count == 1)
    }

    @Test func `the demo's other people are in the states they stand for`() throws {
        let office = Office()
        try office.loadDemo()
        #expect(try office.file(Invented.ye)?.card(at: Office.now)?.state == .lost)
        #expect(try office.file(Invented.ou)?.relief(at: Office.now) == .active)
        #expect(try office.file(Invented.ou)?.reliefs.first?.entry.state == .tapering)
        #expect(try office.file(Invented.wong)?.relief(at: Office.now) == .ended)
        #expect(try office.file(Invented.liang)?.name?.description == "梁𠮷")
        #expect(try office.file(Invented.lu)?.certificates(at: Office.now).map(\.state) == [.active, .active])
        #expect(try office.file(Invented.ou)?.lastPayment?.entry.isBackPay == true)
        #expect(try office.file(Invented.ou)?.lastPayment?.entry.yearIsInferred == false)
    }

    @Test func `payments are as many as asked for, the latest first`() throws {
        let office = Office()
        try office.loadDemo()
        let id = try IDNumber(Invented.chen)
        #expect(try office.registry.file(of: id, payments: 0)?.payments.isEmpty == true)
        let two = try #require(try office.registry.file(of: id, payments: 2)).payments
        #expect(two.map(\.paidOn.description) == ["2026-11-11", "2026-10-28"])
    }

    @Test func `who is not known is nobody`() throws {
        let office = Office()
        try office.loadDemo()
        #expect(try office.file("34052419800101001X") == nil)
    }

    // What is stored.

    @Test func `no name and no number is stored outside of the seal`() throws {
        let office = Office()
        try office.loadDemo()
        let stored = try office.store.read { store in
            let key = try office.registry.key(of: IDNumber(Invented.chen))
            let person = try #require(try store.person(key))
            let cards = try store.cards(of: key)
            let payments = try store.payments(into: store.accounts(of: key), limit: 9)
            let parts: [Any] = [
                person, cards, try store.reliefs(of: key), payments, try store.paylist(for: key, limit: 9),
            ]
            return parts.map { "\($0)" }.joined()
        }
        for secret in ["陈小明", Invented.chen, "FS1009184", "6217003080000001019", "FSJT0001", "粤佛禅低保", "10月低保金"] {
            #expect(!stored.contains(secret))
        }
    }

    @Test func `sealed data moved to another person is refused`() throws {
        let office = Office()
        try office.loadDemo()
        let (one, other) = try (
            office.registry.key(of: IDNumber(Invented.chen)), office.registry.key(of: IDNumber(Invented.son))
        )
        try office.store.write { transaction in
            let stolen = try #require(try transaction.person(one))
            try transaction.put([PersonEntry(key: other, sealed: stolen.sealed)])
        }
        #expect(code { try office.file(Invented.son) } == "sealed_data_invalid")
    }

    @Test func `sealed data cut anywhere is refused or holds less, and never more`() throws {
        let office = Office()
        try office.loadDemo()
        let key = try office.registry.key(of: IDNumber(Invented.chen))
        let whole = try #require(try office.store.read { try $0.person(key) })
        for length in 16..<whole.sealed.count {
            try office.store.write { try $0.put([PersonEntry(key: key, sealed: Array(whole.sealed.prefix(length)))]) }
            let found = code { try office.file(Invented.chen) }
            #expect(found == nil || found == "sealed_data_invalid")
        }
    }

    // Single changes.

    @Test func `relief ended by an operator is over, and a file that says nothing new leaves it so`() throws {
        let office = Office()
        try office.loadDemo()
        let last = try #require(try office.registry.changes(after: 0).last).sequence
        try office.registry.endRelief(
            of: IDNumber(Invented.chen),
            certificate: "粤佛禅低保20240001",
            now: Office.now,
            by: "op1"
        )
        let file = try #require(try office.file(Invented.chen))
        #expect(file.relief(at: Office.now) == .ended)
        #expect(file.state(ofCertificate: "粤佛禅低保20240001", version: 1, at: Office.now) == .ended)
        #expect(file.card(at: Office.now)?.state == .active)
        let change = try #require(try office.registry.changes(after: last).first)
        #expect(change.sequence == last + 1)
        #expect(change.person == file.key)
        #expect(change.component == .relief)
        #expect(change.effect == .ended)
        #expect(change.by == "op1")
        #expect(try office.file(Invented.son)?.relief(at: Office.now) == .active)

        try office.load(.roster, Fixtures.bytes("demo/roster.csv") + [0x0A])
        #expect(try office.file(Invented.chen)?.relief(at: Office.now) == .ended)
        try office.registry.endRelief(
            of: IDNumber(Invented.chen),
            certificate: "粤佛禅低保20240001",
            now: Office.now,
            by: "op1"
        )
        #expect(try office.registry.changes(after: last).count == 1)
    }

    @Test func `a card reported lost is lost, once`() throws {
        let office = Office()
        try office.loadDemo()
        let last = try #require(try office.registry.changes(after: 0).last).sequence
        for _ in 0..<2 {
            try office.registry.reportCardLost(
                of: IDNumber(Invented.chen),
                card: CardNumber("FS1009184"),
                now: Office.now,
                by: "op1"
            )
        }
        let file = try #require(try office.file(Invented.chen))
        #expect(file.card(at: Office.now)?.state == .lost)
        #expect(file.relief(at: Office.now) == .active)
        #expect(try office.registry.changes(after: last).map(\.effect) == [.suspended])
    }

    @Test func `single changes of what is not there are refused and change nothing`() throws {
        let office = Office()
        try office.loadDemo()
        let count = try office.registry.changes(after: 0).count
        let (chen, nobody) = try (IDNumber(Invented.chen), IDNumber("34052419800101001X"))
        let registry = office.registry
        #expect(
            code { try registry.endRelief(of: chen, certificate: "X", now: 1, by: "op") } == "certificate_unknown"
        )
        #expect(code { try registry.endRelief(of: nobody, certificate: "X", now: 1, by: "op") } == "person_unknown")
        #expect(
            code { try registry.reportCardLost(of: chen, card: CardNumber("FS9999999"), now: 1, by: "op") }
                == "card_unknown"
        )
        #expect(
            code { try registry.reportCardLost(of: chen, card: CardNumber("FS1004323"), now: 1, by: "op") }
                == "card_unknown"
        )
        #expect(
            code { try registry.reportCardLost(of: nobody, card: CardNumber("FS1009184"), now: 1, by: "op") }
                == "person_unknown"
        )
        #expect(try office.registry.changes(after: 0).count == count)
    }

    @Test func `changes come in order and in pages`() throws {
        let office = Office()
        try office.loadDemo()
        let all = try office.registry.changes(after: 0)
        #expect(all.map(\.sequence) == Array(1...Int64(all.count)))
        var paged: [RegistryChange] = []
        while true {
            let page = try office.registry.changes(after: paged.last?.sequence ?? 0, limit: 5)
            if page.isEmpty { break }
            #expect(page.count <= 5)
            paged += page
        }
        #expect(paged == all)
    }

    @Test func `a write that throws leaves the store as it was`() throws {
        struct Stop: Error {}
        let office = Office()
        try office.loadDemo()
        let key = try office.registry.key(of: IDNumber(Invented.chen))
        let before = try office.store.read { try $0.cards(of: key) }
        #expect(throws: Stop.self) {
            try office.store.write { transaction in
                var card = before[0]
                card.status = .cancelled
                try transaction.put(card)
                throw Stop()
            }
        }
        #expect(try office.store.read { try $0.cards(of: key) } == before)
    }
}
