// SPDX-License-Identifier: Apache-2.0

import COSE
import MergedCode
public import Registry
import Trust

extension Issuer {
    /// By how much a holder's clock may be ahead, in seconds (wire-format.md §11).
    static let skew: Int64 = 30

    /// A nonce for a proof of possession.
    ///
    /// - Throws: what the sealer throws.
    public func nonce(at now: Int64) throws -> Nonce { try Nonce(at: now, sealer: sealer, random: random) }

    /// The people whose credentials somebody holds, who proves it: for their own look-ups.
    ///
    /// - Parameters:
    ///   - proof: the proof of possession.
    ///   - target: the path and query of the request, as it came.
    ///   - origin: the service's origin.
    ///   - now: seconds since 1970 UTC.
    /// - Returns: the people, one as a rule.
    /// - Throws: `CredentialError` with a `proof.` code, ``IssuanceError`` about the nonce or
    ///   `issuance.credential-unknown` where the key holds no credential that is valid.
    public func people(provenBy proof: [UInt8], target: String, origin: String, at now: Int64) throws -> [PersonKey] {
        let claimed = try UnverifiedProofOfPossession(proof)
        let nonce = try Nonce(claimed.nonce, at: now, skew: Self.skew, sealer: sealer)
        let held = try store.read { try $0.credentials(heldBy: claimed.keyID) }
            .filter { $0[.credential] == .valid && now < $0.expiresAt }
        guard let key = held.first?.holderKey else {
            throw IssuanceError(.credentialUnknown, "the key holds no credential that is valid")
        }
        _ = try verified(claimed, .lookups(target: target), by: key, origin: origin, at: now)
        try store.write { try spend(nonce, in: $0, at: now) }
        var people: [PersonKey] = []
        for person in held.map(\.person) where !people.contains(person) { people.append(person) }
        return people
    }

    func verified(
        _ proof: UnverifiedProofOfPossession,
        _ purpose: ProofOfPossession.Purpose,
        by key: COSEKey,
        origin: String,
        at now: Int64
    ) throws -> VerifiedProofOfPossession {
        try proof.verified(purpose, by: key, origin: origin, now: now, skew: Self.skew, crypto: crypto)
    }

    func spend(_ nonce: Nonce, in transaction: any IssuanceTransaction, at now: Int64) throws {
        guard try transaction.spendNonce(nonce.bytes, until: nonce.expiresAt, at: now) else {
            throw IssuanceError(.nonceSpent, "the nonce was used before")
        }
    }
}
