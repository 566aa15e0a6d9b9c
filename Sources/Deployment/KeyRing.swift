// SPDX-License-Identifier: Apache-2.0

import COSE
import Foundation
import Signing
public import Trust

/// The keys of a deployment, as the next trust list will have them: `keys/keys.json`.
///
/// What is decided here takes effect when the root signs it with `heyima keys publish`.
public struct KeyRing: Codable, Hashable, Sendable {
    /// One key.
    public struct Record: Codable, Hashable, Sendable {
        /// The kid, 16 hexadecimal digits.
        public let kid: String
        /// The public key, PEM.
        public let publicKey: String
        /// What it may sign: `credential`, `printed`, `status-list`.
        public let uses: [String]
        /// `iss` of what it signs.
        public let issuer: String
        /// The earliest `iat` of what it signs, seconds since 1970 UTC.
        public let notBefore: Int64
        /// The latest `iat` of what it signs, seconds since 1970 UTC.
        public var notAfter: Int64
        /// When it was withdrawn, seconds since 1970 UTC.
        public var revokedAt: Int64?
        /// Why: `compromised` or `superseded`.
        public var revocationReason: String?
        /// The components it may attest; all where there are none.
        public var attests: [Int64]?
        /// Whether the private half is here.
        public let isOwn: Bool
    }

    /// The keys in the order in which they came.
    public internal(set) var records: [Record] = []

    subscript(kid: String) -> Record? { records.first { $0.kid == kid } }

    /// What people call the uses of a key.
    public static let uses: [(name: String, use: KeyUse)] = [
        ("credential", .credential), ("printed", .printed), ("status-list", .statusList),
    ]

    mutating func add(_ record: Record) throws(DeploymentError) {
        guard self[record.kid] == nil else { throw DeploymentError(.keyKnown, "key \(record.kid) is there already") }
        records.append(record)
    }

    mutating func change(_ kid: String, _ body: (inout Record) -> Void) throws(DeploymentError) {
        guard let position = records.firstIndex(where: { $0.kid == kid }) else {
            throw DeploymentError(.keyUnknown, "no key \(kid)", hint: "heyima keys list shows them")
        }
        body(&records[position])
    }

    /// The entries for a trust list.
    func entries() throws(DeploymentError) -> [TrustedKey] {
        var entries: [TrustedKey] = []
        for record in records {
            guard let keyID = KeyID(record.kid), let key = try? COSEKey(pem: record.publicKey) else {
                throw DeploymentError(.damaged, "key \(record.kid) of the key ring cannot be read")
            }
            let uses = Set(Self.uses.filter { record.uses.contains($0.name) }.map(\.use))
            entries.append(
                TrustedKey(
                    keyID: keyID,
                    key: key,
                    uses: uses,
                    issuer: record.issuer,
                    notBefore: record.notBefore,
                    notAfter: record.notAfter,
                    revocation: record.revokedAt.map {
                        .init(at: $0, reason: record.revocationReason == "compromised" ? .compromised : .superseded)
                    },
                    attestableClaims: record.attests.map(Set.init)
                )
            )
        }
        return entries
    }
}
