// SPDX-License-Identifier: Apache-2.0

import COSE
import Testing

@testable import Audit

@Suite struct TraceVerifierTests {
    let key: TestKey

    init() throws { key = try TestKey() }

    private func findings(_ links: [TraceLink], _ checkpoints: TraceCheckpoint...) throws -> [String] {
        try TraceVerifier(key).findings(in: links, against: checkpoints)
            .map {
                "\($0.problem.rawValue) \($0.sequences.lowerBound)-\($0.sequences.upperBound)"
            }
    }

    @Test func `a trace that is as it was written has no findings, in whatever order it is read`() throws {
        let (one, oneEnd) = try trail(9, by: key)
        let (other, otherEnd) = try trail(4, of: .second, by: key)
        let checkpoint = TraceCheckpoint(at: 1, ends: [oneEnd, otherEnd])
        #expect(try findings(one + other, checkpoint) == [])
        #expect(try findings((other + one).reversed(), checkpoint) == [])
        #expect(try findings([]) == [])
    }

    @Test func `a chain that goes on after a restart is one chain`() throws {
        let (links, end) = try trail(3, by: key)
        var again = TraceChain(end.id, count: end.count, head: end.head)
        let next = try again.append(.sample(3), key)
        #expect(try findings(links + [next], TraceCheckpoint(at: 1, ends: [end, again])) == [])
    }

    @Test func `every changed bit of a record is found at its place`() throws {
        let (links, _) = try trail(3, by: key)
        for bit in 0..<links[1].record.count * 8 {
            var record = links[1].record
            record[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(try findings([links[0], links[1].with(record: record), links[2]]) == ["changed 1-1"])
        }
    }

    @Test func `a changed MAC is one finding, not two`() throws {
        let (links, _) = try trail(4, by: key)
        let forged = links[1].with(mac: Digest32(1, 2, 3, 4))
        #expect(try findings([links[0], forged, links[2], links[3]]) == ["changed 1-1"])
        let elsewhere = links[1].with(previous: Digest32(1, 2, 3, 4))
        #expect(try findings([links[0], elsewhere, links[2], links[3]]) == ["changed 1-1"])
    }

    @Test func `whoever lacks the key cannot write a record`() throws {
        let (links, _) = try trail(2, by: key)
        var chain = TraceChain(.first, count: 2, head: links[1].mac)
        let forged = try chain.append(.sample(2), TestKey(2))
        #expect(try findings(links + [forged]) == ["changed 2-2"])
        #expect(try TraceVerifier(TestKey(2)).findings(in: links).map(\.problem) == [.changed])
    }

    @Test func `a record cannot be moved into another chain`() throws {
        let (one, _) = try trail(1, by: key)
        let other = TraceLink(
            chain: .second,
            sequence: 0,
            previous: one[0].previous,
            record: one[0].record,
            mac: one[0].mac
        )
        let found = try TraceVerifier(key).findings(in: one + [other])
        #expect(found == [TraceFinding(problem: .changed, chain: .second, sequences: 0...0)])
        #expect(found.first?.description == "changed 0202020202020202 0")
    }

    @Test(arguments: [(0, 0), (0, 2), (3, 3), (2, 5)])
    func `missing records are named`(first: Int, last: Int) throws {
        let (links, _) = try trail(8, by: key)
        let kept = links.filter { !(first...last).contains(Int($0.sequence)) }
        #expect(try findings(kept) == ["missing \(first)-\(last)"])
    }

    @Test func `missing records show though the others are numbered anew`() throws {
        let (links, _) = try trail(8, by: key)
        let closed = links.filter { $0.sequence != 3 }.enumerated().map { $1.with(sequence: UInt64($0)) }
        #expect(try findings(closed).first == "missing 3-3")
        let headless = links.dropFirst(2).enumerated().map { $1.with(sequence: UInt64($0)) }
        #expect(try findings(headless).first == "missing 0-0")
    }

    @Test func `exchanged records are named, and the one after them is not`() throws {
        let (links, _) = try trail(6, by: key)
        let exchanged = links.map { link in
            switch link.sequence {
            case 2: link.with(sequence: 3)
            case 3: link.with(sequence: 2)
            default: link
            }
        }
        #expect(try findings(exchanged) == ["reordered 2-3"])
        let far = links.map { link in
            switch link.sequence {
            case 0: link.with(sequence: 5)
            case 5: link.with(sequence: 0)
            default: link
            }
        }
        #expect(try findings(far) == ["reordered 0-0", "reordered 5-5"])
    }

    @Test func `a record that is there twice is out of its place`() throws {
        let (links, _) = try trail(3, by: key)
        #expect(try findings(links + [links[1].with(sequence: 3)]) == ["reordered 3-3"])
    }

    @Test func `what was cut off shows against a checkpoint, and only there`() throws {
        let (links, end) = try trail(6, by: key)
        let checkpoint = TraceCheckpoint(at: 1, ends: [end])
        #expect(try findings(Array(links.prefix(4))) == [])
        #expect(try findings(Array(links.prefix(4)), checkpoint) == ["truncated 4-5"])
        #expect(try findings([], checkpoint) == ["truncated 0-5"])
        #expect(try findings(links.filter { $0.sequence != 5 }, checkpoint) == ["truncated 5-5"])
    }

    @Test func `a chain written anew by somebody with the key shows against a checkpoint`() throws {
        let (links, end) = try trail(4, by: key)
        let checkpoint = TraceCheckpoint(at: 1, ends: [end])
        var chain = TraceChain(.first, count: 2, head: links[1].mac)
        let anew = [links[0], links[1]] + (try [chain.append(.sample(77), key), chain.append(.sample(78), key)])
        #expect(try findings(anew) == [])
        #expect(try findings(anew, checkpoint) == ["changed 3-3"])
        #expect(try findings(links, TraceCheckpoint(at: 0, ends: [TraceChain(.second)]), checkpoint) == [])
    }

    @Test func `several things done at once are all told`() throws {
        let (links, end) = try trail(12, by: key)
        var left = links.filter { ![3, 4, 11].contains($0.sequence) }
        left[1] = left[1].with(record: try TraceRecord.sample(99).encoded)
        #expect(
            try findings(left, TraceCheckpoint(at: 1, ends: [end]))
                == ["changed 1-1", "missing 3-4", "truncated 11-11"]
        )
    }

    @Test func `a key that does not answer leaves the chain as it was`() throws {
        var chain = TraceChain(.first)
        #expect(throws: BrokenKey.Broken.self) { try chain.append(.sample(), BrokenKey()) }
        #expect(chain == TraceChain(.first))
        let (links, _) = try trail(1, by: key)
        #expect(throws: BrokenKey.Broken.self) { try TraceVerifier(BrokenKey()).findings(in: links) }
    }
}
