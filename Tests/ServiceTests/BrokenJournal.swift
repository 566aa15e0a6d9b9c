// SPDX-License-Identifier: Apache-2.0

import Audit
import COSE
import Storage
import Trust
import Verification

/// A journal whose disk is full: it reads, and cannot write down any verdict.
struct BrokenJournal: VerificationStore {
    struct DiskFull: Error {}

    let store: SQLiteVerificationStore

    var reach: Evidence.Replay { store.reach }

    func record(_ entry: VerdictEntry) async throws -> Bool { throw DiskFull() }

    func session(tokenDigest: Digest32, now: Int64) async throws -> TerminalSession? {
        try store.session(tokenDigest: tokenDigest, now: now)
    }

    func add(_ terminal: Terminal) async throws { throw DiskFull() }
    func terminals() async throws -> [Terminal] { try store.terminals() }
    func revokeTerminal(_ id: String, at now: Int64) async throws -> Bool { throw DiskFull() }
    func addChallenge(_ nonce: [UInt8], for terminal: String, until: Int64, at now: Int64) async throws {
        throw DiskFull()
    }
    func traces(_ query: TraceQuery) async throws -> [TraceRecord] { try store.traces(query) }
    func readTrace(_ body: (TraceLink) throws -> Void) async throws { try store.readTrace(body) }
    func trustMemory() async throws -> TrustMemory { try store.trustMemory() }
    func remember(_ snapshot: TrustSnapshot) async throws { throw DiskFull() }
}
