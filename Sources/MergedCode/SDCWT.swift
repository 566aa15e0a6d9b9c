// SPDX-License-Identifier: Apache-2.0

import COSE

/// Selective Disclosure CWT in general (draft-ietf-spice-sd-cwt as of April 2026): what is the same for every profile.
public enum SDCWT {
    /// simple(59), the map key under which the digests of redacted keys stand.
    public static let redactedKeys: UInt8 = 59
    /// The tag "to be redacted", between holder and issuer before the issue.
    public static let toBeRedactedTag: UInt64 = 58
    /// The tag around the digest of a redacted element.
    public static let redactedElementTag: UInt64 = 60
    /// The tag "to be decoy", between holder and issuer before the issue.
    public static let toBeDecoyTag: UInt64 = 62
    /// SHA-256 as `sd_alg` names it, and what holds without one.
    public static let sha256: Int64 = -16

    /// Whether an item can be a claim key: an integer, or a text of at most 255 bytes.
    static func isClaimKey(_ item: CBORItem) -> Bool {
        if let text = item.textBytes { return text.count <= 255 }
        switch item.encoded.first.map({ $0 >> 5 }) {
        case 0, 1: return true
        default: return false
        }
    }

    /// Whether simple(59) as a key or one of the tags 58, 60 and 62 stands anywhere in an item.
    static func containsRedaction(_ item: CBORItem) -> Bool {
        // Their heads are two bytes each, as every head here is the shortest; hardly a value has such a pair at all.
        var before: UInt8 = 0
        let mayContain = item.encoded.contains { byte in
            defer { before = byte }
            return before == 0xD8 && (byte == 58 || byte == 60 || byte == 62) || before == 0xF8 && byte == redactedKeys
        }
        return mayContain && isRedactionInside(item)
    }

    private static func isRedactionInside(_ item: CBORItem) -> Bool {
        if let tagged = item.tagged {
            switch tagged.number {
            case toBeRedactedTag, redactedElementTag, toBeDecoyTag: return true
            default: return isRedactionInside(tagged.content)
            }
        }
        if let elements = item.elements { return elements.contains(where: isRedactionInside) }
        if let entries = item.entries {
            return entries.contains { isRedactionInside($0.key) || isRedactionInside($0.value) }
        }
        return item.simple == redactedKeys
    }
}
