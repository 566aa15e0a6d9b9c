// SPDX-License-Identifier: Apache-2.0

import MergedCode
public import Registry
import Trust

extension Issuer {
    /// Destroys records of credentials, printed codes and tickets that have been expired for longer than the limit.
    ///
    /// - Parameters:
    ///   - limits: how long they are kept.
    ///   - now: seconds since 1970 UTC.
    ///   - isRehearsal: whether to change nothing and only report.
    /// - Returns: how many credentials and printed codes, and how many tickets.
    /// - Throws: what the store throws.
    public func prune(
        _ limits: RetentionLimits,
        at now: Int64,
        isRehearsal: Bool = false
    ) throws -> (credentials: Int, tickets: Int) {
        var found = (credentials: 0, tickets: 0)
        do {
            try store.write { transaction in
                found = try transaction.removeExpired(before: now - Int64(limits.credentials) * 86_400)
                if isRehearsal { throw Rehearsed() }
            }
        } catch is Rehearsed {}
        return found
    }

    /// Revokes all that was issued to a person who was forgotten, and destroys what is kept of it.
    ///
    /// The entries stay until they expire, with nothing in them but keys and dates: their places in the status lists have to
    /// say that they are revoked.
    ///
    /// What was issued after `time` is for somebody who has come back. Counts the slots that changed.
    func forget(
        _ person: PersonKey,
        asOf time: Int64,
        in transaction: any IssuanceTransaction
    ) throws -> Int {
        var count = 0
        for entry in try transaction.credentials(of: person) where entry.issuedAt <= time {
            count += try apply([.revoked, .revoked, .revoked, .revoked], to: entry, in: transaction)
            try transaction.put(try entry.emptied(in: transaction))
            try transaction.removeSealedCredential(entry.id)
        }
        try transaction.removeTickets(of: person, expiredBefore: .min)
        return count
    }

    /// Takes a health status that is gone out of what is kept of a person's credentials, which stay good.
    func forgetHealth(of person: PersonKey, in transaction: any IssuanceTransaction) throws {
        for var entry in try transaction.credentials(of: person) where entry.facts.healthLevel != nil {
            // The slot is revoked by now, and stays so without the level.
            entry.facts.healthLevel = nil
            try transaction.put(entry)
            guard let sealed = try transaction.sealedCredential(entry.id) else { continue }
            let held = try HeldCredential(sealer.open(sealed, context: entry.id.bytes), crypto: crypto)
            let rest = try held.presented(held.components.keys.subtracting([.health]))
            try transaction.removeSealedCredential(entry.id)
            try transaction.addSealedCredential(sealer.seal(rest, context: entry.id.bytes), of: entry.id)
        }
    }
}

extension CredentialEntry {
    /// The entry as it stands now, without what it names of the registry and without a handle to refresh it with.
    fileprivate func emptied(in store: any IssuanceReading) throws -> CredentialEntry {
        var emptied = try store.credential(id) ?? self
        emptied.facts = CredentialFacts()
        emptied.refreshHandle = nil
        return emptied
    }
}

/// Leaves a transaction without its changes.
private struct Rehearsed: Error {}
