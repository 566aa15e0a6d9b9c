// SPDX-License-Identifier: Apache-2.0

public import COSE

/// What is believed at a moment: one trust list and the status lists that came with it.
///
/// ```swift
/// let snapshot = try TrustSnapshot(
///     trustListBytes: bytes, statusListBytes: lists, anchor: anchor, crypto: crypto)
/// let status = snapshot.status(of: uri, index: 8, issuer: "民政局", now: now)
/// ```
public final class TrustSnapshot: Sendable {
    /// A status list that is as good as absent, and why.
    public struct Problem: Hashable, Sendable {
        /// Which of the given status lists it is, from 0.
        public let position: Int
        /// Why it is not used.
        public let error: TrustError
    }

    /// The trust list.
    public let trustList: TrustList
    /// The status lists that are not used, in the order given.
    public let problems: [Problem]

    /// The status lists that are used, by their URIs.
    private let statusLists: [ListName: CredentialStatusList]

    /// The UTF-8 bytes of a list's URI.
    private struct ListName: Hashable {
        let bytes: [UInt8]

        static func == (left: ListName, right: ListName) -> Bool { left.bytes[...].isSame(as: right.bytes[...]) }

        /// Hashes the last bytes, which tell the lists of a deployment apart; an array would be hashed byte by byte.
        func hash(into hasher: inout Hasher) {
            hasher.combine(bytes.suffix(8).reduce(UInt64(bytes.count)) { $0 << 8 ^ UInt64($1) })
        }
    }

    /// A snapshot from the bytes of its files.
    ///
    /// A status list that breaks a rule is as if it were absent and is told in ``problems``; of two lists for one URI
    /// the later one is used.
    ///
    /// - Throws: ``TrustError`` with a `trust-list.` code: `trust_list_invalid`.
    public convenience init(
        trustListBytes: [UInt8],
        statusListBytes: [[UInt8]],
        anchor: TrustAnchor,
        crypto: some CryptoProvider
    ) throws(TrustError) {
        self.init(
            trustList: try TrustList.verified(trustListBytes, anchor: anchor, crypto: crypto),
            statusListBytes: statusListBytes
        )
    }

    /// A snapshot from a verified trust list and the bytes of status lists.
    public init(trustList: TrustList, statusListBytes: [[UInt8]]) {
        var used: [ListName: (position: Int, list: CredentialStatusList)] = [:]
        var problems: [Problem] = []
        for (position, bytes) in statusListBytes.enumerated() {
            do throws(TrustError) {
                let list = try CredentialStatusList.verified(bytes, by: trustList)
                let uri = ListName(bytes: Array(list.uri.utf8))
                var outdated: Int?
                if let other = used[uri], other.list.issuedAt >= list.issuedAt {
                    outdated = position
                } else {
                    outdated = used.updateValue((position, list), forKey: uri)?.position
                }
                if let outdated {
                    let error = TrustError(.statusListOutdated, "another list of the same uri is as new or newer")
                    problems.append(Problem(position: outdated, error: error))
                }
            } catch {
                problems.append(Problem(position: position, error: error))
            }
        }
        self.trustList = trustList
        self.problems = problems.sorted { $0.position < $1.position }
        statusLists = used.mapValues(\.list)
    }

    /// The status lists that are used.
    public var usedStatusLists: [CredentialStatusList] { Array(statusLists.values) }

    /// The status list of a URI, compared by UTF-8 bytes.
    public func statusList(of uri: String) -> CredentialStatusList? { statusLists[ListName(bytes: Array(uri.utf8))] }

    /// What is known about a credential.
    ///
    /// - Parameters:
    ///   - uri: `uri` of its status claim.
    ///   - index: `idx` of its status claim, any number.
    ///   - issuer: its `iss`: another issuer's list says nothing about it.
    ///   - now: seconds since 1970 UTC.
    ///   - memory: what was seen before, where there is a memory; a list older than one seen is stale.
    /// - Returns: the states of the four slots and the age of the list that says so; never an error.
    public func status(
        of uri: String,
        index: UInt64,
        issuer: String,
        now: Int64,
        memory: TrustMemory? = nil
    ) -> CredentialStatus {
        status(
            ofBytes: Array(uri.utf8),
            index: index,
            issuerBytes: Array(issuer.utf8)[...],
            now: now,
            memory: memory
        )
    }

    /// What is known about a credential likewise, its `uri` and `iss` given by their UTF-8 bytes as a token has them.
    public func status(
        ofBytes uriBytes: [UInt8],
        index: UInt64,
        issuerBytes: ArraySlice<UInt8>,
        now: Int64,
        memory: TrustMemory? = nil
    ) -> CredentialStatus {
        guard let found = statusLists[ListName(bytes: uriBytes)], found.speaks(for: issuerBytes, by: trustList) else {
            return CredentialStatus(all: .unknown, evidence: nil)
        }
        let evidence = StatusListEvidence(issuedAt: found.issuedAt, expiresAt: found.expiresAt)
        guard now < found.expiresAt, memory?.isRollback(found, of: trustList.anchor) != true else {
            return CredentialStatus(all: .stale, evidence: evidence)
        }
        return CredentialStatus(in: found.list, at: index, evidence: evidence)
    }

    /// The age of the trust list.
    public var evidence: TrustListEvidence {
        TrustListEvidence(
            sequence: trustList.sequence,
            issuedAt: trustList.issuedAt,
            expiresAt: trustList.expiresAt
        )
    }

    /// The latest moment that anything in the snapshot was signed at, seconds since 1970 UTC: it is no earlier now.
    public var latestIssuedAt: Int64 {
        statusLists.values.reduce(trustList.issuedAt) { max($0, $1.issuedAt) }
    }
}
