// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

/// The encoded lists of draft-ietf-oauth-status-list-20 §4 and appendix C.
struct EncodedStatusList: Decodable, CustomTestStringConvertible {
    struct Entry: Decodable {
        let index: UInt64
        let value: UInt8
    }

    let title: String
    let bits: UInt8
    let size: UInt64
    /// The entries that are not 0, or all.
    let entries: [Entry]
    /// The map of `bits` and `lst`, in hexadecimal digits.
    let cbor: String

    var testDescription: String { title }

    static func load() throws -> [EncodedStatusList] { try Fixtures.json("vectors/status-list-encoding.json") }
}

/// The signed tokens of the same draft, with the key that signed them.
struct SignedStatusToken: Decodable, CustomTestStringConvertible {
    let title: String
    let x: String
    let y: String
    let cbor: String

    var testDescription: String { title }

    static func load() throws -> [SignedStatusToken] { try Fixtures.json("vectors/status-list-cwt.json") }
}
