// SPDX-License-Identifier: Apache-2.0

import Audit
import COSE
import Storage
import Trust
import Verification

/// The store without the trace, to see what the trace costs.
struct UntracedStore: VerificationStore {
    let store: any VerificationStore

    var reach: Evidence.Replay { store.reach }

    func record(_ entry: VerdictEntry) async throws -> Bool {
        var entry = entry
        entry.trace = nil
        return try await store.record(entry)
    }

    func session(tokenDigest: Digest32, now: Int64) async throws -> TerminalSession? {
        try await store.session(tokenDigest: tokenDigest, now: now)
    }

    func add(_ terminal: Terminal) async throws { try await store.add(terminal) }
    func terminals() async throws -> [Terminal] { try await store.terminals() }
    func revokeTerminal(_ id: String, at now: Int64) async throws -> Bool {
        try await store.revokeTerminal(id, at: now)
    }

    func addChallenge(_ nonce: [UInt8], for terminal: String, until: Int64, at now: Int64) async throws {
        try await store.addChallenge(nonce, for: terminal, until: until, at: now)
    }

    func traces(_ query: TraceQuery) async throws -> [TraceRecord] { try await store.traces(query) }
    func readTrace(_ body: (TraceLink) throws -> Void) async throws { try await store.readTrace(body) }
    func trustMemory() async throws -> TrustMemory { try await store.trustMemory() }
    func remember(_ snapshot: TrustSnapshot) async throws { try await store.remember(snapshot) }
}
