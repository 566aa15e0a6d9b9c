// SPDX-License-Identifier: Apache-2.0

import COSE
import MergedCode
import Signing
import TestSupport
import Testing
import Trust

@testable import Verification

/// No bit of a good code can be changed: all bits of all kinds under all algorithms.
@Suite struct BitFlipTests {
    @Test(arguments: [Curve.p256, .ed25519, .sm2])
    func `a dynamic code with one bit changed is refused, fresh and from memory`(curve: Curve) throws {
        let deployment = try VirtualDeployment(curve, holder: curve)
        try expectEveryFlipRefused(deployment, try deployment.dynamic(), lookUp: .unavailable)
    }

    @Test(arguments: [Curve.p256, .ed25519, .sm2])
    func `a reference code with one bit changed is refused`(curve: Curve) throws {
        let deployment = try VirtualDeployment(curve, holder: curve)
        let credential = try deployment.credential()
        let code = try deployment.reference(credential, showing: Set(ComponentKey.allCases))
        try expectEveryFlipRefused(deployment, code, lookUp: deployment.recorded(credential))
    }

    @Test(arguments: [Curve.p256, .ed25519, .sm2])
    func `a printed code with one bit changed is refused`(curve: Curve) throws {
        let deployment = try VirtualDeployment(curve)
        try expectEveryFlipRefused(deployment, try deployment.printed(), lookUp: .unavailable)
    }

    private func expectEveryFlipRefused(
        _ deployment: VirtualDeployment,
        _ code: String,
        lookUp: Circumstances.LookUp
    ) throws {
        let verifier = Verifier(crypto: deployment.crypto)
        let circumstances = Circumstances(now: now, trust: try deployment.snapshot(), lookUp: lookUp)
        #expect(verifier.judge(code, in: circumstances).outcome != .reject)
        var bytes = try UnverifiedCode.bytes(of: code)
        var survivors: [Int] = []
        for bit in 0..<(8 * bytes.count) {
            bytes[bit / 8] ^= 1 << (bit % 8)
            let verdict = verifier.judge(UnverifiedCode.text(of: bytes), in: circumstances)
            if verdict.outcome != .reject || !verdict.showsNothing { survivors.append(bit) }
            bytes[bit / 8] ^= 1 << (bit % 8)
        }
        #expect(survivors == [])
        #expect(verifier.judge(code, in: circumstances).outcome != .reject)
    }
}
