// SPDX-License-Identifier: Apache-2.0

import Dispatch

/// Runs what blocks for long (signing, write transactions) beside the threads that answer requests.
package enum OffPool {
    private static let queue = DispatchQueue(label: "heyima.blocking", attributes: .concurrent)

    /// The value of a body that may block.
    package static func run<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result { try body() }) }
        }
    }
}
