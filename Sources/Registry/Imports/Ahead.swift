// SPDX-License-Identifier: Apache-2.0

package import Dispatch
import Synchronization

/// A value that another core works out while its owner does something else.
package final class Ahead<Value: Sendable>: Sendable {
    private let result = Mutex<Result<Value, any Error>?>(nil)
    private let work: DispatchGroup

    /// Begins when its turn comes in a queue.
    package init(in queue: DispatchQueue = .global(), _ body: @Sendable @escaping () throws -> Value) {
        work = DispatchGroup()
        queue.async(group: work) { [self] in
            let value = Result { try body() }
            result.withLock { $0 = value }
        }
    }

    /// The value, or what working it out threw; waits for it.
    package func value() throws -> Value {
        work.wait()
        guard let result = result.withLock({ $0 }) else { preconditionFailure("the work is done") }
        return try result.get()
    }
}

extension Array where Element: Sendable {
    /// The values of all elements in their order, worked out on all cores that are free.
    func concurrentMap<Value: Sendable>(_ body: @Sendable (Element) throws -> Value) throws -> [Value] {
        let part = 64
        let parts = (count + part - 1) / part
        let results = Mutex([[Value]](repeating: [], count: parts))
        let failure = Mutex<(any Error)?>(nil)
        DispatchQueue.concurrentPerform(iterations: parts) { index in
            do {
                let values = try self[(index * part)..<Swift.min((index + 1) * part, count)].map(body)
                results.withLock { $0[index] = values }
            } catch { failure.withLock { $0 = error } }
        }
        if let error = failure.withLock({ $0 }) { throw error }
        return results.withLock { $0.flatMap(\.self) }
    }
}
