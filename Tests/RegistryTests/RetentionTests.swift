// SPDX-License-Identifier: Apache-2.0

import Foundation
import Registry
import TestSupport
import Testing

/// What is destroyed, what is kept, and who cannot be forgotten yet.
@Suite struct RetentionTests {
    private static let day: Int64 = 86_400
    /// Long after the last line of the demo's paylist was due.
    private static let later = Office.now + 100 * day

    private let office: Office

    init() throws {
        office = Office()
        try office.loadDemo()
    }

    private func forget(_ number: String, at now: Int64 = later, rehearsal: Bool = false) throws -> ForgettingReport {
        try office.registry.forget(IDNumber(number), now: now, by: "test", isRehearsal: rehearsal)
    }

    private func end(_ number: String) throws {
        for relief in try #require(try office.file(number)).reliefs {
            try office.registry.endRelief(
                of: IDNumber(number),
                certificate: relief.certificate,
                now: Office.now,
                by: "test"
            )
        }
    }

    @Test func `nobody is forgotten whose relief goes on, or on whom somebody's relief depends`() throws {
        #expect(code { try forget(Invented.stranger) } == "person_unknown")
        #expect(code { try forget(Invented.liang) } == "person_in_use")
        #expect(try office.file(Invented.liang) != nil)

        // The head's own relief is over, the household's goes on.
        try end(Invented.chen)
        #expect(code { try forget(Invented.chen) } == "person_in_use")
        try end(Invented.husband)
        try end(Invented.son)
        // Money is on its way for two months.
        #expect(code { try forget(Invented.chen, at: Office.now) } == "person_in_use")
        #expect(try forget(Invented.chen).reliefs == 1)
    }

    @Test func `what names a person is gone, and what was paid stays without a name`() throws {
        try end(Invented.liang)
        let key = try office.registry.key(of: IDNumber(Invented.liang))
        let before = try office.registry.changes(after: 0).count
        let report = try forget(Invented.liang)
        #expect(report.cards == 1)
        #expect(report.hadHealth)
        #expect(report.paymentsKept >= 2)
        #expect(report.linesKept >= 2)
        #expect(try office.file(Invented.liang) == nil)
        try office.store.read { store in
            #expect(try store.cards(of: key).isEmpty)
            #expect(try store.accounts(of: key).isEmpty)
            #expect(try store.reliefs(of: key).isEmpty)
            #expect(try store.health(of: key) == nil)
            let lines = try store.paylist(for: key, limit: 100)
            #expect(lines.count == report.linesKept)
            #expect(lines.allSatisfy { $0.sealed.isEmpty && $0.amount.fen > 0 })
            let payments = try store.payments(into: lines.map(\.account), limit: 100)
            #expect(payments.count == report.paymentsKept)
            for payment in payments {
                #expect(payment.nameKey == nil)
                #expect(payment.amount.fen > 0)
                let plain = try OpenSealer().open(payment.sealed, context: payment.content.bytes)
                let text = String(decoding: plain, as: UTF8.self)
                #expect(!text.contains("梁") && !text.contains("6217212013000002015") && !text.contains("特困金"))
                #expect(text.contains("FS0000"))
            }
        }
        let last = try #require(try office.registry.changes(after: Int64(before)).last)
        #expect(last.component == .person && last.effect == .forgotten && last.person == key)
        #expect(code { try forget(Invented.liang) } == "person_unknown")

        // The months that were paid can still be reconciled.
        let terms = ReconciliationTerms(asOf: CalendarDay(containing: Self.later))
        _ = try office.registry.reconcile(Period("202610"), terms)
    }

    @Test func `imports that have something of a person in their log cannot be undone after it, and others can`() throws
    {
        // Brought once more: the logs of cards and payments hold how things stood, and the one of cards nothing of 梁.
        let chen = try #require(
            try Fixtures.text("demo/cards.csv").split(separator: "\n").first { $0.contains(Invented.chen) }
        )
        let header = try #require(try Fixtures.text("demo/cards.csv").split(separator: "\n").first)
        try office.load(.cards, header + "\n" + chen.replacing("正常", with: "挂失") + "\n")
        try office.load(.payments, Fixtures.text("demo/payments.csv") + "\n")
        try end(Invented.liang)
        func logs() throws -> [ImportKind: ImportEntry] {
            let entries = try office.store.read { try $0.imports() }.filter { $0.lastChange != nil }
            return Dictionary(entries.map { ($0.kind, $0) }, uniquingKeysWith: { first, _ in first })
        }
        let before = try logs()
        #expect(Set(before.keys) == Set(ImportKind.allCases))
        _ = try forget(Invented.liang, rehearsal: true)
        #expect(try logs() == before)
        _ = try forget(Invented.liang)
        // The paylist's says only that its lines were not there before.
        #expect(Set(try logs().keys) == [.cards, .paylist])
        for kind in [ImportKind.roster, .payments, .health] {
            let entry = try #require(before[kind])
            #expect(code { try office.registry.undoImport(entry.id, now: Self.later, by: "o") } == "import_no_log")
            #expect(try office.store.read { try $0.formers(changedBy: entry.id, below: .max, limit: 1) }.isEmpty)
        }
        try office.registry.undoImport(#require(before[.cards]).id, now: Self.later, by: "o")
        #expect(try office.file(Invented.liang) == nil)
    }

    @Test func `what is held is withdrawn and logs are destroyed after their days, and not before`() throws {
        let limits = RetentionLimits()
        let held = try office.load(.health, Fixtures.text("demo/health.csv") + "\n") { $0.expectedRows = 1 }
        let id = try #require(held.id)
        let due = Office.now + Int64(limits.uploads) * Self.day
        #expect(try office.registry.prune(limits, now: due, by: "p").uploads == 0)
        #expect(try office.store.read { try $0.heldPart(0, of: id) } != nil)
        let logs = try office.store.read { try $0.imports() }.count { $0.lastChange != nil }
        #expect(try office.registry.prune(limits, now: due + 1, by: "p").uploads == 1 + logs)
        try office.store.read { store in
            #expect(try store.heldPart(0, of: id) == nil)
            let entries = try store.imports()
            #expect(entries.first { $0.id == id }?.state == .withdrawn)
            #expect(entries.first { $0.id == id }?.undoneBy == "p")
            for entry in entries { #expect(try store.formers(changedBy: entry.id, below: .max, limit: 1).isEmpty) }
        }
        #expect(code { try office.registry.approveImport(id, now: due, by: "o") } == "import_not_held")
        #expect(try office.registry.prune(limits, now: due + 1, by: "p").uploads == 0)
    }

    @Test func `no log keeps a health status that went out of use`() throws {
        try office.load(.health, Fixtures.text("demo/health.csv").replacing("绿", with: "黄"))
        func statuses() throws -> Int {
            try office.store.read { store in
                try store.imports()
                    .reduce(0) { count, entry in
                        try count
                            + store.formers(changedBy: entry.id, below: .max, limit: .max)
                            .count { if case .health(_, .some) = $0.entry { true } else { false } }
                    }
            }
        }
        #expect(try statuses() > 0)
        _ = try office.registry.retireHealth(assessedBefore: nil, now: Self.later, by: "test")
        #expect(try statuses() == 0)
    }

    @Test func `a rehearsal says the same and changes nothing`() throws {
        try end(Invented.liang)
        let changes = try office.registry.changes(after: 0)
        let rehearsed = try forget(Invented.liang, rehearsal: true)
        #expect(try office.file(Invented.liang) != nil)
        #expect(try office.registry.changes(after: 0) == changes)
        #expect(try forget(Invented.liang) == rehearsed)
    }

    @Test func `payments into an account that somebody else has too are left alone`() throws {
        let row = try Fixtures.text("demo/cards.csv").split(separator: "\n")
        let other =
            row[0] + "\n440606197001010011,何无名,FS9009009,440600,正常,6217212013000002015,中国工商银行佛山分行,2099-12-31,正常,,\n"
        try office.load(.cards, String(other))
        try end(Invented.liang)
        #expect(try forget(Invented.liang).paymentsKept == 0)
        try office.store.read { store in
            let other = try office.registry.key(of: IDNumber(Invented.stranger))
            let payments = try store.payments(into: store.accounts(of: other), limit: 10)
            #expect(!payments.isEmpty && payments.allSatisfy { $0.nameKey != nil })
        }
    }

    @Test func `health data go by the time of assessment, or all, and everybody else's file stays`() throws {
        let assessed: Int64 = 1_795_138_200
        func retire(_ time: Int64?) throws -> Int {
            try office.registry.retireHealth(assessedBefore: time, now: Self.later, by: "test")
        }
        #expect(try retire(assessed) == 1)
        let count = try office.registry.retireHealth(
            assessedBefore: assessed + 1,
            now: Self.later,
            by: "test",
            isRehearsal: true
        )
        #expect(count > 5)
        #expect(try office.file(Invented.chen)?.health != nil)
        let before = Int64(try office.registry.changes(after: 0).count)
        #expect(try retire(nil) == count)
        #expect(try retire(nil) == 0)
        let file = try #require(try office.file(Invented.chen))
        #expect(file.health == nil && file.cards.count == 1 && file.reliefs.count == 1)
        let changes = try office.registry.changes(after: before)
        #expect(changes.count == count)
        #expect(changes.allSatisfy { $0.component == .health && $0.effect == .ended })
    }

    @Test func `pruning takes what is older than its limit, to the second, and nothing else`() throws {
        var limits = RetentionLimits()
        var expired = PruningReport()
        expired.health = 1
        #expect(try office.registry.prune(limits, now: Office.now, by: "test") == expired)
        #expect(try office.registry.prune(limits, now: Office.now, by: "test") == PruningReport())

        // A change of today; those of the import are as old as the limit, and a second later older.
        try office.registry.endRelief(
            of: IDNumber(Invented.liang),
            certificate: "粤佛南特困20220017",
            now: Office.now + 40 * Self.day,
            by: "test"
        )
        limits.changes = 30
        let due = Office.now + 30 * Self.day
        #expect(try office.registry.prune(limits, now: due, by: "test").changes == 0)
        let all = try office.registry.changes(after: 0)
        #expect(try office.registry.prune(limits, now: due + 1, by: "test").changes == all.count - 1)
        #expect(try office.registry.changes(after: 0) == [try #require(all.last)])
        // The last one stays whatever its age, so that the order goes on.
        #expect(try office.registry.prune(limits, now: due + 400 * Self.day, by: "test").changes == 0)
    }

    @Test func `payments and lines of the paylist go after their years, and the latest import of each kind never`()
        throws
    {
        let limits = RetentionLimits()
        let years = Int64(limits.payments) * Self.day
        let payments = try office.registry.prune(
            limits,
            now: Office.now + years - 400 * Self.day,
            by: "t",
            isRehearsal: true
        )
        #expect(payments.payments == 0 && payments.lines == 0)
        let report = try office.registry.prune(limits, now: Office.now + years, by: "test")
        #expect(report.payments > 5 && report.lines > 5)
        #expect(report.imports == 0)
        #expect(try office.registry.prune(limits, now: Office.now + years, by: "test").payments == 0)
        let again = try Fixtures.text("demo/health.csv") + "\n"
        try office.load(.health, again, now: Office.now + years)
        #expect(try office.registry.prune(limits, now: Office.now + years + 1, by: "test").imports == 1)
    }

    @Test func `people leave years after the end of all relief, and those on the roster stay`() throws {
        let limits = RetentionLimits()
        let ended: Int64 = try CalendarDay("2026-01-05").end
        let due = ended + Int64(limits.people) * Self.day
        #expect(try office.registry.prune(limits, now: due, by: "test", isRehearsal: true).people == 0)
        #expect(try office.file(Invented.wong) != nil)
        #expect(try office.registry.prune(limits, now: due + 1, by: "test").people == 1)
        #expect(try office.file(Invented.wong) == nil)
        #expect(try office.file(Invented.liang) != nil)
    }

    @Test(arguments: [#"{"health": 29}"#, #"{"payments": 0}"#, #"{"changes": 40000}"#, #"{"people": "5"}"#])
    func `limits out of range are refused`(text: String) {
        #expect(throws: DecodingError.self) { try RetentionLimits(json: text) }
    }

    @Test func `limits that are left out are the usual ones`() throws {
        var expected = RetentionLimits()
        expected.health = 90
        #expect(try RetentionLimits(json: #"{"health": 90}"#) == expected)
    }
}

extension RetentionLimits {
    fileprivate init(json text: String) throws {
        self = try JSONDecoder().decode(RetentionLimits.self, from: Data(text.utf8))
    }
}
