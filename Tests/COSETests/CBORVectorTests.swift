// SPDX-License-Identifier: Apache-2.0

import COSE
import TestSupport
import Testing

struct AppendixAVector: Decodable, Sendable, CustomTestStringConvertible {
    let diag: String
    let hex: String
    let preferred: Bool
    let refusedAs: String?

    var testDescription: String { diag }
}

struct AppendixFVector: Decodable, Sendable, CustomTestStringConvertible {
    let hex: String
    let group: String

    var testDescription: String { "\(group): \(hex)" }
}

/// RFC 8949, appendices A and F.
@Suite struct CBORVectorTests {
    static let appendixA = (try? Fixtures.json("vectors/rfc8949-appendix-a.json", as: [AppendixAVector].self)) ?? []
    static let appendixF = (try? Fixtures.json("vectors/rfc8949-appendix-f.json", as: [AppendixFVector].self)) ?? []

    @Test func `the vector files are there`() {
        #expect(Self.appendixA.count == 81)
        #expect(Self.appendixF.count == 94)
    }

    @Test(arguments: appendixA.filter { $0.refusedAs == nil })
    func `what is read is written again to the same bytes`(vector: AppendixAVector) throws {
        let bytes = hex(vector.hex)
        let rewritten = try value(of: CBORItem(bytes)).encoded
        if vector.preferred {
            #expect(rewritten == bytes)
        } else {
            // Floats in a longer form than needed are read, and written in the preferred one.
            #expect(rewritten.count < bytes.count)
            #expect(try value(of: CBORItem(rewritten)).encoded == rewritten)
        }
    }

    @Test(arguments: appendixA.filter { $0.refusedAs != nil })
    func `what the profile does not allow is refused`(vector: AppendixAVector) throws {
        #expect { try CBORItem(hex(vector.hex)) } throws: { ($0 as? COSEError)?.code.rawValue == vector.refusedAs }
    }

    @Test(arguments: appendixF)
    func `what is not well-formed is refused`(vector: AppendixFVector) throws {
        #expect { try CBORItem(hex(vector.hex)) } throws: { ($0 as? COSEError)?.code.isMalformedCBOR == true }
    }

    @Test(arguments: appendixA.filter { $0.refusedAs == nil })
    func `no beginning of an item is an item`(vector: AppendixAVector) {
        let bytes = hex(vector.hex)
        for length in bytes.indices {
            #expect { try CBORItem(Array(bytes.prefix(length))) } throws: { ($0 as? COSEError)?.code == .truncated }
        }
    }

    /// The value of an item, rebuilt from what the reader says of it.
    private func value(of item: CBORItem) throws -> CBOR {
        if let number = item.unsigned { return .unsigned(number) }
        if let number = item.integer { return .integer(number) }
        if let bytes = item.bytes { return .bytes(Array(bytes)) }
        if let text = item.text { return .text(text) }
        if let elements = item.elements { return .array(try elements.map { try value(of: $0) }) }
        if let entries = item.entries {
            return .map(try entries.map { (key: try value(of: $0.key), value: try value(of: $0.value)) })
        }
        if let (number, content) = item.tagged { return .tagged(number, try value(of: content)) }
        if let simple = item.simple { return .simple(simple) }
        if let float = item.float { return .float(float) }
        // −2^64 is the one integer of the appendix that Int64 does not hold.
        return .encoded(Array(item.encoded))
    }
}
