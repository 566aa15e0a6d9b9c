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
        let file = DatabaseFile(path: path, kind: Self.kind, steps: VerifierTables.schema, busyTimeout: busyTimeout)
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

    private var tables: VerifierTables { VerifierTables(anchor: anchor) }

    /// What was believed so far, with the highest `iat` of the codes remembered.
    ///
    /// - Throws: ``StorageError``, also `storage.corrupt` where the bytes are no memory: to go on as if nothing was ever
    ///   seen would undo what it protects from.
    public func trustMemory() throws -> TrustMemory {
        try StorageError.translating { try queue.read { try tables.trustMemory(in: SQLiteConnection($0)) } }
    }

    /// Changes what is believed, in one atomic step that is durable when it returns.
    ///
    /// - Parameter change: is given the memory as it is now, which another process may have changed.
    /// - Returns: what `change` returns.
    /// - Throws: ``StorageError``, or what `change` throws; then nothing is changed.
    public func updateTrustMemory<Value>(_ change: (inout TrustMemory) throws -> Value) throws -> Value {
        try StorageError.translating {
            try queue.write { try tables.updateTrustMemory(in: SQLiteConnection($0), change) }
        }
    }

    /// Remembers a trust list and its status lists.
    ///
    /// - Throws: ``StorageError``.
    public func remember(_ snapshot: TrustSnapshot) throws { try updateTrustMemory { $0.remember(snapshot) } }
}

extension VerifierState: ReplayMemory {
    /// Remembers a code, and forgets those that no verifier of this memory could accept any more.
    public func remember(_ key: ReplayKey, until: Int64, issuedAt: Int64) async throws -> Bool {
        let entry = ReplayEntry(key: key, until: until, issuedAt: issuedAt)
        do {
            return try await queue.write { try tables.remember([entry], in: SQLiteConnection($0))[0] }
        } catch let error as DatabaseError {
            throw StorageError(error.extendedResultCode)
        }
    }
}

extension VerifierState {
    /// `HYMV`.
    static let kind: Int32 = 0x4859_4D56
}
