// SPDX-License-Identifier: Apache-2.0

import Registry
import Storage
import TestSupport
import Testing

/// A month on each engine, held against the store in memory.
@Suite struct `Reconciliation` {
    private static let payments = "户名,卡号,金额,摘要,发放时间,代发银行,交易流水号,发放结果,原流水号,失败原因\n"

    /// Imports text; every row has to be good.
    private func load(
        _ kind: ImportKind,
        _ text: String,
        into registry: PersonRegistry,
        adjust: (inout ImportRequest) throws -> Void = { _ in }
    ) throws {
        let bytes = Array(text.utf8)
        let digest = (0..<2).flatMap { OpenSealer().digest(bytes, domain: "file\($0)") }
        var request = ImportRequest(kind: kind, fileDigest: digest, now: 1_795_406_400, by: "test")
        try adjust(&request)
        let report = try registry.importFile(request) {
            var rest = bytes[...]
            return {
                defer { rest = [] }
                return rest.isEmpty ? nil : Array(rest)
            }
        }
        #expect(report.outcome == .applied && report.errors.isEmpty, "\(kind): \(report.errors.prefix(3))")
    }

    /// A province, a card with another account since, and what banks paid in the month after.
    private func fill(_ registry: PersonRegistry) throws {
        let province = Province(households: 400, discrepancyEvery: 2)
        for file in Province.File.month {
            try load(file.kind, String(decoding: province.bytes(file), as: UTF8.self), into: registry) { request in
                request = try file.request(fileDigest: request.fileDigest, now: request.now, by: request.by)
            }
        }
        let cards = String(decoding: province.bytes(.cards), as: UTF8.self).split(separator: "\n")
        let accounts = cards.dropFirst().map { String($0.split(separator: ",", omittingEmptySubsequences: false)[5]) }
        let changed = cards[1].replacing(accounts[0], with: "6217003080000001019")
        try load(.cards, "\(cards[0])\n\(changed)\n", into: registry)
        let later = [
            "某人,\(accounts[0]),850.00,10月低保金,2026-12-11 10:00:00,,L1,成功,,",
            "某人,\(accounts[1]),850.00,10月补发低保金,2026-12-11 10:00:00,,L2,成功,,",
            "某人,\(accounts[2]),850.00,补发低保金,2026-12-11 10:00:00,,L3,成功,,",
            "某人,\(accounts[3]),850.00,低保金,2026-12-11 10:00:00,,L4,成功,,",
            "某人,\(accounts[4]),850.00,11月低保金,2026-12-11 10:00:00,,L5,成功,,",
            "某人,\(accounts[4]),-850.00,11月低保金,2026-12-12 10:00:00,,L6,冲正,L5,",
        ]
        try load(.payments, Self.payments + later.map { $0 + "\n" }.joined(), into: registry) { request in
            request.batch = try PaymentBatch(bank: Province.mainBank, period: Period("202611"), batch: "2")
        }
    }

    @Test(arguments: Engine.here)
    func `of every month comes to the same on each engine, to the byte`(engine: Engine) throws {
        let database = try engine.database()
        let memory = PersonRegistry(store: MemoryRegistryStore(), sealer: OpenSealer())
        let registry = PersonRegistry(store: try database.store(), sealer: OpenSealer())
        for registry in [memory, registry] { try fill(registry) }
        var terms = ReconciliationTerms(asOf: try CalendarDay("2027-01-20"))
        terms.listsEverything = true
        // The last has nothing but what follows from the roster.
        for (month, payments, entitlements) in [("202610", 300, 300), ("202611", 5, 100), ("202701", 0, 100)] {
            let expected = try memory.reconcile(Period(month), terms)
            let found = try registry.reconcile(Period(month), terms)
            #expect(expected.payments.count >= payments && expected.entitlements.count >= entitlements)
            // Compared before it is expected, since a failure would print the whole.
            let isSame = found.payments == expected.payments && found.entitlements == expected.entitlements
            #expect(isSame, "\(month)")
            #expect(found.totals == expected.totals)
            #expect(found.csv() == expected.csv())
        }
    }
}
