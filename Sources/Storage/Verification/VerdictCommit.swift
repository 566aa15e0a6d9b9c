// SPDX-License-Identifier: Apache-2.0

import Audit
import Verification

/// Writes verdicts that came together in one transaction.
struct VerdictCommit: Sendable {
    let memory: VerifierTables
    let authenticator: any TraceAuthenticator
    let newChain: ChainID
    /// Runs a body in a transaction that excludes all others which write verdicts, of other processes too.
    let transaction: @Sendable (_ body: (any SQLConnection) throws -> [Bool]) throws -> [Bool]

    /// Whether code and challenge of each are used for the first time, or why it cannot be known.
    ///
    /// What is wrong with one fails that one alone: then each is written for itself. What is wrong with the store fails all.
    func write(_ entries: [VerdictEntry]) -> [Result<Bool, any Error>] {
        do {
            return try transaction { try record(entries, in: $0) }.map { .success($0) }
        } catch {
            guard entries.count > 1, Self.concernsOneEntry(error) else { return entries.map { _ in .failure(error) } }
            return entries.map { entry in Result { try transaction { try record([entry], in: $0) }[0] } }
        }
    }

    private static func concernsOneEntry(_ error: any Error) -> Bool {
        guard let error = error as? StorageError else { return true }
        return error.code == .constraint
    }

    private func record(_ entries: [VerdictEntry], in connection: any SQLConnection) throws -> [Bool] {
        let tables = VerificationTables(connection: connection)
        let challenges = entries.compactMap(\.challenge)
        var firstCodes = try memory.remember(entries.compactMap(\.replay), in: connection).makeIterator()
        var firstAnswers = try tables.spendChallenges(challenges).makeIterator()
        // Read here, since another process may have gone on with the chain.
        let hasTrace = entries.contains { $0.trace != nil }
        var (chain, position) = try (hasTrace ? tables.chain() : nil) ?? (TraceChain(newChain), 0)
        var traces: [ChainedTrace] = []
        let areFirst = try entries.map { entry in
            let isFirstCode = entry.replay == nil || firstCodes.next() == true
            let isFirstAnswer = entry.challenge == nil || firstAnswers.next() == true
            let isFirst = isFirstCode && isFirstAnswer
            if let record = entry.trace.map({ isFirst ? $0 : $0.repeated() }) {
                position += 1
                let link = try chain.append(record, authenticator)
                traces.append(ChainedTrace(position: position, link: link, record: record))
            }
            return isFirst
        }
        try connection.add(traces.count, to: ChainedTrace.table) { [traces] in traces[$0].values }
        return areFirst
    }
}
