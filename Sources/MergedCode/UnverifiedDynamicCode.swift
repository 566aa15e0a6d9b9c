// SPDX-License-Identifier: Apache-2.0

public import COSE

/// A dynamic code 动态码, no signature of it checked (SD-KBT, typ 294; wire-format.md §4).
public final class UnverifiedDynamicCode: Sendable {
    /// The signed object.
    public let sign1: COSESign1
    /// `alg`: supported, though not compared with the holder's key yet.
    public let algorithm: Algorithm
    /// The credential in it, with the disclosures that the holder chose.
    public let credential: UnverifiedCredential
    /// What the holder signed for.
    public let binding: KeyBinding

    init(_ token: consuming COSESign1) throws(CodeError) {
        let header = try TokenHeader(token)
        guard token.hasNoUnprotected else { throw CodeError(.malformedCode, "an unprotected header") }
        let carried = try required(header.credential, "kcwt")
        sign1 = token
        algorithm = header.algorithm
        binding = try KeyBinding(TokenClaims(sign1))
        credential = try UnverifiedCredential(reading { () throws(COSEError) in try COSESign1(carried) })
    }

    /// The first rule about times between the tokens that is broken, see ``KeyBinding/brokenTimeRule(with:)``.
    public var brokenTimeRule: String? { binding.brokenTimeRule(with: credential.claims) }

    /// Whether the code is signed by this key and the key is the one that the credential names.
    public func isHolderSigned(by holder: some SignatureVerifier) -> Bool {
        holder.publicKey.isSamePoint(as: credential.holderKey) && sign1.isSigned(by: holder)
    }
}

extension COSEKey {
    /// Whether both are the same point, whatever form `y` has.
    func isSamePoint(as other: COSEKey) -> Bool {
        guard curve == other.curve, x == other.x else { return false }
        switch (y, other.y) {
        case (.full(let one), .full(let another)): return one == another
        case (.full(let bytes), .sign(let isOdd)), (.sign(let isOdd), .full(let bytes)):
            return bytes.last.map { $0 & 1 == 1 } == isOdd
        case (.sign(let one), .sign(let another)): return one == another
        case (nil, nil): return true
        default: return false
        }
    }
}
