// SPDX-License-Identifier: Apache-2.0

import COSE
import Deployment
import Issuance
import MergedCode
import Registry
import Signing
import Storage
import TestSupport
import Testing
import Trust

/// What the benchmarks of the registry do (`make bench BENCH=registry`), at a hundredth of their size, checked and untimed.
@Suite struct `A hundredth of a province` {
    private let scratch: Scratch
    private let deployment: Deployment
    private let desk: Desk

    init() throws {
        scratch = try Scratch()
        deployment = try scratch.deployment()
        desk = try deployment.unlock(passphrase: Scratch.passphrase)
    }

    /// Imports a file, all of whose rows have to be good.
    private func load(
        _ file: Province.File,
        of province: Province,
        adjust: (inout ImportRequest) throws -> Void = { _ in }
    ) throws -> ImportReport {
        let bytes = province.bytes(file)
        let digest = SystemCryptography().sha256(bytes[...]).bytes
        var request = try file.request(fileDigest: digest, now: Scratch.now, by: "test")
        request.isStrict = true
        try adjust(&request)
        let report = try desk.registry.importFile(request) {
            var rest = bytes[...]
            return {
                defer { rest = rest.dropFirst(1 << 16) }
                return rest.isEmpty ? nil : Array(rest.prefix(1 << 16))
            }
        }
        #expect(report.errors.isEmpty && report.holds.isEmpty)
        return report
    }

    /// The fields of a file's first rows.
    private func rows(_ file: Province.File, of province: Province, first count: Int) -> [[Substring]] {
        String(decoding: province.bytes(file), as: UTF8.self).split(separator: "\n").dropFirst().prefix(count)
            .map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    }

    @Test func `is taken in, judged as it was made, and taken in again without anybody losing anything`() throws {
        var province = Province(households: 7_700, discrepancyEvery: 50)
        for file in Province.File.month {
            let report = try load(file, of: province) { request in
                if file == .roster { request.scope = try RosterScope("4406", asOf: CalendarDay(Province.asOf)) }
            }
            #expect(report.outcome == .applied && report.counts.added == report.counts.read)
        }

        // Reconciliation: as many of each finding as the province was made with.
        let terms = ReconciliationTerms(asOf: try CalendarDay(Province.asOf))
        let totals = try desk.registry.reconcile(Period(Province.period), terms).totals.all
        var payments: [String: Int] = [:]
        var entitlements: [String: Int] = [:]
        for expected in province.expectations {
            switch expected.subject {
            case .payment: payments[expected.finding, default: 0] += 1
            case .entitlement: entitlements[expected.finding, default: 0] += 1
            }
        }
        for outcome in PaymentOutcome.allCases where outcome != .matched {
            #expect(totals[outcome].count == payments[outcome.rawValue] ?? 0, "\(outcome)")
        }
        for outcome in EntitlementOutcome.allCases where outcome != .matched {
            #expect(totals[outcome].count == entitlements[outcome.rawValue] ?? 0, "\(outcome)")
        }
        #expect(payments.count > 10 && entitlements.count > 10)
        #expect(totals[PaymentOutcome.matched].count > 10_000)

        // Records.
        let people = try desk.registry.store.read { try $0.people(after: nil, limit: 20_000) }
        #expect(people.count >= 13_000)
        for person in people.enumerated().filter({ $0.offset.isMultiple(of: 100) }) {
            #expect(try desk.registry.file(for: person.element.key) != nil)
        }

        // The roster once more, with one row in a hundred changed: nobody loses a code.
        let signer = try desk.signer(for: .printed, at: Scratch.now)
        for row in rows(.roster, of: province, first: 20) {
            _ = try desk.issuer.issuePrinted(to: IDNumber(String(row[1])), signer: signer, at: Scratch.now)
        }
        try desk.settle(at: Scratch.now)
        let before = try desk.registry.store.read { try $0.latestChange() }
        province.reviewedEvery = 236
        let scope = try RosterScope("4406", asOf: CalendarDay(Province.asOf))
        let again = try load(.roster, of: province) { $0.scope = scope }
        #expect(again.outcome == .applied && again.counts.added == 0 && again.counts.leaving == 0)
        #expect((100...200).contains(again.counts.changed))
        #expect(again.counts.unchanged == again.counts.read - again.counts.changed)
        let changes = try desk.registry.store.read { try $0.changes(after: before, limit: 20_000) }
        #expect(changes.count == again.counts.changed)
        #expect(changes.allSatisfy { $0.component == .relief && $0.effect == .updated })
        #expect(try desk.settle(at: Scratch.now + 1) == 0)
        #expect(try issued { try $0.states(ofList: 0) }.isEmpty)
        // And the very same file changes nothing.
        #expect(try load(.roster, of: province) { $0.scope = scope }.outcome == .alreadyApplied)
    }

    @Test func `has status lists of a hundred thousand credentials, of which a change republishes one`() throws {
        let slots = UInt64(CredentialStatusList.capacity) / CredentialSlot.stride
        let lists = 2
        let store: any IssuanceStore = deployment.store
        try store.write { transaction in
            for number in 0..<1000 {
                let index = UInt64(number) * 97 % slots * CredentialSlot.stride
                try transaction.setState(.revoked, at: index, inList: number % lists)
            }
        }
        let signer = try desk.signer(for: .statusList, at: Scratch.now)
        let published = try desk.issuer.publishStatusLists(signer: signer, at: Scratch.now)
        #expect(published.count == lists && published.allSatisfy { !$0.isChanged && $0.issuedAt == Scratch.now })
        for change in 0..<3 {
            let now = Scratch.now + Int64(change) + 1
            let index = (slots - 1 - UInt64(change)) * CredentialSlot.stride
            try store.write { try $0.setState(.suspended, at: index, inList: change % lists) }
            let published = try desk.issuer.publishStatusLists(signer: signer, at: now)
            #expect(published.count { $0.issuedAt == now } == 1)
        }
    }

    private func issued<Value>(_ body: (any IssuanceReading) throws -> Value) throws -> Value {
        let store: any IssuanceStore = deployment.store
        return try store.read(body)
    }
}
