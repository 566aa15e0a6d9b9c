// SPDX-License-Identifier: Apache-2.0

import Audit
import GRDB
import Verification

/// Writes verdicts that came together in one transaction.
struct VerdictCommit: Sendable {
    let pool: DatabasePool
    let memory: VerifierTables
    let authenticator: any TraceAuthenticator
    let newChain: ChainID

    /// Whether code and challenge of each are used for the first time, or why it cannot be known.
    ///
    /// What is wrong with one fails that one alone: then each is written for itself. What is wrong with the store fails all.
    func write(_ entries: [VerdictEntry]) -> [Result<Bool, any Error>] {
        do {
            return try transaction(entries).map { .success($0) }
        } catch {
            guard entries.count > 1, Self.concernsOneEntry(error) else { return entries.map { _ in .failure(error) } }
            return entries.map { entry in Result { try transaction([entry])[0] } }
        }
    }

    private static func concernsOneEntry(_ error: any Error) -> Bool {
        guard let error = error as? StorageError else { return true }
        return error.code == .constraint
    }

    private func transaction(_ entries: [VerdictEntry]) throws -> [Bool] {
        try StorageError.translating { try pool.write { try record(entries, in: SQLiteConnection($0)) } }
    }

    private func record(_ entries: [VerdictEntry], in connection: any SQLConnection) throws -> [Bool] {
        let tables = VerificationTables(connection: connection)
        let challenges = entries.compactMap(\.challenge)
        var firstCodes = try memory.remember(entries.compactMap(\.replay), in: connection).makeIterator()
        var firstAnswers = try tables.spendChallenges(challenges).makeIterator()
        // Read here, since another process may have gone on with the chain.
        var chain = try entries.contains { $0.trace != nil } ? tables.chain() ?? TraceChain(newChain) : nil
        var traces: [ChainedTrace] = []
        let areFirst = try entries.map { entry in
            let isFirstCode = entry.replay == nil || firstCodes.next() == true
            let isFirstAnswer = entry.challenge == nil || firstAnswers.next() == true
            let isFirst = isFirstCode && isFirstAnswer
            if let record = entry.trace.map({ isFirst ? $0 : $0.repeated() }),
                let link = try chain?.append(record, authenticator)
            {
                traces.append(ChainedTrace(link: link, record: record))
            }
            return isFirst
        }
        try connection.add(traces.lazy.map(\.values), to: ChainedTrace.table)
        return areFirst
    }
}
