// SPDX-License-Identifier: Apache-2.0

/// The state of one slot of a credential in a status list (wire-format.md §8).
public enum SlotStatus: Hashable, Sendable {
    /// 0: good when the list was signed.
    case valid
    /// 1: ended for good.
    case revoked
    /// 2: ended for now.
    case suspended
    /// Neither good nor revoked: there is no usable list, the index is outside of it, or the value means nothing.
    case unknown
    /// Neither good nor revoked: the list is past its end, or older than one that was seen before.
    case stale

    init(value: UInt8?) {
        switch value {
        case 0: self = .valid
        case 1: self = .revoked
        case 2: self = .suspended
        default: self = .unknown
        }
    }
}

/// The four consecutive entries of a credential, the first at a multiple of 4.
public enum CredentialSlot: UInt64, Hashable, Sendable, CaseIterable {
    /// The credential as a whole.
    case credential = 0
    /// The social security card.
    case card = 1
    /// The entitlement to relief.
    case relief = 2
    /// The health status.
    case health = 3

    /// How many entries a credential owns.
    public static let stride: UInt64 = 4
}

/// What the status lists at hand say about a credential.
public struct CredentialStatus: Hashable, Sendable {
    /// The state of the credential as a whole.
    public let credential: SlotStatus
    /// The state of the card.
    public let card: SlotStatus
    /// The state of the relief.
    public let relief: SlotStatus
    /// The state of the health status.
    public let health: SlotStatus
    /// The dates of the list that was asked; `nil` where there is none.
    public let evidence: StatusListEvidence?

    /// When the states were true, seconds since 1970 UTC; `nil` where nothing is known.
    public var asOf: Int64? { evidence?.issuedAt }

    /// The state of a slot.
    public subscript(slot: CredentialSlot) -> SlotStatus {
        switch slot {
        case .credential: credential
        case .card: card
        case .relief: relief
        case .health: health
        }
    }

    /// A status from its parts, as a registry that is asked directly also gives it.
    public init(
        credential: SlotStatus,
        card: SlotStatus,
        relief: SlotStatus,
        health: SlotStatus,
        evidence: StatusListEvidence?
    ) {
        self.credential = credential
        self.card = card
        self.relief = relief
        self.health = health
        self.evidence = evidence
    }

    /// The same state for all slots.
    init(all status: SlotStatus, evidence: StatusListEvidence?) {
        self.init(credential: status, card: status, relief: status, health: status, evidence: evidence)
    }

    /// The states of the entries from an index on.
    init(in list: StatusList, at index: UInt64, evidence: StatusListEvidence) {
        // An index that no four entries begin at belongs to no credential. It is compared with the length before
        // anything is added to it.
        let isSlot = index.isMultiple(of: CredentialSlot.stride) && index < list.count
        func status(_ slot: CredentialSlot) -> SlotStatus {
            isSlot ? SlotStatus(value: list[index + slot.rawValue]) : .unknown
        }
        self.init(
            credential: status(.credential),
            card: status(.card),
            relief: status(.relief),
            health: status(.health),
            evidence: evidence
        )
    }
}

/// The age of a status list, as a verdict shows it.
public struct StatusListEvidence: Hashable, Sendable {
    /// When the list was signed, seconds since 1970 UTC.
    public let issuedAt: Int64
    /// From when on it says nothing any more, seconds since 1970 UTC.
    public let expiresAt: Int64

    /// The age of a list from its dates, seconds since 1970 UTC.
    public init(issuedAt: Int64, expiresAt: Int64) {
        self.issuedAt = issuedAt
        self.expiresAt = expiresAt
    }
}

/// The age of a trust list, as a verdict shows it.
public struct TrustListEvidence: Hashable, Sendable {
    /// The number of the list.
    public let sequence: UInt64
    /// When the list was signed, seconds since 1970 UTC.
    public let issuedAt: Int64
    /// From when on it is outdated, seconds since 1970 UTC.
    public let expiresAt: Int64
}
