// SPDX-License-Identifier: Apache-2.0

import Audit
import Deployment
import Foundation
import HTTPTypes
import HummingbirdTesting
import Registry
import Storage
import Synchronization
import Testing

@testable import Service

/// What gateways drain: their own, the same again until they have it, and written down.
struct NoticeRouteTests {
    private func notices(_ answer: Answer) -> [[String: Any]] { answer.json["notices"] as? [[String: Any]] ?? [] }
    private func kinds(_ answer: Answer) -> [String] { notices(answer).compactMap { $0["kind"] as? String } }

    private func gateway(_ town: Town, _ id: String, region: String = "4406", bank: String? = nil) throws
        -> TerminalToken
    {
        let token = TerminalToken.generate()
        try town.store.add(
            Terminal(
                id: id,
                tokenDigest: token.digest,
                role: "gateway",
                region: region,
                bank: bank,
                createdAt: town.now
            )
        )
        return token
    }

    @Test func `a gateway is given the same until it acknowledges, and each drain is in the trace`() async throws {
        let town = try Town()
        let token = try gateway(town, "DX-1", bank: "佛山农商银行")
        let service = try town.service()
        await service.upkeep.once()
        try await service.application()
            .test(.router) { client in
                let first = try await client.send(.get, "/v1/notices?limit=2", token: token)
                #expect(first.status == 200 && notices(first).count == 2, "\(first.text)")
                #expect(notices(first).allSatisfy { $0["account"] is String && $0["idNumber"] == nil })
                #expect(first.headers[.cacheControl] == "no-store")
                let again = try await client.send(.get, "/v1/notices?limit=2", token: token)
                #expect(NSDictionary(dictionary: again.json) == NSDictionary(dictionary: first.json))
                let next = try #require(first.json["next"] as? Int64)
                let rest = try await client.send(.get, "/v1/notices?since=\(next)", token: token)
                #expect(!kinds(rest).isEmpty)
                let sequences = notices(first) + notices(rest)
                #expect(Set(sequences.compactMap { $0["sequence"] as? Int64 }).count == sequences.count)

                let done = try await client.post("/v1/notices/acknowledgements", ["through": next], token: token)
                #expect(done.status == 200 && done.json["acknowledged"] as? Int == 2, "\(done.text)")
                let repeated = try await client.post("/v1/notices/acknowledgements", ["through": next], token: token)
                #expect(repeated.json["acknowledged"] as? Int == 0)
                let left = try await client.send(.get, "/v1/notices", token: token)
                #expect(NSDictionary(dictionary: left.json) == NSDictionary(dictionary: rest.json))
            }
        let traces = try town.store.traces(TraceQuery(terminal: "DX-1"))
        #expect(traces.count == 4)
        #expect(traces.allSatisfy { $0.how == .notices && $0.item == "notices" && $0.person == nil })
        #expect(traces.last?.business == "1-2")
        let log = town.log.withLock { $0 }
        #expect(!log.contains("6217") && !log.contains("尾号"))
    }

    @Test func `a bank is told nothing of another bank's payments or of relief, a city nothing of payments`()
        async throws
    {
        let town = try Town()
        let own = try gateway(town, "DX-1", bank: "佛山农商银行")
        let other = try gateway(town, "DX-2", bank: "别的银行")
        let city = try gateway(town, "MZ-1")
        let district = try gateway(town, "MZ-2", region: "440605")
        try town.endRelief(of: Town.chen)
        let service = try town.service()
        await service.upkeep.once()
        try await service.application()
            .test(.router) { client in
                func drained(_ token: TerminalToken) async throws -> Answer {
                    try await client.send(.get, "/v1/notices?limit=1000", token: token)
                }
                #expect(try await Set(kinds(drained(own))).isSubset(of: ["paid", "returned"]))
                #expect(try await !kinds(drained(own)).isEmpty)
                #expect(try await kinds(drained(other)).isEmpty)
                #expect(try await kinds(drained(city)) == ["ended"])
                #expect(try await notices(drained(city))[0]["idNumber"] as? String == Town.chen)
                #expect(try await notices(drained(city))[0]["account"] == nil)
                #expect(try await kinds(drained(district)).isEmpty)
                // What was not theirs is not gone by their word.
                let last = try #require(try await drained(city).json["next"] as? Int64)
                _ = try await client.post("/v1/notices/acknowledgements", ["through": last], token: district)
                #expect(try await kinds(drained(city)) == ["ended"])
            }
    }

    @Test func `nothing is made where there is no gateway to fetch it`() async throws {
        let town = try Town()
        _ = try gateway(town, "DX-1", bank: "佛山农商银行")
        _ = try town.store.revokeTerminal("DX-1", at: town.now)
        await (try town.service()).upkeep.once()
        #expect(try town.desk.registry.notices(for: .bank("佛山农商银行"), limit: 1).isEmpty)
        _ = try gateway(town, "DX-2", bank: "佛山农商银行")
        await (try town.service()).upkeep.once()
        #expect(try !town.desk.registry.notices(for: .bank("佛山农商银行"), limit: 1).isEmpty)
    }

    @Test func `what cannot be written down is not handed over`() async throws {
        let town = try Town()
        let token = try gateway(town, "DX-1", bank: "佛山农商银行")
        try town.desk.registry.makeNotices(at: town.now)
        let service = try town.service(journal: BrokenJournal(store: town.store))
        try await service.application()
            .test(.router) { client in
                let answer = try await client.send(.get, "/v1/notices", token: token)
                #expect(answer.status >= 500 && !answer.text.contains("6217"), "\(answer.text)")
            }
    }

    @Test(arguments: [
        ("since=-1", 400, "request_malformed"), ("since=x", 400, "request_malformed"),
        ("limit=0", 400, "request_malformed"), ("limit=1001", 400, "request_malformed"),
    ])
    func `a query that cannot be is refused`(query: String, status: Int, code: String) async throws {
        let town = try Town()
        let token = try gateway(town, "DX-1", bank: "佛山农商银行")
        try await town.service().application()
            .test(.router) { client in
                let answer = try await client.send(.get, "/v1/notices?\(query)", token: token)
                #expect(answer.status == status && answer.code == code, "\(answer.text)")
            }
    }

    @Test func `an acknowledgement of what was never given is refused`() async throws {
        let town = try Town()
        let token = try gateway(town, "DX-1", bank: "佛山农商银行")
        try await town.service().application()
            .test(.router) { client in
                let path = "/v1/notices/acknowledgements"
                #expect(try await client.post(path, ["through": 1], token: token).code == "request_malformed")
                #expect(try await client.post(path, ["through": -1], token: token).code == "request_malformed")
                #expect(try await client.post(path, [:], token: token).code == "request_malformed")
                let text = try await client.send(.post, path, token: token, type: "text/plain", body: [])
                #expect(text.code == "media_type_unsupported")
            }
    }
}
