// SPDX-License-Identifier: Apache-2.0

import COSE
import Testing

@testable import Trust

@Suite struct TrustMemoryTests {
    let scene: TrustScene

    init() throws { scene = try TrustScene() }

    private func trustList(sequence: UInt64, issuedAt: Int64? = nil, issuer: String? = nil) throws -> TrustList {
        var contents = scene.contents
        contents.sequence = sequence
        contents.issuedAt = issuedAt ?? contents.issuedAt
        contents.issuer = issuer ?? contents.issuer
        return try TrustList.sign(contents, by: scene.root, crypto: scene.crypto)
    }

    private func memory(of lists: TrustList...) -> TrustMemory {
        var memory = TrustMemory()
        for list in lists { memory.remember(TrustSnapshot(trustList: list, statusListBytes: [])) }
        return memory
    }

    @Test func `nothing is a rollback for an empty memory`() throws {
        #expect(!TrustMemory().isRollback(try trustList(sequence: 0)))
        #expect(TrustMemory().latestIssuedAt(of: try scene.trustList().anchor) == nil)
    }

    @Test func `a lower sequence is a rollback, the same list and a higher one are not`() throws {
        let memory = memory(of: try trustList(sequence: 7))
        #expect(memory.isRollback(try trustList(sequence: 6)))
        #expect(memory.isRollback(try trustList(sequence: 0)))
        #expect(!memory.isRollback(try trustList(sequence: 7)))
        #expect(!memory.isRollback(try trustList(sequence: 8)))
        #expect(!memory.isRollback(try trustList(sequence: .max)))
    }

    @Test func `the same sequence over other bytes is a rollback`() throws {
        let memory = memory(of: try trustList(sequence: 7))
        #expect(memory.isRollback(try trustList(sequence: 7, issuedAt: scene.contents.issuedAt + 1)))
    }

    @Test func `what is remembered never goes back`() throws {
        let new = try trustList(sequence: 9)
        let other = try trustList(sequence: 9, issuedAt: scene.contents.issuedAt - 1)
        var memory = memory(of: new, try trustList(sequence: 8), other)
        #expect(!memory.isRollback(new))
        #expect(memory.isRollback(other))
        #expect(memory.isRollback(try trustList(sequence: 8)))
        memory.remember(issuedAt: 5, of: new.anchor)
        #expect(memory.latestIssuedAt(of: new.anchor) == scene.contents.issuedAt)
    }

    @Test func `each pair of root and issuer has a memory of its own`() throws {
        let memory = memory(of: try trustList(sequence: 7))
        #expect(!memory.isRollback(try trustList(sequence: 1, issuer: "广州市")))
        let other = try FakeKey(8)
        var contents = scene.contents
        contents.sequence = 1
        #expect(!memory.isRollback(try TrustList.sign(contents, by: other, crypto: scene.crypto)))
    }

    @Test func `a status list that is older than one seen is stale`() throws {
        let new = try scene.snapshot(try scene.statusList(issuedAt: TrustScene.now - 60))
        let old = try scene.snapshot(try scene.statusList(issuedAt: TrustScene.now - 61))
        var memory = TrustMemory()
        memory.remember(new)
        memory.remember(old)
        func status(_ snapshot: TrustSnapshot, uri: String = TrustScene.uri) -> SlotStatus {
            snapshot.status(of: uri, index: 8, issuer: TrustScene.issuer, now: TrustScene.now, memory: memory)
                .credential
        }
        #expect(status(old) == .stale)
        #expect(status(new) == .valid)
        let changed = try scene.snapshot(try scene.statusList([(8, .revoked)], issuedAt: TrustScene.now - 60))
        #expect(status(changed) == .revoked)
        let elsewhere = TrustScene.prefix + "2"
        let second = try scene.snapshot(try scene.statusList(uri: elsewhere, issuedAt: TrustScene.now - 99))
        #expect(status(second, uri: elsewhere) == .valid)
    }

