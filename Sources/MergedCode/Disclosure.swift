// SPDX-License-Identifier: Apache-2.0

import COSE

/// A salted disclosed claim: a byte string with `[salt, value, key]`, `[salt, value]` or `[salt]` in it (SD-CWT draft,
/// "Types of Redacted Claims").
struct Disclosure: Sendable {
    /// The number of bytes in a salt.
    static let saltLength = 16

    private let item: CBORItem

    /// The byte string, head included: what the digest is taken over.
    var encoded: ArraySlice<UInt8> { item.encoded }

    /// A disclosure from an element of `sd_claims`; `nil` where that is no byte string.
    ///
    /// - Throws: ``COSEError`` with a `cbor.` code where the content is not one well-formed item.
    init?(_ element: CBORItem) throws(COSEError) {
        guard try element.wrapped() != nil else { return nil }
        item = element
    }

    /// Salt, value and key, the latter two as far as they are there; `nil` where the form is another.
    var parts: (value: CBORItem?, key: CBORItem?)? {
        guard var elements = item.checkedContent?.elements, (1...3).contains(elements.count),
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
