// SPDX-License-Identifier: Apache-2.0

public import COSE

/// What a key may sign (wire-format.md §7, entry 3).
///
/// Unknown numbers survive reading and allow nothing.
public struct KeyUse: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    /// The number in the list.
    public let rawValue: UInt64

    /// A use from its number.
    public init(rawValue: UInt64) { self.rawValue = rawValue }

    /// Credentials (typ 293).
    public static let credential = KeyUse(rawValue: 1)
    /// Printed codes (typ 61).
    public static let printed = KeyUse(rawValue: 2)
    /// Status lists.
    public static let statusList = KeyUse(rawValue: 3)

    /// The name that commands use, or the number.
    public var description: String {
        switch self {
        case .credential: "credential"
        case .printed: "printed"
        case .statusList: "status-list"
        default: "use \(rawValue)"
        }
    }
}

/// One entry of a trust list: a key with what it may sign, for whom and when (wire-format.md §7).
///
/// A key may have several entries, say one for each issuer it signs for. An immutable class, since each code is judged by
/// one.
public final class TrustedKey: Hashable, Sendable {
    /// When and why a key was withdrawn (entry 7).
    public struct Revocation: Hashable, Sendable {
        /// Why a key was withdrawn.
        public enum Reason: UInt64, Hashable, Sendable {
            /// Somebody else may have it: nothing that it signed is accepted, whatever its date.
            case compromised = 1
            /// Another key took its place: what it signed before stays good.
            case superseded = 2
        }

        /// Seconds since 1970 UTC.
        public let at: Int64
        /// Why.
        public let reason: Reason

        /// A revocation at a time, in seconds since 1970 UTC.
        public init(at: Int64, reason: Reason) {
            self.at = at
            self.reason = reason
        }
    }

    /// The name of the key (entry 1), which is its thumbprint's beginning.
    public let keyID: KeyID
    /// The key (entry 2), with `y` in full in a verified list.
    public let key: COSEKey
    /// What it may sign (entry 3); never empty.
    public let uses: Set<KeyUse>
    /// The `iss` of what it signs (entry 4).
    public let issuer: String
    /// The earliest `iat` of what it signs, seconds since 1970 UTC (entry 5).
    public let notBefore: Int64
    /// The latest `iat` of what it signs, inclusive (entry 6).
    public let notAfter: Int64
    /// Whether and why it was withdrawn (entry 7).
    public let revocation: Revocation?
    /// The claim keys it may attest (entry 8); `nil` for all.
    public let attestableClaims: Set<Int64>?

    /// An entry from its parts; nothing is judged before the list is signed or verified.
    public init(
        keyID: KeyID,
        key: COSEKey,
        uses: Set<KeyUse>,
        issuer: String,
        notBefore: Int64,
        notAfter: Int64,
        revocation: Revocation? = nil,
        attestableClaims: Set<Int64>? = nil
    ) {
        self.keyID = keyID
        self.key = key
        self.uses = uses
        self.issuer = issuer
        self.notBefore = notBefore
        self.notAfter = notAfter
        self.revocation = revocation
        self.attestableClaims = attestableClaims
    }

    /// Compares all parts.
    public static func == (left: TrustedKey, right: TrustedKey) -> Bool {
        left.keyID == right.keyID && left.key == right.key && left.uses == right.uses && left.issuer == right.issuer
            && left.notBefore == right.notBefore && left.notAfter == right.notAfter
            && left.revocation == right.revocation && left.attestableClaims == right.attestableClaims
    }

    /// Hashes what tells most entries apart.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(keyID)
        hasher.combine(issuer)
    }

    /// Whether the entry lets its key attest a claim.
    public func mayAttest(_ claim: Int64) -> Bool { attestableClaims?.contains(claim) ?? true }
}
