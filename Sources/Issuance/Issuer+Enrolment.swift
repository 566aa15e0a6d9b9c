// SPDX-License-Identifier: Apache-2.0

public import COSE
public import MergedCode
public import Registry
import Trust

/// What a wallet receives.
public struct IssuedCredential: Sendable {
    /// The credential with all its disclosures.
    public let credential: HeldCredential
    /// What the next refresh has to name, once.
    public let refreshHandle: [UInt8]
}

extension Issuer {
    /// Gives out a ticket.
    ///
    /// Those that the person had before are no longer good.
    ///
    /// - Parameters:
    ///   - idNumber: the person's ID number.
    ///   - now: seconds since 1970 UTC.
    /// - Returns: the ticket and its PIN, to be handed over separately.
    /// - Throws: ``IssuanceError`` where nothing could be issued to the person, or what the store throws.
    public func ticket(for idNumber: IDNumber, at now: Int64) throws -> Ticket {
        let person = try registry.key(of: idNumber)
        // Whoever cannot be given a credential should hear it now, not at home.
        _ = try CredentialContents(file(of: person), at: now, sealer: sealer)
        let bytes = random(Ticket.length)
        let digest = crypto.sha256(bytes[...])
        let pin = Ticket.pin(random: random)
        let entry = TicketEntry(
            digest: digest,
            person: person,
            pin: try pinDigest(pin, of: digest),
            expiresAt: now + Ticket.lifetime,
            triesLeft: Ticket.tries
        )
        try store.write { transaction in
            try transaction.removeTickets(of: person, expiredBefore: now)
            try transaction.put(entry)
        }
        return Ticket(text: Ticket.text(of: bytes), pin: pin, expiresAt: entry.expiresAt)
    }

    /// Issues a credential to the holder of a ticket, who proves to have the key that it is for.
    ///
    /// Nonce and ticket are spent, and the person's earlier credentials revoked, in one transaction. A wallet to which the
    /// answer did not come may ask again with the same key while the ticket lasts, and is given the same answer; any other
    /// key is refused.
    ///
    /// - Parameters:
    ///   - ticket: the ticket's text, as it came: the proof covers it.
    ///   - pin: its PIN.
    ///   - proof: the proof of possession (wire-format.md §9), with the public key of the wallet in it.
    ///   - origin: what the proof has to be addressed to.
    ///   - signer: the issuer's key of use 1.
    ///   - now: seconds since 1970 UTC.
    /// - Returns: the credential with all disclosures and the handle of the first refresh.
    /// - Throws: `CredentialError` with a `proof.` code, ``IssuanceError``, or what the signer or the store throws. A wrong
    ///   PIN costs one of five tries, and whatever is wrong with the proof costs nothing.
    public func enrol(
        ticket: String,
        pin: String,
        proof: [UInt8],
        origin: String,
        signer: any Signer,
        at now: Int64
    ) throws -> IssuedCredential {
        let claimed = try UnverifiedProofOfPossession(proof)
        let nonce = try Nonce(claimed.nonce, at: now, skew: Self.skew, sealer: sealer)
        guard let key = claimed.enrolledKey else {
            throw CredentialError(.proofOperation, "the proof is not for an enrolment")
        }
        let proven = try verified(claimed, .enrolment(ticket: ticket), by: key, origin: origin, at: now)
        let digest = try ticketDigest(ticket)
        let given = try pinDigest(pin, of: digest)
        let handle = try sealer.digest(digest.bytes + proven.holder.bytes, domain: "first-handle")
        // A wrong PIN has to be counted although it is an error, so the transaction returns and the error comes after.
        let outcome = try store.write { transaction -> Result<IssuedCredential, IssuanceError> in
            try spend(nonce, in: transaction, at: now)
            var ticket: TicketEntry
            switch try redeem(digest, pin: given, by: proven.holder, at: now, in: transaction) {
            case .success(let redeemed): ticket = redeemed
            case .failure(let error): return .failure(error)
            }
            if let given = try entry(of: ticket.person, withHandle: handle, in: transaction),
                given[.credential] == .valid, let answer = try answer(given, handle: handle, in: transaction)
            {
                return .success(answer)
            }
            ticket.holder = proven.holder
            try transaction.put(ticket)
            for entry in try transaction.credentials(of: ticket.person) where entry.kind == .credential {
                try revoke(entry, in: transaction)
            }
            return .success(
                try issue(to: ticket.person, proven, handle: handle, signer: signer, at: now, in: transaction)
            )
        }
        return try outcome.get()
    }

