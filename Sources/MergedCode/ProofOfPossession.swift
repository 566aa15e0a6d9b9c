// SPDX-License-Identifier: Apache-2.0

public import COSE

/// What a holder signs to show a service that they have the key: COSE_Sign1 over a nonce of the service and over what
/// the request says (wire-format.md §9).
///
/// ```swift
/// let proof = try ProofOfPossession.make(.enrolment(ticket: ticket), origin: origin, nonce: nonce, now: now, …)
/// let proven = try UnverifiedProofOfPossession(proof).verified(.enrolment(ticket: ticket), by: key, …)
/// ```
public enum ProofOfPossession {
    /// How long a proof is good, in seconds.
    public static let lifetime: Int64 = 60
    /// How many bytes a nonce of the service has.
    public static let nonceLength = 16

    /// What a proof is for, with what it covers of the request.
    public enum Purpose: Hashable, Sendable {
        /// Enrolling with a ticket, as its text is sent.
        case enrolment(ticket: String)
        /// Refreshing a credential with its handle.
        case refresh(CredentialID, handle: [UInt8])
        /// Looking up who looked; the target is the request's path and query.
        case lookups(target: String)

        /// The number of the operation.
        var operation: UInt64 {
            switch self {
            case .enrolment: 1
            case .refresh: 2
            case .lookups: 3
            }
        }

        /// The bytes that the proof holds the SHA-256 of.
        var covered: [UInt8] {
            switch self {
            case .enrolment(let ticket): Array(ticket.utf8)
            case .refresh(let id, let handle): id.bytes + handle
            case .lookups(let target): Array(target.utf8)
            }
        }
    }

    /// The claims of a proof that no other token has.
    enum Claim {
        /// The number of the operation.
        static let operation: Int64 = -65560
        /// SHA-256 of what the proof covers.
        static let covered: Int64 = -65561
    }

    static let type = TokenType.mediaType("application/vnd.heyima.pop+cwt")

    /// Makes a proof.
    ///
    /// - Parameters:
    ///   - purpose: what for.
    ///   - origin: the origin of the service that it is shown to, such as `https://heyima.example`.
    ///   - nonce: the nonce that the service gave, 16 bytes.
    ///   - now: the holder's clock, in seconds since 1970 UTC.
    ///   - signer: the holder's key.
    ///   - crypto: makes digests and names of keys.
    /// - Returns: the bytes, tag 18 included.
    /// - Throws: ``CredentialError`` `credential.request` for an empty origin or a nonce of another length, or what the
    ///   signer throws.
    public static func make(
        _ purpose: Purpose,
        origin: String,
        nonce: [UInt8],
        now: Int64,
        signer: some Signer,
        crypto: some CryptoProvider
    ) throws -> [UInt8] {
        guard !origin.isEmpty, nonce.count == nonceLength, TokenTime.range.contains(now) else {
            throw CredentialError(.request, "an origin, a time and \(nonceLength) bytes of nonce are needed")
        }
        let key = signer.publicKey
        var claims: [(key: CBOR, value: CBOR)] = [
            (.integer(ClaimKey.audience), .text(origin)),
            (.integer(ClaimKey.expiration), .integer(now + lifetime)),
            (.integer(ClaimKey.issuedAt), .integer(now)),
            (.integer(ClaimKey.nonce), .bytes(nonce)),
            (.integer(Claim.operation), .unsigned(purpose.operation)),
            (.integer(Claim.covered), .bytes(crypto.sha256(purpose.covered[...]).bytes)),
        ]
        if case .enrolment = purpose { claims.append((.integer(ClaimKey.confirmation), [1: key.cbor])) }
        return try COSESign1.sign(
            CBOR.map(claims).encoded,
            protected: ProtectedHeader.encode(
                algorithm: key.curve.algorithm,
                keyID: crypto.keyID(of: key).bytes,
                type: type
            ),
            by: signer
        )
    }
}
