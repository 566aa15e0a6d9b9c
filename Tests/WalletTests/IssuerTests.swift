// SPDX-License-Identifier: Apache-2.0

import COSE
import Foundation
import MergedCode
import Signing
import Testing
import Wallet

/// A wallet and an issuer, and what can happen between them.
@Suite struct IssuerTests {
    private static let ticket = "00112233-44556677"

    @Sendable private static func newKey() throws -> PrivateKey { try PrivateKey.generate(.p256) }

    private static func enrol(
        _ wallet: inout HolderWallet,
        _ issuer: FakeIssuer,
        clock: Int64 = WalletScene.now
    ) async throws {
        try await wallet.enrol(ticket: ticket, pin: "123456", with: issuer, clock: { clock }, key: Self.newKey)
    }

    @Test func `an enrolment proves the new key for the issuer's nonce and the ticket`() async throws {
        let scene = try WalletScene()
        let issuer = try FakeIssuer()
        var wallet = try scene.wallet()
        try await Self.enrol(&wallet, issuer)
        let entry = try wallet.entry()
        #expect(entry.origin == issuer.place)
        #expect(wallet.request == nil)
        let arrival = try #require(issuer.arrivals.first)
        let proven = try arrival.proof.verified(
            .enrolment(ticket: Self.ticket),
            by: entry.key.publicKey,
            origin: issuer.origin,
            now: WalletScene.now,
            skew: 0,
            crypto: scene.crypto
        )
        #expect(proven.nonce == issuer.nonces.first)
    }

    @Test func `an enrolment whose answer is lost is asked again with the same key, also by another run`() async throws
    {
        let scene = try WalletScene()
        let issuer = try FakeIssuer()
        var wallet = try scene.wallet()
        issuer.meets(.answerLost)
        await #expect(throws: FakeIssuer.Unreachable.self) { try await Self.enrol(&wallet, issuer) }
        var read = try HolderWallet(contentsOf: scene.path, passphrase: scene.passphrase)
        issuer.meets(.none)
        try await Self.enrol(&read, issuer)
        let keys = issuer.arrivals.map(\.proof.enrolledKey)
        #expect(keys.count == 2)
        #expect(keys[0] == keys[1])
        #expect(issuer.nonces.count == 2)
        #expect(issuer.arrivals[0].proof.nonce != issuer.arrivals[1].proof.nonce)
        #expect(try read.entry().key.publicKey == keys[0])
    }

    @Test func `a request that is refused is forgotten, one that may have been fulfilled before is not`() async throws {
        let scene = try WalletScene()
        let issuer = try FakeIssuer()
        var wallet = try scene.wallet()
        issuer.meets(.refused)
        await #expect(throws: FakeIssuer.Refused.self) { try await Self.enrol(&wallet, issuer) }
        #expect(wallet.request == nil)
        #expect(!FileManager.default.fileExists(atPath: scene.path))

        issuer.meets(.answerLost)
        await #expect(throws: FakeIssuer.Unreachable.self) { try await Self.enrol(&wallet, issuer) }
        let key = wallet.request?.key.publicKey
        // Such as a PIN that is mistyped at the second try: the ticket is bound to the key already.
        issuer.meets(.refused)
        await #expect(throws: FakeIssuer.Refused.self) { try await Self.enrol(&wallet, issuer) }
        let read = try HolderWallet(contentsOf: scene.path, passphrase: scene.passphrase)
        #expect(read.request?.key.publicKey == key)
        #expect(key != nil)
    }

    @Test func `a refresh whose answer is lost is asked again as the same request`() async throws {
        let scene = try WalletScene()
        let issuer = try FakeIssuer()
        var wallet = try scene.wallet()
        try await Self.enrol(&wallet, issuer)
        let first = try wallet.entry()
        issuer.meets(.answerLost)
        await #expect(throws: FakeIssuer.Unreachable.self) {
            try await wallet.refresh(first, with: issuer, clock: { WalletScene.now })
        }
        #expect(try wallet.entry().credential.id == first.credential.id)
        var read = try HolderWallet(contentsOf: scene.path, passphrase: scene.passphrase)
        issuer.meets(.none)
        try await read.refresh(read.entry(), with: issuer, clock: { WalletScene.now })
        let requests = issuer.arrivals.compactMap(\.request)
        #expect(requests.count == 2)
        #expect(requests[0] == requests[1])
        #expect(read.entries.count == 1)
        #expect(try read.entry().credential.id != first.credential.id)
        #expect(try read.entry().key.publicKey == first.key.publicKey)
        try await read.refresh(read.entry(), with: issuer, clock: { WalletScene.now })
        #expect(issuer.arrivals.last?.request != requests[0])
    }

    @Test func `a grant for somebody else is not taken in, and the request stays`() async throws {
        let scene = try WalletScene()
        let issuer = try FakeIssuer()
        var wallet = try scene.wallet()
        issuer.meets(.grantOfAnother)
        await #expect {
            try await Self.enrol(&wallet, issuer)
        } throws: {
            ($0 as? WalletError)?.code == .badGrant
        }
        #expect(wallet.entries.isEmpty)
        #expect(wallet.request != nil)
    }

    @Test(arguments: [(0, 0), (3600, 3600), (-600, -600), (15, 15), (16, 16), (-86_400 * 400, -86_400 * 400)])
    func `the proof has the issuer's time, and the wallet knows by how much its own is wrong`(
        behind: Int64,
        expected: Int64
    ) async throws {
        let scene = try WalletScene()
        let issuer = try FakeIssuer()
        var wallet = try scene.wallet()
        try await Self.enrol(&wallet, issuer, clock: WalletScene.now - behind)
        #expect(issuer.arrivals.first?.proof.issuedAt == WalletScene.now)
        let read = try HolderWallet(contentsOf: scene.path, passphrase: scene.passphrase)
        #expect(read.clockDeviation == ClockDeviation(seconds: expected))
        #expect(read.clockDeviation?.isWrong == (behind.magnitude > 15))
    }

    @Test func `an issuer that does not tell the time gets the wallet's own, and nothing is said of it`() async throws {
        let scene = try WalletScene()
        let issuer = try FakeIssuer()
        issuer.tells(nil)
        var wallet = try scene.wallet()
        try await Self.enrol(&wallet, issuer, clock: WalletScene.now + 7)
        #expect(issuer.arrivals.first?.proof.issuedAt == WalletScene.now + 7)
        #expect(wallet.clockDeviation == nil)
    }

    @Test func `a slow answer is no wrong clock`() async throws {
        let scene = try WalletScene()
        let issuer = try FakeIssuer()
        var wallet = try scene.wallet()
        var times = [WalletScene.now - 60, WalletScene.now + 60]
        try await wallet.enrol(
            ticket: Self.ticket,
            pin: "1",
            with: issuer,
            clock: { times.removeFirst() },
            key: Self.newKey
        )
        #expect(wallet.clockDeviation == ClockDeviation(seconds: 0))
    }
}