    /// Issues what is true now in place of a credential, which is revoked; its holder proves to have the key.
    ///
    /// The proof is checked before all else: a handle that is not the current one suspends the credential, which nobody
    /// but the holder of the key may bring about.
    ///
    /// - Parameters:
    ///   - id: the credential to replace.
    ///   - handle: the handle that came with it.
    ///   - request: 16 random bytes of the wallet, the same when it asks again because no answer came; it is then given
    ///     the same answer. A wallet that never got its answer is so told from a copy.
    ///   - proof: the proof of possession (wire-format.md §9).
    ///   - origin: what the proof has to be addressed to.
    ///   - signer: the issuer's key of use 1.
    ///   - now: seconds since 1970 UTC.
    /// - Returns: the new credential, for the same holder's key, and the next handle.
    /// - Throws: `CredentialError` with a `proof.` code, ``IssuanceError``, or what the signer or the store throws. A
    ///   handle that is not the current one is a sign of a copied wallet: the credential is suspended and
    ///   `issuance.handle-spent` thrown.
    public func refresh(
        _ id: CredentialID,
        handle: [UInt8],
        request: [UInt8],
        proof: [UInt8],
        origin: String,
        signer: any Signer,
        at now: Int64
    ) throws -> IssuedCredential {
        let claimed = try UnverifiedProofOfPossession(proof)
        let nonce = try Nonce(claimed.nonce, at: now, skew: Self.skew, sealer: sealer)
        guard
            let holderKey = try store.read({ (reading: any IssuanceReading) in try reading.credential(id) })?.holderKey
        else {
            throw IssuanceError(.credentialUnknown, "no credential of this id")
        }
        let proven = try verified(claimed, .refresh(id, handle: handle), by: holderKey, origin: origin, at: now)
        let handleDigest = crypto.sha256(handle[...])
        // The next handle follows from the request, so the same request finds what was issued for it.
        let next = try sealer.digest(handleDigest.bytes + request, domain: "next-handle")
        // A suspension has to outlive the error that reports it, so the transaction returns and the error comes after.
        let outcome = try store.write { transaction -> Result<IssuedCredential, IssuanceError> in
            guard let named = try transaction.credential(id) else {
                return .failure(IssuanceError(.credentialUnknown, "no credential of this id"))
            }
            try spend(nonce, in: transaction, at: now)
            let given = try entry(of: named.person, withHandle: next, in: transaction)
            guard let entry = named.refreshHandle == handleDigest ? named : given else {
                try suspend(named, successorsIn: transaction)
                return .failure(IssuanceError(.handleSpent, "the handle was used before"))
            }
            switch entry[.credential] {
            case .valid: break
            case .suspended: return .failure(IssuanceError(.credentialSuspended, "the credential is suspended"))
            case .revoked: return .failure(IssuanceError(.credentialRevoked, "the credential is revoked"))
            }
            if let given, let answer = try answer(given, handle: next, in: transaction) { return .success(answer) }
            try retire(entry, in: transaction)
            return .success(
                try issue(to: entry.person, proven, handle: next, signer: signer, at: now, in: transaction)
            )
        }
        return try outcome.get()
    }

    /// Issues a printed code.
    ///
    /// - Parameters:
    ///   - idNumber: the person's ID number.
    ///   - signer: the issuer's key of use 2.
    ///   - now: seconds since 1970 UTC.
    /// - Returns: the text for the symbol, what it says, and until when it is good (seconds since 1970 UTC).
    /// - Throws: ``IssuanceError``, or what the signer or the store throws.
    public func issuePrinted(
        to idNumber: IDNumber,
        signer: any Signer,
        at now: Int64
    ) throws -> (text: String, components: Components, expiresAt: Int64) {
        let person = try registry.key(of: idNumber)
        return try store.write { transaction in
            var contents = try CredentialContents(file(of: person), at: now, sealer: sealer)
            contents.facts.healthLevel = nil
            let (list, index) = try allot(in: transaction)
            let status = try reference(list, index)
            let draft = PrintedCodeDraft(
                issuer: profile.issuer,
                issuedAt: now,
                expiration: now + profile.printedLifetime,
                status: status,
                components: contents.components
            )
            let (text, id) = try printed(draft, signer)
            try transaction.put(
                CredentialEntry(
                    id: id,
                    person: person,
                    kind: .printed,
                    list: list,
                    index: index,
                    issuedAt: now,
                    expiresAt: draft.expiration,
                    signedDigest: crypto.sha256(COSESign1(UnverifiedCode.bytes(of: text)).signatureInput()[...]),
                    holderKey: nil,
                    holder: nil,
                    refreshHandle: nil,
                    facts: contents.facts,
                    states: [.valid, .valid, .valid, .valid]
                )
            )
            var shown = contents.components.restricted(to: UnverifiedPrintedCode.allowedComponents)
            shown.identity = shown.identity?.withGivenNameMasked
            return (text, shown, draft.expiration)
        }
    }

    private func printed(_ draft: PrintedCodeDraft, _ signer: some Signer) throws -> (String, CredentialID) {
        let (text, id) = try draft.issue(signer: signer, crypto: crypto, random: random)
        return (text, id)
    }

