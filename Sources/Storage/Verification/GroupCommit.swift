// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Synchronization

/// Lets concurrent callers share what one durable write costs.
///
/// One writer, on a queue of its own, takes all that waits, writes it, and answers; meanwhile the next batch gathers. So the
/// more callers there are the less each one costs, and a single caller is served at once. Only where several came together
/// does the writer let the next ones gather for a moment: where cores are what is short, fewer and larger writes leave
/// more of them to the callers (PostgreSQL's `commit_delay` is the same).
final class GroupCommit<Entry: Sendable, Answer: Sendable>: Sendable {
    private struct Waiting {
        let entry: Entry
        let continuation: CheckedContinuation<Answer, any Error>
    }

    private struct State {
        var waiting: [Waiting] = []
        var isWriting = false
    }

    /// For how long callers gather after a batch of several.
    private static var gathering: DispatchTimeInterval { .milliseconds(1) }

    private let state = Mutex(State())
    private let queue: DispatchQueue
    private let commit: @Sendable ([Entry]) -> [Result<Answer, any Error>]

    /// A group commit.
    ///
    /// - Parameters:
    ///   - label: the name of the writer's queue.
    ///   - commit: writes a batch, which is durable when it returns, and gives the answer to each in their order. It is
    ///     never called twice at once.
    init(label: String, commit: @escaping @Sendable ([Entry]) -> [Result<Answer, any Error>]) {
        queue = DispatchQueue(label: label)
        self.commit = commit
    }

    /// Has an entry written with all others that wait.
    func write(_ entry: Entry) async throws -> Answer {
        try await withCheckedThrowingContinuation { continuation in
            let mustStart = state.withLock { state in
                state.waiting.append(Waiting(entry: entry, continuation: continuation))
                defer { state.isWriting = true }
                return !state.isWriting
            }
            if mustStart { queue.async { self.writeAll() } }
        }
    }

    private func writeAll() {
        while let batch = nextBatch() {
            let answers = commit(batch.map(\.entry))
            for (waiting, answer) in zip(batch, answers) { waiting.continuation.resume(with: answer) }
            guard batch.count == 1 else {
                return queue.asyncAfter(deadline: .now() + Self.gathering) { self.writeAll() }
            }
        }
    }

    private func nextBatch() -> [Waiting]? {
        state.withLock { state in
            guard !state.waiting.isEmpty else {
                state.isWriting = false
                return nil
            }
            defer { state.waiting = [] }
            return state.waiting
        }
    }
}
