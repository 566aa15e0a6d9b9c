// SPDX-License-Identifier: Apache-2.0

import Audit
import Deployment
import HummingbirdTesting
import Storage
import TestSupport
import Testing

@testable import Service

/// Services on one PostgreSQL database.
@Suite(.enabled(if: TestServer.isHere, Comment(rawValue: TestServer.absence)))
struct SharedDatabaseTests {
    /// Two services on one database, of which each has a window, and a code of a resident.
    private struct TwoServices {
        let town: Town
        let code: String
        let token: TerminalToken
        private let database: ScratchDatabase

        init() async throws {
            database = try ScratchDatabase()
            town = try Town(database: DatabaseAddress(database.url))
            token = try await town.window("W1")
            code = try town.resident().code()
        }

        func running(
            _ body: @escaping @Sendable (any TestClientProtocol, any TestClientProtocol) async throws -> Void
        ) async throws {
            try await town.service().application()
                .test(.router) { one in
                    try await town.service().application().test(.router) { other in try await body(one, other) }
                }
        }
    }

    @Test func `a code that one service accepts is replayed at the other`() async throws {
        let shared = try await TwoServices()
        try await shared.running { one, other in
            let first = try await one.verify(shared.code, shared.token)
            #expect(first.verdict == "accept", "\(first.text)")
            #expect(first.part("evidence")["replay"] as? String == "checked")
            let second = try await other.verify(shared.code, shared.token)
            #expect(second.reasons == ["replayed"], "\(second.text)")
            #expect(try await shared.town.journal.traces(TraceQuery()).map(\.outcome) == ["reject", "accept"])
        }
    }

    @Test func `a thousand tries at two services give one accept`() async throws {
        let shared = try await TwoServices()
        let town = shared.town
        try await shared.running { one, other in
            let verdicts = try await withThrowingTaskGroup(of: String?.self) { group in
                for number in 0..<1000 {
                    group.addTask {
                        try await (number.isMultiple(of: 2) ? one : other).verify(shared.code, shared.token).verdict
                    }
                }
                return try await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
            }
            #expect(verdicts == ["accept": 1, "reject": 999])
        }
        var links: [TraceLink] = []
        try await town.journal.readTrace { links.append($0) }
        #expect(links.count == 1000)
        let authenticator = try town.deployment.traceAuthenticator(passphrase: Town.passphrase)
        #expect(try await findings(authenticator, links).isEmpty)
    }

    private func findings(
        _ authenticator: some TraceAuthenticator,
        _ links: [TraceLink]
    ) async throws -> [TraceFinding] {
        try await TraceVerifier(authenticator).examination { try links.forEach($0) }.findings
    }

    @Test func `while the database is away verdicts are a review, and afterwards nothing is lost`() async throws {
        let server = try OwnServer()
        let town = try Town(database: DatabaseAddress(server.url))
        let token = try await town.window("W1")
        let resident = try town.resident()
        let used = try resident.code()
        let later = try resident.code()
        try await town.service().application()
            .test(.router) { client in
                #expect(try await client.verify(used, token).verdict == "accept")
                try server.stop()
                for code in [used, later] {
                    let answer = try await client.verify(code, token)
                    #expect(answer.status == 200, "\(answer.text)")
                    #expect(answer.verdict == "review")
                    #expect(answer.reasons == ["replay_unknown"])
                    #expect(answer.part("evidence")["replay"] as? String == "unknown")
                }
                // Whoever was not known before is told to come back.
                let stranger = try await client.verify(later, TerminalToken.generate())
                #expect(stranger.status == 503, "\(stranger.text)")
                try server.start()
                #expect(try await client.verify(used, token).reasons == ["replayed"])
                let answer = try await client.verify(later, token)
                #expect(answer.verdict == "accept", "\(answer.text)")
            }
    }
}
