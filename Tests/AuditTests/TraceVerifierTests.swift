// SPDX-License-Identifier: Apache-2.0

import COSE
import Testing

@testable import Audit

@Suite struct TraceVerifierTests {
    let key: TestKey

    init() throws { key = try TestKey() }

    /// The examination of links, which are read in the order of their numbers, as a store gives them.
    private func examination(
        _ links: [TraceLink],
        by key: some TraceAuthenticator,
        _ checkpoints: [TraceCheckpoint] = []
    ) async throws -> TraceExamination {
        let sorted = links.sorted { $0.sequence < $1.sequence }
        return try await TraceVerifier(key).examination(against: checkpoints) { try sorted.forEach($0) }
    }

    private func findings(_ links: [TraceLink], _ checkpoints: TraceCheckpoint...) async throws -> [String] {
        try await examination(links, by: key, checkpoints).findings
            .map {
                "\($0.problem.rawValue) \($0.sequences.lowerBound)-\($0.sequences.upperBound)"
            }
    }

    @Test func `a trace that is as it was written has no findings, whichever chain is read first`() async throws {
        let (one, oneEnd) = try trail(9, by: key)
        let (other, otherEnd) = try trail(4, of: .second, by: key)
        let checkpoint = TraceCheckpoint(at: 1, ends: [oneEnd, otherEnd])
        #expect(try await findings(one + other, checkpoint) == [])
        #expect(try await findings(other + one, checkpoint) == [])
        #expect(try await findings([]) == [])
        let examination = try await examination(one + other, by: key)
        #expect(examination.count == 13)
        #expect(examination.ends == [oneEnd, otherEnd])
    }

    @Test func `a trace is read once where nothing is wrong, and once more to tell what is out of place`() async throws
    {
        let (links, _) = try trail(5, by: key)
        var reads = 0
        func examine(_ links: [TraceLink]) async throws -> [TraceFinding.Problem] {
            reads = 0
            return try await TraceVerifier(key)
                .examination { take in
                    reads += 1
                    try links.forEach(take)
                }
                .findings.map(\.problem)
        }
        #expect(try await examine(links) == [])
        #expect(reads == 1)
        #expect(try await examine(links + [links[1].with(sequence: 5)]) == [.reordered])
        #expect(reads == 2)
    }

    @Test func `a piece that stands elsewhere is out of its place as a whole`() async throws {
        let (links, _) = try trail(8, by: key)
        let order = [0, 1, 5, 6, 2, 3, 4, 7]
        let moved = order.enumerated().map { links[$1].with(sequence: UInt64($0)) }
        #expect(try await findings(moved) == ["reordered 2-6"])
    }

    @Test func `a chain that goes on after a restart is one chain`() async throws {
        let (links, end) = try trail(3, by: key)
        var again = TraceChain(end.id, count: end.count, head: end.head)
        let next = try again.append(.sample(3), key)
        #expect(try await findings(links + [next], TraceCheckpoint(at: 1, ends: [end, again])) == [])
    }

