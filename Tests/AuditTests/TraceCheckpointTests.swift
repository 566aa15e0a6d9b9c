// SPDX-License-Identifier: Apache-2.0

import COSE
import Testing

@testable import Audit

@Suite struct TraceCheckpointTests {
    let key: TestKey
    let checkpoint: TraceCheckpoint
    let text: String

    init() throws {
        key = try TestKey()
        let ends = [try trail(2, of: .second, by: key).end, try trail(5, by: key).end]
        checkpoint = TraceCheckpoint(at: 1_795_395_600, ends: ends)
        text = try checkpoint.text(key)
    }

    private func expect(_ code: AuditError.Code, _ text: String, at location: SourceLocation = #_sourceLocation) {
        #expect(throws: AuditError(code, ""), sourceLocation: location) { try TraceCheckpoint(text: text, key) }
    }

    @Test func `a checkpoint comes back from its text, with the line ends of another system too`() throws {
        #expect(text.hasPrefix("heyima-audit-checkpoint 1\nat 1795395600\nchain 0101010101010101 5 "))
        #expect(try TraceCheckpoint(text: text, key) == checkpoint)
        #expect(try TraceCheckpoint(text: text.replacing("\n", with: "\r\n"), key) == checkpoint)
        #expect(try TraceCheckpoint(text: String(text.dropLast()), key) == checkpoint)
        let empty = TraceCheckpoint(at: 0, ends: [])
        #expect(try TraceCheckpoint(text: empty.text(key), key) == empty)
    }

    @Test func `a changed time, count or end, a chain left out and another key are found`() throws {
        expect(.checkpointMAC, text.replacing("at 1795395600", with: "at 1795395601"))
        expect(.checkpointMAC, text.replacing("0101010101010101 5", with: "0101010101010101 4"))
        let lines = text.split(separator: "\n").map(String.init)
        expect(.checkpointMAC, (lines[0...1] + lines[3...]).joined(separator: "\n"))
        #expect(throws: AuditError(.checkpointMAC, "")) { try TraceCheckpoint(text: text, TestKey(2)) }
        var digits = Array(lines[2])
        digits[digits.count - 1] = digits.last == "0" ? "1" : "0"
        expect(.checkpointMAC, text.replacing(lines[2], with: String(digits)))
    }

    @Test func `what is no checkpoint is refused as such`() throws {
        let lines = text.split(separator: "\n").map(String.init)
        expect(.checkpoint, "")
        expect(.checkpoint, "heyima-audit-checkpoint 1")
        expect(.checkpoint, text.replacing("checkpoint 1", with: "checkpoint 2"))
        expect(.checkpoint, lines.dropLast().joined(separator: "\n"))
        expect(.checkpoint, text.replacing("at 1795395600", with: "at noon"))
        expect(.checkpoint, text.replacing("chain 01", with: "chain 0"))
        expect(.checkpoint, text.replacing("0101010101010101 5", with: "0101010101010101 -5"))
        expect(.checkpoint, (lines[0...2] + lines[2...]).joined(separator: "\n"))
        expect(.checkpoint, text + "\nmac")
    }

    @Test func `a record cannot be passed off as a checkpoint's MAC`() throws {
        // Both are made under one key, so what is under the MACs must never be the same bytes.
        let link = try trail(1, by: key).links[0]
        let input = TraceLink.input(link.chain, link.previous, link.record)
        #expect(input.first != text.utf8.first)
        #expect(try CBORItem(input).elements?.count == 4)
    }
}
