// SPDX-License-Identifier: Apache-2.0

import Deployment
import Foundation
import HTTPTypes
import HummingbirdTesting
import Testing
import Trust

@testable import Service

/// Signed files, and what every route has in common.
struct SignedFileTests {
    @Test(arguments: ["/v1/trust-list", "/v1/status-lists/0", "/v1/bundle"])
    func `a file comes with its tag, and is not sent again to whoever has it`(_ path: String) async throws {
        let town = try Town()
        try await town.service().application()
            .test(.router) { client in
                let first = try await client.send(.get, path)
                let tag = try #require(first.headers[.eTag])
                #expect(first.status == 200)
                #expect(first.headers[.cacheControl] == "public, max-age=300")
                for known in [tag, "W/\(tag)", "\"other\", \(tag)", "*"] {
                    let second = try await client.send(.get, path, headers: [.ifNoneMatch: known])
                    #expect(second.status == 304)
                    #expect(second.bytes.isEmpty)
                    #expect(second.headers[.eTag] == tag)
                }
                let other = try await client.send(.get, path, headers: [.ifNoneMatch: "\"other\""])
                #expect(other.bytes == first.bytes)
                let head = try await client.send(.head, path)
                #expect(head.status == 200)
                #expect(head.bytes.isEmpty)
                #expect(head.headers[.contentLength] == "\(first.bytes.count)")
            }
    }

    @Test func `the lists are those of the deployment`() async throws {
        let town = try Town()
        try await town.service().application()
            .test(.router) { client in
                let list = try await client.send(.get, "/v1/trust-list")
                #expect(list.bytes == (try town.deployment.trustList().bytes))
                #expect(list.headers[.contentType] == "application/vnd.heyima.trust-list+cwt")
                let status = try await client.send(.get, "/v1/status-lists/0")
                #expect(status.headers[.contentType] == "application/statuslist+cwt")
            }
    }

    @Test func `how long a file may be kept ends with the file`() async throws {
        let town = try Town()
        let expiry = try town.deployment.trustList().expiresAt
        let service = try town.service { $0.mode = .verify }
        try await service.application()
            .test(.router) { client in
                town.advance(by: expiry - town.now - 10)
                #expect(try await client.send(.get, "/v1/trust-list").headers[.cacheControl] == "public, max-age=10")
                town.advance(by: 3600)
                let answer = try await client.send(.get, "/v1/trust-list")
                #expect(answer.headers[.cacheControl] == "public, max-age=0")
            }
    }

    @Test(arguments: [
        "/v1/status-lists/1", "/v1/status-lists/00", "/v1/status-lists/-1", "/v1/status-lists/x", "/v2", "/v1/",
    ])
    func `what is not there is not found`(_ path: String) async throws {
        let town = try Town()
        try await town.service().application()
            .test(.router) { client in
                let answer = try await client.send(.get, path)
                #expect(answer.status == 404)
                #expect(answer.code == "not_found")
                #expect(answer.headers[.contentType] == "application/problem+json")
            }
    }

    @Test(arguments: [
        ("/v1/trust-list", HTTPRequest.Method.post, "GET, HEAD"), ("/v1/verifications", .get, "POST"),
        ("/v1/status-lists/0", .delete, "GET, HEAD"), ("/healthz", .trace, "GET, HEAD"), ("/v1/nonces", .put, "POST"),
    ])
    func `another method is told which ones there are`(
        _ path: String,
        _ method: HTTPRequest.Method,
        _ allowed: String
    ) async throws {
        let town = try Town()
        try await town.service().application()
            .test(.router) { client in
                let answer = try await client.send(method, path)
                #expect(answer.status == 405)
                #expect(answer.code == "method_not_allowed")
                #expect(answer.headers[.allow] == allowed)
            }
    }

    @Test func `a published trust list is taken up, and a change of the registry becomes a new status list`()
        async throws
    {
        let town = try Town()
        let service = try town.service()
        let before = try #require(service.trust.now.statusLists[0])
        _ = try town.resident()
        try town.endRelief(of: Town.chen)
        town.advance(by: 60)
        _ = try town.deployment.publishTrustList(rootKey: nil, passphrase: Town.passphrase, at: town.now)
        await service.upkeep.once()
        #expect(service.trust.now.statusLists[0]?.tag != before.tag)
        #expect(service.trust.now.snapshot?.trustList.sequence == 2)
        #expect(service.metrics.text.contains("heyima_status_changes_total 1"))
    }

    @Test func `a deployment without a valid trust list is not ready, and accepts nothing`() async throws {
        let town = try Town()
        let token = try town.terminal("W1", "window")
        let resident = try town.resident()
        let store = town.store
        try Data("no list".utf8).write(to: town.deployment.files.trustList)
        let service = try town.service(journal: store) { $0.mode = .verify }
        try await service.application()
            .test(.router) { client in
                #expect(try await client.send(.get, "/healthz").status == 200)
                let ready = try await client.send(.get, "/readyz")
                #expect(ready.status == 503)
                #expect(ready.code == "unavailable")
                let answer = try await client.verify(resident.code(), token)
                #expect(answer.verdict == "reject")
                #expect(answer.reasons.contains("trust_list_invalid"))
                #expect(try await client.send(.get, "/v1/bundle").code == "not_found")
            }
    }

    @Test func `openapi is served verbatim`() async throws {
        let town = try Town()
        try await town.service().application()
            .test(.router) { client in
                let answer = try await client.send(.get, "/openapi.yaml")
                #expect(answer.text.hasPrefix("# SPDX-License-Identifier: Apache-2.0\nopenapi: 3.1.0\n"))
                #expect(answer.headers[.contentType] == "application/yaml")
            }
    }
}
