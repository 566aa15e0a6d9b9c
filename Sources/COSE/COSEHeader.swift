// SPDX-License-Identifier: Apache-2.0

/// A header parameter label (IANA "COSE Header Parameters"), for those this library knows.
public enum HeaderLabel {
    /// The algorithm (RFC 9052 §3.1).
    public static let algorithm: Int64 = 1
    /// Labels that must be understood (RFC 9052 §3.1).
    public static let critical: Int64 = 2
    /// The key's name (RFC 9052 §3.1).
    public static let keyID: Int64 = 4
    /// The credential that a key binding token carries (`kcwt`, SD-CWT draft).
    public static let credential: Int64 = 13
    /// Claims in a header (RFC 9597).
    public static let cwtClaims: Int64 = 15
    /// The type of the whole (RFC 9596).
    public static let type: Int64 = 16
    /// The disclosures of an SD-CWT (`sd_claims`, draft).
    public static let disclosures: Int64 = 17
    /// The digest algorithm of an SD-CWT (`sd_alg`, draft).
    public static let digestAlgorithm: Int64 = 170
    /// The encrypted disclosures of an SD-CWT (`sd_aead_encrypted_claims`, draft).
    public static let encryptedDisclosures: Int64 = 171
    /// Their algorithm (`sd_aead`, draft).
    public static let encryptionAlgorithm: Int64 = 172
}

/// A CWT claim key (IANA "CWT Claims"), for those this library knows.
public enum ClaimKey {
    /// Issuer (RFC 8392 §3.1.1).
    public static let issuer: Int64 = 1
    /// Subject.
    public static let subject: Int64 = 2
    /// Audience.
    public static let audience: Int64 = 3
    /// Expiration time, seconds since 1970 UTC.
    public static let expiration: Int64 = 4
    /// Not before.
    public static let notBefore: Int64 = 5
    /// Issued at.
    public static let issuedAt: Int64 = 6
    /// CWT ID.
    public static let cwtID: Int64 = 7
    /// Confirmation, holding the holder's key (RFC 8747).
    public static let confirmation: Int64 = 8
    /// Nonce of the verifier (`cnonce`, RFC 9200).
    public static let nonce: Int64 = 39
    /// Status (draft-ietf-oauth-status-list).
    public static let status: Int64 = 65535
    /// Status list (the same draft).
    public static let statusList: Int64 = 65533
    /// Time to live of a status list (the same draft).
    public static let timeToLive: Int64 = 65534
}

/// The type of a token as its `typ` states it (RFC 9596): a number or a media type.
public enum TokenType: Hashable, Sendable {
    /// A Content-Format number.
    case number(UInt64)
    /// A media type, compared by UTF-8 bytes.
    case mediaType([UInt8])

    /// A media type from its name.
    public static func mediaType(_ name: String) -> TokenType { .mediaType(Array(name.utf8)) }

    var cbor: CBOR {
        switch self {
        case .number(let number): .unsigned(number)
        case .mediaType(let bytes): .text(String(decoding: bytes, as: UTF8.self))
        }
    }
}

/// A protected header as it was received, its common parameters read out (RFC 9052 §3).
public struct ProtectedHeader: Sendable {
    /// All parameters; an empty map where the header is the empty byte string.
    public let parameters: CBORItem
    /// `alg`, where there is one as a number.
    public let algorithm: Algorithm?
    /// `kid`, whatever its length.
    public let keyID: ArraySlice<UInt8>?
    /// `typ`.
    public let type: TokenType?
    /// The labels that `crit` names; empty without it.
    public let critical: [CBORItem]

    /// A header from the item in the protected byte string.
    ///
    /// - Throws: ``COSEError`` `cose.header` where it is no map, a common parameter has a wrong type, or `crit` is empty
    ///   or names a label that is not there.
    public init(_ parameters: CBORItem) throws(COSEError) {
        guard let entries = parameters.entries else { throw COSEError(.header, "a header is a map") }
        var algorithm: Algorithm?
        var keyID: ArraySlice<UInt8>?
        var type: TokenType?
        var critical: [CBORItem] = []
        for (label, value) in entries {
            switch label.integer {
            case HeaderLabel.algorithm:
                guard let number = value.integer else {
                    // A text or an oversized number is legal COSE and no algorithm of ours.
                    guard value.textBytes != nil else { throw COSEError(.header, "alg is neither number nor text") }
                    continue
                }
                algorithm = Algorithm(rawValue: number)
            case HeaderLabel.critical:
                guard let labels = value.elements, labels.count > 0 else {
                    throw COSEError(.header, "crit is not a list of labels")
                }
                critical = Array(labels)
            case HeaderLabel.keyID:
                guard let bytes = value.bytes else { throw COSEError(.header, "kid is not bytes") }
                keyID = bytes
            case HeaderLabel.type:
                if let number = value.unsigned {
                    type = .number(number)
                } else if let text = value.textBytes {
                    type = .mediaType(Array(text))
                } else {
                    throw COSEError(.header, "typ is neither a number nor text")
                }
            default:
                guard label.integer != nil || label.textBytes != nil else {
                    throw COSEError(.header, "a label is neither a number nor text")
                }
            }
        }
        for label in critical {
            guard entries.contains(where: { $0.key.encoded == label.encoded }) else {
                throw COSEError(.header, "crit names a parameter that is not there")
            }
        }
        self.parameters = parameters
        self.algorithm = algorithm
        self.keyID = keyID
        self.type = type
        self.critical = critical
    }

    /// The value of a parameter.
    public subscript(label: Int64) -> CBORItem? { parameters[label] }

    /// The parameters of a header that is being made, as the content of its byte string.
    public static func encode(
        algorithm: Algorithm,
        keyID: [UInt8]? = nil,
        type: TokenType? = nil,
        others: [(key: CBOR, value: CBOR)] = []
    ) -> [UInt8] {
        var entries: [(key: CBOR, value: CBOR)] = [(.integer(HeaderLabel.algorithm), .integer(algorithm.rawValue))]
        if let keyID { entries.append((.integer(HeaderLabel.keyID), .bytes(keyID))) }
        if let type { entries.append((.integer(HeaderLabel.type), type.cbor)) }
        return CBOR.map(entries + others).encoded
    }
}
