// SPDX-License-Identifier: Apache-2.0

import COSE
import Crypto
import Signing
import VirtualDeployment

/// How many codes a second the signatures alone would allow on two threads.
enum SignatureFloor {
    private static let codes = 64

    /// Codes of credentials that are not remembered: the issuer's signature, the holder's key, the holder's signature.
    static func unseen(_ deployment: VirtualDeployment) async throws -> Double {
        try await rate(deployment) { sample, isIssuers in
            let key = try P256.Signing.PublicKey(compressedRepresentation: sample.holderPoint)
            return isIssuers(sample.issuerProof) && sample.holderProof.isValid(by: key)
        }
    }

    /// Codes of credentials that are remembered: the holder's signature.
    static func seen(_ deployment: VirtualDeployment) async throws -> Double {
        try await rate(deployment) { sample, _ in sample.holderProof.isValid(by: sample.holderKey) }
    }

    private static func rate(
        _ deployment: VirtualDeployment,
        _ isValid: @Sendable @escaping (Sample, (Sample.Proof) -> Bool) throws -> Bool
    ) async throws -> Double {
        let samples = try (0..<codes).map { _ in try Sample.fresh(in: deployment) }
        let issuer = deployment.issuer.publicKey
        return try await withThrowingTaskGroup(of: Double.self) { group in
            for _ in 0..<2 {
                group.addTask {
                    let isIssuers =
                        issuer.curve == .sm2 ? try SM2IssuerKey(issuer).isValid : try P256IssuerKey(issuer).isValid
                    let start = ContinuousClock.now
                    var count = 0
                    while start.duration(to: .now) < .seconds(1) {
                        for sample in samples { try expect(isValid(sample, isIssuers), "the floor refuses") }
                        count += samples.count
                    }
                    return Double(count) / (start.duration(to: .now) / .seconds(1))
                }
            }
            return try await group.reduce(0, +)
        }
    }
}
