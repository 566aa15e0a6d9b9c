// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// A registry in memory, gone with the process: for tests, and the plainest reading of what a store has to do.
public final class MemoryRegistryStore: RegistryStore {
    private let content = Mutex(MemoryRegistry())
    private let writer = Mutex(())

    /// An empty registry.
    public init() {}

    /// Reads in one snapshot.
    public func read<Value>(_ body: (any RegistryReading) throws -> Value) throws -> Value {
        try body(content.withLock { $0 })
    }

    /// Writes into a copy, which takes the original's place when `body` succeeds.
    public func write<Value>(_ body: (any RegistryTransaction) throws -> Value) throws -> Value {
        var result: Result<Value, any Error>?
        writer.withLock { _ in
            result = Result {
                let transaction = MemoryRegistryTransaction(content.withLock { $0 })
                let value = try body(transaction)
                let written = transaction.registry
                content.withLock { $0 = written }
                return value
            }
        }
        guard let result else { preconditionFailure("withLock calls its body once") }
        return try result.get()
    }
}
