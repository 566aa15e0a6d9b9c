// SPDX-License-Identifier: Apache-2.0

/// Someone who can sign: a private key that stays where it is, in a file, a phone or a hardware module.
public protocol Signer: Sendable {
    /// The public key that checks the signatures.
    var publicKey: COSEKey { get }

    /// A signature over the message, r‖s or R‖S, by the one algorithm of the key's curve.
    func sign(_ message: [UInt8]) throws -> [UInt8]
}

/// A public key made ready to check signatures.
public protocol SignatureVerifier: Sendable {
    /// The key, with `y` in full.
    var publicKey: COSEKey { get }

    /// The curve of the key.
    var curve: Curve { get }

    /// Whether the signature is the key's over the message. A wrong length or a value out of range is just not valid.
    func isValidSignature(_ signature: ArraySlice<UInt8>, over message: [UInt8]) -> Bool
}

extension SignatureVerifier {
    /// The curve of ``publicKey``; for those that make the key when asked for it, better known beforehand.
    public var curve: Curve { publicKey.curve }
}

/// What the formats need of cryptography, so that none is linked into them.
public protocol CryptoProvider: Sendable {
    /// The SHA-256 digest of some bytes.
    func sha256(_ bytes: ArraySlice<UInt8>) -> Digest32

    /// A key made ready to verify.
    ///
    /// - Throws: ``COSEError`` `cose.key-point` for a point off its curve, of small order or not canonical.
    func verifier(for key: COSEKey) throws(COSEError) -> any SignatureVerifier
}

extension CryptoProvider {
    /// The name of a key (wire-format.md §2), whatever form its `y` has.
    ///
    /// - Throws: ``COSEError`` `cose.key-point` where the coordinates are no usable point.
    public func keyID(of key: COSEKey) throws(COSEError) -> KeyID {
        if let input = key.thumbprintInput { return KeyID(thumbprint: sha256(input[...])) }
        guard let input = try verifier(for: key).publicKey.thumbprintInput else {
            throw COSEError(.keyPoint, "the point has no y coordinate")
        }
        return KeyID(thumbprint: sha256(input[...]))
    }
}
