// SPDX-License-Identifier: Apache-2.0

import COSE
import TestSupport
import Testing

@testable import Trust

@Suite struct CredentialStatusListTests {
    let scene: TrustScene
    let trustList: TrustList

    init() throws {
        scene = try TrustScene()
        trustList = try scene.trustList()
    }

    private func code(_ bytes: [UInt8], by list: TrustList? = nil) -> TrustError.Code? {
        trustCode { _ = try CredentialStatusList.verified(bytes, by: list ?? trustList) }
    }

    @Test func `a list signed by a key of use 3 is used`() throws {
        let bytes = try scene.statusList([(8, .revoked), (9, .suspended)])
        let list = try CredentialStatusList.verified(bytes, by: trustList)
        #expect(list.uri == TrustScene.uri)
        #expect(list.issuer == nil)
        #expect(list.issuedAt == TrustScene.now - 60)
        #expect(list.expiresAt == TrustScene.now + 3600)
        #expect(list.timeToLive == 300)
        #expect(list.keyID == (try scene.statusKey.keyID))
        #expect(list.list.count == 1 << 20)
        #expect((7...10).map { list.list[$0] } == [0, 1, 2, 0])
    }

    @Test func `a list that names its issuer, and unknown claims, are accepted`() throws {
        #expect(code(try scene.statusToken()) == nil)
        #expect(code(try scene.statusToken([(1, .text(TrustScene.issuer)), (99, 1)])) == nil)
    }

    // MARK: The token

    @Test(arguments: [nil, .number(61), .mediaType("application/statuslist+jwt")] as [TokenType?])
    func `another typ is refused`(type: TokenType?) throws {
        #expect(code(try scene.statusToken(type: type)) == .statusListType)
    }

    @Test(arguments: [2, 4, 6, 65534, 65533] as [Int64])
    func `a missing claim is refused`(claim: Int64) throws {
        #expect(code(try scene.statusToken([(claim, nil)])) == .statusListMalformed)
    }

    @Test(
        arguments: [
            (1, 1), (2, 1), (2, ""), (4, .float(1_763_900_000)), (4, "soon"), (4, .unsigned(253_402_300_800)), (6, -1),
            (6, .tagged(1, 1_763_900_000)), (65534, 0), (65534, -1), (65534, "300"), (65533, []), (65533, [:]),
            (65533, ["bits": 2]), (65533, ["lst": .bytes([])]), (65533, ["bits": "2", "lst": .bytes([])]),
            (65533, ["bits": 2, "lst": "eNo76fITAAPfAgc"]),
        ] as [(Int64, CBOR)]
    )
    func `a claim of a wrong type or out of range is refused`(claim: Int64, value: CBOR) throws {
        #expect(code(try scene.statusToken([(claim, value)])) == .statusListMalformed)
    }

    @Test(arguments: [0, 1, 3, 4, 8, 16, 258] as [UInt64])
    func `other bits than two are refused`(bits: UInt64) throws {
        let list = StatusList(width: .two, count: 16).compressed()
        let bytes = try scene.statusToken([(65533, ["bits": .unsigned(bits), "lst": .bytes(list)])])
        #expect(code(bytes) == .statusListBits)
    }

    @Test func `a list that ends before it begins is refused`() throws {
        #expect(code(try scene.statusToken([(4, .integer(TrustScene.now - 60))])) == .statusListMalformed)
    }

    @Test func `a critical parameter is refused`() throws {
        #expect(code(try scene.statusToken(others: [(2, [99]), (99, 1)])) == .statusListMalformed)
    }

    @Test func `bytes that are no strict COSE_Sign1 are refused`() throws {
        let bytes = try scene.statusToken()
        for bad in [[], [0xA0], bytes + [0], Array(bytes.dropLast()), Array(bytes.dropFirst())] {
            #expect(code(bad) == .statusListMalformed)
        }
    }

