// SPDX-License-Identifier: Apache-2.0

import COSE

/// A salted disclosed claim: a byte string with `[salt, value, key]`, `[salt, value]` or `[salt]` in it (SD-CWT draft,
/// "Types of Redacted Claims").
struct Disclosure: Sendable {
    /// The number of bytes in a salt.
    static let saltLength = 16

    /// The byte string, head included: what the digest is taken over.
    let encoded: ArraySlice<UInt8>
    /// The item in it.
    let content: CBORItem

    /// Salt, value and key, the latter two as far as they are there; `nil` where the form is another.
    var parts: (value: CBORItem?, key: CBORItem?)? {
        guard var elements = content.elements, (1...3).contains(elements.count),
            elements.next()?.bytes?.count == Self.saltLength
        else { return nil }
        let value = elements.next()
        return (value, elements.next())
    }

    /// The bytes of a new disclosure's byte string, head included.
    static func encode(salt: [UInt8], value: CBOR? = nil, key: CBOR? = nil) -> [UInt8] {
        CBOR.wrapped(.array([.bytes(salt)] + [value, key].compactMap { $0 })).encoded
    }
}
