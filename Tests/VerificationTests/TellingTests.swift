// SPDX-License-Identifier: Apache-2.0

import MergedCode
import TestSupport
import Testing

@testable import Verification

/// What each role is told: the table of product.md §4, cell by cell.
@Suite struct TellingTests {
    let verdict: Verdict

    init() throws { verdict = try Self.verdict() }

    /// An online verdict with something in every place.
    private static func verdict(
        kind: CodeKind = .dynamic,
        disclosing keys: Set<ComponentKey> = Set(ComponentKey.allCases),
        _ change: (inout Standing) -> Void = { _ in }
    ) throws -> Verdict {
        let deployment = try VirtualDeployment()
        let credential = try deployment.credential()
        var standing = Standing.virtual
        var earlier = try #require(standing.relief?.certificates.first)
        (earlier.version, earlier.state) = (2, .superseded)
        standing.relief?.history = [earlier]
        standing.payments = months(14)
        standing.warnings = Warning.allCases
        change(&standing)
        let text =
            kind == .dynamic
            ? try deployment.dynamic(credential, disclosing: keys)
            : try deployment.reference(credential, showing: keys)
        return try deployment.judge(text, lookUp: deployment.recorded(credential, standing: standing))
    }

    /// Payments for this many months up to this one, 2026-11, the newest first; each paid in the month after.
    private static func months(_ count: Int) -> [PaymentFinding] {
        (0..<count)
            .map { back in
                let (month, next) = (2026 * 12 + 10 - back, 2026 * 12 + 11 - back)
                return PaymentFinding(
                    period: PaymentMonth(number: UInt32(month / 12 * 100 + month % 12 + 1)),
                    item: "低保金",
                    amount: PaymentAmount(fen: 85_000),
                    memo: "低保金",
                    paidOn: back == 0 ? nil : Day(year: next / 12, month: next % 12 + 1, day: 11),
                    state: back == 0 ? .due : .paid,
                    payee: .head,
                    payeeName: "陈建国",
                    isHousehold: true
                )
            }
    }

    // MARK: The table

    @Test func `name`() {
        #expect(verdict.told(to: .kiosk).identity == .confirmed(name: "陈**", idNumber: nil))
        for role in [Role.window, .supervisor] {
            guard case .confirmed("陈小明"?, _) = verdict.told(to: role).identity else {
                Issue.record("\(role)")
                continue
            }
        }
    }

    @Test func `ID number`() {
        for role in [Role.window, .supervisor] {
            guard case .confirmed(_, "440***********0320"?) = verdict.told(to: role).identity else {
                Issue.record("\(role)")
                continue
            }
        }
    }

    @Test func `card`() {
        #expect(verdict.told(to: .kiosk).card == CardFinding(state: .valid))
        for role in [Role.window, .supervisor] {
            #expect(verdict.told(to: role).card.last4 == "9184")
            #expect(verdict.told(to: role).card.state == .valid)
        }
    }

    @Test func `relief`() {
        let kiosk = verdict.told(to: .kiosk).relief
        #expect(kiosk.state == .valid && kiosk.categories == ["urban_dibao"])
        #expect(kiosk.certificates.isEmpty && kiosk.history.isEmpty && kiosk.householdSize == nil)
        let window = verdict.told(to: .window).relief
        #expect(window.certificates == verdict.relief.certificates && window.householdSize == 3)
        #expect(window.history.isEmpty)
        let supervisor = verdict.told(to: .supervisor).relief
        #expect(supervisor.certificates == verdict.relief.certificates && supervisor.householdSize == 3)
        #expect(supervisor.history.map(\.version) == [2])
    }

    @Test func `a kiosk says no category beside relief that does not hold`() throws {
        let ended = try Self.verdict { $0.relief?.state = .ended }.told(to: .kiosk)
        #expect(ended.relief == ReliefFinding(state: .ended))
    }

