// SPDX-License-Identifier: Apache-2.0

import COSE

/// A key whose signature is a digest of itself and the message: enough to tell keys, messages and changes apart.
struct FakeKey: Signer, SignatureVerifier {
    let publicKey: COSEKey

    init(_ seed: UInt8) throws {
        publicKey = try FakeCrypto.completed(
            COSEKey(curve: .p256, x: [UInt8](repeating: seed, count: 32), y: .sign(false))
        )
    }

    init(_ key: COSEKey) { publicKey = key }

    var keyID: KeyID { get throws { try FakeCrypto().keyID(of: publicKey) } }

    func sign(_ message: [UInt8]) -> [UInt8] {
        let digest = FakeCrypto.digest(publicKey.x + message)
        return digest.bytes + digest.bytes
    }

    func isValidSignature(_ signature: ArraySlice<UInt8>, over message: [UInt8]) -> Bool {
        signature.elementsEqual(sign(message))
    }
}

struct FakeCrypto: CryptoProvider {
    /// Keys of these seeds all get the thumbprint of the first.
    var colliding: Set<UInt8> = []

    func sha256(_ bytes: ArraySlice<UInt8>) -> Digest32 {
        // A thumbprint's input ends with y, which begins as x does.
        if let seed = bytes.dropLast(8).last, colliding.contains(seed) { return Self.digest([0]) }
        return Self.digest(Array(bytes))
    }

    func verifier(for key: COSEKey) throws(COSEError) -> any SignatureVerifier {
        // The point that is on no curve.
        guard key.x.first != 0xFF else { throw COSEError(.keyPoint, "off the curve") }
        return FakeKey(try Self.completed(key))
    }

    /// The y of x is x itself with the sign as its last bit.
    static func completed(_ key: COSEKey) throws(COSEError) -> COSEKey {
        guard case .sign(let isOdd) = key.y else { return key }
        return try COSEKey(
            curve: key.curve,
            x: key.x,
            y: .full(key.x.dropLast() + [key.x[31] & 0xFE | (isOdd ? 1 : 0)])
        )
    }

    /// Four FNV-1a hashes from different beginnings.
    static func digest(_ bytes: [UInt8]) -> Digest32 {
        func hash(_ basis: UInt64) -> UInt64 {
            bytes.reduce(0xCBF2_9CE4_8422_2325 ^ basis) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        }
        return Digest32(hash(1), hash(2), hash(3), hash(4))
    }
}
