// SPDX-License-Identifier: Apache-2.0

public import COSE

/// A proof of possession as it arrived: what it says, its signature not checked (wire-format.md §9).
public struct UnverifiedProofOfPossession: Sendable {
    /// `kid`: the name of the key that it claims to be signed with.
    public let keyID: KeyID
    /// The key that is to be enrolled (`cnf`); there for an enrolment, and only there.
    public let enrolledKey: COSEKey?
    /// The nonce that it answers, 16 bytes.
    public let nonce: [UInt8]
    /// When it was made by the holder's clock, seconds since 1970 UTC.
    public let issuedAt: Int64

    private let sign1: COSESign1
    private let audience: ArraySlice<UInt8>
    private let expiration: Int64
    private let operation: UInt64
    private let covered: Digest32

    /// A proof from its bytes.
    ///
    /// - Throws: ``CredentialError`` `proof.malformed` for anything but the headers and claims of §9, each once.
    public init(_ bytes: [UInt8]) throws(CredentialError) {
        do {
            sign1 = try COSESign1(bytes)
            guard sign1.hasNoUnprotected, sign1.protected.parameters.entries?.count == 3,
                sign1.protected.algorithm?.isSupported == true, sign1.protected.type == ProofOfPossession.type
            else { throw Self.malformed("headers are alg, kid and typ of a proof, no others") }
            keyID = try sign1.keyName()
            let payload = try sign1.payloadItem()
            guard payload.entries != nil else { throw Self.malformed("a payload is a map") }
            audience = try required(payload[ClaimKey.audience]?.textBytes, "aud")
            issuedAt = try required(payload[ClaimKey.issuedAt].flatMap(TokenTime.read), "iat")
            expiration = try required(payload[ClaimKey.expiration].flatMap(TokenTime.read), "exp")
            nonce = Array(try required(payload[ClaimKey.nonce]?.bytes, "nonce"))
            operation = try required(payload[ProofOfPossession.Claim.operation]?.unsigned, "operation")
            covered = try required(payload[ProofOfPossession.Claim.covered]?.bytes.flatMap { Digest32($0) }, "digest")
            enrolledKey = try Self.enrolledKey(payload[ClaimKey.confirmation], operation)
        } catch let error as CredentialError { throw error } catch { throw Self.malformed("\(error)") }
        guard expiration == issuedAt + ProofOfPossession.lifetime, nonce.count == ProofOfPossession.nonceLength else {
            throw Self.malformed("exp is not iat + \(ProofOfPossession.lifetime), or the nonce has another length")
        }
    }

    private static func enrolledKey(_ confirmation: CBORItem?, _ operation: UInt64) throws -> COSEKey? {
        guard (confirmation != nil) == (operation == 1) else {
            throw malformed("cnf is for an enrolment, and only for it")
        }
        guard let confirmation else { return nil }
        guard confirmation.entries?.count == 1, let key = confirmation[1] else {
            throw malformed("cnf is not one COSE_Key")
        }
        return try COSEKey(key)
    }

    private static func malformed(_ message: String) -> CredentialError { CredentialError(.proofMalformed, message) }

    /// The proof as verified.
    ///
    /// The nonce is for the caller to check, who gave it out.
    ///
    /// - Parameters:
    ///   - purpose: what it has to be for, and to cover.
    ///   - key: the key that it has to be signed with: ``enrolledKey``, or that of the credential.
    ///   - origin: the service's own origin.
    ///   - now: seconds since 1970 UTC.
    ///   - skew: by how much the holder's clock may be ahead, in seconds.
    ///   - crypto: who does the cryptography.
    /// - Returns: what was proven.
    /// - Throws: ``CredentialError`` `proof.key`, `proof.operation`, `proof.coverage`, `proof.origin`, `proof.expired`,
    ///   `proof.from-future` or `proof.signature`.
    public func verified(
        _ purpose: ProofOfPossession.Purpose,
        by key: COSEKey,
        origin: String,
        now: Int64,
        skew: Int64,
        crypto: some CryptoProvider
    ) throws(CredentialError) -> VerifiedProofOfPossession {
        guard operation == purpose.operation else {
            throw CredentialError(.proofOperation, "the proof is for operation \(operation)")
        }
        guard covered == crypto.sha256(purpose.covered[...]) else {
            throw CredentialError(.proofCoverage, "the proof covers another request")
        }
        guard audience.elementsEqual(origin.utf8) else {
            throw CredentialError(.proofOrigin, "the proof is for another service")
        }
        guard now < expiration else {
            throw CredentialError(.proofExpired, "the proof was made \(now - issuedAt) seconds ago")
        }
        guard issuedAt <= now + skew else {
            throw CredentialError(.proofFromFuture, "the proof was made \(issuedAt - now) seconds ahead")
        }
        let verifier = try Self.verifier(for: key, named: keyID, crypto)
        guard sign1.isSigned(by: verifier) else {
            throw CredentialError(.proofSignature, "the signature is not the holder's")
        }
        return VerifiedProofOfPossession(purpose: purpose, holder: keyID, holderKey: key, nonce: nonce)
    }

    private static func verifier(
        for key: COSEKey,
        named name: KeyID,
        _ crypto: some CryptoProvider
    ) throws(CredentialError) -> any SignatureVerifier {
        // P-384 is for verifying only (wire-format.md §2), and no holder's.
        guard key.curve != .p384, let verifier = try? crypto.verifier(for: key),
            let keyID = try? crypto.keyID(of: verifier.publicKey)
        else { throw CredentialError(.proofKey, "the holder's key is no usable key of a supported curve") }
        guard keyID == name else { throw CredentialError(.proofKey, "kid is not the name of the holder's key") }
        return verifier
    }
}

/// That somebody has a holder's key, and wants this.
public struct VerifiedProofOfPossession: Sendable {
    /// What for.
    public let purpose: ProofOfPossession.Purpose
    /// The name of the holder's key.
    public let holder: KeyID
    /// The holder's public key.
    public let holderKey: COSEKey
    /// The nonce that was answered; it is good once, which is for the caller to see to.
    public let nonce: [UInt8]

    fileprivate init(purpose: ProofOfPossession.Purpose, holder: KeyID, holderKey: COSEKey, nonce: [UInt8]) {
        self.purpose = purpose
        self.holder = holder
        self.holderKey = holderKey
        self.nonce = nonce
    }
}
