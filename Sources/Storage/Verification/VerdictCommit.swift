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
        try StorageError.translating { try pool.write { try record(entries, in: $0) } }
    }

    private func record(_ entries: [VerdictEntry], in database: Database) throws -> [Bool] {
        let tables = VerificationTables(database: database)
        var firsts = try memory.remember(entries.compactMap(\.replay), in: database).makeIterator()
        // Read here, since another process may have gone on with the chain.
        var chain = try entries.contains { $0.trace != nil } ? tables.chain() ?? TraceChain(newChain) : nil
        return try entries.map { entry in
            let isFirstCode = entry.replay == nil || firsts.next() == true
            let isFirstAnswer = try entry.challenge.map(tables.spendChallenge) ?? true
            let isFirst = isFirstCode && isFirstAnswer
            if let trace = entry.trace.map({ isFirst ? $0 : $0.repeated() }),
                let link = try chain?.append(trace, authenticator)
            {
                try tables.add(link, of: trace)
            }
            return isFirst
        }
    }
}
