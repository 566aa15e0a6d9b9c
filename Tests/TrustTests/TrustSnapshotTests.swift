// SPDX-License-Identifier: Apache-2.0

import COSE
import Testing

@testable import Trust

@Suite struct TrustSnapshotTests {
    let scene: TrustScene

    init() throws { scene = try TrustScene() }

    private func status(
        _ snapshot: TrustSnapshot,
        uri: String = TrustScene.uri,
        index: UInt64 = 8,
        issuer: String = TrustScene.issuer,
        now: Int64 = TrustScene.now
    ) -> CredentialStatus {
        snapshot.status(of: uri, index: index, issuer: issuer, now: now)
    }

    private func states(_ status: CredentialStatus) -> [SlotStatus] { CredentialSlot.allCases.map { status[$0] } }

    @Test func `each slot of a credential has its own state`() throws {
        let snapshot = try scene.snapshot(try scene.statusList([(9, .revoked), (10, .suspended), (12, .revoked)]))
        let status = status(snapshot)
        #expect(status.credential == .valid)
        #expect(status.card == .revoked)
        #expect(status.relief == .suspended)
        #expect(status.health == .valid)
        #expect(status.asOf == TrustScene.now - 60)
        #expect(
            status.evidence
                == StatusListEvidence(issuedAt: TrustScene.now - 60, expiresAt: TrustScene.now + 3600)
        )
        #expect(states(self.status(snapshot, index: 12)) == [.revoked, .valid, .valid, .valid])
    }

    @Test func `the last credential of the list is known, none beyond it`() throws {
        let last: UInt64 = (1 << 20) - 4
        let snapshot = try scene.snapshot(try scene.statusList([(last, .suspended), (last + 3, .revoked)]))
        #expect(states(status(snapshot, index: last)) == [.suspended, .valid, .valid, .revoked])
        for index: UInt64 in [1 << 20, (1 << 20) + 4, 1 << 32, 1 << 63, .max - 3, .max] {
            let status = status(snapshot, index: index)
            #expect(states(status) == [.unknown, .unknown, .unknown, .unknown])
            #expect(status.evidence != nil)
        }
    }

    @Test(arguments: [1, 2, 3, 5, (1 << 20) - 1, (1 << 20) - 2] as [UInt64])
    func `an index at which no credential begins is unknown`(index: UInt64) throws {
        let snapshot = try scene.snapshot(try scene.statusList())
        #expect(states(status(snapshot, index: index)) == [.unknown, .unknown, .unknown, .unknown])
    }

    @Test func `value 3 is unknown, and only for its slot`() throws {
        let list = StatusList(width: .two, bytes: [0b00_10_11_01, 0])
        let snapshot = try scene.snapshot(
            try scene.statusToken([(65533, ["bits": 2, "lst": .bytes(list.compressed())])])
        )
        #expect(states(status(snapshot, index: 0)) == [.revoked, .unknown, .suspended, .valid])
    }

    @Test func `an empty list knows nothing`() throws {
        let empty = StatusList(width: .two, count: 0).compressed()
        let snapshot = try scene.snapshot(try scene.statusToken([(65533, ["bits": 2, "lst": .bytes(empty)])]))
        #expect(states(status(snapshot, index: 0)) == [.unknown, .unknown, .unknown, .unknown])
    }

    @Test func `without a list of that uri the status is unknown`() throws {
        let snapshot = try scene.snapshot(try scene.statusList())
        let status = status(snapshot, uri: TrustScene.prefix + "2")
        #expect(states(status) == [.unknown, .unknown, .unknown, .unknown])
        #expect(status.asOf == nil)
        #expect(self.status(try scene.snapshot()).credential == .unknown)
    }

    @Test func `uris are compared by bytes`() throws {
        let uri = TrustScene.prefix + "caf\u{E9}"
        let snapshot = try scene.snapshot(try scene.statusList(uri: uri))
        #expect(status(snapshot, uri: uri).credential == .valid)
        #expect(status(snapshot, uri: TrustScene.prefix + "cafe\u{301}").credential == .unknown)
    }

    @Test func `a list is stale from its end on, whatever it says, and not for its ttl`() throws {
        let snapshot = try scene.snapshot(try scene.statusList([(8, .revoked)]))
        let end = TrustScene.now + 3600
        #expect(status(snapshot, now: end - 1).credential == .revoked)
        let stale = status(snapshot, now: end)
        #expect(states(stale) == [.stale, .stale, .stale, .stale])
        #expect(stale.evidence?.expiresAt == end)
        #expect(status(snapshot, now: .max).credential == .stale)
    }

    @Test func `a list says nothing about another issuer's credential`() throws {
        var scene = scene
        scene.contents.entries.append(try scene.entry(FakeKey(9), issuer: "another"))
        let snapshot = try scene.snapshot(try scene.statusList([(8, .revoked)]))
        #expect(status(snapshot, issuer: "another").credential == .unknown)
        #expect(status(snapshot).credential == .revoked)
    }

    @Test func `a key with entries for two issuers speaks for both, unless its list names one`() throws {
        var scene = scene
        scene.contents.entries.append(try scene.entry(scene.statusKey, uses: [.statusList], issuer: "another"))
        let both = try scene.snapshot(try scene.statusList())
        #expect(status(both).credential == .valid)
        #expect(status(both, issuer: "another").credential == .valid)
        let one = try scene.snapshot(try scene.statusToken([(1, "another")]))
        #expect(status(one).credential == .unknown)
        #expect(status(one, index: 0, issuer: "another").credential == .valid)
    }

    @Test func `the entry for the credential's issuer must cover the list's date`() throws {
        var scene = scene
        let past = try scene.entry(
            scene.statusKey,
            uses: [.statusList],
            issuer: "another",
            notAfter: TrustScene.now - 61
        )
        scene.contents.entries.append(past)
        let snapshot = try scene.snapshot(try scene.statusList())
        #expect(status(snapshot).credential == .valid)
        #expect(status(snapshot, issuer: "another").credential == .unknown)
    }

    // MARK: Putting one together

    @Test func `a bad status list is absent and told, the others are used`() throws {
        var broken = try scene.statusList(uri: TrustScene.prefix + "2")
        broken[broken.count - 1] ^= 1
        let snapshot = try scene.snapshot([1, 2, 3], try scene.statusList(), broken)
        #expect(snapshot.problems.map(\.position) == [0, 2])
        #expect(snapshot.problems.map(\.error.code) == [.statusListMalformed, .statusListSignature])
        #expect(snapshot.usedStatusLists.map(\.uri) == [TrustScene.uri])
        #expect(status(snapshot).credential == .valid)
        #expect(status(snapshot, uri: TrustScene.prefix + "2").credential == .unknown)
    }

    @Test func `of two lists of one uri the later is used, in any order`() throws {
        let old = try scene.statusList(issuedAt: TrustScene.now - 61)
        let new = try scene.statusList([(8, .revoked)], issuedAt: TrustScene.now - 60)
        for (lists, outdated) in [([old, new], 0), ([new, old], 1)] {
            let snapshot = TrustSnapshot(trustList: try scene.trustList(), statusListBytes: lists)
            #expect(status(snapshot).credential == .revoked)
            #expect(snapshot.problems == [.init(position: outdated, error: TrustError(.statusListOutdated, ""))])
        }
    }

    @Test func `a bad trust list gives no snapshot`() throws {
        var bytes = try scene.trustList().bytes
        let good = try TrustSnapshot(
            trustListBytes: bytes,
            statusListBytes: [],
            anchor: scene.anchor,
            crypto: scene.crypto
        )
        #expect(
            good.evidence
                == TrustListEvidence(
                    sequence: 7,
                    issuedAt: good.trustList.issuedAt,
                    expiresAt: good.trustList.expiresAt
                )
        )
        bytes[bytes.count - 1] ^= 1
        #expect(
            trustCode {
                _ = try TrustSnapshot(
                    trustListBytes: bytes,
                    statusListBytes: [],
                    anchor: scene.anchor,
                    crypto: scene.crypto
                )
            } == .trustListSignature
        )
    }

    @Test func `the latest date is that of the newest list`() throws {
        #expect(try scene.snapshot().latestIssuedAt == scene.contents.issuedAt)
        #expect(try scene.snapshot(try scene.statusList()).latestIssuedAt == TrustScene.now - 60)
        let older = try scene.statusList(issuedAt: scene.contents.issuedAt - 1)
        #expect(try scene.snapshot(older).latestIssuedAt == scene.contents.issuedAt)
    }
}
