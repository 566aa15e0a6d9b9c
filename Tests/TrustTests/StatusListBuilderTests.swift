// SPDX-License-Identifier: Apache-2.0

import COSE
import Testing

@testable import Trust

@Suite struct StatusListBuilderTests {
    let scene: TrustScene

    init() throws { scene = try TrustScene() }

    @Test func `a new list is good everywhere and small`() throws {
        let builder = StatusListBuilder(uri: TrustScene.uri)
        #expect(builder.list.count == 1 << 20)
        #expect(builder.list.bytes.allSatisfy { $0 == 0 })
        #expect(try scene.statusList().count < 700)
    }

    @Test func `a list made anew from its states is the one that was kept up`() throws {
        var kept = StatusListBuilder(uri: TrustScene.uri)
        try kept.set(0, to: .suspended)
        try kept.set(0, to: .valid)
        try kept.set(5, to: .suspended)
        try kept.set(5, to: .revoked)
        try kept.set(.health, ofCredentialAt: (1 << 20) - 4, to: .suspended)
        let made = try StatusListBuilder(uri: TrustScene.uri, states: [((1 << 20) - 1, .suspended), (5, .revoked)])
        #expect(made.list == kept.list)
        #expect(try made.state(at: 5) == .revoked)
        #expect(try made.state(at: 0) == .valid)
    }

    @Test func `an index beyond the list is refused`() {
        var builder = StatusListBuilder(uri: TrustScene.uri)
        for index: UInt64 in [1 << 20, 1 << 32, .max] {
            #expect(trustCode { try builder.set(index, to: .revoked) } == .statusListIndex)
            #expect(trustCode { try builder.set(.card, ofCredentialAt: index, to: .revoked) } == .statusListIndex)
            #expect(trustCode { _ = try builder.state(at: index) } == .statusListIndex)
        }
        #expect(trustCode { try builder.set(.card, ofCredentialAt: 2, to: .revoked) } == .statusListIndex)
        #expect(trustCode { try builder.set(.card, ofCredentialAt: .max - 3, to: .revoked) } == .statusListIndex)
        #expect(
            trustCode { _ = try StatusListBuilder(uri: "", states: [(1 << 20, .revoked)]) } == .statusListIndex
        )
    }

    @Test func `revoked is final`() throws {
        var builder = StatusListBuilder(uri: TrustScene.uri)
        try builder.set(8, to: .revoked)
        #expect(trustCode { try builder.set(8, to: .valid) } == .revokedIsFinal)
        #expect(trustCode { try builder.set(.credential, ofCredentialAt: 8, to: .suspended) } == .revokedIsFinal)
        #expect(trustCode { try builder.set(8, to: .revoked) } == nil)
        #expect(try builder.state(at: 8) == .revoked)
    }

    @Test func `dates that no verifier would accept are not signed`() throws {
        let builder = StatusListBuilder(uri: TrustScene.uri)
        let bad: [(Int64, Int64, UInt64)] = [
            (10, 10, 1), (10, 9, 1), (-1, 9, 1), (10, 253_402_300_800, 1), (10, 20, 0),
        ]
        for (issuedAt, expiresAt, timeToLive) in bad {
            #expect(
                trustCode {
                    _ = try builder.sign(
                        issuedAt: issuedAt,
                        expiresAt: expiresAt,
                        timeToLive: timeToLive,
                        by: scene.statusKey,
                        keyID: scene.statusKey.keyID
                    )
                } == .statusListMalformed
            )
        }
    }
}
