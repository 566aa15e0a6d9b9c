// SPDX-License-Identifier: Apache-2.0

import COSE
import MergedCode
import Signing
import Synchronization
import Wallet

/// An issuer that grants, once for each request, and can be told what goes wrong on the way.
final class FakeIssuer: IssuerConnection {
    /// What happens to a request.
    enum Trouble {
        case none
        /// The request is fulfilled, and nobody hears of it.
        case answerLost
        case refused
        case grantOfAnother
    }

    struct Unreachable: Error {}
    struct Refused: Error {}

    /// A request as it arrived.
    struct Arrival {
        let proof: UnverifiedProofOfPossession
        let request: [UInt8]?
    }

    private struct State {
        var trouble = Trouble.none
        var time: Int64? = WalletScene.now
        var arrivals: [Arrival] = []
        var nonces: [[UInt8]] = []
    }

    let origin = "https://issuer.example"
    let place = "https://issuer.example"
    private let issuerKey: PrivateKey
    private let state = Mutex(State())

    init() throws { issuerKey = try PrivateKey.generate(.p256) }

    var arrivals: [Arrival] { state.withLock(\.arrivals) }
    var nonces: [[UInt8]] { state.withLock(\.nonces) }

    func meets(_ trouble: Trouble) { state.withLock { $0.trouble = trouble } }
    func tells(_ time: Int64?) { state.withLock { $0.time = time } }

    func nonce() async throws -> IssuerNonce {
        state.withLock {
            $0.nonces.append(SecureRandom.bytes(16))
            return IssuerNonce(bytes: $0.nonces.last ?? [], time: $0.time)
        }
    }

    func enrol(ticket: String, pin: String, proof: [UInt8]) async throws -> Grant {
        try answer(UnverifiedProofOfPossession(proof), nil)
    }

    func refresh(
        _ credential: CredentialID,
        handle: [UInt8],
        request: [UInt8],
        proof: [UInt8]
    ) async throws -> Grant {
        try answer(UnverifiedProofOfPossession(proof), request)
    }

    /// The key that the last enrolment was for; refreshed credentials keep it.
    private func key() throws -> COSEKey? { arrivals.last { $0.proof.enrolledKey != nil }?.proof.enrolledKey }

    private func answer(_ proof: UnverifiedProofOfPossession, _ request: [UInt8]?) throws -> Grant {
        state.withLock { $0.arrivals.append(Arrival(proof: proof, request: request)) }
        let trouble = state.withLock(\.trouble)
        switch trouble {
        case .answerLost: throw Unreachable()
        case .refused: throw IssuerRefusal(Refused())
        case .none, .grantOfAnother: break
        }
        let other = try PrivateKey.generate(.p256).publicKey
        let holder = trouble == .grantOfAnother ? other : try key() ?? other
        return try WalletScene.grant(for: holder, by: issuerKey)
    }
}
