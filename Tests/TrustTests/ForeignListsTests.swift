// SPDX-License-Identifier: Apache-2.0

import COSE
import Signing
import TestSupport
import Testing

@testable import Trust

/// Lists that fixtures/trust/make.py wrote, which knows only the wire format.
@Suite struct ForeignListsTests {
    struct Foreign: Decodable {
        let now: Int64
        let rootKey: String
        let issuerKid: String
        let statusKid: String
        let trustList: String
        let statusList: String
    }

    let foreign: Foreign
    let snapshot: TrustSnapshot

    init() throws {
        foreign = try Fixtures.json("trust/foreign.json")
        snapshot = try TrustSnapshot(
            trustListBytes: hex(foreign.trustList),
            statusListBytes: [hex(foreign.statusList)],
            anchor: TrustAnchor(rootKey: COSEKey(CBORItem(hex(foreign.rootKey)))),
            crypto: SystemCryptography()
        )
    }

    @Test func `the trust list says what it was made to say`() throws {
        let list = snapshot.trustList
        #expect(list.issuer == "佛山市")
        #expect(list.sequence == 12)
        #expect(list.issuedAt == foreign.now - 3600)
        #expect(list.expiresAt == foreign.now - 3600 + 31 * 86_400)
        #expect(list.audienceBase == "urn:foshan:terminal")
        #expect(list.entries.map(\.keyID.description) == [foreign.issuerKid, foreign.statusKid])
        #expect(list.entries[0].uses == [.credential, .printed])
        #expect(list.entries[0].attestableClaims == [-65537, -65539])
        #expect(list.entries[1].revocation == TrustedKey.Revocation(at: foreign.now, reason: .superseded))
    }

    @Test func `the status list is used, and says what it was made to say`() throws {
        #expect(snapshot.problems.isEmpty)
        func states(_ index: UInt64) -> [SlotStatus] {
            let uri = "https://heyima.example/v1/status-lists/1"
            let status = snapshot.status(of: uri, index: index, issuer: "民政局", now: foreign.now)
            return CredentialSlot.allCases.map { status[$0] }
        }
        #expect(states(0) == [.revoked, .valid, .valid, .valid])
        #expect(states(4) == [.valid, .suspended, .valid, .valid])
        #expect(states(8) == [.valid, .valid, .unknown, .valid])
        #expect(states((1 << 20) - 4) == [.valid, .valid, .valid, .suspended])
        #expect(states(1 << 20) == [.unknown, .unknown, .unknown, .unknown])
    }
}
