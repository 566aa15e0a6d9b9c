// SPDX-License-Identifier: Apache-2.0

import Signing
import TestSupport
import Testing

@Suite struct SealerTests {
    static func key(_ first: UInt8) throws -> SealingKey {
        try SealingKey(SecretBytes(copying: [UInt8](first...(first + 31))))
    }

    static let plaintext = [UInt8]("姓名 · 身份证号".utf8)
    static let context = [UInt8]("person 7".utf8)

    @Test(arguments: [0, 1, 15, 16, 17, 1000])
    func `what is sealed opens again, each time under another nonce`(count: Int) throws {
        let sealer = Sealer(try Self.key(1))
        let plaintext = [UInt8](repeating: 9, count: count)
        let sealed = try sealer.seal(plaintext, associatedData: Self.context)
        #expect(sealed.count == count + Sealer.overhead)
        #expect(try sealer.open(sealed, associatedData: Self.context) == plaintext)
        #expect(
            try sealer.openSecret(sealed, associatedData: Self.context).isEqual(to: SecretBytes(copying: plaintext))
        )
        #expect(try sealer.seal(plaintext, associatedData: Self.context) != sealed)
        #expect(try sealer.open(sealer.seal(plaintext, associatedData: []), associatedData: []) == plaintext)
    }

    @Test func `a sealed value is key id, nonce, ciphertext and tag`() throws {
        let key = try Self.key(1)
        let sealed = try Sealer(key).seal(Self.plaintext, associatedData: [])
        #expect([UInt8](sealed.prefix(8)) == key.id)
        #expect(sealed.count == 8 + 12 + Self.plaintext.count + 16)
    }

    @Test func `every bit flip, every truncation and other associated data are refused`() throws {
        let sealer = Sealer(try Self.key(1))
        let sealed = try sealer.seal(Self.plaintext, associatedData: Self.context)
        for bit in 0..<(sealed.count * 8) {
            var wrong = sealed
            wrong[bit / 8] ^= 1 << (bit % 8)
            expectCode(bit < 64 ? .unknownSealingKey : .cannotOpen) {
                _ = try sealer.open(wrong, associatedData: Self.context)
            }
        }
        for count in 0..<sealed.count {
            expectCode(count < Sealer.overhead ? .notSealed : .cannotOpen) {
                _ = try sealer.open([UInt8](sealed.prefix(count)), associatedData: Self.context)
            }
        }
        for context in [[], Self.context + [0], [UInt8](Self.context.dropLast())] {
            expectCode(.cannotOpen) { _ = try sealer.open(sealed, associatedData: context) }
            expectCode(.cannotOpen) { _ = try sealer.openSecret(sealed, associatedData: context) }
        }
    }

    @Test func `after rotation old values open, new ones are sealed under the new key`() throws {
        let (old, new) = (try Self.key(1), try Self.key(2))
        #expect(old.id != new.id)
        let earlier = try Sealer(old).seal(Self.plaintext, associatedData: [])
        let sealer = Sealer(new, earlier: [old])
        #expect(try sealer.open(earlier, associatedData: []) == Self.plaintext)
        let later = try sealer.seal(Self.plaintext, associatedData: [])
        #expect([UInt8](later.prefix(8)) == new.id)
        expectCode(.unknownSealingKey) { _ = try Sealer(old).open(later, associatedData: []) }
    }

    @Test(arguments: [0, 16, 31, 33])
    func `a sealing key of another length is refused`(count: Int) {
        expectCode(.badSecretLength) { _ = try SealingKey(SecretBytes(copying: [UInt8](repeating: 1, count: count))) }
    }

    @Test func `a file under a passphrase opens with it, is written again under the same key, and no other opens it`()
        throws
    {
        let passphrase = SecretBytes(text: "正确的口令")
        let sealer = try PassphraseSealer(passphrase: passphrase, cost: .insecureForTests)
        let content = SecretBytes(copying: Self.plaintext)
        let file = try sealer.seal(content)
        let reopened = try PassphraseSealer(of: file, passphrase: passphrase)
        #expect(try reopened.open(file).isEqual(to: content))
        #expect(try sealer.open(reopened.seal(content)).isEqual(to: content))
        #expect(
            try PassphraseSealer(passphrase: passphrase, cost: .insecureForTests).seal(content).prefix(20)
                != file.prefix(20)
        )
        expectCode(.wrongPassphrase) {
            _ = try PassphraseSealer(of: file, passphrase: SecretBytes(text: "错误的口令")).open(file)
        }
        expectCode(.cannotOpen) { _ = try reopened.open(file, associatedData: [1]) }
        expectCode(.badPassphrase) { _ = try PassphraseSealer(passphrase: SecretBytes(text: "")) }
    }

    @Test func `every changed byte and every truncation of a file under a passphrase is refused`() throws {
        let passphrase = SecretBytes(text: "p")
        let file = try PassphraseSealer(passphrase: passphrase, cost: .insecureForTests)
            .seal(SecretBytes(copying: [1, 2, 3]))
        for index in file.indices {
            var wrong = file
            wrong[index] ^= 0x80
            #expect(throws: SigningError.self, "byte \(index)") {
                try PassphraseSealer(of: wrong, passphrase: passphrase).open(wrong)
            }
        }
        for count in 0..<(20 + Sealer.overhead) {
            expectCode(.notSealed) {
                _ = try PassphraseSealer(of: [UInt8](file.prefix(count)), passphrase: passphrase)
            }
        }
        for (index, value) in [(0, 0), (0, 2), (1, 9), (1, 19), (1, 255), (2, 0), (2, 17), (3, 0), (3, 17)] {
            var wrong = file
            wrong[index] = UInt8(value)
            expectCode(.notSealed) { _ = try PassphraseSealer(of: wrong, passphrase: passphrase) }
        }
    }

    @Test func `a secret shows its length alone, wipes what it took over and is compared in full`() {
        var bytes: [UInt8] = [1, 2, 3]
        let secret = SecretBytes(wiping: &bytes)
        #expect(bytes == [0, 0, 0])
        #expect("\(secret)" == "secret of 3 bytes")
        var text = ""
        dump(secret, to: &text)
        #expect(text == "- secret of 3 bytes #0\n")
        #expect(secret.isEqual(to: SecretBytes(copying: [1, 2, 3])))
        #expect(!secret.isEqual(to: SecretBytes(copying: [1, 2, 4])))
        #expect(!secret.isEqual(to: SecretBytes(copying: [1, 2])))
        #expect(secret.withSpan { span in span.count } == 3)
    }

    @Test func `random bytes are of the length asked for and do not repeat`() throws {
        #expect(SecureRandom.bytes(0).isEmpty)
        #expect(Set((0..<1000).map { _ in SecureRandom.bytes(16) }).count == 1000)
        let (one, other) = (try SecretBytes.random(count: 32), try SecretBytes.random(count: 32))
        #expect(one.count == 32 && !one.isEqual(to: other))
    }
}
