// SPDX-License-Identifier: Apache-2.0

import COSE
import Foundation
import GRDB
import MergedCode
import Testing
import Trust
import Verification

@testable import Storage

extension AnchorIdentity {
    static func sample(_ issuer: String = "gd.mz") -> AnchorIdentity {
        guard let keyID = KeyID([1, 2, 3, 4, 5, 6, 7, 8][...]) else { preconditionFailure("eight bytes") }
        return AnchorIdentity(rootKeyID: keyID, issuer: issuer)
    }
}

@Suite struct `A verifier's state` {
    private let scratch: Scratch
    private let path: String

    init() throws {
        scratch = try Scratch()
        path = scratch.path("state.sqlite")
    }

    private func code(_ credential: UInt8, _ code: UInt8) -> ReplayKey {
        guard let first = CWTID([UInt8](repeating: credential, count: 8)[...]),
            let second = CWTID([UInt8](repeating: code, count: 8)[...])
        else { preconditionFailure("eight bytes") }
        return ReplayKey(credential: first, code: second)
    }

    private func count(_ state: VerifierState) throws -> Int? {
        try state.queue.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM code") }
    }

    @Test func `a code is new once, also for who opens the file later`() async throws {
        let state = try VerifierState(path: path, anchor: .sample())
        #expect(try await state.remember(code(1, 1), until: 1090, issuedAt: 1000))
        #expect(try await !state.remember(code(1, 1), until: 1090, issuedAt: 1000))
        #expect(try await !state.remember(code(1, 1), until: 9999, issuedAt: 1001))
        #expect(try await state.remember(code(1, 2), until: 1090, issuedAt: 1000))
        #expect(try await state.remember(code(2, 1), until: 1090, issuedAt: 1000))
        let later = try VerifierState(path: path, anchor: .sample())
        #expect(try await !later.remember(code(2, 1), until: 1090, issuedAt: 1000))
        #expect(later.reach == .local)
        #expect(try VerifierState(path: path, anchor: .sample(), reach: .checked).reach == .checked)
    }

    @Test func `of many who show one code at the same time exactly one is the first`() async throws {
        let states = try (0..<6).map { _ in try VerifierState(path: path, anchor: .sample()) }
        for round in UInt8(0)..<20 {
            let key = code(round, 9)
            let firsts = try await withThrowingTaskGroup(of: Bool.self) { group in
                for state in states {
                    for _ in 0..<3 { group.addTask { try await state.remember(key, until: 1090, issuedAt: 1000) } }
                }
                return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(firsts == 1)
        }
    }

    @Test func `anchors do not mix: neither the key nor the issuer alone`() async throws {
        let state = try VerifierState(path: path, anchor: .sample())
        let other = try VerifierState(path: path, anchor: .sample("gd.mz "))
        #expect(try await state.remember(code(1, 1), until: 1090, issuedAt: 1000))
        #expect(try await other.remember(code(1, 1), until: 590, issuedAt: 500))
        #expect(try state.trustMemory().latestIssuedAt(of: .sample()) == 1000)
        #expect(try other.trustMemory().latestIssuedAt(of: .sample("gd.mz ")) == 500)
        #expect(try state.trustMemory().latestIssuedAt(of: .sample("gd.mz ")) == nil)
    }

    @Test func `a code is forgotten when the highest iat has come to its end, not a second before`() async throws {
        let state = try VerifierState(path: path, anchor: .sample())
        #expect(try await state.remember(code(1, 1), until: 1090, issuedAt: 1000))
        #expect(try await state.remember(code(1, 2), until: 1179, issuedAt: 1089))
        #expect(try count(state) == 2)
        #expect(try await !state.remember(code(1, 1), until: 1090, issuedAt: 1000))
        #expect(try await state.remember(code(1, 3), until: 1180, issuedAt: 1090))
        #expect(try count(state) == 2)
        #expect(try await !state.remember(code(1, 2), until: 1179, issuedAt: 1089))
    }

    @Test func `a code that comes after its own end is still remembered`() async throws {
        let state = try VerifierState(path: path, anchor: .sample())
        #expect(try await state.remember(code(1, 1), until: 5090, issuedAt: 5000))
        #expect(try await state.remember(code(1, 2), until: 1090, issuedAt: 1000))
        #expect(try await !state.remember(code(1, 2), until: 1090, issuedAt: 1000))
        #expect(try state.trustMemory().latestIssuedAt(of: .sample()) == 5000)
    }

    @Test func `what was believed is there again, with the highest iat of the codes`() async throws {
        let state = try VerifierState(path: path, anchor: .sample())
        #expect(try state.trustMemory() == TrustMemory())
        try state.updateTrustMemory { $0.remember(issuedAt: 700, of: .sample()) }
        #expect(try state.trustMemory().latestIssuedAt(of: .sample()) == 700)
        #expect(try await state.remember(code(1, 1), until: 990, issuedAt: 900))
        let later = try VerifierState(path: path, anchor: .sample())
        #expect(try later.trustMemory().latestIssuedAt(of: .sample()) == 900)
        try later.updateTrustMemory { $0.remember(issuedAt: 800, of: .sample()) }
        #expect(try state.trustMemory().latestIssuedAt(of: .sample()) == 900)
    }

    @Test func `a change that fails leaves what was believed`() throws {
        let state = try VerifierState(path: path, anchor: .sample())
        try state.updateTrustMemory { $0.remember(issuedAt: 700, of: .sample()) }
        #expect(throws: Undone.self) {
            try state.updateTrustMemory { memory in
                memory.remember(issuedAt: 900, of: .sample())
                throw Undone()
            }
        }
        #expect(try state.trustMemory().latestIssuedAt(of: .sample()) == 700)
    }

    @Test func `a memory of other bytes is an error, not a fresh start`() throws {
        let state = try VerifierState(path: path, anchor: .sample())
        try state.updateTrustMemory { $0.remember(issuedAt: 700, of: .sample()) }
        try state.queue.write { try $0.execute(sql: "UPDATE anchor SET trust_memory = x'A0'") }
        #expect(storageCode { try state.trustMemory() } == .corrupt)
        #expect(storageCode { try state.updateTrustMemory { $0.remember(issuedAt: 1, of: .sample()) } } == .corrupt)
    }

    @Test func `a code that cannot be written is not called new`() async throws {
        let state = try VerifierState(path: path, anchor: .sample())
        try await state.queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA query_only = ON") }
        await #expect(throws: StorageError(.readOnly, "")) {
            try await state.remember(code(1, 1), until: 1090, issuedAt: 1000)
        }
        try await state.queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA query_only = OFF") }
        #expect(try await state.remember(code(1, 1), until: 1090, issuedAt: 1000))
    }

    @Test func `a directory is made for its owner alone`() throws {
        let directory = scratch.directory.appending(path: "state/of/高明")
        _ = try VerifierState(directory: directory, anchor: .sample())
        let attributes = try FileManager.default.attributesOfItem(atPath: directory.path(percentEncoded: false))
        #expect(attributes[.posixPermissions] as? Int == 0o700)
        let file = directory.appending(path: "state.sqlite").path(percentEncoded: false)
        #expect(try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int == 0o600)
    }
}
