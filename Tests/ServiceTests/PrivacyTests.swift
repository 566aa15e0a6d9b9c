// SPDX-License-Identifier: Apache-2.0

import Audit
import Deployment
import Foundation
import HTTPTypes
import HummingbirdTesting
import Storage
import Synchronization
import TestSupport
import Testing

@testable import Service

/// What the operator sees says nothing of the people.
struct PrivacyTests {
    @Test func `log and metrics hold no name, number, card, code or token`() async throws {
        let town = try Town()
        let token = try town.terminal("W1", "window")
        let resident = try town.resident()
        let code = try resident.code()
        let service = try town.service()
        try await service.application()
            .test(.router) { client in
                let answer = try await client.verify(code, token)
                #expect(answer.verdict == "accept")
                _ = try await client.verify(code, token)
                _ = try await client.verify(resident.code(), TerminalToken.generate())
                let duty = [
                    "medium": "by_duty", "idNumber": Town.chen, "item": "MZ-02", "business": "1", "operator": "W03",
                ]
                _ = try await client.post("/v1/verifications", duty, token: token)
                _ = try await client.send(.get, "/v1/trust-list?name=陈小明&code=\(code)")
                _ = try await client.send(.get, "/\(Town.chen)/\(code.prefix(40))")
                _ = try await client.send(.init("陈小明") ?? .trace, "/v1/nonces")
            }
        let log = town.log.withLock { $0 }
        let metrics = service.metrics.text
        #expect(log.contains("route=/v1/verifications status=200"))
        #expect(log.contains("terminal=W1"))
        #expect(log.contains("audit="))
        #expect(metrics.contains(#"heyima_verdicts_total{verdict="accept",how="code",reason="none"} 1"#), "\(metrics)")
        #expect(metrics.contains(#"reason="replayed""#))
        let people = ["陈小明", "李国华", Town.chen, Town.li, "440***", "FS1009184", "9184", "6217003080000001019", "粤佛禅"]
        let secrets = [token.text, String(code.dropFirst(5).prefix(24)), "HYM1", "hyt_", "W03", "correct horse"]
        for text in people + secrets {
            #expect(!log.contains(text), "the log holds \(text)")
            #expect(!metrics.contains(text), "the metrics hold \(text)")
        }
    }

    @Test func `each request is one line`() async throws {
        let town = try Town()
        try await town.service().application()
            .test(.router) { client in
                for _ in 0..<3 { _ = try await client.send(.get, "/healthz") }
                _ = try await client.send(.get, "/nothing")
            }
        let lines = town.log.withLock { $0 }.split(separator: "\n").filter { $0.contains("msg=request ") }
        #expect(lines.count == 4)
        #expect(lines.filter { $0.contains("route=/healthz status=200") }.count == 3)
        #expect(lines.last?.contains("status=404") == true)
        #expect(!lines.joined().contains("nothing"))
    }

    @Test func `the trace holds no personal data`() async throws {
        let town = try Town()
        let token = try town.terminal("W1", "window")
        let resident = try town.resident()
        try await town.service().application()
            .test(.router) { client in
                let answer = try await client.verify(resident.code(), token)
                #expect(answer.verdict == "accept")
            }
        try town.store.readTrace { link in
            let bytes = link.record
            for text in ["陈小明", Town.chen, "FS1009184"] {
                #expect(bytes.firstRange(of: Array(text.utf8)) == nil)
            }
        }
    }
}
