// SPDX-License-Identifier: Apache-2.0

import COSE
import Foundation
import MergedCode
import Signing
import Testing
import Wallet

@Suite struct WalletTests {
    @Test(arguments: [Curve.p256, .ed25519, .sm2])
    func `a wallet that is written and read again signs with the same key`(curve: Curve) throws {
        let scene = try WalletScene()
        var wallet = try scene.wallet()
        let request = try wallet.begin(replacing: nil) { try PrivateKey.generate(curve) }
        let key = request.key
        try wallet.accept(scene.grant(for: key.publicKey), for: request, from: "here")
        let read = try HolderWallet(contentsOf: scene.path, passphrase: scene.passphrase)
        let entry = try read.entry()
        #expect(entry.key.publicKey == key.publicKey)
        #expect(entry.refreshHandle == [1, 2, 3])
        #expect(entry.origin == "here")
        let text = try entry.code(
            .dynamic,
            disclosing: nil,
            challenge: nil,
            at: WalletScene.now,
            random: SecureRandom.bytes
        )
        guard case .dynamic(let code) = try UnverifiedCode(text: text) else {
            Issue.record("not a dynamic code")
            return
        }
        #expect(code.isHolderSigned(by: try scene.crypto.verifier(for: key.publicKey)))
    }

    @Test func `a credential of another key is not taken in, and the wallet stays as it was`() throws {
        let scene = try WalletScene()
        var wallet = try scene.wallet()
        let other = try PrivateKey.generate(.p256)
        let request = try wallet.begin(replacing: nil) { try PrivateKey.generate(.p256) }
        #expect { try wallet.accept(scene.grant(for: other.publicKey), for: request, from: "here") } throws: {
            ($0 as? WalletError)?.code == .badGrant
        }
        #expect(wallet.entries.isEmpty)
        let grant = Grant(credential: [1, 2, 3], refreshHandle: [], audienceBase: "x")
        #expect { try wallet.accept(grant, for: request, from: "here") } throws: {
            ($0 as? WalletError)?.code == .badGrant
        }
    }

    @Test func `an empty wallet has nothing to show`() throws {
        let scene = try WalletScene()
        let wallet = try scene.wallet()
        #expect { try wallet.entry() } throws: { ($0 as? WalletError)?.code == .noCredential }
    }

    @Test func `a refresh replaces the credential it is for, and no other`() throws {
        let scene = try WalletScene()
        var wallet = try scene.wallet()
        for name in ["甲某", "乙某"] {
            let request = try wallet.begin(replacing: nil) { try PrivateKey.generate(.p256) }
            try wallet.accept(scene.grant(for: request.key.publicKey, name), for: request, from: "here")
        }
        let first = wallet.entries[0].credential.id
        let key = wallet.entries[0].key
        let refresh = try wallet.begin(replacing: first) { key }
        try wallet.accept(scene.grant(for: key.publicKey, "甲某某"), for: refresh, from: "here")
        #expect(wallet.entries.map(\.credential.components.identity?.name) == ["乙某", "甲某某"])
        #expect { try wallet.entry(first) } throws: { ($0 as? WalletError)?.code == .noCredential }
    }

    @Test func `a request outlives the program, is asked again as it was, and is forgotten once answered`() throws {
        let scene = try WalletScene()
        var wallet = try scene.wallet()
        let begun = try wallet.begin(replacing: nil) { try PrivateKey.generate(.p256) }
        var read = try HolderWallet(contentsOf: scene.path, passphrase: scene.passphrase)
        let again = try read.begin(replacing: nil) { try PrivateKey.generate(.p256) }
        #expect(again.id == begun.id)
        #expect(again.key.publicKey == begun.key.publicKey)
        try read.accept(scene.grant(for: again.key.publicKey), for: again, from: "here")
        #expect(read.request == nil)
        let answered = try HolderWallet(contentsOf: scene.path, passphrase: scene.passphrase)
        #expect(answered.request == nil)
        #expect(answered.entries.count == 1)
        var other = answered
        let next = try other.begin(replacing: nil) { try PrivateKey.generate(.p256) }
        #expect(next.id != begun.id)
    }

    @Test func `a refused first request leaves no file, a later one leaves the credentials`() throws {
        let scene = try WalletScene()
        var wallet = try scene.wallet()
        _ = try wallet.begin(replacing: nil) { try PrivateKey.generate(.p256) }
        try wallet.abandonRequest()
        #expect(!FileManager.default.fileExists(atPath: scene.path))
        let request = try wallet.begin(replacing: nil) { try PrivateKey.generate(.p256) }
        try wallet.accept(scene.grant(for: request.key.publicKey), for: request, from: "here")
        _ = try wallet.begin(replacing: wallet.entry().credential.id) { request.key }
        try wallet.abandonRequest()
        let read = try HolderWallet(contentsOf: scene.path, passphrase: scene.passphrase)
        #expect(read.entries.count == 1)
        #expect(read.request == nil)
    }

    @Test func `another passphrase and every changed byte are refused`() throws {
        let scene = try WalletScene()
        var wallet = try scene.wallet()
        let request = try wallet.begin(replacing: nil) { try PrivateKey.generate(.p256) }
        try wallet.accept(scene.grant(for: request.key.publicKey), for: request, from: "here")
        #expect { try HolderWallet(contentsOf: scene.path, passphrase: SecretBytes(text: "wrong")) } throws: {
            ($0 as? SigningError)?.code == .wrongPassphrase
        }
        let whole = try PrivateFile.read(scene.path, limit: 1 << 20)
        for position in stride(from: 0, to: whole.count, by: 29) {
            // A higher cost would be tried, and be wrong too, but slowly.
            guard !(1...3).contains(position) else { continue }
            var changed = whole
            changed[position] ^= 0x40
            try PrivateFile.replace(scene.path, changed)
            #expect(throws: (any Error).self) { try HolderWallet(contentsOf: scene.path, passphrase: scene.passphrase) }
        }
        try PrivateFile.replace(scene.path, Array(whole.dropLast()))
        #expect(throws: (any Error).self) { try HolderWallet(contentsOf: scene.path, passphrase: scene.passphrase) }
    }

    @Test(arguments: [
        ("urn:heyima:terminal:K1", Int64(10), nil), ("urn:heyima:terminal:K1", 0, WalletError.Code.challengeExpired),
        ("urn:heyima:terminal", 10, .challengeElsewhere), ("urn:heyima:terminalx:K1", 10, .challengeElsewhere),
        ("urn:other:K1", 10, .challengeElsewhere),
    ])
    func `only a fresh challenge of the credential's deployment is answered`(
        audience: String,
        secondsLeft: Int64,
        code: WalletError.Code?
    ) throws {
        let scene = try WalletScene()
        var wallet = try scene.wallet()
        let request = try wallet.begin(replacing: nil) { try PrivateKey.generate(.p256) }
        try wallet.accept(scene.grant(for: request.key.publicKey), for: request, from: "here")
        let nonce = SecureRandom.bytes(16)
        let challenge = try Challenge(audience: audience, expiration: WalletScene.now + secondsLeft, nonce: nonce)
        let entry = try wallet.entry()
        func show() throws -> String {
            try entry.code(
                .dynamic,
                disclosing: nil,
                challenge: challenge,
                at: WalletScene.now,
                random: SecureRandom.bytes
            )
        }
        guard let code else {
            guard case .dynamic(let shown) = try UnverifiedCode(text: show()) else {
                Issue.record("not a dynamic code")
                return
            }
            #expect(shown.binding.audience == audience)
            #expect(shown.binding.nonce == nonce)
            return
        }
        #expect { try show() } throws: { ($0 as? WalletError)?.code == code }
    }

    @Test func `what the credential lacks is not shown when it is asked for, and left out when it is not`() throws {
        let scene = try WalletScene()
        var wallet = try scene.wallet()
        let request = try wallet.begin(replacing: nil) { try PrivateKey.generate(.p256) }
        try wallet.accept(scene.grant(for: request.key.publicKey), for: request, from: "here")
        let entry = try wallet.entry()
        _ = try entry.code(.dynamic, disclosing: nil, challenge: nil, at: WalletScene.now, random: SecureRandom.bytes)
        #expect {
            try entry.code(
                .dynamic,
                disclosing: [.card],
                challenge: nil,
                at: WalletScene.now,
                random: SecureRandom.bytes
            )
        } throws: {
            ($0 as? CredentialError)?.code == .componentMissing
        }
        #expect {
            try entry.code(
                .reference,
                disclosing: nil,
                challenge: nil,
                at: WalletScene.now + 86_400,
                random: SecureRandom.bytes
            )
        } throws: {
            ($0 as? CredentialError)?.code == .expired
        }
    }
}