    @Test func `a clock more than the skew below the latest date is suspect`() throws {
        let snapshot = try scene.snapshot(try scene.statusList())
        var memory = TrustMemory()
        let latest = snapshot.latestIssuedAt
        #expect(!memory.isClockSuspect(now: latest - 30, skew: 30, snapshot: snapshot))
        #expect(memory.isClockSuspect(now: latest - 31, skew: 30, snapshot: snapshot))
        memory.remember(issuedAt: TrustScene.now + 100, of: snapshot.trustList.anchor)
        #expect(memory.latestIssuedAt(of: snapshot.trustList.anchor) == TrustScene.now + 100)
        #expect(!memory.isClockSuspect(now: TrustScene.now + 70, skew: 30, snapshot: snapshot))
        #expect(memory.isClockSuspect(now: TrustScene.now + 69, skew: 30, snapshot: snapshot))
        #expect(memory.isClockSuspect(now: .min, skew: 30, snapshot: snapshot))
        #expect(!memory.isClockSuspect(now: .max, skew: 30, snapshot: snapshot))
    }

    // MARK: As bytes

    @Test func `a memory survives being stored`() throws {
        var memory = memory(of: try trustList(sequence: 7), try trustList(sequence: .max, issuer: "广州市"))
        memory.remember(try scene.snapshot(try scene.statusList()))
        memory.remember(issuedAt: 5, of: AnchorIdentity(rootKeyID: try FakeKey(8).keyID, issuer: ""))
        let bytes = memory.encoded
        let read = try TrustMemory(bytes)
        #expect(read == memory)
        #expect(read.encoded == bytes)
        #expect(read.isRollback(try trustList(sequence: 6)))
        #expect(try TrustMemory(TrustMemory().encoded) == TrustMemory())
    }

    @Test func `a damaged memory is refused`() throws {
        var memory = TrustMemory()
        memory.remember(try scene.snapshot(try scene.statusList()))
        let bytes = memory.encoded
        for length in bytes.indices {
            #expect(trustCode { _ = try TrustMemory(Array(bytes[..<length])) } == .memoryMalformed)
        }
        #expect(trustCode { _ = try TrustMemory(bytes + [0]) } == .memoryMalformed)
    }

    @Test(
        arguments: [
            [], [1: 2, 2: []], [1: 1], [1: 1, 2: 3], [1: 1, 2: [1]], [1: 1, 2: [[1: .bytes([1]), 2: "a", 5: [:]]]],
            [1: 1, 2: [[1: .bytes([1, 2, 3, 4, 5, 6, 7, 8]), 5: [:]]]],
            [1: 1, 2: [[1: .bytes([1, 2, 3, 4, 5, 6, 7, 8]), 2: "a"]]],
            [1: 1, 2: [[1: .bytes([1, 2, 3, 4, 5, 6, 7, 8]), 2: "a", 3: [7], 5: [:]]]],
            [1: 1, 2: [[1: .bytes([1, 2, 3, 4, 5, 6, 7, 8]), 2: "a", 3: [7, .bytes([1])], 5: [:]]]],
            [1: 1, 2: [[1: .bytes([1, 2, 3, 4, 5, 6, 7, 8]), 2: "a", 4: -1, 5: [:]]]],
            [1: 1, 2: [[1: .bytes([1, 2, 3, 4, 5, 6, 7, 8]), 2: "a", 5: [1: 1]]]],
            [1: 1, 2: [[1: .bytes([1, 2, 3, 4, 5, 6, 7, 8]), 2: "a", 5: ["a": "b"]]]],
            [
                1: 1,
                2: [
                    [1: .bytes([1, 2, 3, 4, 5, 6, 7, 8]), 2: "a", 5: [:]],
                    [1: .bytes([1, 2, 3, 4, 5, 6, 7, 8]), 2: "a", 5: [:]],
                ],
            ],
        ] as [CBOR]
    )
    func `bytes of another shape are refused`(value: CBOR) {
        #expect(trustCode { _ = try TrustMemory(value.encoded) } == .memoryMalformed)
    }
}
