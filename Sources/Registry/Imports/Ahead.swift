// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Synchronization

/// A value that another core works out while its owner does something else.
final class Ahead<Value: Sendable>: Sendable {
    private let result = Mutex<Result<Value, any Error>?>(nil)
    private let work: DispatchGroup

    /// Begins when its turn comes in a queue.
    init(in queue: DispatchQueue = .global(), _ body: @Sendable @escaping () throws -> Value) {
        work = DispatchGroup()
        queue.async(group: work) { [self] in
            let value = Result { try body() }
            result.withLock { $0 = value }
        }
    }

    /// The value, or what working it out threw; waits for it.
    func value() throws -> Value {
        work.wait()
        guard let result = result.withLock({ $0 }) else { preconditionFailure("the work is done") }
        return try result.get()
    }
}
