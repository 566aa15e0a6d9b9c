// SPDX-License-Identifier: Apache-2.0

import COSE
import MergedCode
import Signing
import TestSupport
import Trust

@testable import Verification

extension VirtualDeployment {
    /// What the issuer recorded of a credential, with a registry that says the same as the credential.
    func recorded(
        _ credential: HeldCredential,
        state: StatusListBuilder.State = .valid,
        standing: Standing = .virtual
    ) -> Circumstances.LookUp {
        .found(
            RecordedCredential(
                credential: credential.credential,
                signedDigest: crypto.sha256(credential.credential.sign1.signatureInput()[...]),
                state: state,
                standing: standing
            )
        )
    }

    /// What the issuer recorded of a printed code.
    func recorded(
        printed text: String,
        state: StatusListBuilder.State = .valid,
        standing: Standing = .virtual
    ) throws -> Circumstances.LookUp {
        guard case .printed(let code) = try UnverifiedCode(text: text) else { return .none }
        return .found(
            RecordedCredential(
                signedDigest: crypto.sha256(code.sign1.signatureInput()[...]),
                state: state,
                standing: standing
            )
        )
    }
}

extension Standing {
    /// What the registry says of the invented person: what their credential says, and what only it knows.
    static let virtual: Standing = {
        let components = Components.virtual
        guard let card = components.card, let certificate = components.relief?.first, let payment = components.payment
        else { preconditionFailure("an invented person without everything") }
        return Standing(
            asOf: now - 5,
            regions: [certificate.region],
            card: CardFinding(state: .valid, region: card.region, last4: card.last4, validUntil: card.validUntil),
            relief: ReliefFinding(certificates: [.init(certificate, state: .valid)], householdSize: 3),
            payments: [PaymentFinding(payment)],
            health: HealthFinding(state: .green, validUntil: components.health?.validUntil)
        )
    }()
}
