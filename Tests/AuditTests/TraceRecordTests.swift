// SPDX-License-Identifier: Apache-2.0

import COSE
import TestSupport
import Testing

@testable import Audit

@Suite struct TraceRecordTests {
    private func expect(
        _ code: AuditError.Code,
        at location: SourceLocation = #_sourceLocation,
        _ make: () throws -> Void
    ) {
        #expect(throws: AuditError(code, ""), sourceLocation: location) { try make() }
    }

    @Test func `a record comes back from its bytes, with and without what may be missing`() throws {
        let whole = try TraceRecord.sample(7, reasons: ["status_stale", "card_lost"])
        let bare = try TraceRecord.sample(kind: nil, credential: nil, person: nil, outcome: "reject")
        let reveal = try TraceRecord.sample(how: .reveal, revealReason: "核对补发到账情况")
        for record in [whole, bare, reveal] { #expect(try TraceRecord(encoded: record.encoded) == record) }
        #expect(whole.encoded != bare.encoded)
    }

    @Test func `equal records have equal bytes, in the order of RFC 8949`() throws {
        let bytes = try TraceRecord.sample(kind: nil, credential: nil, person: nil).encoded
        #expect(bytes == (try TraceRecord.sample(kind: nil, credential: nil, person: nil).encoded))
        let keys = try #require(CBORItem(bytes).entries).compactMap(\.key.integer)
        #expect(keys == [1, 2, 3, 4, 5, 6, 7, 8, 9, 13, 14])
    }

    @Test func `bytes of another kind, cut or lengthened are refused`() throws {
        let bytes = try TraceRecord.sample().encoded
        for count in 0..<bytes.count { expect(.malformed) { _ = try TraceRecord(encoded: Array(bytes.prefix(count))) } }
        expect(.malformed) { _ = try TraceRecord(encoded: bytes + [0]) }
        expect(.malformed) { _ = try TraceRecord(encoded: CBOR.array([]).encoded) }
        // A key that nobody knows, a wrong order and a reason that is no text would be lost on the way back.
        let entries = try #require(CBORItem(bytes).entries)
            .map { ($0.key.integer ?? 0, CBOR.encoded(Array($0.value.encoded))) }
        func map(_ entries: [(Int64, CBOR)]) -> [UInt8] { CBOR.map(entries.map { (.integer($0.0), $0.1) }).encoded }
        #expect(map(entries) == bytes)
        expect(.malformed) { _ = try TraceRecord(encoded: map(entries + [(99, 1)])) }
        expect(.malformed) { _ = try TraceRecord(encoded: map(entries.filter { $0.0 != 7 })) }
        expect(.malformed) { _ = try TraceRecord(encoded: map(entries.filter { $0.0 != 14 } + [(14, [1])])) }
    }

    @Test(arguments: ["", String(repeating: "x", count: 129), "a\nb", "a\u{0}b", "\u{7F}"])
    func `an empty, long or controlling text is no terminal, item, business number or operator`(text: String) {
        expect(.value) { _ = try TraceRecord.sample(terminal: text) }
        expect(.value) { _ = try TraceRecord.sample(item: text) }
        expect(.value) { _ = try TraceRecord.sample(business: text) }
        expect(.value) { _ = try TraceRecord.sample(operatorID: text) }
        #expect(!TraceRecord.isText(text))
    }

    @Test func `what is no word, region, id or digest is refused`() throws {
        expect(.value) { _ = try TraceRecord.sample(at: -1) }
        for text in ["", "Window", "a b", "民政"] { expect(.value) { _ = try TraceRecord.sample(role: text) } }
        for text in ["", "4", "4406O4", "4406040010019"] { expect(.value) { _ = try TraceRecord.sample(region: text) } }
        expect(.value) { _ = try TraceRecord.sample(kind: "Dynamic") }
        expect(.value) { _ = try TraceRecord.sample(outcome: "maybe") }
        expect(.value) { _ = try TraceRecord.sample(reasons: ["card lost"]) }
        for count in [0, 7, 9] {
            expect(.value) { _ = try TraceRecord.sample(credential: [UInt8](repeating: 1, count: count)) }
        }
    }

    @Test func `an ID number in place of the person's digest is refused`() {
        expect(.value) { _ = try TraceRecord.sample(person: Array("440604195001010320".utf8)) }
    }

    @Test func `a reveal has a reason, nothing else has, and no number of a person is in it`() throws {
        expect(.value) { _ = try TraceRecord.sample(how: .reveal) }
        expect(.value) { _ = try TraceRecord.sample(how: .code, revealReason: "投诉核查") }
        for reason in ["", "  ", String(repeating: "核", count: 171)] {
            expect(.value) { _ = try TraceRecord.sample(how: .reveal, revealReason: reason) }
        }
        for number in ["440604195001010320", "44060419500101032X", "6217 0012 3456 7890 123", "６２１７００１２３４５６７８９"] {
            expect(.personalData) { _ = try TraceRecord.sample(how: .reveal, revealReason: "核对 \(number)") }
        }
        #expect(try TraceRecord.sample(how: .reveal, revealReason: "工单 20261123000017").revealReason != nil)
    }

    @Test func `a repeated code is the same record refused, with its reason in front`() throws {
        let record = try TraceRecord.sample(reasons: ["status_stale"])
        let repeated = record.repeated()
        #expect(repeated.outcome == "reject")
        #expect(repeated.reasons == ["replayed", "status_stale"])
        #expect(repeated.id == record.id && repeated.person == record.person && repeated.at == record.at)
        #expect(repeated.repeated() == repeated)
        #expect(record.outcome == "accept")
    }

    @Test func `ids come back from their text, and from no other`() throws {
        let id = try #require(AuditID(0..<16))
        #expect(id.description == "000102030405060708090a0b0c0d0e0f")
        #expect(AuditID(id.description) == id)
        #expect(ChainID(ChainID.first.description) == .first)
        for text in ["", "00", "0g0102030405060708090a0b0c0d0e0f", "000102030405060708090A0B0C0D0E0F"] {
            #expect(AuditID(text) == nil)
            #expect(ChainID(text) == nil)
        }
        #expect(AuditID([UInt8](repeating: 0, count: 15)) == nil)
        #expect(ChainID([UInt8](repeating: 0, count: 9)) == nil)
    }
}
