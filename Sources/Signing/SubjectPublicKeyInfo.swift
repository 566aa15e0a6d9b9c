// SPDX-License-Identifier: Apache-2.0

public import COSE

extension COSEKey {
    /// The key as PEM, `-----BEGIN PUBLIC KEY-----`: a SubjectPublicKeyInfo (RFC 5280 §4.1) with a named curve and an
    /// uncompressed point, as `openssl pkey -pubin` reads it; for Ed25519 that of RFC 8410.
    ///
    /// - Throws: `signing.not-a-key` where the coordinates are no usable point.
    public var pem: String {
        get throws(SigningError) {
            let key: COSEKey
            do throws(COSEError) {
                key = try SystemCryptography().verifier(for: self).publicKey
            } catch {
                throw SigningError(.notAKey, error.message)
            }
            let point = key.encodedPoint
            return try PEM(label: PEM.publicKey, der: key.curve.publicKeyPrefix(pointLength: point.count) + point).text
        }
    }

    /// A public key from PEM, with `y` in full.
    ///
    /// - Throws: `signing.not-a-key` for other text, parameters that spell the curve out, or a point off its curve;
    ///   `signing.unsupported-curve` for other curves and for RSA.
    public init(pem text: String) throws(SigningError) {
        let pem = try PEM(text)
        guard pem.label == PEM.publicKey else {
            throw SigningError(.notAKey, "the text is no PEM of a public key")
        }
        for curve in Curve.allCases {
            let lengths =
                curve == .ed25519 ? [32] : [1 + 2 * curve.coordinateLength, 1 + curve.coordinateLength]
            for length in lengths {
                let prefix = curve.publicKeyPrefix(pointLength: length)
                guard pem.der.count == prefix.count + length, pem.der.starts(with: prefix) else { continue }
                self = try COSEKey(curve: curve, encodedPoint: pem.der.suffix(length))
                return
            }
        }
        guard pem.der.first == 0x30 else { throw SigningError(.notAKey, "the PEM holds no public key") }
        throw SigningError(
            .unsupportedCurve,
            "the public key is not of P-256, P-384, Ed25519 or SM2 with a named curve"
        )
    }

    /// A key from a point as SEC 1 §2.3.3 writes it, checked, with `y` in full.
    private init(curve: Curve, encodedPoint point: ArraySlice<UInt8>) throws(SigningError) {
        do throws(COSEError) {
            let key =
                switch (curve, point.first) {
                case (.ed25519, _): try COSEKey(curve: curve, x: [UInt8](point), y: nil)
                case (_, 4): try COSEKey(curve: curve, uncompressedPoint: point)
                case (_, 2): try COSEKey(curve: curve, x: [UInt8](point.dropFirst()), y: .sign(false))
                case (_, 3): try COSEKey(curve: curve, x: [UInt8](point.dropFirst()), y: .sign(true))
                default: throw COSEKey.notAPoint(of: curve)
                }
            self = try SystemCryptography().verifier(for: key).publicKey
        } catch {
            throw SigningError(.notAKey, error.message)
        }
    }
}

extension Curve {
    /// All of a SubjectPublicKeyInfo in front of the point; with a named curve there is only one way to write it.
    fileprivate func publicKeyPrefix(pointLength: Int) -> [UInt8] {
        let ecPublicKey: [UInt8] = [0x06, 0x07, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01]
        let identifier: [UInt8] =
            switch self {
            case .p256: ecPublicKey + [0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07]
            case .p384: ecPublicKey + [0x06, 0x05, 0x2B, 0x81, 0x04, 0x00, 0x22]
            case .sm2: ecPublicKey + [0x06, 0x08, 0x2A, 0x81, 0x1C, 0xCF, 0x55, 0x01, 0x82, 0x2D]
            case .ed25519: [0x06, 0x03, 0x2B, 0x65, 0x70]
            }
        let bits = [0x03, UInt8(pointLength + 1), 0x00]
        let algorithm = [0x30, UInt8(identifier.count)] + identifier
        return [0x30, UInt8(algorithm.count + bits.count + pointLength)] + algorithm + bits
    }
}
