// SPDX-License-Identifier: Apache-2.0

import GRDB
import Synchronization

/// Connections that only read a database which somebody else has opened already.
///
/// As many are opened as read at once, and stay open. GRDB's own readers would ask for the schema's version and begin a
/// savepoint each time, which costs a verdict more than half of what its questions do.
final class SQLiteReaders: Sendable {
    private struct State {
        var idle: [DatabaseQueue] = []
        var lent = 0
        var isClosed = false
    }

    private let file: DatabaseFile
    private let state = Mutex(State())

    init(_ file: DatabaseFile) { self.file = file }

    /// Reads what the last transaction of any process left, in one snapshot.
    func snapshot<Value>(_ body: (SQLiteConnection) throws -> Value) throws -> Value {
        try read { connection in
            try connection.run("BEGIN")
            do {
                let value = try body(connection)
                try connection.run("COMMIT")
                return value
            } catch {
                // It has changed nothing, so that what went wrong first says more than how it ends.
                try? connection.run("ROLLBACK")
                throw error
            }
        }
    }

    /// Reads with statements each of which sees what the last transaction of any process left.
    func read<Value>(_ body: (SQLiteConnection) throws -> Value) throws -> Value {
        try StorageError.translating {
            let queue = try borrow()
            defer { giveBack(queue) }
            return try queue.unsafeRead { try body(SQLiteConnection($0)) }
        }
    }

    /// Closes all, and then what `closeOthers` does; throws `storage.busy` while one reads.
    ///
    /// The readers go first, since the last who closes has to be one who can write. Where `closeOthers` throws they can be
    /// opened again.
    func close(_ closeOthers: () throws -> Void) throws {
        let idle = try state.withLock { state in
            guard state.lent == 0 else { throw StorageError(.busy, "the database is being read") }
            // Nobody can borrow any more.
            state.isClosed = true
            defer { state.idle = [] }
            return state.idle
        }
        do {
            for queue in idle { try queue.close() }
            try closeOthers()
        } catch {
            state.withLock { $0.isClosed = false }
            throw error
        }
    }

    private func borrow() throws -> DatabaseQueue {
        let queue = try state.withLock { state in
            guard !state.isClosed else { throw StorageError(.failed, "the database is closed") }
            state.lent += 1
            return state.idle.popLast()
        }
        if let queue { return queue }
        do { return try file.openForReading() } catch {
            state.withLock { $0.lent -= 1 }
            throw error
        }
    }

    private func giveBack(_ queue: DatabaseQueue) {
        state.withLock { state in
            state.lent -= 1
            state.idle.append(queue)
        }
    }
}
