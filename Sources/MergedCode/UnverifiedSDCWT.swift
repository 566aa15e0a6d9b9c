// SPDX-License-Identifier: Apache-2.0

public import COSE

/// Any SD-CWT, its signature not checked (draft-ietf-spice-sd-cwt as of April 2026).
///
/// ``UnverifiedCredential`` is what the merged code makes of it; this type knows the draft alone.
public struct UnverifiedSDCWT: Sendable {
    /// The signed object.
    public let sign1: COSESign1
    /// The claims as signed, digests in place of what was redacted.
    public let payload: CBORItem
    /// `cnf` as a COSE_Key of a supported curve, where it is one.
    public let confirmationKey: COSEKey?

    /// The claims in the protected header (`CWT Claims`, RFC 9597).
    private let headerClaims: CBORItem?
    private let disclosures: [Disclosure]

    /// An SD-CWT from its bytes.
    ///
    /// - Throws: ``CredentialError`` `sd-cwt.malformed`, `sd-cwt.disclosure` or `sd-cwt.algorithm`.
    public init(_ bytes: [UInt8]) throws(CredentialError) {
        try self.init(readingSDCWT { () throws(COSEError) in try COSESign1(bytes) })
    }

    init(_ token: COSESign1) throws(CredentialError) {
        guard Self.isSDCWT(token.protected.type) else { throw CredentialError(.sdCWT, "typ is not an SD-CWT's") }
        if let algorithm = token.protected[HeaderLabel.digestAlgorithm], algorithm.integer != SDCWT.sha256 {
            throw CredentialError(.sdCWTAlgorithm, "sd_alg is not SHA-256")
        }
        sign1 = token
        headerClaims = token.protected[HeaderLabel.cwtClaims]
        payload = try readingSDCWT(token.payloadItem)
        guard let confirmation = payload[ClaimKey.confirmation] else { throw CredentialError(.sdCWT, "cnf is missing") }
        confirmationKey = confirmation[1].flatMap { try? COSEKey($0) }
        if let rule = SDCWT.brokenTimeRule(in: try SDCWT.Times(payload)) { throw CredentialError(.sdCWT, rule) }
        if let encrypted = token.unprotected[HeaderLabel.encryptedDisclosures], encrypted.elements?.count ?? 0 == 0 {
            throw CredentialError(.sdCWTDisclosure, "an empty list of encrypted disclosures")
        }
        disclosures = try Self.disclosures(token.unprotected)
    }

    private static func isSDCWT(_ type: TokenType?) -> Bool {
        switch type {
        case .number(let number): number == TypeNumber.credential
        case .mediaType(let name):
            name.elementsEqual("application/sd-cwt".utf8) || name.suffix(7).elementsEqual("+sd-cwt".utf8)
        case nil: false
        }
    }

    private static func disclosures(_ unprotected: CBORItem) throws(CredentialError) -> [Disclosure] {
        guard let value = unprotected[HeaderLabel.disclosures] else { return [] }
        guard let elements = value.elements, elements.count > 0 else {
            throw CredentialError(.sdCWTDisclosure, "sd_claims is not a list of at least one")
        }
        var disclosures: [Disclosure] = []
        for element in elements {
            guard let disclosure = try readingSDCWT({ () throws(COSEError) in try Disclosure(element) }) else {
                throw CredentialError(.sdCWTDisclosure, "a disclosure is not a byte string")
            }
            disclosures.append(disclosure)
        }
        return disclosures
    }

    /// The SD-CWT as verified where the signature is this key's and `alg` one of the key's; else `nil`.
    public func verified(by issuer: some SignatureVerifier) -> VerifiedSDCWT? {
        sign1.isSigned(by: issuer) ? VerifiedSDCWT(token: self) : nil
    }

    fileprivate func disclosedClaims(_ crypto: some CryptoProvider) throws(CredentialError) -> CBORItem {
        var disclosure = try ClaimsDisclosure(disclosures, crypto: crypto)
        var claims = try disclosure.claims(payload).encoded
        if let headerClaims { claims = try Self.merged(claims, disclosure.claims(headerClaims).encoded) }
        try disclosure.finish()
        return try readingSDCWT { () throws(COSEError) in try CBORItem(claims) }
    }

    /// Both claims sets as one; a claim that is in both must be the same.
    private static func merged(_ payload: [UInt8], _ header: [UInt8]) throws(CredentialError) -> [UInt8] {
        var claims: [[UInt8]: [UInt8]] = [:]
        for set in [payload, header] {
            let item = try readingSDCWT { () throws(COSEError) in try CBORItem(set) }
            guard let entries = item.entries else { continue }
            for (key, value) in entries {
                let other = claims.updateValue(Array(value.encoded), forKey: Array(key.encoded))
                guard other.map({ $0.elementsEqual(value.encoded) }) ?? true else {
                    throw CredentialError(.sdCWT, "a claim in header and payload with two values")
                }
            }
        }
        return CBOR.map(claims.map { (.encoded($0.key), .encoded($0.value)) }).encoded
    }
}

/// An SD-CWT whose signature was checked; only ``UnverifiedSDCWT/verified(by:)`` makes one.
public struct VerifiedSDCWT: Sendable {
    fileprivate let token: UnverifiedSDCWT

    /// The validated disclosed claims set: what was never redacted and what the holder disclosed, all else taken out, in
    /// deterministic order (RFC 8949 §4.2.1).
    ///
    /// - Throws: ``CredentialError`` `sd-cwt.malformed` or `sd-cwt.disclosure`.
    public func claims(disclosedWith crypto: some CryptoProvider) throws(CredentialError) -> CBORItem {
        try token.disclosedClaims(crypto)
    }
}

/// Runs something of the COSE layer and names its failure as that of an SD-CWT.
func readingSDCWT<Value>(_ body: () throws(COSEError) -> Value) throws(CredentialError) -> Value {
    do { return try body() } catch { throw CredentialError(.sdCWT, error.description) }
}
