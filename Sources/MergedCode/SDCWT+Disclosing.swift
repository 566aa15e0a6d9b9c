// SPDX-License-Identifier: Apache-2.0

import COSE

/// The claims set that disclosures make of a redacted one (SD-CWT draft, "SD-KBT and SD-CWT Verifier Validation").
struct ClaimsDisclosure {
    /// Claims that are never redacted (SD-CWT draft, "SD-CWT Claim Requirements").
    private static let neverRedacted: Set<Int64> = [
        ClaimKey.issuer, ClaimKey.audience, ClaimKey.expiration, ClaimKey.notBefore, ClaimKey.issuedAt, ClaimKey.cwtID,
        ClaimKey.confirmation, ClaimKey.nonce,
    ]

    /// The disclosures that no digest has been met for yet.
    private var waiting: [Digest32: Disclosure] = [:]
    /// The digests met, disclosed or not.
    private var met: Set<Digest32> = []

    /// - Throws: ``CredentialError`` `sd-cwt.disclosure` for the same disclosure twice.
    init(_ disclosures: [Disclosure], crypto: some CryptoProvider) throws(CredentialError) {
        for disclosure in disclosures {
            guard waiting.updateValue(disclosure, forKey: crypto.sha256(disclosure.encoded)) == nil else {
                throw CredentialError(.sdCWTDisclosure, "the same disclosure twice")
            }
        }
    }

    /// The claims of a claims map, what stays redacted taken out.
    ///
    /// - Throws: ``CredentialError`` `sd-cwt.malformed` or `sd-cwt.disclosure`.
    mutating func claims(_ map: CBORItem) throws(CredentialError) -> CBOR {
        guard let entries = map.entries else { throw CredentialError(.sdCWT, "a claims set is a map") }
        return .map(try self.entries(entries, depth: 0))
    }

    /// Checks that no disclosure is left over.
    ///
    /// - Throws: ``CredentialError`` `sd-cwt.disclosure`.
    func finish() throws(CredentialError) {
        guard waiting.isEmpty else { throw CredentialError(.sdCWTDisclosure, "a disclosure that no digest is for") }
    }

    private mutating func entries(
        _ entries: CBORItem.Entries,
        depth: Int
    ) throws(CredentialError) -> [(key: CBOR, value: CBOR)] {
        var disclosed: [(key: CBOR, value: CBOR)] = []
        var keys: Set<[UInt8]> = []
        for (key, value) in entries {
            if key.simple == SDCWT.redactedKeys {
                guard let digests = value.elements else { throw CredentialError(.sdCWT, "simple(59) has no list") }
                for digest in digests {
                    guard let parts = try take(digest) else { continue }
                    guard let key = parts.key, SDCWT.isClaimKey(key) else {
                        throw CredentialError(.sdCWTDisclosure, "a disclosure for a map without a claim key")
                    }
                    if depth == 0, let label = key.integer, Self.neverRedacted.contains(label) {
                        throw CredentialError(.sdCWTDisclosure, "a claim that is never redacted")
                    }
                    guard keys.insert(Array(key.encoded)).inserted else {
                        throw CredentialError(.sdCWTDisclosure, "a disclosed claim key stands there already")
                    }
                    let value = try self.value(parts.value, depth: depth + 1)
                    disclosed.append((.encoded(Array(key.encoded)), value))
                }
                continue
            }
            guard SDCWT.isClaimKey(key) else { throw CredentialError(.sdCWT, "a key that no claim can have") }
            guard keys.insert(Array(key.encoded)).inserted else {
                throw CredentialError(.sdCWTDisclosure, "a disclosed claim key stands there already")
            }
            disclosed.append((.encoded(Array(key.encoded)), try self.value(value, depth: depth + 1)))
        }
        return disclosed
    }

    private mutating func value(_ item: CBORItem, depth: Int) throws(CredentialError) -> CBOR {
        guard depth <= CBORItem.maximumDepth else { throw CredentialError(.sdCWT, "claims nested too deeply") }
        if let elements = item.elements {
            var disclosed: [CBOR] = []
            for element in elements {
                guard let digest = element.content(ofTag: SDCWT.redactedElementTag) else {
                    disclosed.append(try value(element, depth: depth + 1))
                    continue
                }
                guard let parts = try take(digest) else { continue }
                guard parts.key == nil else {
                    throw CredentialError(.sdCWTDisclosure, "a disclosure for an element with a claim key")
                }
                disclosed.append(try value(parts.value, depth: depth + 1))
            }
            return .array(disclosed)
        }
        if let entries = item.entries { return .map(try self.entries(entries, depth: depth)) }
        if let tagged = item.tagged {
            switch tagged.number {
            case SDCWT.toBeRedactedTag, SDCWT.redactedElementTag, SDCWT.toBeDecoyTag:
                throw CredentialError(.sdCWT, "a tag of redaction where none can be")
            default: return .tagged(tagged.number, try value(tagged.content, depth: depth + 1))
            }
        }
        guard item.simple != SDCWT.redactedKeys else { throw CredentialError(.sdCWT, "simple(59) as a value") }
        return .encoded(Array(item.encoded))
    }

    /// The value and key that a digest was disclosed with; `nil` where it was not, or is a decoy.
    private mutating func take(_ item: CBORItem) throws(CredentialError) -> (value: CBORItem, key: CBORItem?)? {
        guard let digest = item.bytes.flatMap({ Digest32($0) }) else {
            throw CredentialError(.sdCWT, "a digest is not 32 bytes")
        }
        guard met.insert(digest).inserted else { throw CredentialError(.sdCWTDisclosure, "the same digest twice") }
        guard let disclosure = waiting.removeValue(forKey: digest) else { return nil }
        guard let parts = disclosure.parts else {
            throw CredentialError(.sdCWTDisclosure, "a disclosure is not salt, value and key")
        }
        return parts.value.map { ($0, parts.key) }
    }
}
