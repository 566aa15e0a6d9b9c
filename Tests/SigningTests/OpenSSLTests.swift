// SPDX-License-Identifier: Apache-2.0

import COSE
@testable import Signing
import TestSupport
import Testing

/// The `openssl` program as the judge of keys and signatures, both ways.
@Suite struct OpenSSLTests {
    static let curves: [Curve] = [.p256, .ed25519, .sm2]
    static let passphrase = "合一 correct horse"
    static let userID = ["-sigopt", "distid:1234567812345678"]

    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
        _ = try scratch.write("passphrase", [UInt8](Self.passphrase.utf8))
    }

    private var passphraseArguments: [String] { ["-passin", "file:" + scratch.path("passphrase")] }

    private func openssl(_ arguments: [String], sourceLocation: SourceLocation = #_sourceLocation) throws {
        let result = try Tool("openssl").run(arguments)
        #expect(result.status == 0, "openssl \(arguments.joined(separator: " "))", sourceLocation: sourceLocation)
    }

    /// What `openssl dgst` and `pkeyutl` want for a curve beside key and message.
    private func verifies(_ curve: Curve, userID: [String] = userID) throws -> Bool {
        let (key, message, signature) = (scratch.path("public"), scratch.path("message"), scratch.path("signature"))
        let arguments =
            switch curve {
            case .ed25519:
                ["pkeyutl", "-verify", "-pubin", "-inkey", key, "-rawin", "-in", message, "-sigfile", signature]
            case .sm2: ["dgst", "-sm3", "-verify", key] + userID + ["-signature", signature, message]
            default: ["dgst", "-sha256", "-verify", key, "-signature", signature, message]
            }
        return try Tool("openssl").run(arguments).status == 0
    }

    private func sign(_ curve: Curve, userID: [String] = userID) throws {
        let (key, message, signature) = (scratch.path("private"), scratch.path("message"), scratch.path("signature"))
        let arguments =
            switch curve {
            case .ed25519: ["pkeyutl", "-sign", "-inkey", key, "-rawin", "-in", message, "-out", signature]
            case .sm2: ["dgst", "-sm3", "-sign", key] + userID + ["-out", signature, message]
            default: ["dgst", "-sha256", "-sign", key, "-out", signature, message]
            }
        // dgst takes its file last.
        try openssl([arguments[0]] + passphraseArguments + arguments.dropFirst())
    }

    private func generate(_ curve: Curve, _ encryption: [String] = ["-aes-256-cbc"]) throws {
        let kind =
            switch curve {
            case .ed25519: ["-algorithm", "ED25519"]
            case .sm2: ["-algorithm", "SM2"]
            default: ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"]
            }
        try openssl(
            ["genpkey"] + kind + encryption
                + ["-pass", "file:" + scratch.path("passphrase"), "-out", scratch.path("private")]
        )
    }

    private func wire(_ signature: [UInt8], _ curve: Curve) throws -> [UInt8] {
        curve == .ed25519 ? signature : try #require(SignatureDER.decode(signature, coordinateLength: 32))
    }

    private func file(_ signature: [UInt8], _ curve: Curve) -> [UInt8] {
        curve == .ed25519 ? signature : SignatureDER.encode(signature[...])
    }

    @Test(arguments: curves)
    func `openssl verifies what we sign, with our public key`(curve: Curve) throws {
        let key = try PrivateKey.generate(curve)
        let message = SecureRandom.bytes(100)
        _ = try scratch.write("public", [UInt8](key.publicKey.pem.utf8))
        _ = try scratch.write("message", message)
        _ = try scratch.write("signature", file(key.sign(message), curve))
        #expect(try verifies(curve))
        if curve == .sm2 { #expect(try !verifies(curve, userID: [])) }
        _ = try scratch.write("message", message + [0])
        #expect(try !verifies(curve))
    }

    @Test(arguments: curves)
    func `we read openssl's key and verify what it signs`(curve: Curve) throws {
        try generate(curve)
        let key = try PrivateKey(contentsOf: scratch.path("private"), passphrase: SecretBytes(text: Self.passphrase))
        #expect(key.curve == curve)
        let pem = try Tool("openssl")
            .run(["pkey", "-in", scratch.path("private"), "-pubout"] + passphraseArguments).text
        #expect(try key.publicKey.pem == pem)
        #expect(try COSEKey(pem: pem) == key.publicKey)

        let message = SecureRandom.bytes(100)
        _ = try scratch.write("message", message)
        try sign(curve)
        let signature = try scratch.bytes("signature")
        let verifier = try SystemCryptography().verifier(for: key.publicKey)
        #expect(try verifier.isValidSignature(wire(signature, curve)[...], over: message))
        #expect(try !verifier.isValidSignature(wire(signature, curve)[...], over: message + [0]))
        if curve != .ed25519 { #expect(!verifier.isValidSignature(signature[...], over: message)) }
    }

    @Test func `an SM2 signature under the empty or another user id is refused`() throws {
        try generate(.sm2)
        let key = try PrivateKey(contentsOf: scratch.path("private"), passphrase: SecretBytes(text: Self.passphrase))
        let verifier = try SystemCryptography().verifier(for: key.publicKey)
        let message = SecureRandom.bytes(50)
        _ = try scratch.write("message", message)
        for userID in [[], ["-sigopt", "distid:TLSv1.3+GM+Cipher+Suite"], ["-sigopt", "distid:1234567812345679"]] {
            try sign(.sm2, userID: userID)
            #expect(try !verifier.isValidSignature(wire(scratch.bytes("signature"), .sm2)[...], over: message))
        }
    }

    @Test(arguments: curves)
    func `openssl reads the private key that we write, and writes the same public key`(curve: Curve) throws {
        let key = try PrivateKey.generate(curve)
        try key.write(to: scratch.path("private"), passphrase: SecretBytes(text: Self.passphrase))
        let result = try Tool("openssl")
            .run(["pkey", "-in", scratch.path("private"), "-pubout"] + passphraseArguments)
        #expect(result.status == 0)
        #expect(try COSEKey(pem: result.text) == key.publicKey)
        let message = SecureRandom.bytes(20)
        _ = try scratch.write("message", message)
        try sign(curve)
        let verifier = try SystemCryptography().verifier(for: key.publicKey)
        #expect(try verifier.isValidSignature(wire(scratch.bytes("signature"), curve)[...], over: message))
    }

    @Test(arguments: [Curve.p256, .sm2])
    func `r and s that begin with zero bytes keep their place`(curve: Curve) throws {
        let key = try PrivateKey.generate(curve)
        _ = try scratch.write("public", [UInt8](key.publicKey.pem.utf8))
        var found = (r: false, s: false)
        var number = 0
        // One signature in 128 has one: not finding both in 5,000 happens once in 10¹⁶ runs.
        while !(found.r && found.s), number < 5000 {
            number += 1
            let message = [UInt8]("\(number)".utf8)
            let signature = try key.sign(message)
            #expect(signature.count == 64)
            let short = (r: signature[0] == 0, s: signature[32] == 0)
            guard short.r && !found.r || short.s && !found.s else { continue }
            found = (found.r || short.r, found.s || short.s)
            let der = SignatureDER.encode(signature[...])
            #expect(der.count < 72 && SignatureDER.decode(der, coordinateLength: 32) == signature)
            _ = try scratch.write("message", message)
            _ = try scratch.write("signature", der)
            #expect(try verifies(curve))
        }
        #expect(found == (true, true))
    }

    @Test(arguments: [("prime256v1", Curve.p256), ("secp384r1", .p384), ("SM2", .sm2)])
    func `we read openssl's public keys with compressed points`(name: String, curve: Curve) throws {
        let key = try Tool("openssl").run(["ecparam", "-name", name, "-genkey", "-noout"]).output
        func convert(_ form: String) throws -> String {
            try Tool("openssl").run(["ec", "-pubout", "-conv_form", form], input: key).text
        }
        let full = try COSEKey(pem: convert("uncompressed"))
        #expect(full.curve == curve)
        #expect(try COSEKey(pem: convert("compressed")) == full)
        #expect(try full.pem == convert("uncompressed"))
        #expect(try full.compressed.pem == convert("uncompressed"))
    }

    @Test func `public keys of other curves, with parameters spelt out, and RSA are refused`() throws {
        for name in ["secp256k1", "secp521r1", "brainpoolP256r1"] {
            let key = try Tool("openssl").run(["ecparam", "-name", name, "-genkey", "-noout"]).output
            let pem = try Tool("openssl").run(["ec", "-pubout"], input: key).text
            expectCode(.unsupportedCurve) { _ = try COSEKey(pem: pem) }
        }
        let key = try Tool("openssl").run(["ecparam", "-name", "prime256v1", "-genkey", "-noout"]).output
        let explicit = try Tool("openssl").run(["ec", "-pubout", "-param_enc", "explicit"], input: key).text
        expectCode(.unsupportedCurve) { _ = try COSEKey(pem: explicit) }
        let rsa = try Tool("openssl").run(["genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:1024"]).output
        let rsaPublic = try Tool("openssl").run(["pkey", "-pubout"], input: rsa).text
        expectCode(.unsupportedCurve) { _ = try COSEKey(pem: rsaPublic) }
    }

    @Test(arguments: [
        ["-aes-128-cbc"], ["-aes-256-cbc"],
    ])
    func `we read keys under the ciphers that openssl writes`(encryption: [String]) throws {
        try generate(.p256, encryption)
        _ = try PrivateKey(contentsOf: scratch.path("private"), passphrase: SecretBytes(text: Self.passphrase))
    }

    /// Encrypts the key in "plain" again.
    private func encrypt(_ options: [String]) throws -> String {
        try openssl(
            ["pkcs8", "-topk8", "-in", scratch.path("plain"), "-out", scratch.path("private")] + options
                + ["-passout", "file:" + scratch.path("passphrase")]
        )
        return scratch.path("private")
    }

    private func writePlain(_ arguments: [String]) throws {
        _ = try scratch.write("plain", Tool("openssl").run(["genpkey"] + arguments).output)
    }

    @Test func `a thousand wrong passphrases are each called wrong`() throws {
        // One wrong key in 256 leaves well-formed padding behind.
        try writePlain(["-algorithm", "SM2"])
        let pem = try PrivateFile.read(encrypt(["-v2", "aes-256-cbc", "-iter", "1"]), limit: 10_000)
        for number in 0..<1000 {
            expectCode(.wrongPassphrase) {
                _ = try PrivateKey(encryptedPEM: pem, passphrase: SecretBytes(text: "wrong \(number)"))
            }
        }
        _ = try PrivateKey(encryptedPEM: pem, passphrase: SecretBytes(text: Self.passphrase))
    }

    @Test func `keys without encryption, of another kind or under old or endless encryption are refused by name`()
        throws
    {
        let passphrase = SecretBytes(text: Self.passphrase)
        try writePlain(["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"])
        expectCode(.notEncrypted) { _ = try PrivateKey(contentsOf: scratch.path("plain"), passphrase: passphrase) }
        let old = try Tool("openssl").run(["ec", "-in", scratch.path("plain")]).output
        expectCode(.notEncrypted) { _ = try PrivateKey(encryptedPEM: old, passphrase: passphrase) }
        let publicKey = try Tool("openssl").run(["pkey", "-in", scratch.path("plain"), "-pubout"]).output
        expectCode(.notAKey) { _ = try PrivateKey(encryptedPEM: publicKey, passphrase: passphrase) }
        for options in [["-v1", "PBE-SHA1-3DES"], ["-v2", "aes-256-cbc", "-iter", "10000001"]] {
            let path = try encrypt(options)
            expectCode(.unsupportedEncryption) { _ = try PrivateKey(contentsOf: path, passphrase: passphrase) }
        }
        for kind in [
            ["EC", "-pkeyopt", "ec_paramgen_curve:P-384"], ["EC", "-pkeyopt", "ec_paramgen_curve:secp256k1"],
            ["X25519"],
            ["ED448"], ["RSA", "-pkeyopt", "rsa_keygen_bits:1024"],
        ] {
            try writePlain(["-algorithm"] + kind)
            let path = try encrypt(["-v2", "aes-256-cbc"])
            expectCode(.unsupportedCurve) { _ = try PrivateKey(contentsOf: path, passphrase: passphrase) }
        }
    }
}
