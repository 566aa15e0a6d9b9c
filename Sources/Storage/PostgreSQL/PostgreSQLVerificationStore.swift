// SPDX-License-Identifier: Apache-2.0

public import Audit
public import COSE
public import Trust
public import Verification

/// The verification store in a PostgreSQL database that any number of services share: a code that one accepts is
/// `replayed` at all others.
///
/// Verdicts that come to one process at the same time share one transaction, which is durable before any of them is given
/// out. The processes' transactions exclude one another, so that the trace is one chain.
///
/// ```swift
/// let store = try PostgreSQLVerificationStore(address, anchor: anchor, authenticator: authenticator, newChain: id)
/// let isFirst = try await store.record(VerdictEntry(replay: examination.replay, trace: record))
/// ```
public struct PostgreSQLVerificationStore: Sendable {
    /// Whose codes and lists are remembered.
    public let anchor: AnchorIdentity
    let pool: PostgreSQLPool
    private let verdicts: GroupCommit<VerdictEntry, Bool>

    /// Connects, makes the tables where there are none, and brings an older schema forward.
    ///
    /// - Parameters:
    ///   - address: the database.
    ///   - anchor: whose codes and lists are remembered.
    ///   - authenticator: who makes the MACs of the trace.
    ///   - newChain: the name of the trace's chain where the database begins one.
    ///   - connections: how many are open at most.
    ///   - busyTimeout: for how long to wait for another process, in seconds.
    /// - Throws: ``StorageError``, `storage.unreachable` where no server answers.
    public init(
        _ address: DatabaseAddress,
        anchor: AnchorIdentity,
        authenticator: any TraceAuthenticator,
        newChain: ChainID,
        connections: Int = 4,
        busyTimeout: Int = 10
    ) throws {
        self.anchor = anchor
        let pool = PostgreSQLPool(
            address,
            connections: connections,
            patience: .init(statement: busyTimeout, lock: busyTimeout)
        )
        try PostgreSQLSchema.prepare(pool)
        self.pool = pool
        let commit = VerdictCommit(
            memory: VerifierTables(anchor: anchor),
            authenticator: authenticator,
            newChain: newChain
        ) { body in try pool.write(.verification, body) }
        verdicts = GroupCommit(label: "heyima.verdicts") { commit.write($0) }
    }

    private var memory: VerifierTables { VerifierTables(anchor: anchor) }

    private func read<Value: Sendable>(
        _ body: @escaping @Sendable (VerificationTables) throws -> Value
    ) async throws -> Value {
        try await OffPool.run { [pool] in try pool.read { try body(VerificationTables(connection: $0)) } }
    }

    private func write<Value: Sendable>(
        _ body: @escaping @Sendable (VerificationTables) throws -> Value
    ) async throws -> Value {
        try await OffPool.run { [pool] in
            try pool.write(.verification) { try body(VerificationTables(connection: $0)) }
        }
    }
}

extension PostgreSQLVerificationStore: VerificationStore {
    /// Shared by all who verify for the deployment.
    public var reach: Evidence.Replay { .checked }

    /// Remembers a code, spends its challenge and writes its trace, together with all others that come meanwhile.
    public func record(_ entry: VerdictEntry) async throws -> Bool { try await verdicts.write(entry) }

    /// The terminal of a token, as the last transaction of any process left it.
    public func session(tokenDigest: Digest32, now: Int64) async throws -> TerminalSession? {
        try await OffPool.run { [pool, memory] in
            try pool.connected { connection in
                try connection.separately {
                    try VerificationTables(connection: connection)
                        .session(tokenDigest: tokenDigest, now: now, anchor: memory.values)
                }
            }
        }
    }

    /// Adds a terminal.
    public func add(_ terminal: Terminal) async throws { try await write { try $0.connection.add(terminal) } }

    /// All terminals by id.
    public func terminals() async throws -> [Terminal] { try await read { try $0.terminals() } }

    /// Revokes a terminal for good, and forgets its challenges.
    public func revokeTerminal(_ id: String, at now: Int64) async throws -> Bool {
        try await write { try $0.revokeTerminal(id, at: now) }
    }

    /// Notes that a terminal shows a challenge.
    public func addChallenge(_ nonce: [UInt8], for terminal: String, until: Int64, at now: Int64) async throws {
        try await write { try $0.addChallenge(nonce, for: terminal, until: until, at: now) }
    }

    /// Records of the trace.
    public func traces(_ query: TraceQuery) async throws -> [TraceRecord] { try await read { try $0.traces(query) } }

    /// The whole trace in one snapshot; the calling thread waits for the server.
    public func readTrace(_ body: (TraceLink) throws -> Void) async throws {
        try pool.read { try VerificationTables(connection: $0).readTrace(body) }
    }

    /// What was believed so far, with the highest `iat` of the codes remembered.
    public func trustMemory() async throws -> TrustMemory {
        try await read { [memory] in try memory.trustMemory(in: $0.connection) }
    }

    /// Remembers a trust list and its status lists.
    public func remember(_ snapshot: TrustSnapshot) async throws {
        try await write { [memory] tables in
            try memory.updateTrustMemory(in: tables.connection) { $0.remember(snapshot) }
        }
    }
}