    @Test func `every changed bit of a record is found at its place`() async throws {
        let (links, _) = try trail(3, by: key)
        for bit in 0..<links[1].record.count * 8 {
            var record = links[1].record
            record[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(try await findings([links[0], links[1].with(record: record), links[2]]) == ["changed 1-1"])
        }
    }

    @Test func `a changed MAC is one finding, not two`() async throws {
        let (links, _) = try trail(4, by: key)
        let forged = links[1].with(mac: Digest32(1, 2, 3, 4))
        #expect(try await findings([links[0], forged, links[2], links[3]]) == ["changed 1-1"])
        let elsewhere = links[1].with(previous: Digest32(1, 2, 3, 4))
        #expect(try await findings([links[0], elsewhere, links[2], links[3]]) == ["changed 1-1"])
    }

    @Test func `whoever lacks the key cannot write a record`() async throws {
        let (links, _) = try trail(2, by: key)
        var chain = TraceChain(.first, count: 2, head: links[1].mac)
        let forged = try chain.append(.sample(2), TestKey(2))
        #expect(try await findings(links + [forged]) == ["changed 2-2"])
        #expect(try await examination(links, by: TestKey(2)).findings.map(\.problem) == [.changed])
    }

    @Test func `a key that was replaced is good for what was written under it, and for nothing later`() async throws {
        let second = SecondKey(former: key, key: try TestKey(2))
        var (links, chain) = try trail(2, by: key)
        links.append(try chain.append(.sample(2), second))
        let good = chain
        links.append(try chain.append(.sample(3), second))
        #expect(try await examination(links, by: second).findings.isEmpty)
        var forging = good
        let forged = try (7..<9).map { try forging.append(.sample($0), key) }
        let found = try await examination(links.prefix(3) + forged, by: second).findings
        #expect(found == [TraceFinding(problem: .changed, chain: .first, sequences: 3...4)])
        // Another chain has its own beginning.
        let (other, _) = try trail(2, of: .second, by: key)
        #expect(try await examination(links + other, by: second).findings.isEmpty)
    }

    @Test func `a record cannot be moved into another chain`() async throws {
        let (one, _) = try trail(1, by: key)
        let other = TraceLink(
            chain: .second,
            sequence: 0,
            previous: one[0].previous,
            record: one[0].record,
            mac: one[0].mac
        )
        let found = try await examination(one + [other], by: key).findings
        #expect(found == [TraceFinding(problem: .changed, chain: .second, sequences: 0...0)])
        #expect(found.first?.description == "changed 0202020202020202 0")
    }

    @Test(arguments: [(0, 0), (0, 2), (3, 3), (2, 5)])
    func `missing records are named`(first: Int, last: Int) async throws {
        let (links, _) = try trail(8, by: key)
        let kept = links.filter { !(first...last).contains(Int($0.sequence)) }
        #expect(try await findings(kept) == ["missing \(first)-\(last)"])
    }

    @Test func `missing records show though the others are numbered anew`() async throws {
        let (links, _) = try trail(8, by: key)
        let closed = links.filter { $0.sequence != 3 }.enumerated().map { $1.with(sequence: UInt64($0)) }
        #expect(try await findings(closed).first == "missing 3-3")
        let headless = links.dropFirst(2).enumerated().map { $1.with(sequence: UInt64($0)) }
        #expect(try await findings(headless).first == "missing 0-0")
    }

    @Test func `exchanged records are named, and the one after them is not`() async throws {
        let (links, _) = try trail(6, by: key)
        let exchanged = links.map { link in
            switch link.sequence {
            case 2: link.with(sequence: 3)
            case 3: link.with(sequence: 2)
            default: link
            }
        }
        #expect(try await findings(exchanged) == ["reordered 2-3"])
        let far = links.map { link in
            switch link.sequence {
            case 0: link.with(sequence: 5)
            case 5: link.with(sequence: 0)
            default: link
            }
        }
        #expect(try await findings(far) == ["reordered 0-0", "reordered 5-5"])
    }

    @Test func `a record that is there twice is out of its place`() async throws {
        let (links, _) = try trail(3, by: key)
        #expect(try await findings(links + [links[1].with(sequence: 3)]) == ["reordered 3-3"])
    }

    @Test func `what was cut off shows against a checkpoint, and only there`() async throws {
        let (links, end) = try trail(6, by: key)
        let checkpoint = TraceCheckpoint(at: 1, ends: [end])
        #expect(try await findings(Array(links.prefix(4))) == [])
        #expect(try await findings(Array(links.prefix(4)), checkpoint) == ["truncated 4-5"])
        #expect(try await findings([], checkpoint) == ["truncated 0-5"])
        #expect(try await findings(links.filter { $0.sequence != 5 }, checkpoint) == ["truncated 5-5"])
    }

    @Test func `a chain written anew by somebody with the key shows against a checkpoint`() async throws {
        let (links, end) = try trail(4, by: key)
        let checkpoint = TraceCheckpoint(at: 1, ends: [end])
        var chain = TraceChain(.first, count: 2, head: links[1].mac)
        let anew = [links[0], links[1]] + (try [chain.append(.sample(77), key), chain.append(.sample(78), key)])
        #expect(try await findings(anew) == [])
        #expect(try await findings(anew, checkpoint) == ["changed 3-3"])
        #expect(try await findings(links, TraceCheckpoint(at: 0, ends: [TraceChain(.second)]), checkpoint) == [])
    }

    @Test func `several things done at once are all told`() async throws {
        let (links, end) = try trail(12, by: key)
        var left = links.filter { ![3, 4, 11].contains($0.sequence) }
        left[1] = left[1].with(record: try TraceRecord.sample(99).encoded)
        #expect(
            try await findings(left, TraceCheckpoint(at: 1, ends: [end]))
                == ["changed 1-1", "missing 3-4", "truncated 11-11"]
        )
    }

    @Test func `a key that does not answer leaves the chain as it was`() async throws {
        var chain = TraceChain(.first)
        #expect(throws: BrokenKey.Broken.self) { try chain.append(.sample(), BrokenKey()) }
        #expect(chain == TraceChain(.first))
        let (links, _) = try trail(1, by: key)
        await #expect(throws: BrokenKey.Broken.self) { try await examination(links, by: BrokenKey()) }
    }
}
