// SPDX-License-Identifier: Apache-2.0

import Audit
import Deployment
import Foundation
import GRDB
import HummingbirdTesting
import Registry
import Synchronization
import Testing

@testable import Service
@testable import Storage

/// No room left for a database, as SQLite meets it, and room again.
struct FullDiskTests {
    /// From now on the database may not grow, or may again.
    private func fill(_ database: DatabasePool, isFull: Bool) throws {
        // SQLite takes what the database has already as the least.
        try database.writeWithoutTransaction {
            try $0.execute(sql: "PRAGMA max_page_count = \(isFull ? 1 : 1_000_000)")
        }
    }

    @Test func `a verdict that cannot be written down is a review, and nothing that was accepted is lost`() async throws
    {
        let town = try Town()
        let token = try town.terminal("W1", "window")
        let resident = try town.resident()
        try await town.service(journal: town.store).application()
            .test(.router) { client in
                try fill(town.store.pool, isFull: true)
                var accepted: [String] = []
                var unknown: String?
                while unknown == nil {
                    let code = try resident.code()
                    let answer = try await client.verify(code, token)
                    if answer.verdict == "accept" {
                        accepted.append(code)
                        try #require(accepted.count < 1000)
                    } else {
                        #expect(answer.status == 200)
                        #expect(answer.verdict == "review")
                        #expect(answer.reasons == ["replay_unknown"])
                        #expect(answer.part("evidence")["replay"] as? String == "unknown")
                        unknown = code
                    }
                }
                #expect(!accepted.isEmpty)
                #expect(town.log.withLock { $0 }.contains("storage.full"))
                #expect(try town.store.traces(TraceQuery(limit: 2000)).count == accepted.count)

                try fill(town.store.pool, isFull: false)
                for code in accepted { #expect(try await client.verify(code, token).reasons == ["replayed"]) }
                // Nobody was told that it is good, so it still is.
                #expect(try await client.verify(#require(unknown), token).verdict == "accept")
                #expect(try await client.verify(resident.code(), token).verdict == "accept")
                var last: TraceLink?
                try town.store.readTrace { link in
                    #expect(link.previous == last?.mac ?? TraceChain.genesis)
                    last = link
                }
                #expect(last?.sequence == UInt64(2 * accepted.count + 1))
            }
    }

    @Test func `an import for which there is no room leaves no trace, and is run again`() throws {
        let town = try Town()
        let registry = town.desk.registry
        let header = "社会保障号码,姓名,社保卡号,发卡地区划,卡状态,银行卡号,开户银行\n"
        let people = (0..<3000).map(Self.idNumber)
        let rows = people.enumerated()
            .map { number, id in
                "\(id),居民,A\(String(10_000_000 + number)),440600,正常,6217003\(String(100_000_000_001 + number)),农商银行\n"
            }
        let before = try registry.changes(after: 0).count
        let latest = try registry.store.read { try $0.latestImport(of: .cards, batch: nil) }
        let store = try #require(town.deployment.store as? SQLiteStore)
        try fill(store.pool, isFull: true)
        #expect(throws: StorageError(.full, "")) { try town.importRows(.cards, header + rows.joined()) }
        #expect(try registry.changes(after: 0).count == before)
        #expect(try registry.store.read { try $0.latestImport(of: .cards, batch: nil) } == latest)
        for id in [people[0], people[2999]] { #expect(try registry.file(of: IDNumber(id)) == nil) }
        #expect(try registry.file(of: IDNumber(Town.chen)) != nil)

        try fill(store.pool, isFull: false)
        let report = try town.importRows(.cards, header + rows.joined())
        #expect(
            report.errors.isEmpty && report.counts.added == rows.count,
            "\(report.counts) \(report.errors.prefix(2))"
        )
        for id in [people[0], people[2999]] { #expect(try registry.file(of: IDNumber(id)) != nil) }
    }

    /// An invented ID number with its check digit (GB 11643).
    private static func idNumber(_ number: Int) -> String {
        let day = String(1 + number / 1000 % 28)
        let order = String(number % 1000)
        let digits = "4406041980010" + day + String(repeating: "0", count: 3 - order.count) + order
        let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
        let sum = zip(digits, weights).reduce(0) { $0 + ($1.0.wholeNumberValue ?? 0) * $1.1 }
        return digits + String(Array("10X98765432")[sum % 11])
    }
}
