// SPDX-License-Identifier: Apache-2.0

public import COSE

/// A reference code 简码, its signature not checked: a credential's id and no personal data (typ 65000; wire-format.md
/// §5).
public final class UnverifiedReferenceCode: Sendable {
    /// The claim that names what may be shown.
    static let shownClaim: Int64 = -65554

    /// The signed object.
    public let sign1: COSESign1
    /// `alg`: supported, though not compared with the holder's key yet.
    public let algorithm: Algorithm
    /// The id of the credential to look up.
    public let credentialID: CredentialID
    /// What the holder signed for.
    public let binding: KeyBinding
    /// Which components of the credential may be shown, where the holder said so; keys that are no component's are left
    /// out.
    public let shown: Set<ComponentKey>?

    init(_ token: consuming COSESign1) throws(CodeError) {
        let header = try TokenHeader(token)
        guard token.hasNoUnprotected else { throw CodeError(.malformedCode, "an unprotected header") }
        sign1 = token
        algorithm = header.algorithm
        credentialID = try required(sign1.protected.keyID.flatMap { CWTID($0) }, "the credential's cti")
        let claims = try TokenClaims(sign1)
        binding = try KeyBinding(claims)
        shown = try claims.shown.map { (item) throws(CodeError) in try Self.shown(item) }
    }

    private static func shown(_ item: CBORItem) throws(CodeError) -> Set<ComponentKey> {
        let elements = try required(item.elements, "the list of what may be shown")
        guard elements.count > 0 else { throw CodeError(.malformedCode, "an empty list of what may be shown") }
        var shown: Set<ComponentKey> = []
        for element in elements {
            guard SDCWT.isClaimKey(element) else {
                throw CodeError(.malformedCode, "what may be shown is no claim key")
            }
            if let key = element.integer.flatMap(ComponentKey.init(rawValue:)) { shown.insert(key) }
        }
        return shown
    }

    /// Whether the code is signed by this key, which is the holder's of the credential that was looked up.
    public func isHolderSigned(by holder: some SignatureVerifier) -> Bool { sign1.isSigned(by: holder) }
}
