// SPDX-License-Identifier: Apache-2.0

public import COSE

/// A list of the keys that may sign credentials, printed codes and status lists, its root's signature checked
/// (wire-format.md §7).
///
/// The only way to one is ``verified(_:anchor:crypto:)``. Whether it is still current is a question of the moment and
/// is answered by ``freshness(at:)``.
///
/// ```swift
/// let trustList = try TrustList.verified(bytes, anchor: TrustAnchor(rootKey: root), crypto: crypto)
/// switch trustList.key(kid, algorithm: .esp256, use: .credential, issuer: iss, issuedAt: iat) { … }
/// ```
public final class TrustList: Sendable {
    /// How long a list may live: 31 days, in seconds.
    public static let maximumLifetime: Int64 = 31 * 86_400
    /// How long an outdated list still leads to a review: 7 days, in seconds.
    public static let gracePeriod: Int64 = 7 * 86_400
    /// How many bytes a list may have, so that a reader's memory is bounded: 1 MiB.
    public static let maximumLength = 1 << 20
    /// `typ` of a list.
    public static let mediaType = "application/vnd.heyima.trust-list+cwt"
    /// The audience base of a deployment that names none.
    public static let defaultAudienceBase = "urn:heyima:terminal"

    /// The name of the root key that signed.
    public let rootKeyID: KeyID
    /// Whom the root speaks for (`iss`).
    public let issuer: String
    /// When it was signed, seconds since 1970 UTC (`iat`).
    public let issuedAt: Int64
    /// From when on it is outdated, seconds since 1970 UTC (`exp`).
    public let expiresAt: Int64
    /// The number of the list, which only grows.
    public let sequence: UInt64
    /// The entries in the order of the list; the keys have `y` in full.
    public let entries: [TrustedKey]
    /// What the URI of a status list must begin with, compared by UTF-8 bytes.
    public let statusListPrefixes: [String]
    /// The audience of this deployment's terminals, before a terminal's id.
    public let audienceBase: String
    /// The list as received.
    public let bytes: [UInt8]
    /// SHA-256 of ``bytes``.
    public let digest: Digest32

    /// The entries by the key they are about.
    let keys: [KeyID: NamedKey]

    /// A key with all of its entries.
    struct NamedKey: Sendable {
        let verifier: any SignatureVerifier
        let curve: Curve
        private(set) var entries: [TrustedKey] = []
        private(set) var isCompromised = false

        init(verifier: any SignatureVerifier) {
            self.verifier = verifier
            curve = verifier.publicKey.curve
        }

        mutating func add(_ entry: TrustedKey) {
            entries.append(entry)
            if entry.revocation?.reason == .compromised { isCompromised = true }
        }
    }

    init(contents: TrustListContents, keys: [KeyID: NamedKey], rootKeyID: KeyID, bytes: [UInt8], digest: Digest32) {
        self.rootKeyID = rootKeyID
        issuer = contents.issuer
        issuedAt = contents.issuedAt
        expiresAt = contents.expiresAt
        sequence = contents.sequence
        entries = contents.entries
        statusListPrefixes = contents.statusListPrefixes
        audienceBase = contents.audienceBase ?? Self.defaultAudienceBase
        self.bytes = bytes
        self.digest = digest
        self.keys = keys
    }

    /// What the memory of a verifier keeps this list under.
    public var anchor: AnchorIdentity { AnchorIdentity(rootKeyID: rootKeyID, issuer: issuer) }

    /// Whether a status list of this URI may be used.
    public func lists(statusListURI uri: String) -> Bool {
        statusListPrefixes.contains { uri.utf8.starts(with: $0.utf8) }
    }

    /// How current the list is; its end itself is already outdated (wire-format.md §11).
    public func freshness(at now: Int64) -> Freshness {
        if now < expiresAt { return .current }
        return now < expiresAt + Self.gracePeriod ? .stale : .expired
    }

    /// How current a trust list is.
    public enum Freshness: Hashable, Sendable {
        /// Before its end.
        case current
        /// Past its end by less than ``TrustList/gracePeriod``: `trust_list_stale`, to be reviewed.
        case stale
        /// Past its end by more: `trust_list_stale`, to be rejected.
        case expired
    }
}
