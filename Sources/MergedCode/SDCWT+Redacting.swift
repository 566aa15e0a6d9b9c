// SPDX-License-Identifier: Apache-2.0

public import COSE

extension SDCWT {
    /// A claims set as an issuer signs it, with what discloses it again.
    public struct Redacted: Sendable {
        /// The claims, digests in place of what was redacted.
        public let claims: CBOR
        /// The disclosures, those of decoys included, each as the bytes of a byte string with its head.
        public let disclosures: [[UInt8]]

        /// The unprotected header that carries all disclosures to the holder.
        public var unprotected: CBOR {
            disclosures.isEmpty ? [:] : [.integer(HeaderLabel.disclosures): .array(disclosures.map { .encoded($0) })]
        }
    }

    /// Redacts what tag 58 marks and puts decoys where tag 62 stands (SD-CWT draft, "Tags Used Before SD-CWT Issuance").
    ///
    /// - Parameters:
    ///   - claims: the claims; a map key, or an element of an array, may be in tag 58; `62(n): null` in a map or `62(n)`
    ///     in an array asks for a decoy.
    ///   - crypto: for the digests, SHA-256.
    ///   - random: gives as many unpredictable bytes as asked for.
    /// - Returns: the claims to sign, digests of a map sorted bytewise, and the disclosures.
    /// - Throws: ``CredentialError`` `credential.claim` for a tag where it cannot be, or `credential.random`.
    public static func redact(
        _ claims: CBOR,
        crypto: some CryptoProvider,
        random: (Int) -> [UInt8]
    ) throws(CredentialError) -> Redacted {
        guard case .map(let entries) = claims else { throw CredentialError(.claim, "a claims set is a map") }
        return try withoutActuallyEscaping(random) { (random) throws(CredentialError) in
            var redaction = Redaction(crypto: crypto, random: random)
            let claims = try redaction.map(entries)
            return Redacted(claims: claims, disclosures: redaction.disclosures)
        }
    }
}

/// One redaction under way: collects the disclosures while it walks through the claims.
private struct Redaction<Crypto: CryptoProvider> {
    let crypto: Crypto
    let random: (Int) -> [UInt8]
    private(set) var disclosures: [[UInt8]] = []

    init(crypto: Crypto, random: @escaping (Int) -> [UInt8]) {
        self.crypto = crypto
        self.random = random
    }

    mutating func map(_ entries: [(key: CBOR, value: CBOR)]) throws(CredentialError) -> CBOR {
        var kept: [(key: CBOR, value: CBOR)] = []
        var digests: [Digest32] = []
        var names: Set<[UInt8]> = []
        for (key, value) in entries {
            var name = key
            switch key {
            case .tagged(SDCWT.toBeRedactedTag, let label):
                name = label
                digests.append(try disclose(self.value(value), key: label))
            case .tagged(SDCWT.toBeDecoyTag, _): digests.append(try disclose(nil))
            default: kept.append((key, try self.value(value)))
            }
            guard names.insert(name.encoded).inserted else { throw CredentialError(.claim, "a claim key twice") }
        }
        if !digests.isEmpty {
            // Their order must not tell which claim is which.
            kept.append((.simple(SDCWT.redactedKeys), .array(digests.sorted().map { .bytes($0.bytes) })))
        }
        return .map(kept)
    }

    private mutating func element(_ element: CBOR) throws(CredentialError) -> CBOR {
        let digest: Digest32
        switch element {
        case .tagged(SDCWT.toBeRedactedTag, let content): digest = try disclose(value(content))
        case .tagged(SDCWT.toBeDecoyTag, _): digest = try disclose(nil)
        default: return try value(element)
        }
        return .tagged(SDCWT.redactedElementTag, .bytes(digest.bytes))
    }

    private mutating func value(_ value: CBOR) throws(CredentialError) -> CBOR {
        switch value {
        case .map(let entries): return try map(entries)
        case .array(let elements):
            var redacted: [CBOR] = []
            for element in elements { redacted.append(try self.element(element)) }
            return .array(redacted)
        case .tagged(SDCWT.toBeRedactedTag, _), .tagged(SDCWT.toBeDecoyTag, _), .tagged(SDCWT.redactedElementTag, _):
            throw CredentialError(.claim, "a tag of redaction around a value that is no element")
        case .tagged(let number, let content): return .tagged(number, try self.value(content))
        default: return value
        }
    }

    private mutating func disclose(_ value: CBOR?, key: CBOR? = nil) throws(CredentialError) -> Digest32 {
        let salt = try randomBytes(Disclosure.saltLength, from: random)
        let disclosure = Disclosure.encode(salt: salt, value: value, key: key)
        disclosures.append(disclosure)
        return crypto.sha256(disclosure[...])
    }
}
