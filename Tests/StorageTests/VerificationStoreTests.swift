// SPDX-License-Identifier: Apache-2.0

import Audit
import COSE
import GRDB
import MergedCode
import Registry
import Signing
import Testing
import Trust
import Verification

@testable import Storage

/// On each engine.
@Suite struct `A verification store` {
    private let token = Digest32(1, 2, 3, 4)

    private func terminal(_ id: String = "T-1", _ token: Digest32? = nil) -> Terminal {
        Terminal(id: id, tokenDigest: token ?? self.token, role: "window", region: "440604", createdAt: 5)
    }

    @Test(arguments: Engine.here)
    func `of a thousand who show one code exactly one is first, and the trace says so`(engine: Engine) async throws {
        let database = try engine.database()
        let store = try database.verificationStore()
        let entries = try (0..<1000).map { try VerdictEntry(replay: .sample(1), trace: .sample($0)) }
        let firsts = try await withThrowingTaskGroup(of: Bool.self) { group in
            for entry in entries { group.addTask { try await store.record(entry) } }
            return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(firsts == 1)
        let records = try await store.traces(TraceQuery(limit: 2000))
        #expect(records.count == 1000)
        #expect(records.count { $0.outcome == "accept" && $0.reasons.isEmpty } == 1)
        #expect(records.count { $0.outcome == "reject" && $0.reasons == ["replayed"] } == 999)
    }

    @Test(arguments: Engine.here)
    func `what was recorded is there for who opens the file next, in one chain`(engine: Engine) async throws {
        let database = try engine.database()
        let store = try database.verificationStore()
        #expect(try await store.record(VerdictEntry(replay: .sample(1), trace: .sample(1))))
        let again = try database.verificationStore(chain: 2)
        #expect(try await !again.record(VerdictEntry(replay: .sample(1), trace: .sample(2))))
        #expect(try await store.record(VerdictEntry(trace: .sample(3))))
        var links: [TraceLink] = []
        try await again.readTrace { links.append($0) }
        #expect(links.map(\.sequence) == [0, 1, 2])
        #expect(Set(links.map(\.chain)).count == 1)
        #expect(links[0].previous == TraceChain.genesis)
        #expect(links[1].previous == links[0].mac && links[2].previous == links[1].mac)
        for link in links { #expect(try link.generation(DigestAuthenticator()) == 0) }
    }

    @Test(arguments: Engine.here)
    func `a challenge is good once, and for its terminal's session until its time`(engine: Engine) async throws {
        let database = try engine.database()
        let store = try database.verificationStore()
        try await store.add(terminal())
        let nonce = [UInt8](repeating: 7, count: 16)
        try await store.addChallenge(nonce, for: "T-1", until: 220, at: 100)
        #expect(try await store.session(tokenDigest: token, now: 219)?.challenges == [nonce])
        #expect(try await store.session(tokenDigest: token, now: 220)?.challenges == [])
        #expect(try await store.record(VerdictEntry(replay: .sample(1), challenge: nonce)))
        #expect(try await !store.record(VerdictEntry(replay: .sample(2), challenge: nonce)))
        #expect(try await store.session(tokenDigest: token, now: 100)?.challenges == [])
    }

    @Test(arguments: Engine.here)
    func `a terminal keeps its last eight challenges, and no stranger has any`(engine: Engine) async throws {
        let database = try engine.database()
        let store = try database.verificationStore()
        try await store.add(terminal())
        for number in UInt8(0)..<20 {
            try await store.addChallenge(
                [UInt8](repeating: number, count: 16),
                for: "T-1",
                until: 200 + Int64(number),
                at: 100
            )
        }
        let kept = try await store.session(tokenDigest: token, now: 100)?.challenges.map { $0[0] }.sorted()
        #expect(kept == Array(12..<20))
        #expect(await storageCode { try await store.addChallenge([1], for: "T-9", until: 200, at: 100) } == .constraint)
    }

    @Test(arguments: Engine.here)
    func `a revoked terminal has no session at once, also when another process revokes it`(engine: Engine) async throws
    {
        let database = try engine.database()
        let store = try database.verificationStore()
        try await store.add(terminal())
        #expect(try await store.session(tokenDigest: token, now: 1)?.terminal == terminal())
        #expect(try await store.session(tokenDigest: Digest32(9, 9, 9, 9), now: 1) == nil)
        let other = try database.verificationStore(chain: 2)
        #expect(try await other.revokeTerminal("T-1", at: 50))
        #expect(try await store.session(tokenDigest: token, now: 1) == nil)
        #expect(try await store.revokeTerminal("T-1", at: 60))
        #expect(try await store.terminals().map(\.revokedAt) == [50])
        #expect(try await !store.revokeTerminal("T-2", at: 60))
        // Revoked is final: neither the name nor the token comes back.
        #expect(await storageCode { try await store.add(terminal("T-1", Digest32(5, 5, 5, 5))) } == .constraint)
        #expect(await storageCode { try await store.add(terminal("T-3")) } == .constraint)
    }

    @Test(arguments: Engine.here)
    func `a session knows the highest iat of the codes remembered`(engine: Engine) async throws {
        let database = try engine.database()
        let store = try database.verificationStore()
        try await store.add(terminal())
        #expect(try await store.session(tokenDigest: token, now: 1)?.latestIssuedAt == nil)
        _ = try await store.record(VerdictEntry(replay: .sample(1)))
        #expect(try await store.session(tokenDigest: token, now: 1)?.latestIssuedAt == 1000)
        #expect(try await store.trustMemory().latestIssuedAt(of: .sample()) == 1000)
    }

    @Test(arguments: Engine.here)
    func `the trace is found by time, terminal, business number and person, the latest first`(engine: Engine)
        async throws
    {
        let database = try engine.database()
        let store = try database.verificationStore()
        for number in 0..<6 {
            let record = try TraceRecord.sample(number, at: 1000 + Int64(number), person: UInt8(number % 2))
            _ = try await store.record(VerdictEntry(trace: record))
        }
        func found(_ query: TraceQuery) async throws -> [String] { try await store.traces(query).map(\.business) }
        #expect(try await found(TraceQuery(since: 1002, before: 1004)) == ["YW-3", "YW-2"])
        #expect(
            try await found(TraceQuery(people: [[UInt8](repeating: 1, count: 16), []])) == ["YW-5", "YW-3", "YW-1"]
        )
        #expect(try await found(TraceQuery(business: "YW-4")) == ["YW-4"])
        #expect(try await found(TraceQuery(terminal: "T-2")) == [])
        #expect(try await found(TraceQuery(limit: 2)) == ["YW-5", "YW-4"])
    }

    @Test func `what cannot be written is an error to all who wait, and the next is tried anew`() async throws {
        let scratch = try Scratch()
        let store = try SQLiteVerificationStore(
            path: scratch.path(),
            anchor: .sample(),
            authenticator: DigestAuthenticator(),
            newChain: #require(ChainID([UInt8](repeating: 1, count: 8)))
        )
        try await store.pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA query_only = ON") }
        await #expect(throws: StorageError(.readOnly, "")) { try await store.record(VerdictEntry(replay: .sample(1))) }
        try await store.pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA query_only = OFF") }
        #expect(try await store.record(VerdictEntry(replay: .sample(1))))
    }
}
