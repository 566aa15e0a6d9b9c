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

    /// Issues a credential to the holder of a ticket.
    ///
    /// The ticket is spent, and the person's earlier credentials are revoked, in one transaction. A wallet to which the
    /// answer did not come may ask again with the same key while the ticket lasts; any other key is refused.
    ///
    /// - Parameters:
    ///   - ticket: the ticket's text.
    ///   - pin: its PIN.
    ///   - holderKey: the public key of the wallet.
    ///   - signer: the issuer's key of use 1.
    ///   - now: seconds since 1970 UTC.
    /// - Returns: the credential with all disclosures and the handle of the first refresh.
    /// - Throws: ``IssuanceError``, or what the signer or the store throws. A wrong PIN costs one of five tries.
    public func enrol(
        ticket: String,
        pin: String,
        holderKey: COSEKey,
        signer: any Signer,
        at now: Int64
    ) throws -> IssuedCredential {
        let holder = try holderKeyID(holderKey)
        let digest = try ticketDigest(ticket)
        let person = try redeemable(digest, pin: pin, by: holder, at: now)
        let handle = try sealer.digest(digest.bytes + holder.bytes, domain: "first-handle")
        return try store.write { transaction in
            // The ticket may have been used in between.
            guard var entry = try transaction.ticket(digest), entry.holder == nil || entry.holder == holder else {
                throw IssuanceError(.ticketUnknown, "the ticket is not known")
            }
            entry.holder = holder
            try transaction.put(entry)
            for entry in try transaction.credentials(of: person) where entry.kind == .credential {
                try revoke(entry, in: transaction)
            }
            return try issue(
                to: person,
                holderKey: holderKey,
                handle: handle,
                signer: signer,
                at: now,
                in: transaction
            )
        }
    }

    /// Issues what is true now in place of a credential, which is revoked.
    ///
    /// - Parameters:
    ///   - id: the credential to replace.
    ///   - handle: the handle that came with it.
    ///   - request: 16 random bytes of the wallet, the same when it asks again because no answer came. A wallet that never
    ///     got its answer is so told from a copy.
    ///   - signer: the issuer's key of use 1.
    ///   - now: seconds since 1970 UTC.
    /// - Returns: the new credential, for the same holder's key, and the next handle.
    /// - Throws: ``IssuanceError``. A handle that is not the current one is a sign of a copied wallet: the credential is
    ///   suspended and `issuance.handle-spent` thrown.
    public func refresh(
        _ id: CredentialID,
        handle: [UInt8],
        request: [UInt8],
        signer: any Signer,
        at now: Int64
    ) throws -> IssuedCredential {
        let handleDigest = crypto.sha256(handle[...])
        // The next handle follows from the request, so the same request finds what was issued for it.
        let next = try sealer.digest(handleDigest.bytes + request, domain: "next-handle")
        let nextDigest = crypto.sha256(next[...])
        // A suspension has to outlive the error that reports it, so the transaction returns and the error comes after.
        let outcome = try store.write { transaction -> Result<IssuedCredential, IssuanceError> in
            guard let named = try transaction.credential(id), let holderKey = named.holderKey else {
                return .failure(IssuanceError(.credentialUnknown, "no credential of this id"))
            }
            let answered = try transaction.credentials(of: named.person)
                .last {
                    $0.refreshHandle == nextDigest && $0.holderKey == holderKey
                }
            guard let entry = named.refreshHandle == handleDigest ? named : answered else {
                try suspend(named, successorsIn: transaction)
                return .failure(IssuanceError(.handleSpent, "the handle was used before"))
            }
            switch entry[.credential] {
            case .valid: break
            case .suspended: return .failure(IssuanceError(.credentialSuspended, "the credential is suspended"))
            case .revoked: return .failure(IssuanceError(.credentialRevoked, "the credential is revoked"))
            }
            try spend(entry, in: transaction)
            return .success(
                try issue(
                    to: entry.person,
                    holderKey: holderKey,
                    handle: next,
                    signer: signer,
                    at: now,
                    in: transaction
                )
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

    private func issue(
        to person: PersonKey,
        holderKey: COSEKey,
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
            holderKey: holderKey,
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
                holderKey: holderKey,
                refreshHandle: crypto.sha256(handle[...]),
                facts: contents.facts,
                states: [.valid, .valid, .valid, .valid]
            )
        )
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
    private func spend(_ entry: CredentialEntry, in transaction: any IssuanceTransaction) throws {
        var spent = entry
        spent.refreshHandle = nil
        try transaction.put(spent)
        try revoke(spent, in: transaction)
    }

    private func holderKeyID(_ key: COSEKey) throws -> KeyID {
        // P-384 is for verifying only here.
        guard key.curve != .p384, let keyID = try? crypto.keyID(of: key) else {
            throw IssuanceError(.holderKey, "the holder's key is no usable key of a supported curve")
        }
        return keyID
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

    /// The person of a ticket whose PIN is right.
    ///
    /// A wrong one is counted, durably, before it is reported.
    private func redeemable(_ digest: Digest32, pin: String, by holder: KeyID, at now: Int64) throws -> PersonKey {
        let given = try pinDigest(pin, of: digest)
        let outcome = try store.write { transaction -> Result<PersonKey, IssuanceError> in
            guard var ticket = try transaction.ticket(digest), ticket.holder == nil || ticket.holder == holder else {
                return .failure(IssuanceError(.ticketUnknown, "the ticket is not known, or was used"))
            }
            guard now < ticket.expiresAt else {
                try transaction.removeTicket(digest)
                return .failure(IssuanceError(.ticketExpired, "the ticket is older than a day"))
            }
            guard ticket.triesLeft > 0 else { return .failure(IssuanceError(.pinExhausted, "no tries are left")) }
            guard ticket.pin == given else {
                ticket.triesLeft -= 1
                try transaction.put(ticket)
                return .failure(
                    ticket.triesLeft > 0
                        ? IssuanceError(.pinWrong, "not the ticket's pin, \(ticket.triesLeft) tries left")
                        : IssuanceError(.pinExhausted, "no tries are left")
                )
            }
            return .success(ticket.person)
        }
        return try outcome.get()
    }
}
