// SPDX-License-Identifier: Apache-2.0

import COSE

/// What a verifier remembers of what it believed, so that nobody can take it back to an older state of things
/// (wire-format.md §7, §8, §11): a value, which is judged against, then updated, then stored by the caller.
public struct TrustMemory: Hashable, Sendable {
    /// What is remembered of one anchor.
    struct Record: Hashable, Sendable {
        /// The highest trust list seen: its number, and the digest of its bytes.
        var trustList: Seen?
        /// The highest `iat` ever verified, seconds since 1970 UTC.
        var latestIssuedAt: Int64?
        /// The highest `iat` of each status list, by the UTF-8 bytes of its URI.
        var statusLists: [[UInt8]: Int64] = [:]
    }

    struct Seen: Hashable, Sendable {
        let sequence: UInt64
        let digest: Digest32
    }

    var records: [AnchorIdentity: Record] = [:]

    /// A memory of nothing.
    public init() {}

    /// Whether a trust list is older than one that was seen, or another under the same number: `trust_list_rollback`.
    public func isRollback(_ trustList: TrustList) -> Bool {
        guard let seen = records[trustList.anchor]?.trustList else { return false }
        return trustList.sequence < seen.sequence
            || trustList.sequence == seen.sequence && trustList.digest != seen.digest
    }

    /// Whether a status list is older than one of the same URI that was seen.
    public func isRollback(_ statusList: CredentialStatusList, of anchor: AnchorIdentity) -> Bool {
        guard let seen = records[anchor]?.statusLists[Array(statusList.uri.utf8)] else { return false }
        return statusList.issuedAt < seen
    }

    /// The highest `iat` ever verified under an anchor, seconds since 1970 UTC.
    public func latestIssuedAt(of anchor: AnchorIdentity) -> Int64? { records[anchor]?.latestIssuedAt }

    /// Whether a clock is so far below what was signed already that it cannot be right: `clock_suspect`.
    ///
    /// - Parameters:
    ///   - now: what the clock says, seconds since 1970 UTC.
    ///   - skew: how much it may be wrong, seconds.
    ///   - snapshot: what is believed now, whose own dates count too.
    /// - Returns: whether `now` is more than the skew below the latest date known.
    public func isClockSuspect(now: Int64, skew: Int64, snapshot: TrustSnapshot) -> Bool {
        let known = latestIssuedAt(of: snapshot.trustList.anchor) ?? .min
        return now < max(known, snapshot.latestIssuedAt) - skew
    }

    /// Remembers a trust list and its status lists; nothing that is remembered ever goes back.
    public mutating func remember(_ snapshot: TrustSnapshot) {
        let trustList = snapshot.trustList
        var record = records[trustList.anchor] ?? Record()
        if !isRollback(trustList) {
            record.trustList = Seen(sequence: trustList.sequence, digest: trustList.digest)
        }
        for list in snapshot.usedStatusLists {
            record.statusLists[Array(list.uri.utf8), default: list.issuedAt].raise(to: list.issuedAt)
        }
        records[trustList.anchor] = record
        remember(issuedAt: snapshot.latestIssuedAt, of: trustList.anchor)
    }

    /// Remembers the `iat` of something that was verified under an anchor, seconds since 1970 UTC.
    public mutating func remember(issuedAt: Int64, of anchor: AnchorIdentity) {
        var record = records[anchor] ?? Record()
        record.latestIssuedAt = max(record.latestIssuedAt ?? issuedAt, issuedAt)
        records[anchor] = record
    }
}

extension Int64 {
    fileprivate mutating func raise(to other: Int64) { self = Swift.max(self, other) }
}
