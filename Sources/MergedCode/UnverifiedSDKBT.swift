// SPDX-License-Identifier: Apache-2.0

public import COSE

/// Any key binding token around an SD-CWT, no signature checked (SD-KBT, draft-ietf-spice-sd-cwt as of April 2026).
public struct UnverifiedSDKBT: Sendable {
    /// The signed object.
    public let sign1: COSESign1
    /// The SD-CWT in it, with the disclosures that the holder chose.
    public let credential: UnverifiedSDCWT
    /// The claims of the key binding token.
    public let payload: CBORItem

    /// A token from its bytes.
    ///
    /// - Throws: ``CredentialError`` `sd-cwt.malformed`, rules about times between the tokens included,
    ///   `sd-cwt.disclosure` or `sd-cwt.algorithm`.
    public init(_ bytes: [UInt8]) throws(CredentialError) {
        let token = try readingSDCWT { () throws(COSEError) in try COSESign1(bytes) }
        guard
            token.protected.type == .number(TypeNumber.dynamic)
                || token.protected.type == .mediaType("application/kb+cwt")
        else { throw CredentialError(.sdCWT, "typ is not a key binding token's") }
        guard token.protected[HeaderLabel.cwtClaims] == nil else { throw CredentialError(.sdCWT, "claims in a header") }
        guard let carried = token.protected[HeaderLabel.credential] else {
            throw CredentialError(.sdCWT, "kcwt is missing")
        }
        sign1 = token
        credential = try UnverifiedSDCWT(readingSDCWT { () throws(COSEError) in try COSESign1(carried) })
        let payload = try readingSDCWT(token.payloadItem)
        guard payload[ClaimKey.issuer] == nil, payload[ClaimKey.subject] == nil,
            payload[ClaimKey.audience]?.textBytes != nil,
            payload[ClaimKey.issuedAt] != nil || payload[ClaimKey.cwtID]?.bytes != nil,
            !SDCWT.containsRedaction(payload)
        else { throw CredentialError(.sdCWT, "a key binding token has aud, iat or cti, and neither iss nor sub") }
        if let rule = SDCWT.brokenTimeRule(of: try SDCWT.Times(payload), with: try SDCWT.Times(credential.payload)) {
            throw CredentialError(.sdCWT, rule)
        }
        self.payload = payload
    }

    /// Whether the token is signed by this key and the key is the one that the SD-CWT names.
    public func isHolderSigned(by holder: some SignatureVerifier) -> Bool {
        guard let key = credential.confirmationKey, holder.publicKey.isSamePoint(as: key) else { return false }
        return sign1.isSigned(by: holder)
    }
}
