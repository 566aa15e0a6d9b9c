// SPDX-License-Identifier: Apache-2.0

import Deployment
import Foundation
import HummingbirdTesting
import MergedCode
import Registry
import Testing
import Verification

@testable import Service

/// What terminals are told once data were destroyed.
struct RetentionTests {
    @Test func `after health went out of use codes verify, and its state is retired`() async throws {
        let town = try Town()
        let window = try town.terminal("W1", "window")
        let resident = try town.resident()
        #expect(try town.desk.registry.retireHealth(assessedBefore: nil, now: town.now, by: "test") > 0)
        try town.desk.settle(at: town.now)
        try await town.service().application()
            .test(.router) { client in
                let usual = try await client.verify(resident.code(), window, item: "MZ-01")
                #expect(usual.verdict == "accept", "\(usual.text)")
                let shown = try resident.code(disclosing: Set(ComponentKey.allCases))
                let item = try #require(ItemCatalogue.standard.items.first { $0.shows.contains(.health) })
                let answer = try await client.verify(shown, window, item: item.code)
                #expect(answer.part("health")["state"] as? String == "retired", "\(answer.text)")
                #expect(answer.reasons == ["health_retired"])
                #expect(answer.part("identity")["state"] as? String == "confirmed")
            }
    }

    @Test func `a forgotten person's code is one that nobody knows, and shows nothing`() async throws {
        let town = try Town()
        let window = try town.terminal("W1", "window")
        let resident = try town.resident("440605195503150027")
        try town.endRelief(of: "440605195503150027")
        town.advance(by: 100 * 86_400)
        _ = try town.desk.registry.forget(IDNumber("440605195503150027"), now: town.now, by: "test")
        try await town.service().application()
            .test(.router) { client in
                for _ in 0..<2 {
                    let answer = try await client.verify(resident.code(), window)
                    #expect(answer.verdict == "reject")
                    #expect(answer.reasons.contains("credential_unknown"), "\(answer.text)")
                    #expect(answer.part("identity")["name"] == nil)
                    try town.desk.settle(at: town.now)
                }
            }
    }
}