    @Test func `payments`() {
        let kiosk = verdict.told(to: .kiosk).payments
        // One is for this month, the other was paid in it.
        #expect(
            kiosk == [
                PaymentFinding(period: PaymentMonth(number: 202_611), item: nil, state: .due),
                PaymentFinding(period: PaymentMonth(number: 202_610), item: nil, state: .paid),
            ]
        )
        for role in [Role.window, .supervisor] {
            #expect(verdict.told(to: role).payments == Array(verdict.payments.prefix(12)))
        }
    }

    @Test func `a kiosk tells amounts after a touch, and for dynamic codes only`() throws {
        let touched = verdict.told(to: .kiosk, isTouched: true).payments
        #expect(touched.map(\.amount?.description) == ["850.00", "850.00"])
        #expect(touched.allSatisfy { $0.item == "低保金" && $0.isHousehold })
        #expect(touched.allSatisfy { $0.payeeName == nil && $0.memo == nil && $0.paidOn == nil })
        let reference = try Self.verdict(kind: .reference).told(to: .kiosk, isTouched: true).payments
        #expect(reference.count == 2 && reference.allSatisfy { $0.amount == nil && $0.item == nil })
        let byDuty = Verifier.verdictByDuty(
            standing: .virtual,
            identity: nil,
            in: Circumstances(now: now, trust: nil)
        )
        #expect(byDuty.told(to: .kiosk, isTouched: true).payments.allSatisfy { $0.amount == nil })
        #expect(verdict.told(to: .window, isTouched: false).payments.first?.amount != nil)
    }

    @Test func `health`() {
        #expect(verdict.told(to: .kiosk).health == HealthFinding(state: .green))
        for role in [Role.window, .supervisor] {
            #expect(verdict.told(to: role).health == HealthFinding(state: .green, validUntil: now + 7200))
        }
    }

    @Test func `warnings, which others would overhear at a kiosk`() {
        #expect(verdict.told(to: .kiosk).warnings.isEmpty)
        for role in [Role.window, .supervisor] { #expect(verdict.told(to: role).warnings == Warning.allCases) }
    }

    @Test(arguments: Role.allCases)
    func `outcome, reasons, checks and evidence are told to everybody`(role: Role) throws {
        let lost = try Self.verdict { $0.card?.state = .lost }
        let told = lost.told(to: role)
        #expect(told.outcome == .review && told.codes == [.cardLost])
        #expect(told.checks == lost.checks && told.evidence == lost.evidence && told.kind == .dynamic)
    }

    // MARK: Item, region, reveal

    @Test(arguments: Role.allCases, ComponentKey.allCases)
    func `an item shows its own components, never another one`(role: Role, component: ComponentKey) throws {
        let item = try ServiceItem(
            code: "X",
            chineseName: "某事项",
            englishName: "Something",
            requires: [],
            shows: [component]
        )
        let told = verdict.told(to: role, item: item)
        #expect((told.identity == .notDisclosed) == (component != .identity))
        #expect((told.card.state == .notDisclosed) == (component != .card))
        #expect((told.relief.state == .notDisclosed) == (component != .relief))
        #expect((told.health.state == .notDisclosed) == (component != .health))
        #expect(told.payments.isEmpty == (component != .payment))
        #expect(told.warnings.allSatisfy { $0.component == component })
        let narrow = try Self.verdict(disclosing: [.identity])
        #expect(narrow.told(to: role, item: item).card.state == .notDisclosed)
        #expect(narrow.told(to: role, item: item).payments.isEmpty)
    }

    @Test(arguments: ["440605", "440700", "450000", "440605001"])
    func `a terminal of another region is told states only`(region: String) throws {
        let scope = try #require(RegionScope(region))
        for role in Role.allCases {
            let told = verdict.told(to: role, terminalRegion: scope, isTouched: true)
            #expect(told.identity == .confirmed(name: nil, idNumber: nil))
            #expect(told.card == CardFinding(state: .valid))
            #expect(told.relief == ReliefFinding(state: .valid))
            #expect(told.health == HealthFinding(state: .green))
            #expect(!told.payments.isEmpty)
            #expect(told.payments.allSatisfy { $0 == PaymentFinding(period: $0.period, item: nil, state: $0.state) })
            #expect(told.warnings.isEmpty)
        }
    }

    @Test(arguments: ["440604", "440600", "440000", "440604001", "440604001002"])
    func `a terminal of the person's region is told as ever`(region: String) throws {
        let told = verdict.told(to: .window, terminalRegion: RegionScope(region))
        #expect(told.identity == .confirmed(name: "陈小明", idNumber: "440***********0320"))
        #expect(told.relief.certificates.count == 1)
    }

    @Test func `where nobody knows where a person belongs, states are all that is told`() throws {
        let scope = try #require(RegionScope("440604"))
        let offline = try VirtualDeployment()
        let nameOnly = try offline.judge(offline.dynamic(disclosing: [.identity]))
        #expect(nameOnly.told(to: .window, terminalRegion: scope).identity == .confirmed(name: nil, idNumber: nil))
        #expect(nameOnly.told(to: .window).identity != .confirmed(name: nil, idNumber: nil))
        // What is shown says where they belong, too.
        let all = try offline.judge(offline.dynamic())
        #expect(all.told(to: .window, terminalRegion: scope).card.last4 == "9184")
        #expect(all.told(to: .window, terminalRegion: RegionScope("440605")).card.last4 == nil)
    }

    @Test func `what is no region code is no scope`() {
        for digits in ["", "44", "44060", "4406O4", "４４０６０４", "4406040010"] { #expect(RegionScope(digits) == nil) }
    }

    @Test func `a reveal is for the supervisor alone, and for a reason`() throws {
        for reason in ["", " \n\t"] {
            #expect(throws: VerificationError(.revealReason, "")) {
                try Reveal(reason: reason, idNumber: "440604195001010320", payments: [])
            }
        }
        let reveal = try Reveal(reason: "核对补发", idNumber: "440604195001010320", payments: Self.months(14))
        let told = verdict.told(to: .supervisor, reveal: reveal)
        #expect(told.identity == .confirmed(name: "陈小明", idNumber: "440604195001010320"))
        #expect(told.payments.count == 14)
        for role in [Role.kiosk, .window] {
            let other = verdict.told(to: role, isTouched: true, reveal: reveal)
            #expect(other.payments == verdict.told(to: role, isTouched: true).payments)
            #expect(other.identity == verdict.told(to: role).identity)
        }
    }

    @Test func `a reveal overrides neither item, region, disclosure nor a refusal`() throws {
        let reveal = try Reveal(reason: "核对", idNumber: "440604195001010320", payments: Self.months(14))
        func isRevealed(_ told: Verdict) -> Bool {
            guard case .confirmed(_, "440604195001010320"?) = told.identity else { return told.payments.count > 12 }
            return true
        }
        #expect(isRevealed(verdict.told(to: .supervisor, reveal: reveal)))
        let item = try #require(ItemCatalogue.standard["WJ-01"])
        #expect(verdict.told(to: .supervisor, item: item, reveal: reveal).payments.isEmpty)
        let elsewhere = verdict.told(to: .supervisor, terminalRegion: RegionScope("450000"), reveal: reveal)
        #expect(!isRevealed(elsewhere))
        let narrow = try Self.verdict(disclosing: [.card]).told(to: .supervisor, reveal: reveal)
        #expect(!isRevealed(narrow) && narrow.identity == .notDisclosed && narrow.payments.isEmpty)
        let refused = try Self.verdict { $0.hasDied = true }
        #expect(!isRevealed(refused.told(to: .supervisor, reveal: reveal)))
    }

    // MARK: Households

    @Test func `a member sees the payee masked and the household's total`() throws {
        let payment = try #require(verdict.told(to: .window).payments.first)
        #expect(payment.payee == .head && payment.payeeName == "陈**")
        #expect(payment.isHousehold && payment.amount?.description == "850.00")
        let own = PaymentFinding(item: "低保金", state: .paid, payee: .own, payeeName: "陈小明")
        #expect(own.payeeName == nil)
    }
}
