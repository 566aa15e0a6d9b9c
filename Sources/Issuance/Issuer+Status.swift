// SPDX-License-Identifier: Apache-2.0

public import COSE
public import MergedCode
public import Registry
import Trust

extension Issuer {
    /// Revokes one credential or printed code, for good.
    ///
    /// - Throws: ``IssuanceError`` `issuance.credential-unknown`, or what the store throws.
    public func revoke(_ id: CredentialID) throws {
        try store.write { transaction in
            guard let entry = try transaction.credential(id) else {
                throw IssuanceError(.credentialUnknown, "no credential of this id")
            }
            try revoke(entry, in: transaction)
        }
    }

    /// Revokes everything that was issued to a person, or what was issued before a time.
    ///
    /// - Parameters:
    ///   - idNumber: the person's ID number.
    ///   - time: seconds since 1970 UTC; `nil` for all.
    /// - Returns: how many credentials and printed codes are revoked by it that were not before.
    /// - Throws: what the store throws.
    public func revokeAll(of idNumber: IDNumber, issuedBefore time: Int64? = nil) throws -> Int {
        let person = try registry.key(of: idNumber)
        return try store.write { transaction in
            let entries = try transaction.credentials(of: person)
                .filter { $0[.credential] != .revoked && $0.issuedAt < time ?? .max }
            for entry in entries { try revoke(entry, in: transaction) }
            return entries.count
        }
    }

    /// Brings the states of all credentials in step with what the registry has learnt since the last time.
    ///
    /// - Parameter now: seconds since 1970 UTC.
    /// - Returns: how many slots changed.
    /// - Throws: what the stores throw; nothing is lost, the next call begins where the last one ended.
    public func followRegistry(at now: Int64) throws -> Int {
        var changed = 0
        while true {
            let position = try store.read { try $0.registryPosition() }
            let changes = try registry.changes(after: position, limit: 1000)
            guard let last = changes.last else { return changed }
            let files = try Set(changes.map(\.person)).compactMap { try registry.file(for: $0, payments: 0) }
            changed += try store.write { transaction in
                var count = 0
                for change in changes where change.effect == .forgotten {
                    count += try forget(change.person, asOf: change.at, in: transaction)
                }
                for file in files {
                    for entry in try transaction.credentials(of: file.key) where entry.expiresAt > now {
                        let credential = entry[.credential]
                        let states = try entry.facts.states(in: file, at: now, credential: credential, sealer: sealer)
                        count += try apply(states, to: entry, in: transaction)
                    }
                    if file.health == nil { try forgetHealth(of: file.key, in: transaction) }
                }
                try transaction.setRegistryPosition(last.sequence)
                return count
            }
        }
    }

    /// Whether a status list has to be signed anew: it changed, or half of its time is over.
    public func isDue(_ list: StatusListEntry, at now: Int64) -> Bool {
        list.isChanged || now >= (list.issuedAt ?? 0) + profile.statusListLifetime / 2
    }

    /// Signs the status lists that changed, or that are past half of their time.
    ///
    /// - Parameters:
    ///   - signer: the issuer's key of use 3.
    ///   - now: seconds since 1970 UTC.
    /// - Returns: the signed lists, also those that had not to be signed anew.
    /// - Throws: what the signer or the store throws.
    public func publishStatusLists(signer: any Signer, at now: Int64) throws -> [StatusListEntry] {
        let keyID = try crypto.keyID(of: signer.publicKey)
        return try store.write { transaction in
            var lists = try transaction.statusLists()
            if lists.isEmpty { lists = [StatusListEntry(number: 0)] }
            for position in lists.indices {
                guard isDue(lists[position], at: now) else { continue }
                let number = lists[position].number
                let builder = try StatusListBuilder(
                    uri: statusListURI(number),
                    states: transaction.states(ofList: number)
                )
                // A verifier refuses a list that is older than the one it has, so iat stands still while the clock is
                // set back.
                let issuedAt = max(now, lists[position].issuedAt ?? now)
                let expiresAt = issuedAt + profile.statusListLifetime
                lists[position] = StatusListEntry(
                    number: number,
                    issuedAt: issuedAt,
                    expiresAt: expiresAt,
                    isChanged: false,
                    signed: try sign(builder, issuedAt, expiresAt, signer, keyID)
                )
                try transaction.put(lists[position])
            }
            return lists
        }
    }

    private func sign(
        _ builder: StatusListBuilder,
        _ issuedAt: Int64,
        _ expiresAt: Int64,
        _ signer: some Signer,
        _ keyID: KeyID
    ) throws -> [UInt8] {
        try builder.sign(
            issuedAt: issuedAt,
            expiresAt: expiresAt,
            timeToLive: profile.statusListTimeToLive,
            by: signer,
            keyID: keyID
        )
    }

    /// Four free entries of a list, at random, so that an index tells nothing about when or to whom it was given.
    func allot(in transaction: any IssuanceTransaction) throws -> (list: Int, index: UInt64) {
        let slots = UInt64(CredentialStatusList.capacity) / CredentialSlot.stride
        var lists = try transaction.statusLists()
        if lists.isEmpty {
            lists = [StatusListEntry(number: 0)]
            try transaction.put(lists[0])
        }
        var list = lists[lists.count - 1].number
        // Beyond half full, drawing again would take longer and longer; indexes are never reused, so the next list opens.
        if try transaction.allottedCount(inList: list) >= Int(slots) / 2 {
            list += 1
            try transaction.put(StatusListEntry(number: list))
        }
        while true {
            let drawn = random(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            // 2⁶⁴ is a multiple of the power of two that `slots` is, so no index is likelier than another.
            let index = drawn % slots * CredentialSlot.stride
            if try !transaction.isAllotted(index, inList: list) { return (list, index) }
        }
    }

    func revoke(_ entry: CredentialEntry, in transaction: any IssuanceTransaction) throws {
        // The components' slots stay as they are: that a credential is gone says nothing about the card.
        _ = try apply([.revoked, entry[.card], entry[.relief], entry[.health]], to: entry, in: transaction)
    }

    /// Suspends a credential whose spent handle was shown again, and what was issued in its place: one of the two wallets
    /// that have it is a copy, and nobody can say which.
    func suspend(_ entry: CredentialEntry, successorsIn transaction: any IssuanceTransaction) throws {
        for other in try transaction.credentials(of: entry.person) where other.kind == .credential {
            guard other.holderKey == entry.holderKey else { continue }
            _ = try apply([.suspended, other[.card], other[.relief], other[.health]], to: other, in: transaction)
        }
    }

    /// Sets the states of an entry's slots where they may change: what is revoked stays revoked.
    func apply(
        _ states: [StatusListBuilder.State],
        to entry: CredentialEntry,
        in transaction: any IssuanceTransaction
    ) throws -> Int {
        var changed = entry
        for slot in CredentialSlot.allCases {
            let position = Int(slot.rawValue)
            guard entry.states[position] != .revoked, entry.states[position] != states[position] else { continue }
            changed.states[position] = states[position]
            try transaction.setState(states[position], at: entry.index + slot.rawValue, inList: entry.list)
        }
        guard changed != entry else { return 0 }
        try transaction.put(changed)
        return zip(changed.states, entry.states).count { $0 != $1 }
    }
}
