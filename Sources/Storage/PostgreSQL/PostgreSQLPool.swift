// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Synchronization

/// A few connections to one database; who finds none free waits.
///
/// A connection that broke is replaced by a new one when the next is needed, so a server that went away and came back
/// needs nobody's help.
final class PostgreSQLPool: Sendable {
    /// For how long things are waited for, in seconds.
    struct Patience {
        /// For one statement.
        let statement: Int
        /// For another process that writes, and for a free connection.
        let lock: Int
    }

    private struct State {
        var idle: [PostgreSQLConnection] = []
        /// The last failure to connect, and until when nobody tries again.
        var refusal: (error: StorageError, until: ContinuousClock.Instant)?
    }

    private let address: DatabaseAddress
    private let patience: Patience
    private let free: DispatchSemaphore
    private let state = Mutex(State())

    init(_ address: DatabaseAddress, connections: Int, patience: Patience) {
        self.address = address
        self.patience = patience
        free = DispatchSemaphore(value: connections)
    }

    /// Reads in one snapshot.
    func read<Value>(_ body: (any SQLConnection) throws -> Value) throws -> Value {
        try connected { connection in
            try connection.transaction("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY") { try body(connection) }
        }
    }

    /// Reads and writes in a transaction that excludes all others of the same lock, also those of other processes.
    ///
    /// Whatever it reads is as the last of them left it: a statement sees what was committed before it began.
    func write<Value>(_ lock: PostgreSQLSchema.Lock, _ body: (any SQLConnection) throws -> Value) throws -> Value {
        try connected { connection in
            try connection.transaction("BEGIN ISOLATION LEVEL READ COMMITTED", lock: lock) { try body(connection) }
        }
    }

    /// Runs a body with a connection that nobody else has.
    func connected<Value>(_ body: (PostgreSQLConnection) throws -> Value) throws -> Value {
        guard free.wait(timeout: .now() + .seconds(patience.lock)) == .success else {
            throw StorageError(.busy, "all connections to the database are in use")
        }
        defer { free.signal() }
        let connection = try take()
        defer { if connection.isUsable { state.withLock { $0.idle.append(connection) } } }
        return try body(connection)
    }

    private func take() throws -> PostgreSQLConnection {
        while let connection = state.withLock({ $0.idle.popLast() }) { if connection.isUsable { return connection } }
        let start = ContinuousClock.now
        if let refusal = state.withLock({ $0.refusal }), start < refusal.until { throw refusal.error }
        do {
            let wire = try LibpqConnection(address, patience: CInt(1000 * (patience.statement + 5)))
            let connection = PostgreSQLConnection(wire)
            try connection.separately {
                try connection.script(
                    """
                    SET statement_timeout = \(1000 * patience.statement); SET lock_timeout = \(1000 * patience.lock); \
                    SET idle_in_transaction_session_timeout = \(1000 * patience.statement)
                    """
                )
            }
            state.withLock { $0.refusal = nil }
            return connection
        } catch let error as StorageError {
            // A server that lets one wait long for a refusal is left alone for as long, lest all who ask wait in turn.
            let end = ContinuousClock.now
            state.withLock { $0.refusal = (error, end + (end - start)) }
            throw error
        }
    }
}
