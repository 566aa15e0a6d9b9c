// SPDX-License-Identifier: Apache-2.0

import COSE
import MergedCode
import Signing
import Testing

@Suite struct BitFlipTests {
    /// Whether bytes pass everything that this module and the signatures can say against a code of these keys.
    private func passes(_ bytes: [UInt8], issuer: Sample.Verifier, holder: Sample.Verifier) -> Bool {
        do {
            switch try UnverifiedCode(bytes: bytes) {
            case .dynamic(let code):
                guard code.isHolderSigned(by: holder), let credential = code.credential.verified(by: issuer) else {
                    return false
                }
                _ = try credential.components(disclosedWith: Sample.crypto)
                return true
            case .reference(let code): return code.isHolderSigned(by: holder)
            case .printed(let code): return code.verified(by: issuer) != nil
            }
        } catch { return false }
    }

    private func expectEveryFlipRefused(_ text: String, issuer: PrivateKey, holder: PrivateKey) throws {
        let (issuer, holder) = (try Sample.verifier(issuer), try Sample.verifier(holder))
        var bytes = try UnverifiedCode.bytes(of: text)
        let isGood = passes(bytes, issuer: issuer, holder: holder)
        #expect(isGood)
        var accepted: [String] = []
        for index in bytes.indices {
            for bit in 0..<8 {
                bytes[index] ^= 1 << bit
                if passes(bytes, issuer: issuer, holder: holder) { accepted.append("bit \(bit) of byte \(index)") }
                bytes[index] ^= 1 << bit
            }
        }
        #expect(accepted.isEmpty)
    }

    @Test(arguments: [(Curve.p256, Curve.p256), (.ed25519, .ed25519), (.sm2, .p256)])
    func `every flipped bit of a code is refused`(issuing: Curve, holding: Curve) throws {
        let issuer = try PrivateKey.generate(issuing)
        let holder = try PrivateKey.generate(holding)
        let held = try Sample.draft(holder: holder).issue(signer: issuer, crypto: Sample.crypto, random: Sample.random)
        let dynamic = try held.dynamicCode(
            disclosing: [.identity, .relief],
            audience: Sample.audience,
            now: Sample.now,
            signer: holder,
            random: Sample.random
        )
        try expectEveryFlipRefused(dynamic, issuer: issuer, holder: holder)
        let reference = try held.referenceCode(
            audience: Sample.audience,
            now: Sample.now,
            signer: holder,
            random: Sample.random
        )
        try expectEveryFlipRefused(reference, issuer: issuer, holder: holder)
        let printed = try Sample.printedDraft().issue(signer: issuer, crypto: Sample.crypto, random: Sample.random)
        try expectEveryFlipRefused(printed.text, issuer: issuer, holder: holder)
    }

    @Test func `every shortened code is refused`() throws {
        let text = try Sample.dynamicText()
        for length in 0..<text.utf8.count {
            #expect(throws: CodeError.self) { try UnverifiedCode(text: String(text.prefix(length))) }
        }
    }

    @Test func `every changed character of the text is refused`() throws {
        let (issuer, holder) = (try Sample.verifier(Sample.issuer), try Sample.verifier(Sample.holder))
        var text = Array(try Sample.dynamicText(disclosing: []).utf8)
        var accepted: [Int] = []
        for index in text.indices {
            let original = text[index]
            text[index] = original == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
            if let bytes = try? UnverifiedCode.bytes(of: String(decoding: text, as: UTF8.self)),
                passes(bytes, issuer: issuer, holder: holder)
            {
                accepted.append(index)
            }
            text[index] = original
        }
        #expect(accepted.isEmpty)
    }
}
