// SPDX-License-Identifier: Apache-2.0

import COSE
import Foundation
@testable import Signing
import TestSupport
import Testing

@Suite struct PrivateFileTests {
    private let scratch: Scratch
    private let passphrase = SecretBytes(text: "口令")

    init() throws { scratch = try Scratch() }

    private func mode(_ name: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: scratch.path(name))[.posixPermissions] as? Int
    }

    private func encrypted(_ curve: Curve) throws -> (key: PrivateKey, pem: [UInt8]) {
        let key = try PrivateKey.generate(curve)
        return (key, [UInt8](try key.encryptedPEM(passphrase: passphrase, cost: .insecureForTests).utf8))
    }

    @Test(arguments: [Curve.p256, .ed25519, .sm2])
    func `a key comes back from its file, which only its owner can read`(curve: Curve) throws {
        let key = try PrivateKey.generate(curve)
        try key.write(to: scratch.path("key"), passphrase: passphrase, cost: .insecureForTests)
        #expect(try mode("key") == 0o600)
        #expect(try scratch.names == ["key"])
        let again = try PrivateKey(contentsOf: scratch.path("key"), passphrase: passphrase)
        #expect(again.publicKey == key.publicKey)
        let signature = try again.sign([1])
        #expect(try SystemCryptography().verifier(for: key.publicKey).isValidSignature(signature[...], over: [1]))
    }

    @Test func `a file that is there is not overwritten, unless asked to`() throws {
        try PrivateFile.create(scratch.path("file"), [1])
        expectCode(.fileExists) { try PrivateFile.create(scratch.path("file"), [2]) }
        #expect(try scratch.bytes("file") == [1])
        try PrivateFile.replace(scratch.path("file"), [3])
        #expect(try PrivateFile.read(scratch.path("file"), limit: 1) == [3])
        #expect(try mode("file") == 0o600)
        #expect(try scratch.names == ["file"])
    }

    @Test func `replacing a file that others could read closes it to them`() throws {
        let path = try scratch.write("file", [1], mode: 0o644)
        try PrivateFile.replace(path, [2])
        #expect(try mode("file") == 0o600)
    }

    @Test(arguments: [0o640, 0o604, 0o660, 0o644, 0o610, 0o601, 0o602])
    func `a file that others can get at is refused, with what to do about it`(mode: Int) throws {
        let (_, pem) = try encrypted(.p256)
        let path = try scratch.write("key", pem, mode: mode)
        do {
            _ = try PrivateKey(contentsOf: path, passphrase: passphrase)
            Issue.record("the file was read")
        } catch {
            #expect(error.code == .filePermissions)
            #expect(error.hint == "chmod 600 \(path)")
        }
    }

    @Test func `missing files, directories and pipes are refused without waiting`() throws {
        expectCode(.fileMissing) { _ = try PrivateFile.read(scratch.path("none"), limit: 10) }
        expectCode(.fileFailed) { _ = try PrivateFile.read(scratch.path(""), limit: 10) }
        #expect(unsafe mkfifo(scratch.path("pipe"), 0o600) == 0)
        expectCode(.fileFailed) { _ = try PrivateFile.read(scratch.path("pipe"), limit: 10) }
        expectCode(.fileFailed) { try PrivateFile.create(scratch.path("none/file"), [1]) }
        expectCode(.fileFailed) { try PrivateFile.replace(scratch.path(""), [1]) }
        #expect(try scratch.names == ["pipe"])
    }

    @Test func `a file over the limit is refused`() throws {
        try PrivateFile.create(scratch.path("file"), [UInt8](repeating: 7, count: 40_000))
        #expect(try PrivateFile.read(scratch.path("file"), limit: 40_000).count == 40_000)
        expectCode(.fileTooLarge) { _ = try PrivateFile.read(scratch.path("file"), limit: 39_999) }
        try PrivateFile.create(scratch.path("empty"), [])
        #expect(try PrivateFile.read(scratch.path("empty"), limit: 0).isEmpty)
    }

    @Test func `half a key file, none and other text are no keys`() throws {
        let (_, pem) = try encrypted(.sm2)
        for count in 0..<(pem.count - 1) {
            expectCode(.notAKey) {
                _ = try PrivateKey(encryptedPEM: [UInt8](pem.prefix(count)), passphrase: passphrase)
            }
        }
        let block = try PEM(pem)
        for der in [
            [0x30], [0x30, 0x00], block.der + [0], [UInt8](block.der.dropLast()), [UInt8](repeating: 0, count: 99),
        ] {
            let text = try PEM(label: PEM.encryptedPrivateKey, der: der).text
            expectCode(.notAKey) { _ = try PrivateKey(encryptedPEM: [UInt8](text.utf8), passphrase: passphrase) }
        }
        for text in ["", "secret", "-----BEGIN ENCRYPTED PRIVATE KEY-----\n", String(repeating: "A", count: 10_000)] {
            expectCode(.notAKey) { _ = try PrivateKey(encryptedPEM: [UInt8](text.utf8), passphrase: passphrase) }
        }
    }

    @Test(arguments: [Curve.p256, .sm2])
    func `a damaged key file gives an error and never another key`(curve: Curve) throws {
        let (key, pem) = try encrypted(curve)
        let block = try PEM(pem)
        for index in block.der.indices {
            var der = block.der
            der[index] ^= 0x10
            let text = try PEM(label: block.label, der: der).text
            do {
                let read = try PrivateKey(encryptedPEM: [UInt8](text.utf8), passphrase: passphrase)
                #expect(read.publicKey == key.publicKey, "byte \(index)")
            } catch {}
        }
    }

    @Test func `the wrong and the empty passphrase are told apart from a file that is no key`() throws {
        for curve in [Curve.p256, .ed25519, .sm2] {
            let (_, pem) = try encrypted(curve)
            for wrong in ["x", "口令 ", "口", String(repeating: "x", count: 1024)] {
                expectCode(.wrongPassphrase) {
                    _ = try PrivateKey(encryptedPEM: pem, passphrase: SecretBytes(text: wrong))
                }
            }
            for bad in ["", String(repeating: "x", count: 1025)] {
                expectCode(.badPassphrase) {
                    _ = try PrivateKey(encryptedPEM: pem, passphrase: SecretBytes(text: bad))
                }
            }
        }
        expectCode(.badPassphrase) {
            _ = try PrivateKey.generate(.p256).encryptedPEM(passphrase: SecretBytes(text: ""))
        }
        expectCode(.badCost) {
            _ = try PrivateKey.generate(.p256).encryptedPEM(passphrase: passphrase, cost: .ownFile)
        }
    }

    @Test func `public keys in PEM have to be whole, named and on their curve`() throws {
        let key = try PrivateKey.generate(.sm2).publicKey
        let pem = try key.pem
        #expect(try COSEKey(pem: "a note before\n" + pem) == key)
        for count in 0..<(pem.utf8.count - 1) {
            expectCode(.notAKey) { _ = try COSEKey(pem: String(decoding: pem.utf8.prefix(count), as: UTF8.self)) }
        }
        let block = try PEM(pem)
        var offCurve = block.der
        offCurve[offCurve.count - 1] ^= 1
        let wrong: [[UInt8]] = [[5], offCurve, [0x04] + block.der.suffix(64)]
        for der in wrong {
            expectCode(.notAKey) { _ = try COSEKey(pem: PEM(label: PEM.publicKey, der: der).text) }
        }
        for der in [block.der + [0], [UInt8](block.der.dropLast())] {
            expectCode(.unsupportedCurve) { _ = try COSEKey(pem: PEM(label: PEM.publicKey, der: der).text) }
        }
        expectCode(.notAKey) { _ = try COSEKey(pem: PEM(label: "CERTIFICATE", der: block.der).text) }
        let notAPoint = try COSEKey(
            curve: .sm2,
            x: [UInt8](repeating: 1, count: 32),
            y: .full([UInt8](repeating: 1, count: 32))
        )
        expectCode(.notAKey) { _ = try notAPoint.pem }
    }
}
