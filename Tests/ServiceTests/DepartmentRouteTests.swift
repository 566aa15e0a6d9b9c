// SPDX-License-Identifier: Apache-2.0

import Deployment
import Foundation
import HTTPTypes
import HummingbirdTesting
import Registry
import Synchronization
import Testing

@testable import Service

/// What departments are told: their own, of their own region.
struct DepartmentRouteTests {
    private func changes(_ answer: Answer) -> [[String: Any]] { answer.json["changes"] as? [[String: Any]] ?? [] }

    @Test func `whoever goes on with the cursor is told every change of the roster once and in order`() async throws {
        let town = try Town()
        let token = try town.terminal("F1", "finance", region: "4406")
        try await town.service().application()
            .test(.router) { client in
                func all(from start: Int64, limit: Int) async throws -> (sequences: [Int64], next: Int64) {
                    var (sequences, next): ([Int64], Int64) = ([], start)
                    while true {
                        let answer = try await client.send(
                            .get,
                            "/v1/roster/changes?since=\(next)&limit=\(limit)",
                            token: token
                        )
                        #expect(answer.status == 200, "\(answer.text)")
                        sequences += changes(answer).compactMap { $0["sequence"] as? Int64 }
                        let following = try #require(answer.json["next"] as? Int64)
                        if following == next { return (sequences, next) }
                        next = following
                    }
                }
                let first = try await all(from: 0, limit: 1000)
                let rows = try town.desk.registry.changes(after: 0)
                    .filter { $0.component == .relief || $0.component == .person }.map(\.sequence)
                #expect(first.sequences == rows && rows.count > 10)
                #expect(try await all(from: 0, limit: 1).sequences == rows)
                #expect(try await all(from: 0, limit: 7).sequences == rows)

                try town.endRelief(of: "440605195503150027")
                let answer = try await client.send(.get, "/v1/roster/changes?since=\(first.next)", token: token)
                let change = try #require(changes(answer).first)
                #expect(changes(answer).count == 1 && change["effect"] as? String == "ended")
                let row = try #require(change["row"] as? [String: Any])
                #expect(row["idNumber"] as? String == "440605195503150027")
                #expect(row["state"] as? String == "ended" && row["monthlyAmount"] as? String == "1850.00")
            }
        // Neither the log nor a query holds whom it was about.
        #expect(!town.log.withLock { $0 }.contains("440605195503150027"))
    }

    @Test func `a district is told its own rows, and that somebody was forgotten without a name`() async throws {
        let town = try Town()
        let token = try town.terminal("F1", "finance", region: "440605")
        try town.endRelief(of: "440605195503150027")
        town.advance(by: 100 * 86_400)
        _ = try town.desk.registry.forget(IDNumber("440605195503150027"), now: town.now, by: "test")
        try await town.service().application()
            .test(.router) { client in
                let answer = try await client.send(.get, "/v1/roster/changes", token: token)
                let rows = changes(answer).compactMap { $0["row"] as? [String: Any] }
                #expect(!rows.isEmpty)
                #expect(rows.allSatisfy { ($0["region"] as? String)?.hasPrefix("440605") == true })
                #expect(!answer.text.contains("440605195503150027") && !answer.text.contains("梁"))
                let last = try #require(changes(answer).last)
                #expect(last["effect"] as? String == "forgotten" && last["component"] as? String == "person")
            }
    }

    @Test(arguments: [
        ("since=-1", 400, "request_malformed"), ("since=x", 400, "request_malformed"),
        ("since=0&limit=0", 400, "request_malformed"), ("since=0&limit=1001", 400, "request_malformed"),
        ("since=00", 400, "request_malformed"), ("since=9223372036854775807", 410, "cursor_unknown"),
        ("since=100000", 410, "cursor_unknown"),
    ])
    func `a cursor that cannot be is refused`(query: String, status: Int, code: String) async throws {
        let town = try Town()
        let token = try town.terminal("F1", "finance", region: "4406")
        try await town.service().application()
            .test(.router) { client in
                let answer = try await client.send(.get, "/v1/roster/changes?\(query)", token: token)
                #expect(answer.status == status && answer.code == code, "\(answer.text)")
            }
    }

    @Test func `a cursor from before what was pruned is told so, and the oldest that is kept is good`() async throws {
        let town = try Town()
        let token = try town.terminal("F1", "finance", region: "4406")
        let last = try #require(try town.desk.registry.changes(after: 0).last).sequence
        var limits = RetentionLimits()
        limits.changes = 30
        _ = try town.desk.registry.prune(limits, now: town.now + 40 * 86_400, by: "test")
        try await town.service().application()
            .test(.router) { client in
                for cursor in [0, 1, last - 2] {
                    let answer = try await client.send(.get, "/v1/roster/changes?since=\(cursor)", token: token)
                    #expect(answer.code == "cursor_unknown", "\(cursor) \(answer.text)")
                }
                let answer = try await client.send(.get, "/v1/roster/changes?since=\(last)", token: token)
                #expect(answer.status == 200)
            }
    }

    @Test func `a reconciliation is of the department's region, and names nobody`() async throws {
        let town = try Town()
        let city = try town.terminal("P1", "payments", region: "440600")
        let district = try town.terminal("P2", "paylist", region: "440605")
        try await town.service().application()
            .test(.router) { client in
                func totals(_ token: TerminalToken) async throws -> [[String: Any]] {
                    let answer = try await client.send(.get, "/v1/reconciliations/2026-09", token: token)
                    #expect(answer.status == 200, "\(answer.text.prefix(200))")
                    #expect(!answer.text.contains("陈小明") && !answer.text.contains("6217003080000001019"))
                    let regions = (answer.json["totals"] as? [String: Any])?["regions"] as? [[String: Any]]
                    return try #require(regions)
                }
                let all = try await totals(city)
                let own = try await totals(district)
                #expect(own.count == 1 && own[0]["region"] as? Int == 440605)
                #expect(all.count > 2)
                let same = try #require(all.first { $0["region"] as? Int == 440605 })
                #expect(NSDictionary(dictionary: same) == NSDictionary(dictionary: own[0]))
                for period in ["202609", "2026-13", "x"] {
                    let answer = try await client.send(.get, "/v1/reconciliations/\(period)", token: city)
                    #expect(answer.code == "not_found", "\(period)")
                }
            }
    }
}
