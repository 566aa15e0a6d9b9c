// SPDX-License-Identifier: Apache-2.0

import COSE
import MergedCode
import Signing
import Synchronization
import TestSupport
import Testing
import Trust

@testable import Verification

/// Counts how often it is asked, and says what it is told to.
final class CountingVerifier: SignatureVerifier {
    let publicKey: COSEKey
    let answer: Bool
    private let asked = Atomic<Int>(0)

    init(_ publicKey: COSEKey, answer: Bool = true) {
        self.publicKey = publicKey
        self.answer = answer
    }

    var count: Int { asked.load(ordering: .relaxed) }

    func isValidSignature(_ signature: ArraySlice<UInt8>, over message: [UInt8]) -> Bool {
        asked.add(1, ordering: .relaxed)
        return answer
    }
}

@Suite struct SignatureMemoryTests {
    private func key(_ byte: UInt8 = 1, y: UInt8 = 2) throws -> COSEKey {
        try COSEKey(
            curve: .p256,
            x: [UInt8](repeating: byte, count: 32),
            y: .full([UInt8](repeating: y, count: 32))
        )
    }

    @Test func `what held is not asked again`() throws {
        let verifier = CountingVerifier(try key())
        let memory = SignatureMemory(capacity: 8)
        for _ in 0..<3 { #expect(memory.remembering(verifier).isValidSignature([1, 2][...], over: [3])) }
        #expect(verifier.count == 1)
    }

    @Test func `what did not hold is asked again`() throws {
        let verifier = CountingVerifier(try key(), answer: false)
        let memory = SignatureMemory(capacity: 8)
        for _ in 0..<3 { #expect(!memory.remembering(verifier).isValidSignature([1, 2][...], over: [3])) }
        #expect(verifier.count == 3)
    }

    @Test func `nothing else passes for what held`() throws {
        let memory = SignatureMemory(capacity: 8)
        #expect(memory.remembering(CountingVerifier(try key())).isValidSignature([1, 2][...], over: [3, 4]))
        let others: [([UInt8], [UInt8])] = [
            ([1, 3], [3, 4]), ([1, 2], [3, 5]), ([4, 1, 2], [3]), ([2], [3, 4, 1]), ([], [3, 4, 1, 2]), ([1, 2], []),
        ]
        for (signature, message) in others {
            let verifier = CountingVerifier(try key(), answer: false)
            #expect(!memory.remembering(verifier).isValidSignature(signature[...], over: message))
        }
        let ed = try COSEKey(curve: .ed25519, x: [UInt8](repeating: 1, count: 32), y: nil)
        let sm2 = try COSEKey(
            curve: .sm2,
            x: [UInt8](repeating: 1, count: 32),
            y: .full([UInt8](repeating: 2, count: 32))
        )
        for other in [try key(9), try key(y: 3), ed, sm2] {
            let verifier = CountingVerifier(other, answer: false)
            #expect(!memory.remembering(verifier).isValidSignature([1, 2][...], over: [3, 4]))
            #expect(verifier.count == 1)
        }
    }

    @Test func `a seen credential with another signature is refused`() throws {
        let deployment = try VirtualDeployment()
        let verifier = Verifier(crypto: deployment.crypto)
        let circumstances = Circumstances(now: now, trust: try deployment.snapshot())
        let credential = try deployment.credential()
        expectAccepted(verifier.judge(try deployment.dynamic(credential), in: circumstances))
        let forged = try deployment.resigned(credential, by: PrivateKey.generate(.p256))
        expectRejected(
            verifier.judge(try deployment.dynamic(forged), in: circumstances),
            .issuerSignatureInvalid
        )
    }

    @Test func `a key that is revoked after its credential was seen is refused`() throws {
        var deployment = try VirtualDeployment()
        let verifier = Verifier(crypto: deployment.crypto)
        let credential = try deployment.credential()
        let before = Circumstances(now: now, trust: try deployment.snapshot())
        expectAccepted(verifier.judge(try deployment.dynamic(credential), in: before))
        deployment.trustList.entries[0] = try deployment.entry(
            deployment.issuer,
            [.credential],
            revocation: .init(at: now, reason: .compromised)
        )
        let after = Circumstances(now: now, trust: try deployment.snapshot())
        expectRejected(verifier.judge(try deployment.dynamic(credential), in: after), .issuerKeyRevoked)
    }

    private final class Entry {
        let name: Int

        init(_ name: Int) { self.name = name }
    }

    @Test(arguments: [-1, 0, 1, 2, 7, 8, 9, 100])
    func `a memory never holds more than it may, and what came last`(capacity: Int) {
        var memory = RecentEntries<Entry>(capacity: capacity)
        let random = VirtualRandom(seed: 7)
        let bits = (0..<1000).map { _ in random.bytes(8)[...].firstBits }
        for (name, bits) in bits.enumerated() {
            #expect(memory.first(bits) { $0.name == name } == nil)
            memory.insert(Entry(name), bits)
            #expect(memory.count <= max(1, capacity))
            #expect(memory.first(bits) { $0.name == name } != nil)
        }
        #expect(memory.first(bits[0]) { _ in true } == nil)
    }

    @Test func `entries of the same bits are told apart, and the first of nine is forgotten`() {
        var memory = RecentEntries<Entry>(capacity: 4096)
        func known() -> [Int] { (0..<9).filter { name in memory.first(.max) { $0.name == name } != nil } }
        for name in 0..<8 { memory.insert(Entry(name), .max) }
        #expect(known() == Array(0..<8))
        memory.insert(Entry(8), .max)
        #expect(known() == Array(1..<9))
        #expect(memory.count == 8)
        #expect(memory.first(0) { _ in true } == nil)
    }

    @Test func `a forgetful verifier still tells the same`() throws {
        let deployment = try VirtualDeployment()
        let verifier = Verifier(crypto: deployment.crypto, capacity: 1)
        let circumstances = Circumstances(now: now, trust: try deployment.snapshot())
        for _ in 0..<6 { expectAccepted(verifier.judge(try deployment.dynamic(), in: circumstances)) }
    }
}
