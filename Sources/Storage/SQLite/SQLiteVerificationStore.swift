// SPDX-License-Identifier: Apache-2.0

public import Audit
public import COSE
import GRDB
public import Trust
public import Verification

/// The verification store in one SQLite file, apart from the registry, so that no import holds up a verdict.
///
/// Verdicts that come at the same time share one transaction, which is on the disk before any of them is given out
/// (`synchronous=FULL`). Several processes may use the file; the trace is one chain even so.
///
/// ```swift
/// let store = try SQLiteVerificationStore(path: path, anchor: anchor, authenticator: authenticator, newChain: id)
/// let isFirst = try await store.record(VerdictEntry(replay: examination.replay, trace: record))
/// ```
public struct SQLiteVerificationStore: Sendable {
    /// Whose codes and lists are remembered.
    public let anchor: AnchorIdentity
    let pool: DatabasePool
    private let readers: SQLiteReaders
    private let verdicts: GroupCommit<VerdictEntry, Bool>

    /// Opens the file, makes it where there is none, and brings an older schema forward.
    ///
    /// - Parameters:
    ///   - path: the file; its directory exists.
    ///   - anchor: whose codes and lists are remembered.
    ///   - authenticator: who makes the MACs of the trace.
    ///   - newChain: the name of the trace's chain where the file begins one.
    ///   - busyTimeout: for how long to wait for another process, in seconds.
    /// - Throws: ``StorageError``.
    public init(
        path: String,
        anchor: AnchorIdentity,
        authenticator: any TraceAuthenticator,
        newChain: ChainID,
        busyTimeout: Double = 10
    ) throws {
        self.anchor = anchor
        let file = DatabaseFile(
            path: path,
            kind: Self.kind,
            steps: VerifierTables.schema + VerificationTables.schema,
            busyTimeout: busyTimeout
        )
        let pool = try file.open { try DatabasePool(path: $0, configuration: $1) }
        self.pool = pool
        readers = SQLiteReaders(file)
        let commit = VerdictCommit(
            memory: VerifierTables(anchor: anchor),
            authenticator: authenticator,
            newChain: newChain
        ) { body in
            try StorageError.translating { try pool.write { try body(SQLiteConnection($0)) } }
        }
        verdicts = GroupCommit(label: "heyima.verdicts") { commit.write($0) }
    }

    /// Closes the file; a call after it throws ``StorageError``.
    ///
    /// - Throws: ``StorageError`` `storage.busy` while another call is under way; everything is open then as before.
    public func close() throws {
        try StorageError.translating { try readers.close { try pool.close() } }
    }

    private var memory: VerifierTables { VerifierTables(anchor: anchor) }

    private func read<Value>(_ body: (VerificationTables) throws -> Value) throws -> Value {
        try readers.snapshot { try body(VerificationTables(connection: $0)) }
    }

    private func write<Value>(_ body: (VerificationTables) throws -> Value) throws -> Value {
        try StorageError.translating {
            try pool.write { try body(VerificationTables(connection: SQLiteConnection($0))) }
        }
    }
}

extension SQLiteVerificationStore: VerificationStore {
    /// Shared by all who verify for the deployment.
    public var reach: Evidence.Replay { .checked }

    /// Remembers a code, spends its challenge and writes its trace, together with all others that come meanwhile.
    public func record(_ entry: VerdictEntry) async throws -> Bool { try await verdicts.write(entry) }

    /// The terminal of a token, as the last transaction of any process left it.
    public func session(tokenDigest: Digest32, now: Int64) throws -> TerminalSession? {
        // One statement, so without a snapshot.
        try readers.read {
            try VerificationTables(connection: $0).session(tokenDigest: tokenDigest, now: now, anchor: memory.values)
        }
    }

    /// Adds a terminal.
    public func add(_ terminal: Terminal) throws { try write { try $0.connection.add(terminal) } }

    /// All terminals by id.
    public func terminals() throws -> [Terminal] { try read { try $0.terminals() } }

    /// Revokes a terminal for good, and forgets its challenges.
    public func revokeTerminal(_ id: String, at now: Int64) throws -> Bool {
        try write { try $0.revokeTerminal(id, at: now) }
    }

    /// Notes that a terminal shows a challenge.
    public func addChallenge(_ nonce: [UInt8], for terminal: String, until: Int64, at now: Int64) throws {
        try write { try $0.addChallenge(nonce, for: terminal, until: until, at: now) }
    }

    /// Records of the trace.
    public func traces(_ query: TraceQuery) throws -> [TraceRecord] { try read { try $0.traces(query) } }

    /// The whole trace in one snapshot.
    public func readTrace(_ body: (TraceLink) throws -> Void) throws { try read { try $0.readTrace(body) } }

    /// What was believed so far, with the highest `iat` of the codes remembered.
    public func trustMemory() throws -> TrustMemory { try read { try memory.trustMemory(in: $0.connection) } }

    /// Remembers a trust list and its status lists.
    public func remember(_ snapshot: TrustSnapshot) throws {
        try write { try memory.updateTrustMemory(in: $0.connection) { $0.remember(snapshot) } }
    }
}

extension SQLiteVerificationStore {
    /// `HYMS`.
    static let kind: Int32 = 0x4859_4D53
}