    /// The credential that came with a handle, where it was not refreshed yet.
    private func entry(
        of person: PersonKey,
        withHandle handle: [UInt8],
        in transaction: any IssuanceTransaction
    ) throws -> CredentialEntry? {
        let digest = crypto.sha256(handle[...])
        return try transaction.credentials(of: person).last { $0.refreshHandle == digest }
    }

    /// The answer that was given before, again; nil where the credential is not kept, or not whole any more.
    private func answer(
        _ given: CredentialEntry,
        handle: [UInt8],
        in transaction: any IssuanceTransaction
    ) throws -> IssuedCredential? {
        guard let sealed = try transaction.sealedCredential(given.id) else { return nil }
        let opened = try sealer.open(sealed, context: given.id.bytes)
        guard try UnverifiedCredential(bytes: opened).disclosureCount == ComponentKey.allCases.count else { return nil }
        let credential = try HeldCredential(opened, crypto: crypto)
        return IssuedCredential(credential: credential, refreshHandle: handle)
    }

    private func issue(
        to person: PersonKey,
        _ proven: VerifiedProofOfPossession,
        handle: [UInt8],
        signer: some Signer,
        at now: Int64,
        in transaction: any IssuanceTransaction
    ) throws -> IssuedCredential {
        // Read inside of the transaction: a change of the registry that comes later finds the credential there.
        let contents = try CredentialContents(file(of: person), at: now, sealer: sealer)
        let (list, index) = try allot(in: transaction)
        let draft = CredentialDraft(
            issuer: profile.issuer,
            issuedAt: now,
            expiration: now + profile.credentialLifetime,
            holderKey: proven.holderKey,
            status: try reference(list, index),
            components: contents.components
        )
        let held = try draft.issue(signer: signer, crypto: crypto, random: random)
        try transaction.put(
            CredentialEntry(
                id: held.id,
                person: person,
                kind: .credential,
                list: list,
                index: index,
                issuedAt: now,
                expiresAt: draft.expiration,
                signedDigest: crypto.sha256(held.credential.sign1.signatureInput()[...]),
                holderKey: proven.holderKey,
                holder: proven.holder,
                refreshHandle: crypto.sha256(handle[...]),
                facts: contents.facts,
                states: [.valid, .valid, .valid, .valid]
            )
        )
        try transaction.addSealedCredential(sealer.seal(held.encoded, context: held.id.bytes), of: held.id)
        return IssuedCredential(credential: held, refreshHandle: handle)
    }

    private func reference(_ list: Int, _ index: UInt64) throws -> StatusReference {
        guard let reference = StatusReference(uri: statusListURI(list), index: index) else {
            preconditionFailure("an allotted index is a multiple of four")
        }
        return reference
    }

    /// Revokes a credential that another takes the place of, with its handle gone.
    ///
    /// Without a handle the old entry tells a copied wallet that comes later from one that is in step.
    private func retire(_ entry: CredentialEntry, in transaction: any IssuanceTransaction) throws {
        var retired = entry
        retired.refreshHandle = nil
        try transaction.put(retired)
        try revoke(retired, in: transaction)
    }

    private func ticketDigest(_ text: String) throws(IssuanceError) -> Digest32 {
        guard let bytes = Ticket.bytes(of: text) else {
            throw IssuanceError(.ticketUnknown, "not the form of a ticket")
        }
        return crypto.sha256(bytes[...])
    }

    private func pinDigest(_ pin: String, of ticket: Digest32) throws -> [UInt8] {
        try sealer.digest(ticket.bytes + pin.utf8, domain: "pin")
    }

    /// The ticket where its PIN is right; a wrong one is counted.
    private func redeem(
        _ digest: Digest32,
        pin: [UInt8],
        by holder: KeyID,
        at now: Int64,
        in transaction: any IssuanceTransaction
    ) throws -> Result<TicketEntry, IssuanceError> {
        guard var ticket = try transaction.ticket(digest), ticket.holder == nil || ticket.holder == holder else {
            return .failure(IssuanceError(.ticketUnknown, "the ticket is not known, or was used"))
        }
        guard now < ticket.expiresAt else {
            try transaction.removeTicket(digest)
            return .failure(IssuanceError(.ticketExpired, "the ticket is older than a day"))
        }
        guard ticket.triesLeft > 0 else { return .failure(IssuanceError(.pinExhausted, "no tries are left")) }
        guard ticket.pin == pin else {
            ticket.triesLeft -= 1
            try transaction.put(ticket)
            return .failure(
                ticket.triesLeft > 0
                    ? IssuanceError(.pinWrong, "not the ticket's pin, \(ticket.triesLeft) tries left")
                    : IssuanceError(.pinExhausted, "no tries are left")
            )
        }
        return .success(ticket)
    }
}
