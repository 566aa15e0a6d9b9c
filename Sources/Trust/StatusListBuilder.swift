// SPDX-License-Identifier: Apache-2.0

public import COSE

/// An issuer's status list while it is kept up: 2²⁰ entries of 2 bits, nearly all of them 0 (wire-format.md §8).
///
/// The states that are not 0 are what an issuer stores. A builder is made from them once, or kept and brought up to
/// date state by state; each signing packs what is there.
///
/// ```swift
/// var builder = StatusListBuilder(uri: "https://heyima.example/v1/status-lists/1")
/// try builder.set(.relief, ofCredentialAt: 8, to: .suspended)
/// let bytes = try builder.sign(issuedAt: now, expiresAt: now + 86_400, timeToLive: 300, by: signer, keyID: kid)
/// ```
public struct StatusListBuilder: Sendable {
    /// A state that can be written.
    public enum State: UInt8, Hashable, Sendable, CaseIterable {
        /// Good.
        case valid = 0
        /// Ended for good.
        case revoked = 1
        /// Ended for now.
        case suspended = 2
    }

    /// The URI of the list.
    public let uri: String
    /// The states.
    public private(set) var list: StatusList

    /// A list of which every entry is good.
    public init(uri: String) {
        self.uri = uri
        list = StatusList(width: .two, count: CredentialStatusList.capacity)
    }

    /// A list from the states that are not 0, as they are stored.
    ///
    /// - Throws: ``TrustError`` `status-list.index`, or `status-list.revoked-is-final` where an index comes twice.
    public init(uri: String, states: some Sequence<(index: UInt64, state: State)>) throws(TrustError) {
        self.init(uri: uri)
        for (index, state) in states { try set(index, to: state) }
    }

    /// The state of an entry.
    ///
    /// - Throws: ``TrustError`` `status-list.index` beyond the list.
    public func state(at index: UInt64) throws(TrustError) -> State {
        guard let state = list[index].flatMap({ State(rawValue: $0) }) else {
            throw TrustError(.statusListIndex, "index \(index), expected less than \(list.count)")
        }
        return state
    }

    /// Changes the state of an entry.
    ///
    /// - Throws: ``TrustError`` `status-list.index` beyond the list, `status-list.revoked-is-final` for a revoked entry.
    public mutating func set(_ index: UInt64, to state: State) throws(TrustError) {
        let current = try self.state(at: index)
        guard current != .revoked || state == .revoked else {
            throw TrustError(.revokedIsFinal, "index \(index) is revoked")
        }
        list[index] = state.rawValue
    }

    /// Changes the state of a slot of the credential whose first entry is at an index.
    ///
    /// - Throws: ``TrustError`` `status-list.index` beyond the list or where no credential begins,
    ///   `status-list.revoked-is-final` for a revoked slot.
    public mutating func set(
        _ slot: CredentialSlot,
        ofCredentialAt index: UInt64,
        to state: State
    ) throws(TrustError) {
        guard index.isMultiple(of: CredentialSlot.stride), index < list.count else {
            throw TrustError(.statusListIndex, "no credential begins at \(index)")
        }
        try set(index + slot.rawValue, to: state)
    }

    /// Signs the list as it is.
    ///
    /// - Parameters:
    ///   - issuedAt: `iat`, seconds since 1970 UTC, not before that of the last one.
    ///   - expiresAt: `exp`, seconds since 1970 UTC.
    ///   - timeToLive: `ttl`, seconds, at least 1.
    ///   - signer: a key of use 3.
    ///   - keyID: its name.
    /// - Returns: the bytes to publish under ``uri``.
    /// - Throws: ``TrustError`` `status-list.malformed` for dates that no verifier would accept, or what the signer
    ///   throws.
    public func sign(
        issuedAt: Int64,
        expiresAt: Int64,
        timeToLive: UInt64,
        by signer: some Signer,
        keyID: KeyID
    ) throws -> [UInt8] {
        guard issuedAt >= 0, issuedAt < expiresAt, expiresAt <= CBORItem.latestTime, timeToLive > 0 else {
            throw TrustError(.statusListMalformed, "iat, exp and ttl are not in order")
        }
        return try StatusListToken.sign(
            list,
            uri: uri,
            issuedAt: issuedAt,
            expiresAt: expiresAt,
            timeToLive: timeToLive,
            by: signer,
            keyID: keyID
        )
    }
}
