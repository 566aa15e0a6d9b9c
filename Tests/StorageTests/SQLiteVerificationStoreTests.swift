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

private struct Authenticator: TraceAuthenticator {
    func mac(over bytes: [UInt8]) -> Digest32 { SystemCryptography().sha256(bytes[...]) }
}

@Suite struct `A verification store on SQLite` {
    private let scratch: Scratch
    private let store: SQLiteVerificationStore
    private let token = Digest32(1, 2, 3, 4)

    init() throws {
        scratch = try Scratch()
        store = try Self.open(scratch, chain: 1)
    }

    private static func open(_ scratch: Scratch, chain: UInt8) throws -> SQLiteVerificationStore {
        try SQLiteVerificationStore(
            path: scratch.path("verification.sqlite"),
            anchor: .sample(),
            authenticator: Authenticator(),
            newChain: #require(ChainID([UInt8](repeating: chain, count: 8)))
        )
    }

    private func replay(_ number: UInt8) throws -> ReplayEntry {
        let id = try #require(CWTID([UInt8](repeating: number, count: 8)[...]))
        return ReplayEntry(key: ReplayKey(credential: id, code: id), until: 1090, issuedAt: 1000)
    }

    private func trace(_ number: Int, at time: Int64 = 1000, person: UInt8 = 1) throws -> TraceRecord {
        try TraceRecord(
            id: #require(AuditID((0..<16).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) })),
            at: time,
            terminal: "T-1",
            role: "window",
            region: "440604",
            item: "440600-DB-01",
            business: "YW-\(number)",
            operatorID: "op-7",
            how: .code,
            person: [UInt8](repeating: person, count: 16),
            outcome: "accept"
        )
    }

    private func terminal(_ id: String = "T-1", _ token: Digest32? = nil) -> Terminal {
        Terminal(id: id, tokenDigest: token ?? self.token, role: "window", region: "440604", createdAt: 5)
    }

    @Test func `of a thousand who show one code exactly one is first, and the trace says so`() async throws {
        let entries = try (0..<1000).map { VerdictEntry(replay: try replay(1), trace: try trace($0)) }
        let firsts = try await withThrowingTaskGroup(of: Bool.self) { group in
            for entry in entries { group.addTask { try await store.record(entry) } }
            return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(firsts == 1)
        let records = try store.traces(TraceQuery(limit: 2000))
        #expect(records.count == 1000)
        #expect(records.count { $0.outcome == "accept" && $0.reasons.isEmpty } == 1)
        #expect(records.count { $0.outcome == "reject" && $0.reasons == ["replayed"] } == 999)
    }

    @Test func `what was recorded is there for who opens the file next, in one chain`() async throws {
        #expect(try await store.record(VerdictEntry(replay: replay(1), trace: trace(1))))
        let again = try Self.open(scratch, chain: 2)
        #expect(try await !again.record(VerdictEntry(replay: replay(1), trace: trace(2))))
        #expect(try await store.record(VerdictEntry(trace: trace(3))))
        var links: [TraceLink] = []
        try again.readTrace { links.append($0) }
        #expect(links.map(\.sequence) == [0, 1, 2])
        #expect(Set(links.map(\.chain)).count == 1)
        #expect(links[0].previous == TraceChain.genesis)
        #expect(links[1].previous == links[0].mac && links[2].previous == links[1].mac)
        for link in links { #expect(try link.isAuthentic(Authenticator())) }
    }

    @Test func `a challenge is good once, and for its terminal's session until its time`() async throws {
        try store.add(terminal())
        let nonce = [UInt8](repeating: 7, count: 16)
        try store.addChallenge(nonce, for: "T-1", until: 220, at: 100)
        #expect(try store.session(tokenDigest: token, now: 219)?.challenges == [nonce])
        #expect(try store.session(tokenDigest: token, now: 220)?.challenges == [])
        #expect(try await store.record(VerdictEntry(replay: replay(1), challenge: nonce)))
        #expect(try await !store.record(VerdictEntry(replay: replay(2), challenge: nonce)))
        #expect(try store.session(tokenDigest: token, now: 100)?.challenges == [])
    }

    @Test func `a terminal keeps its last eight challenges, and no stranger has any`() throws {
        try store.add(terminal())
        for number in UInt8(0)..<20 {
            try store.addChallenge(
                [UInt8](repeating: number, count: 16),
                for: "T-1",
                until: 200 + Int64(number),
                at: 100
            )
        }
        let kept = try store.session(tokenDigest: token, now: 100)?.challenges.map { $0[0] }.sorted()
        #expect(kept == Array(12..<20))
        #expect(storageCode { try store.addChallenge([1], for: "T-9", until: 200, at: 100) } == .constraint)
    }

    @Test func `a revoked terminal has no session at once, also when another process revokes it`() throws {
        try store.add(terminal())
        #expect(try store.session(tokenDigest: token, now: 1)?.terminal == terminal())
        #expect(try store.session(tokenDigest: Digest32(9, 9, 9, 9), now: 1) == nil)
        let other = try Self.open(scratch, chain: 2)
        #expect(try other.revokeTerminal("T-1", at: 50))
        #expect(try store.session(tokenDigest: token, now: 1) == nil)
        #expect(try store.revokeTerminal("T-1", at: 60))
        #expect(try store.terminals().map(\.revokedAt) == [50])
        #expect(try !store.revokeTerminal("T-2", at: 60))
        // Revoked is final: neither the name nor the token comes back.
        #expect(storageCode { try store.add(terminal("T-1", Digest32(5, 5, 5, 5))) } == .constraint)
        #expect(storageCode { try store.add(terminal("T-3")) } == .constraint)
    }

    @Test func `a session knows the highest iat of the codes remembered`() async throws {
        try store.add(terminal())
        #expect(try store.session(tokenDigest: token, now: 1)?.latestIssuedAt == nil)
        _ = try await store.record(VerdictEntry(replay: replay(1)))
        #expect(try store.session(tokenDigest: token, now: 1)?.latestIssuedAt == 1000)
        #expect(try store.trustMemory().latestIssuedAt(of: .sample()) == 1000)
    }

    @Test func `the trace is found by time, terminal, business number and person, the latest first`() async throws {
        for number in 0..<6 {
            let record = try trace(number, at: 1000 + Int64(number), person: UInt8(number % 2))
            _ = try await store.record(VerdictEntry(trace: record))
        }
        func found(_ query: TraceQuery) throws -> [String] { try store.traces(query).map(\.business) }
        #expect(try found(TraceQuery(since: 1002, before: 1004)) == ["YW-3", "YW-2"])
        #expect(try found(TraceQuery(person: [UInt8](repeating: 1, count: 16))) == ["YW-5", "YW-3", "YW-1"])
        #expect(try found(TraceQuery(business: "YW-4")) == ["YW-4"])
        #expect(try found(TraceQuery(terminal: "T-2")) == [])
        #expect(try found(TraceQuery(limit: 2)) == ["YW-5", "YW-4"])
    }

    @Test func `what cannot be written is an error to all who wait, and the next is tried anew`() async throws {
        try await store.pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA query_only = ON") }
        await #expect(throws: StorageError(.readOnly, "")) { try await store.record(VerdictEntry(replay: replay(1))) }
        try await store.pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA query_only = OFF") }
        #expect(try await store.record(VerdictEntry(replay: replay(1))))
    }
}
