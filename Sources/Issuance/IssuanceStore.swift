// SPDX-License-Identifier: Apache-2.0

public import COSE
public import MergedCode
public import Registry
public import Trust

/// Where tickets, issued credentials and their status are kept.
///
/// Calls block, like those of `RegistryStore`.
public protocol IssuanceStore: Sendable {
    /// Reads in one snapshot.
    func read<Value>(_ body: (any IssuanceReading) throws -> Value) throws -> Value

    /// Reads and writes in one transaction: all of it is there after the call, durable, or nothing when `body` throws or
    /// the process ends. Writes exclude one another.
    func write<Value>(_ body: (any IssuanceTransaction) throws -> Value) throws -> Value
}

/// What can be read.
public protocol IssuanceReading {
    /// The ticket with this digest, `nil` when there is none.
    func ticket(_ digest: Digest32) throws -> TicketEntry?

    /// The credential or printed code of this id, `nil` when there is none.
    func credential(_ id: CredentialID) throws -> CredentialEntry?
    /// What was ever issued to a person, the earliest first.
    func credentials(of person: PersonKey) throws -> [CredentialEntry]
    /// What was ever issued to the holder of a key, the earliest first.
    func credentials(heldBy holder: KeyID) throws -> [CredentialEntry]
    /// A credential with all its disclosures as it was sealed at its issue, `nil` when there is none.
    func sealedCredential(_ id: CredentialID) throws -> [UInt8]?

    /// Whether the four entries from an index on belong to somebody already.
    func isAllotted(_ index: UInt64, inList list: Int) throws -> Bool
    /// How many indexes of a list were allotted.
    func allottedCount(inList list: Int) throws -> Int

    /// The states of a list that are not 0, by index.
    func states(ofList list: Int) throws -> [(index: UInt64, state: StatusListBuilder.State)]
    /// The lists there are, by number.
    func statusLists() throws -> [StatusListEntry]

    /// The sequence of the last registry change that the status lists show; 0 before the first.
    func registryPosition() throws -> Int64
}

/// A transaction that also writes.
public protocol IssuanceTransaction: IssuanceReading, IssuanceRetention {
    /// Adds the ticket or replaces the one with the same digest.
    func put(_ ticket: TicketEntry) throws
    /// Removes a ticket.
    func removeTicket(_ digest: Digest32) throws
    /// Removes the tickets of a person, and those that expired before a time.
    func removeTickets(of person: PersonKey, expiredBefore time: Int64) throws

    /// Adds the credential or replaces the one of the same id. The index in its list is allotted from then on.
    func put(_ credential: CredentialEntry) throws
    /// Adds the sealed credential of an id that has none.
    func addSealedCredential(_ sealed: [UInt8], of id: CredentialID) throws

    /// Spends a nonce, and forgets those that are past their time.
    ///
    /// - Parameters:
    ///   - nonce: the nonce.
    ///   - until: from when on it is no longer good, seconds since 1970 UTC.
    ///   - now: seconds since 1970 UTC.
    /// - Returns: whether this is its first use.
    /// - Throws: what the store throws.
    func spendNonce(_ nonce: [UInt8], until: Int64, at now: Int64) throws -> Bool

    /// Sets the state of one entry and marks its list as changed.
    func setState(_ state: StatusListBuilder.State, at index: UInt64, inList list: Int) throws
    /// Adds the list or replaces the one of the same number.
    func put(_ list: StatusListEntry) throws

    /// Sets the sequence of the last registry change that the status lists show.
    func setRegistryPosition(_ sequence: Int64) throws
}

/// A ticket as stored: who may enrol with it, never the ticket or the PIN itself.
public struct TicketEntry: Hashable, Sendable {
    /// SHA-256 of the ticket.
    public let digest: Digest32
    /// The person it is for.
    public let person: PersonKey
    /// The keyed digest of the PIN.
    public let pin: [UInt8]
    /// From when on it is no longer good, seconds since 1970 UTC.
    public let expiresAt: Int64
    /// How many wrong PINs are left.
    public var triesLeft: Int
    /// The name of the key that the ticket was used for; `nil` before.
    ///
    /// The same wallet may ask again, no other.
    public var holder: KeyID?