    @Test func `every changed bit is refused`() throws {
        let bytes = try scene.statusToken()
        for position in bytes.indices {
            for bit in 0..<8 {
                var changed = bytes
                changed[position] ^= 1 << UInt8(bit)
                #expect(code(changed) != nil, "bit \(bit) of byte \(position)")
            }
        }
    }

    @Test func `a list that inflates to more than 16 MiB is refused`() throws {
        let bomb = StatusList(width: .two, bytes: [UInt8](repeating: 0, count: StatusList.maximumLength + 1))
        let bytes = try scene.statusToken([(65533, ["bits": 2, "lst": .bytes(bomb.compressed())])])
        #expect(code(bytes) == .statusListTooLarge)
    }

    @Test func `a token of more than 16 MiB is refused before it is read`() {
        let bytes = [UInt8](repeating: 0, count: StatusListToken.maximumLength + 1)
        #expect(code(bytes) == .statusListTooLarge)
    }

    @Test func `a cut zlib stream is refused although it is signed`() throws {
        let list = Array(StatusList(width: .two, count: 64).compressed().dropLast())
        #expect(code(try scene.statusToken([(65533, ["bits": 2, "lst": .bytes(list)])])) == .statusListCompression)
    }

    // MARK: The key

    @Test func `a key of another use, an unknown one, or none is refused`() throws {
        #expect(code(try scene.statusList(by: scene.credentialKey)) == .statusListKey)
        #expect(code(try scene.statusList(by: FakeKey(9))) == .statusListKey)
        #expect(code(try scene.statusList(by: scene.root)) == .statusListKey)
        let protected = ProtectedHeader.encode(algorithm: .esp256, type: .mediaType(StatusListToken.mediaType))
        let payload = Array(try COSESign1(scene.statusToken()).payload)
        let nameless = try COSESign1.sign(payload, protected: protected, by: scene.statusKey)
        #expect(code(nameless) == .statusListMalformed)
        let kid: CBOR = [4: .bytes(try scene.statusKey.keyID.bytes)]
        let unprotected = try COSESign1.sign(payload, protected: protected, unprotected: kid, by: scene.statusKey)
        #expect(code(unprotected) == nil)
    }

    @Test func `a wrong signature is refused`() throws {
        var bytes = try scene.statusList()
        bytes[bytes.count - 1] ^= 1
        #expect(code(bytes) == .statusListSignature)
    }

    @Test func `the key's dates bound the list's iat`() throws {
        let entry = try scene.entry(
            scene.statusKey,
            uses: [.statusList],
            notBefore: TrustScene.now - 60,
            notAfter: TrustScene.now
        )
        let list = try scene.trustList(of: entry)
        #expect(code(try scene.statusList(issuedAt: TrustScene.now - 61), by: list) == .statusListKey)
        #expect(code(try scene.statusList(issuedAt: TrustScene.now - 60), by: list) == nil)
        #expect(code(try scene.statusList(issuedAt: TrustScene.now), by: list) == nil)
        #expect(code(try scene.statusList(issuedAt: TrustScene.now + 1), by: list) == .statusListKey)
    }

    @Test func `a compromised key signs no list`() throws {
        let entry = try scene.entry(
            scene.statusKey,
            uses: [.statusList],
            revocation: .init(at: TrustScene.now + 9, reason: .compromised)
        )
        #expect(code(try scene.statusList(), by: try scene.trustList(of: entry)) == .statusListKey)
    }

    @Test func `a list that names an issuer its key does not sign for is refused`() throws {
        #expect(code(try scene.statusToken([(1, "somebody else")])) == .statusListKey)
    }

    @Test func `a uri under no listed prefix is refused`() throws {
        #expect(code(try scene.statusList(uri: "https://other.example/1")) == .statusListURI)
        #expect(code(try scene.statusList(uri: String(TrustScene.prefix.dropLast()))) == .statusListURI)
    }
}
