// SPDX-License-Identifier: Apache-2.0

import COSE
import TestSupport
import Testing

struct Base45Vector: Decodable, Sendable, CustomTestStringConvertible {
    let text: String
    let hex: String?
    let note: String?

    var testDescription: String { note ?? "'\(text)'" }
}

/// RFC 9285.
@Suite struct Base45VectorTests {
    static let vectors = (try? Fixtures.json("vectors/rfc9285-base45.json", as: [Base45Vector].self)) ?? []

    @Test func `the vectors are there`() { #expect(Self.vectors.count == 21) }

    @Test(arguments: vectors)
    func `a text has its bytes and they have the text, or it has none`(vector: Base45Vector) throws {
        if let expected = vector.hex {
            #expect(try Base45.decode(vector.text) == hex(expected))
            #expect(Base45.encode(hex(expected)) == vector.text)
        } else {
            #expect { try Base45.decode(vector.text) } throws: {
                [.base45Character, .base45Value].contains(($0 as? COSEError)?.code)
            }
        }
    }

    @Test func `every pair of bytes goes there and back, and nothing is said twice`() throws {
        var texts: Set<String> = []
        for value in 0...UInt16.max {
            let bytes = [UInt8(value >> 8), UInt8(value & 0xFF)]
            let text = Base45.encode(bytes)
            #expect(text.utf8.count == 3)
            if try Base45.decode(text) != bytes { Issue.record("\(value)") }
            texts.insert(text)
        }
        #expect(texts.count == 65536)
    }
}
