// SPDX-License-Identifier: Apache-2.0

/// A COSE algorithm number (IANA "COSE Algorithms"; wire-format.md §2).
///
/// Unknown numbers survive reading.
public struct Algorithm: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    /// The registered number.
    public let rawValue: Int64

    /// An algorithm from its number.
    public init(rawValue: Int64) { self.rawValue = rawValue }

    /// ECDSA on P-256 with SHA-256, fully specified (RFC 9864).
    public static let esp256 = Algorithm(rawValue: -9)
    /// ECDSA with SHA-256 (RFC 9053 §2.1); accepted for P-256 keys, never emitted.
    public static let es256 = Algorithm(rawValue: -7)
    /// ECDSA on P-384 with SHA-384, fully specified (RFC 9864); for verifying only.
    public static let esp384 = Algorithm(rawValue: -51)
    /// ECDSA with SHA-384 (RFC 9053 §2.1); accepted for P-384 keys, never emitted.
    public static let es384 = Algorithm(rawValue: -35)
    /// EdDSA on Ed25519, fully specified (RFC 9864).
    public static let ed25519 = Algorithm(rawValue: -19)
    /// EdDSA (RFC 9053 §2.2); accepted for Ed25519 keys, never emitted.
    public static let edDSA = Algorithm(rawValue: -8)
    /// SM2 signature with SM3 (GB/T 32918.2): a private-use number, since none is registered.
    public static let sm2 = Algorithm(rawValue: -65537)

    /// The short name that commands and documents use, or the number.
    public var description: String {
        switch self {
        case .esp256: "ESP256"
        case .es256: "ES256"
        case .esp384: "ESP384"
        case .es384: "ES384"
        case .ed25519: "Ed25519"
        case .edDSA: "EdDSA"
        case .sm2: "SM2-SM3"
        default: "alg \(rawValue)"
        }
    }

    /// Whether any key could have this algorithm here.
    public var isSupported: Bool { Curve.allCases.contains { $0.accepts(self) } }
}

/// The curve of a key: with it everything about the signature is settled (wire-format.md §2).
public enum Curve: Int64, Hashable, Sendable, CaseIterable {
    /// NIST P-256 (RFC 9053 §7.1).
    case p256 = 1
    /// NIST P-384, for verifying only.
    case p384 = 2
    /// Ed25519 (RFC 8032).
    case ed25519 = 6
    /// The recommended curve of GB/T 32918.5: a private-use number.
    case sm2 = -65537

    /// The key type: 1 OKP, 2 EC2.
    public var keyType: Int64 { self == .ed25519 ? 1 : 2 }

    /// Bytes of a coordinate.
    public var coordinateLength: Int { self == .p384 ? 48 : 32 }

    /// Bytes of a signature, r‖s or R‖S.
    public var signatureLength: Int { 2 * coordinateLength }

    /// The algorithm that emitters write.
    public var algorithm: Algorithm {
        switch self {
        case .p256: .esp256
        case .p384: .esp384
        case .ed25519: .ed25519
        case .sm2: .sm2
        }
    }

    /// Whether a signature by a key on this curve may name the algorithm.
    public func accepts(_ algorithm: Algorithm) -> Bool {
        switch self {
        case .p256: algorithm == .esp256 || algorithm == .es256
        case .p384: algorithm == .esp384 || algorithm == .es384
        case .ed25519: algorithm == .ed25519 || algorithm == .edDSA
        case .sm2: algorithm == .sm2
        }
    }
}
