// SPDX-License-Identifier: Apache-2.0

import GRDB
public import Issuance
public import Registry

/// The registry and what was issued, in one SQLite database.
///
/// ```swift
/// let store = try SQLiteStore(path: "/var/lib/heyima/heyima.sqlite")
/// let registry = PersonRegistry(store: store, sealer: sealer)
/// ```
///
/// Readers see the last committed state and wait for nobody. A write is on the disk when the call returns
/// (`synchronous=FULL`), excludes all others, also those of other processes, and leaves nothing behind when it fails.
/// The file and SQLite's two besides it (`-wal`, `-shm`) have mode 0600.
public struct SQLiteStore: Sendable {
    /// `HYM1`.
    static let kind: Int32 = 0x4859_4D31

    /// How much of the database the writing connection keeps in memory at most, in KiB.
    private static let writerCache = 192 * 1024

    let pool: DatabasePool
    private let readers: SQLiteReaders
    private let seal = SealMark()

    /// Opens the database, makes it where there is none, and brings an older schema forward.
    ///
    /// - Parameters:
    ///   - path: the file; its directory exists.
    ///   - busyTimeout: for how long a write waits for another process, in seconds: longer than the longest import.
    /// - Throws: ``StorageError``.
    public init(path: String, busyTimeout: Double = 60) throws {
        let file = DatabaseFile(path: path, kind: Self.kind, steps: Schema.steps, busyTimeout: busyTimeout)
        pool = try file.open { try DatabasePool(path: $0, configuration: $1) }
        readers = SQLiteReaders(file)
        // Keys are random: an import asks all over their indexes, of which so much stays in memory. It is taken as it is
        // needed, and by the one connection that writes.
        try StorageError.translating {
            try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA cache_size = \(-Self.writerCache)") }
        }
    }

    /// Closes the files; a call after it throws ``StorageError``.
    ///
    /// - Throws: ``StorageError`` `storage.busy` while another call is under way; everything is open then as before.
    public func close() throws {
        try StorageError.translating { try readers.close { try pool.close() } }
    }
}

extension SQLiteStore: RegistryStore {
    /// Reads the registry in one snapshot.
    public func read<Value>(_ body: (any RegistryReading) throws -> Value) throws -> Value {
        try reading { try body(SQLRegistry(connection: $0)) }
    }

    /// Reads and writes the registry in one transaction.
    public func write<Value>(_ body: (any RegistryTransaction) throws -> Value) throws -> Value {
        try writing { try body(SQLRegistry(connection: $0)) }
    }
}

extension SQLiteStore: IssuanceStore {
    /// Reads what was issued in one snapshot.
    public func read<Value>(_ body: (any IssuanceReading) throws -> Value) throws -> Value {
        try reading { try body(SQLIssuance(connection: $0)) }
    }

    /// Reads and writes what was issued in one transaction.
    public func write<Value>(_ body: (any IssuanceTransaction) throws -> Value) throws -> Value {
        try writing { try body(SQLIssuance(connection: $0)) }
    }
}

extension SQLiteStore: RecordStore {
    /// Whether calls wait for another machine: no.
    public var isRemote: Bool { false }

    /// Reads the registry and what was issued in one snapshot of both.
    public func read<Value>(
        _ body: (_ people: any RegistryReading, _ issued: any IssuanceReading) throws -> Value
    ) throws -> Value {
        try reading { try body(SQLRegistry(connection: $0), SQLIssuance(connection: $0)) }
    }

    /// What the database notes down of its key.
    public func sealMark() throws -> String {
        try readers.read { try SealMark.noted(in: $0) }
    }

    /// What each transaction expects it to have noted down.
    public func expect(sealMark: String) { seal.expect(sealMark) }

    /// Makes everything anew under another key.
    public func reseal(_ resealing: Resealing, from former: String, to next: String) throws {
        try StorageError.translating {
            try pool.write { try SealMark.reseal(resealing, from: former, to: next, in: SQLiteConnection($0)) }
        }
    }

    private func reading<Value>(_ body: (any SQLConnection) throws -> Value) throws -> Value {
        try readers.snapshot { try checked($0, body) }
    }

    private func writing<Value>(_ body: (any SQLConnection) throws -> Value) throws -> Value {
        try StorageError.translating { try pool.write { try checked(SQLiteConnection($0), body) } }
    }

    private func checked<Value>(
        _ connection: SQLiteConnection,
        _ body: (any SQLConnection) throws -> Value
    ) throws -> Value {
        try seal.check(in: connection)
        return try body(connection)
    }
}
