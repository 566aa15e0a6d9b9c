// SPDX-License-Identifier: Apache-2.0

import COSE
public import Foundation
import GRDB
import MergedCode
public import Trust
public import Verification

/// What a verifier remembers under one anchor: the codes it has seen, and what it has believed.
///
/// Several anchors may share a file, and several processes: of two that show one code at the same time exactly one is
/// told that it is the first. It is a file of its own, apart from ``SQLiteStore``, so that no import holds up a verdict.
///
/// ```swift
/// let state = try VerifierState(path: path, anchor: trustList.anchor)
/// let memory = try state.trustMemory()   // judge against it
/// try state.remember(snapshot)
/// ```
public struct VerifierState: Sendable {
    /// Whose codes and lists are remembered.
    public let anchor: AnchorIdentity
    /// How far the memory reaches: `local` for one verifier's own file, `checked` where all of a deployment share it.
    public let reach: Evidence.Replay
    let queue: DatabaseQueue

    /// Opens the file, makes it where there is none, and brings an older schema forward.
    ///
    /// - Parameters:
    ///   - path: the file; its directory exists.
    ///   - anchor: whose codes and lists are remembered.
    ///   - reach: `.checked` only where every verifier of the deployment uses this file.
    ///   - busyTimeout: for how long to wait for another process, in seconds.
    /// - Throws: ``StorageError``.
    public init(
        path: String,
        anchor: AnchorIdentity,
        reach: Evidence.Replay = .local,
        busyTimeout: Double = 10
    ) throws {
        self.anchor = anchor
        self.reach = reach
        let file = DatabaseFile(path: path, kind: Self.kind, migrator: Self.migrator, busyTimeout: busyTimeout)
        queue = try file.open { try DatabaseQueue(path: $0, configuration: $1) }
    }

    /// Opens `state.sqlite` in a directory, which is made, for its owner alone, where there is none.
    ///
    /// - Parameters:
    ///   - directory: the directory.
    ///   - anchor: whose codes and lists are remembered.
    /// - Throws: ``StorageError``.
    public init(directory: URL, anchor: AnchorIdentity) throws {
        do {
            try FileManager.default.createDirectory(
                at: directory,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        } catch {
            throw StorageError(
                .cannotOpen,
                "no directory \(directory.path(percentEncoded: false)), and none can be made"
            )
        }
        let file = directory.appending(path: "state.sqlite", directoryHint: .notDirectory)
        try self.init(path: file.path(percentEncoded: false), anchor: anchor)
    }

    /// What was believed so far, with the highest `iat` of the codes remembered.
    ///
    /// - Throws: ``StorageError``, also `storage.corrupt` where the bytes are no memory: to go on as if nothing was ever
    ///   seen would undo what it protects from.
    public func trustMemory() throws -> TrustMemory {
        try StorageError.translating { try queue.read { try trustMemory(in: $0) } }
    }

    /// Changes what is believed, in one atomic step that is durable when it returns.
    ///
    /// - Parameter change: is given the memory as it is now, which another process may have changed.
    /// - Returns: what `change` returns.
    /// - Throws: ``StorageError``, or what `change` throws; then nothing is changed.
    public func updateTrustMemory<Value>(_ change: (inout TrustMemory) throws -> Value) throws -> Value {
        try StorageError.translating {
            try queue.write { database in
                var memory = try trustMemory(in: database)
                let value = try change(&memory)
                try database.run(
                    "UPDATE anchor SET trust_memory = ? WHERE id = ?",
                    memory.encoded.sql,
                    try id(in: database)
                )
                return value
            }
        }
    }

    /// Remembers a trust list and its status lists.
    ///
    /// - Throws: ``StorageError``.
    public func remember(_ snapshot: TrustSnapshot) throws { try updateTrustMemory { $0.remember(snapshot) } }

    private func trustMemory(in database: Database) throws -> TrustMemory {
        let found = try database.first(
            "SELECT trust_memory, latest_issued_at FROM anchor WHERE root_key_id = ? AND issuer = ?",
            anchorValues
        ) { (try $0.optionalBytes(), try $0.optionalInteger()) }
        guard let (bytes, latest) = found else { return TrustMemory() }
        var memory = TrustMemory()
        if let bytes {
            do { memory = try TrustMemory(bytes) } catch { throw StorageError(.corrupt, error.message) }
        }
        if let latest { memory.remember(issuedAt: latest, of: anchor) }
        return memory
    }

    private var anchorValues: [SQLValue] { [anchor.rootKeyID.bytes.sql, Array(anchor.issuer.utf8).sql] }

    /// The row of the anchor, made where there is none.
    private func id(in database: Database) throws -> Int64 {
        let known = try database.first("SELECT id FROM anchor WHERE root_key_id = ? AND issuer = ?", anchorValues) {
            try $0.integer()
        }
        if let known { return known }
        try database.run("INSERT INTO anchor (root_key_id, issuer) VALUES (?, ?)", anchorValues)
        return database.lastInsertedRowID
    }
}

extension VerifierState: ReplayMemory {
    /// Remembers a code, and forgets those that no verifier of this memory could accept any more.
    public func remember(_ key: ReplayKey, until: Int64, issuedAt: Int64) async throws -> Bool {
        do {
            return try await queue.write { database in
                try remember(key, until: until, issuedAt: issuedAt, in: database)
            }
        } catch let error as DatabaseError {
            throw StorageError(error)
        }
    }

    private func remember(_ key: ReplayKey, until: Int64, issuedAt: Int64, in database: Database) throws -> Bool {
        let anchor = try id(in: database)
        try database.run(
            "INSERT INTO code (anchor, credential, code, until) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
            anchor,
            key.credential.sql,
            key.code.sql,
            until
        )
        guard database.changesCount == 1 else { return false }
        try database.run(
            "UPDATE anchor SET latest_issued_at = max(coalesce(latest_issued_at, ?1), ?1) WHERE id = ?2",
            issuedAt,
            anchor
        )
        // `until` is the code's end plus the skew. Where the clock is not more than the skew below the highest iat, the
        // code is expired once that iat has come to `until`; where it is, `clock_suspect` accepts nothing at all. So
        // this needs no clock, and no clock that is wrong for a while makes it forget too soon.
        try database.run(
            """
            DELETE FROM code WHERE anchor = ?1 AND (credential, code) <> (?2, ?3) \
            AND until <= (SELECT latest_issued_at FROM anchor WHERE id = ?1)
            """,
            anchor,
            key.credential.sql,
            key.code.sql
        )
        return true
    }
}

extension VerifierState {
    /// `HYMV`.
    static let kind: Int32 = 0x4859_4D56

    static let migrator: DatabaseMigrator = {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("verifier-1") { database in
            try database.execute(
                sql: """
                    CREATE TABLE anchor (
                        id INTEGER PRIMARY KEY, root_key_id BLOB NOT NULL, issuer BLOB NOT NULL,
                        latest_issued_at INTEGER, trust_memory BLOB, UNIQUE (root_key_id, issuer)
                    ) STRICT;
                    CREATE TABLE code (
                        anchor INTEGER NOT NULL REFERENCES anchor (id), credential BLOB NOT NULL, code BLOB NOT NULL,
                        until INTEGER NOT NULL, PRIMARY KEY (anchor, credential, code)
                    ) STRICT, WITHOUT ROWID;
                    CREATE INDEX code_until ON code (anchor, until);
                    """
            )
        }
        return migrator
    }()
}
