// SPDX-License-Identifier: Apache-2.0

import COSE
import Crypto
import MergedCode
import Signing
import Verification
import VirtualDeployment

/// From text to verdict, against the verifications that no verifier can do without.
enum VerifyGroup {
    /// Codes of a round: long enough to time, short enough that noise meets both sides.
    private static let codes = 128
    private static let rounds = 121

    static func measure(_ report: (Figure) -> Void) async throws {
        let nist = try VirtualDeployment()
        let chinese = try VirtualDeployment(.sm2, holder: .p256)
        let samples = try (0..<codes).map { _ in try Sample.fresh(in: nist) }
        let issuer = try P256IssuerKey(nist.issuer.publicKey)
        let sm2Issuer = try SM2IssuerKey(chinese.issuer.publicKey)
        let mixed = try (0..<codes).map { _ in try Sample.fresh(in: chinese) }
        report(try await unseen("ESP256 + ESP256", nist, samples, issuer.isValid))
        report(try await unseen("SM2 + ESP256", chinese, mixed, sm2Issuer.isValid))
        report(try await seen(nist))
        report(try await parse(samples))
        report(try await MemoryFigure.measure())
    }

    /// Credentials that the verifier does not know: it remembers fewer than pass by between two codes of one.
    private static func unseen(
        _ algorithms: String,
        _ deployment: VirtualDeployment,
        _ samples: [Sample],
        _ isIssuers: (Sample.Proof) -> Bool
    ) async throws -> Figure {
        let circumstances = try Circumstances(now: VirtualDeployment.now, trust: deployment.snapshot())
        let verifier = Verifier(crypto: deployment.crypto, capacity: codes / 2)
        let comparison = try await Comparison(rounds: rounds) { _ in
            try await verify(samples, by: verifier, in: circumstances)
        } peer: { _ in
            for sample in samples {
                let key = try P256.Signing.PublicKey(compressedRepresentation: sample.holderPoint)
                try expect(isIssuers(sample.issuerProof) && sample.holderProof.isValid(by: key), "the floor refuses")
            }
        }
        return figure("verify.unseen \(algorithms)", comparison, .atLeast(0.90))
    }

    /// New codes of credentials that the verifier knows.
    private static func seen(_ deployment: VirtualDeployment) async throws -> Figure {
        let circumstances = try Circumstances(now: VirtualDeployment.now, trust: deployment.snapshot())
        let verifier = Verifier(crypto: deployment.crypto)
        var samples: [Sample] = []
        for _ in 0..<codes {
            let holder = try PrivateKey.generate(.p256)
            let credential = try deployment.credential(holder: holder)
            _ = try verifier.judge(deployment.dynamic(credential, by: holder), in: circumstances)
            samples.append(try Sample(deployment.dynamic(credential, by: holder)))
        }
        let comparison = try await Comparison(rounds: rounds) { _ in
            try await verify(samples, by: verifier, in: circumstances)
        } peer: { _ in
            for sample in samples {
                try expect(sample.holderProof.isValid(by: sample.holderKey), "the floor refuses")
            }
        }
        return figure("verify.seen ESP256", comparison, .atLeast(0.85))
    }

    private static func verify(
        _ samples: [Sample],
        by verifier: Verifier,
        in circumstances: Circumstances
    ) async throws {
        let replay = RecentCodes()
        for sample in samples {
            let verdict = await verifier.verify(sample.text, in: circumstances, replay: replay)
            try expect(verdict.outcome == .accept, "a good code is not accepted: \(verdict.reasons)")
        }
    }

    private static func parse(_ samples: [Sample]) async throws -> Figure {
        let comparison = try await Comparison(rounds: rounds) { _ in
            for sample in samples { _ = try UnverifiedCode(text: sample.text) }
        } peer: { _ in
            for sample in samples {
                try expect(sample.holderProof.isValid(by: sample.holderKey), "the floor refuses")
            }
        }
        return Figure(
            name: "verify.parse",
            value: comparison.ours.median / Double(codes) * 1e6,
            unit: "µs",
            ratio: comparison.ratio,
            target: .atMost(0.10)
        )
    }

    private static func figure(_ name: String, _ comparison: Comparison, _ target: Figure.Target) -> Figure {
        Figure(
            name: name,
            value: comparison.ours.median / Double(codes) * 1e6,
            unit: "µs",
            ratio: comparison.share,
            target: target
        )
    }
}
