// SPDX-License-Identifier: Apache-2.0

import Deployment
import Foundation
import Issuance
import MergedCode
import Trust
import Wallet

/// An issuer whose deployment is on this machine: enrolments and refreshes go the same way as through a service.
struct LocalIssuer: IssuerConnection {
    let desk: Desk
    let place: String

    /// The name of this issuer to the wallets of this machine.
    var origin: String { desk.deployment.files.directory.absoluteString }

    func nonce() async throws -> IssuerNonce {
        let now = currentTime()
        return IssuerNonce(bytes: try desk.issuer.nonce(at: now).bytes, time: now)
    }

    func enrol(ticket: String, pin: String, proof: [UInt8]) async throws -> Grant {
        try grant { now in
            try desk.issuer.enrol(
                ticket: ticket,
                pin: pin,
                proof: proof,
                origin: origin,
                signer: desk.signer(for: .credential, at: now),
                at: now
            )
        }
    }

    func refresh(
        _ credential: CredentialID,
        handle: [UInt8],
        request: [UInt8],
        proof: [UInt8]
    ) async throws -> Grant {
        try grant { now in
            do {
                return try desk.issuer.refresh(
                    credential,
                    handle: handle,
                    request: request,
                    proof: proof,
                    origin: origin,
                    signer: desk.signer(for: .credential, at: now),
                    at: now
                )
            } catch {
                // A handle that was used before suspends the credential; verifiers have to hear of it.
                try desk.settle(at: now)
                throw error
            }
        }
    }

    /// Tells verifiers of what was issued and revoked.
    func settle(at now: Int64) throws { try desk.settle(at: now) }

    private func grant(_ issue: (_ now: Int64) throws -> IssuedCredential) throws -> Grant {
        do {
            let issued = try issue(currentTime())
            return Grant(
                credential: issued.credential.encoded,
                refreshHandle: issued.refreshHandle,
                audienceBase: desk.deployment.settings.audienceBase
            )
        } catch let error as IssuanceError { throw IssuerRefusal(error) }
    }
}
