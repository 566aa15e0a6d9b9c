// SPDX-License-Identifier: Apache-2.0

public import COSE

/// A credential as its holder keeps it: with all five disclosures, so that any of them can be presented.
///
/// ``encoded`` is the SD-CWT as issued (wire-format.md §3), decoys included; the wallet's file keeps those bytes.
public struct HeldCredential: Sendable {
    /// The credential, its signature not checked by this type.
    public let credential: UnverifiedCredential
    /// The SD-CWT with all its disclosures.
    public let encoded: [UInt8]
    /// What the credential says, of the holder's own.
    public let components: Components

    /// The disclosures of components, each byte string with its head.
    let disclosures: [ComponentKey: ArraySlice<UInt8>]

    /// The credential's id.
    public var id: CredentialID { credential.id }
    /// The claims that every issued token has.
    public var claims: IssuedClaims { credential.claims }
    /// The holder's public key.
    public var holderKey: COSEKey { credential.holderKey }

    /// A credential from the bytes that the issuer gave or the wallet kept.
    ///
    /// The holder's checks of the SD-CWT draft ("Holder Validation") are done: each digest has exactly one disclosure and
    /// the other way round, so that nothing about the holder is in it that the holder cannot see. The issuer's signature
    /// is for the caller to check with ``UnverifiedCredential/verified(by:)``.
    ///
    /// - Throws: ``CredentialError`` `credential.malformed`.
    public init(_ encoded: [UInt8], crypto: some CryptoProvider) throws(CredentialError) {
        do {
            credential = try UnverifiedCredential(bytes: encoded)
            (components, disclosures) = try credential.heldComponents(crypto)
        } catch { throw CredentialError(.malformed, "\(error)") }
        self.encoded = encoded
    }
}

extension UnverifiedCredential {
    /// All components, where the disclosures are those of the five digests, each once, decoys included.
    fileprivate func heldComponents(
        _ crypto: some CryptoProvider
    ) throws(CodeError) -> (Components, [ComponentKey: ArraySlice<UInt8>]) {
        var presentable: [ComponentKey: ArraySlice<UInt8>] = [:]
        var claimed: [Disclosure] = []
        for disclosure in disclosures {
            guard let parts = disclosure.parts else {
                throw CodeError(.disclosureInvalid, "a disclosure without a salt")
            }
            guard parts.value != nil else { continue }
            if let key = parts.key?.integer.flatMap(ComponentKey.init(rawValue:)) {
                presentable[key] = disclosure.encoded
            }
            claimed.append(disclosure)
        }
        guard disclosures.map({ crypto.sha256($0.encoded) }).sorted() == digests, Set(digests).count == digests.count
        else { throw CodeError(.disclosureInvalid, "the disclosures are not those of the five digests") }
        return (try components(of: claimed, crypto), presentable)
    }
}
