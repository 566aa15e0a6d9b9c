// SPDX-License-Identifier: Apache-2.0

public import Issuance
public import Registry

/// The registry and what was issued, in a PostgreSQL database that any number of processes share.
///
/// ```swift
/// let store = try PostgreSQLStore(DatabaseAddress("postgres://heyima@db.example/heyima?sslmode=verify-full"))
/// let registry = PersonRegistry(store: store, sealer: sealer)
/// ```
///
/// Readers see the last committed state and wait for nobody. A write is durable when the call returns, as far as the
/// server is told to be (`synchronous_commit`), excludes all others, and leaves nothing behind when it fails. Where the
/// connection is lost while a write is committed, the call throws, and whether it happened shows when the server is back.
public struct PostgreSQLStore: Sendable {
    let pool: PostgreSQLPool
    private let seal = SealMark()

    /// Connects, makes the tables where there are none, and brings an older schema forward.
    ///
    /// - Parameters:
    ///   - address: the database.
    ///   - connections: how many are open at most.
    ///   - statementTimeout: for how long one statement may run, in seconds.
    ///   - busyTimeout: for how long a write waits for another process, in seconds: longer than the longest import.
    /// - Throws: ``StorageError``, `storage.unreachable` where no server answers.
    public init(_ address: DatabaseAddress, connections: Int = 8, statementTimeout: Int = 300, busyTimeout: Int = 60)
        throws
    {
        pool = PostgreSQLPool(
            address,
            connections: connections,
            patience: .init(statement: statementTimeout, lock: busyTimeout)
        )
        try PostgreSQLSchema.prepare(pool)
    }
}

extension PostgreSQLStore: RegistryStore {
    /// Reads the registry in one snapshot.
    public func read<Value>(_ body: (any RegistryReading) throws -> Value) throws -> Value {
        try reading { try body(SQLRegistry(connection: $0)) }
    }

    /// Reads and writes the registry in one transaction.
    public func write<Value>(_ body: (any RegistryTransaction) throws -> Value) throws -> Value {
        try writing { try body(SQLRegistry(connection: $0)) }
    }
}

extension PostgreSQLStore: IssuanceStore {
    /// Reads what was issued in one snapshot.
    public func read<Value>(_ body: (any IssuanceReading) throws -> Value) throws -> Value {
        try reading { try body(SQLIssuance(connection: $0)) }
    }

    /// Reads and writes what was issued in one transaction.
    public func write<Value>(_ body: (any IssuanceTransaction) throws -> Value) throws -> Value {
        try writing { try body(SQLIssuance(connection: $0)) }
    }
}

extension PostgreSQLStore: RecordStore {
    /// Whether calls wait for another machine: yes.
    public var isRemote: Bool { true }

    /// Reads the registry and what was issued in one snapshot of both.
    public func read<Value>(
        _ body: (_ people: any RegistryReading, _ issued: any IssuanceReading) throws -> Value
    ) throws -> Value {
        try reading { try body(SQLRegistry(connection: $0), SQLIssuance(connection: $0)) }
    }

    /// What the database notes down of its key.
    public func sealMark() throws -> String { try pool.read { try SealMark.noted(in: $0) } }

    /// What each transaction expects it to have noted down.
    public func expect(sealMark: String) { seal.expect(sealMark) }

    /// Makes everything anew under another key.
    public func reseal(_ resealing: Resealing, from former: String, to next: String) throws {
        try pool.write(.records) { try SealMark.reseal(resealing, from: former, to: next, in: $0) }
    }

    private func reading<Value>(_ body: (any SQLConnection) throws -> Value) throws -> Value {
        try pool.read { connection in
            try seal.check(in: connection)
            return try body(connection)
        }
    }

    private func writing<Value>(_ body: (any SQLConnection) throws -> Value) throws -> Value {
        try pool.write(.records) { connection in
            try seal.check(in: connection)
            return try body(connection)
        }
    }
}
