// SPDX-License-Identifier: Apache-2.0

import Registry
import TestSupport
import Testing

/// What single changes make of the months that money is due for, as the reconciliation of November 2026 has it.
struct SingleChangeTests {
    private let office = Office()
    private let person: IDNumber
    private let key: PersonKey

    init() throws {
        try office.loadDemo()
        person = try IDNumber(Invented.liang)
        key = try office.registry.key(of: person)
        try office.load(
            .payments,
            "户名,卡号,金额,摘要,发放时间,发放结果\n梁𠮷,6217212013000002015,\"1,850.00\",11月特困金,2026-12-11 10:00:00,成功\n"
        ) { $0.batch = try PaymentBatch(bank: "佛山社保代发", period: Period("202611"), batch: "11") }
    }

    private var row: ReliefEntry {
        get throws { try #require(try office.registry.file(of: person)?.reliefs.first).entry }
    }

    private func relief(_ change: SingleChange.ReliefChange) throws -> SingleChange {
        .relief(certificate: try #require(try office.registry.file(of: person)?.reliefs.first).certificate, change)
    }

    private func apply(_ change: SingleChange, asOf day: String? = nil) throws {
        let day = try day.map { try CalendarDay($0) }
        try office.registry.apply(change, to: person, asOf: day, now: Office.now, by: "op7")
    }

    /// What became of the payment, and whether the month is due to the person.
    private func november() throws -> (PaymentOutcome?, isDue: Bool) {
        var terms = ReconciliationTerms(asOf: try CalendarDay("2026-12-20"))
        terms.listsEverything = true
        let found = try office.registry.reconcile(Period("202611"), terms)
        return (
            found.payments.first { $0.batch.batch == "11" }?.outcome, found.entitlements.contains { $0.person == key }
        )
    }

    @Test func `a death leaves what had ended before as it was`() throws {
        #expect(try november() == (.matched, true))
        try apply(relief(.ended), asOf: "2026-08-31")
        #expect(try november() == (.paidAfterEnd, false))
        try apply(.death, asOf: "2026-11-20")
        #expect(try november() == (.paidAfterEnd, false))
        let dead = try row
        #expect(dead.state == .ended && dead.stateChangedOn?.description == "2026-08-31")
        #expect(dead.diedOn?.description == "2026-11-20")
        try apply(.death, asOf: "2026-11-01")
        #expect(try row == dead)
        #expect(code { try apply(relief(.resumed)) } == "change_final")
        #expect(code { try apply(relief(.tapering(until: CalendarDay("2026-12-31")))) } == "change_final")
    }

    @Test func `a death ends what had not ended, from the month after it`() throws {
        try apply(.death, asOf: "2026-10-20")
        #expect(try november() == (.paidToDeceased, false))
        #expect(try row.state == .deceased)
    }

    @Test func `relief that is resumed is due again, though its payment had been stopped`() throws {
        var stopped = try row
        stopped.state = .ended
        stopped.stateChangedOn = try CalendarDay("2026-09-30")
        stopped.unpaidFrom = try Period("202610")
        try office.store.write { try $0.put(stopped) }
        #expect(try november() == (.paidAfterEnd, false))
        try apply(relief(.resumed))
        #expect(try november() == (.matched, true))
        #expect(try row.unpaidFrom == nil)

        // A stop that is still to come stands, where nothing was stopped.
        var stopping = try row
        stopping.unpaidFrom = try Period("202703")
        try office.store.write { try $0.put(stopping) }
        try apply(relief(.resumed))
        #expect(try row == stopping)
    }
}