    /// An entry.
    public init(
        digest: Digest32,
        person: PersonKey,
        pin: [UInt8],
        expiresAt: Int64,
        triesLeft: Int,
        holder: KeyID? = nil
    ) {
        self.digest = digest
        self.person = person
        self.pin = pin
        self.expiresAt = expiresAt
        self.triesLeft = triesLeft
        self.holder = holder
    }
}

/// What was issued, as stored: nothing of what it says about the person but what is needed to see that it changed.
public struct CredentialEntry: Hashable, Sendable {
    /// What kind of thing was issued.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// A credential, held by a wallet.
        case credential
        /// A printed code.
        case printed
    }

    /// Its id (`cti`).
    public let id: CredentialID
    /// Whom it is about.
    public let person: PersonKey
    /// What was issued.
    public let kind: Kind
    /// The number of the status list.
    public let list: Int
    /// The first of its four entries there.
    public let index: UInt64
    /// When, seconds since 1970 UTC.
    public let issuedAt: Int64
    /// From when on it is expired, seconds since 1970 UTC.
    public let expiresAt: Int64
    /// SHA-256 of the bytes that the issuer signed, to tell it from anything else with its id.
    public let signedDigest: Digest32
    /// The holder's key; `nil` for a printed code.
    public let holderKey: COSEKey?
    /// The name of the holder's key; `nil` for a printed code.
    public let holder: KeyID?
    /// SHA-256 of the handle that the next refresh must name; `nil` once it was used, and for a printed code.
    public var refreshHandle: Digest32?
    /// What it names of the registry; nothing once its person was forgotten.
    public var facts: CredentialFacts
    /// The states of its four entries, in the order of `CredentialSlot`.
    public var states: [StatusListBuilder.State]

    /// An entry.
    public init(
        id: CredentialID,
        person: PersonKey,
        kind: Kind,
        list: Int,
        index: UInt64,
        issuedAt: Int64,
        expiresAt: Int64,
        signedDigest: Digest32,
        holderKey: COSEKey?,
        holder: KeyID?,
        refreshHandle: Digest32?,
        facts: CredentialFacts,
        states: [StatusListBuilder.State]
    ) {
        self.id = id
        self.person = person
        self.kind = kind
        self.list = list
        self.index = index
        self.issuedAt = issuedAt
        self.expiresAt = expiresAt
        self.signedDigest = signedDigest
        self.holderKey = holderKey
        self.holder = holder
        self.refreshHandle = refreshHandle
        self.facts = facts
        self.states = states
    }

    /// The state of one of its entries.
    public subscript(slot: CredentialSlot) -> StatusListBuilder.State { states[Int(slot.rawValue)] }
}

/// A status list as stored, without its states.
public struct StatusListEntry: Hashable, Sendable {
    /// Its number, from 0; the last part of its URI.
    public let number: Int
    /// When it was last signed, seconds since 1970 UTC; `nil` before the first time.
    public var issuedAt: Int64?
    /// Until when the signed one is current, seconds since 1970 UTC.
    public var expiresAt: Int64?
    /// Whether a state changed since it was last signed.
    public var isChanged: Bool
    /// The signed bytes.
    public var signed: [UInt8]?

    /// An entry.
    public init(
        number: Int,
        issuedAt: Int64? = nil,
        expiresAt: Int64? = nil,
        isChanged: Bool = true,
        signed: [UInt8]? = nil
    ) {
        self.number = number
        self.issuedAt = issuedAt
        self.expiresAt = expiresAt
        self.isChanged = isChanged
        self.signed = signed
    }
}
