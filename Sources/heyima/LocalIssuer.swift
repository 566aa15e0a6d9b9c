// SPDX-License-Identifier: Apache-2.0

import Deployment
import Foundation
import Issuance
import MergedCode
import Signing
import Trust
import Wallet

/// An issuer whose deployment is on this machine, as a wallet sees it.
struct LocalIssuer {
    let desk: Desk

    func enrol(ticket: String, pin: String, request: HolderWallet.Request, at now: Int64) throws -> Grant {
        let issued = try desk.issuer.enrol(
            ticket: ticket,
            pin: pin,
            proof: proof(.enrolment(ticket: ticket), by: request.key, at: now),
            origin: origin,
            signer: desk.signer(for: .credential, at: now),
            at: now
        )
        return grant(issued)
    }

    func refresh(_ entry: HeldEntry, request: HolderWallet.Request, at now: Int64) throws -> Grant {
        let issued: IssuedCredential
        do {
            issued = try desk.issuer.refresh(
                entry.credential.id,
                handle: entry.refreshHandle,
                request: request.id,
                proof: proof(
                    .refresh(entry.credential.id, handle: entry.refreshHandle),
                    by: request.key,
                    at: now
                ),
                origin: origin,
                signer: desk.signer(for: .credential, at: now),
                at: now
            )
        } catch {
            // A handle that was used before suspends the credential; verifiers have to hear of it.
            try desk.settle(at: now)
            throw error
        }
        return grant(issued)
    }

    /// Tells verifiers of what was issued and revoked.
    ///
    /// It comes after the wallet has its credential, which must not be lost where a status list cannot be signed.
    func settle(at now: Int64) throws { try desk.settle(at: now) }

    /// The name of this issuer to the wallets of this machine.
    private var origin: String { desk.deployment.files.directory.absoluteString }

    /// What a service would ask for: enrolments and refreshes go one way, wherever the wallet is.
    private func proof(
        _ purpose: ProofOfPossession.Purpose,
        by key: PrivateKey,
        at now: Int64
    ) throws -> [UInt8] {
        try ProofOfPossession.make(
            purpose,
            origin: origin,
            nonce: desk.issuer.nonce(at: now).bytes,
            now: now,
            signer: key,
            crypto: SystemCryptography()
        )
    }

    private func grant(_ issued: IssuedCredential) -> Grant {
        Grant(
            credential: issued.credential.encoded,
            refreshHandle: issued.refreshHandle,
            audienceBase: desk.deployment.settings.audienceBase
        )
    }
}

extension HolderWallet {
    /// Takes in the answer to a request.
    ///
    /// One that the issuer refused is forgotten; one that got no answer is not.
    mutating func ask(from origin: String, _ answer: () throws -> (Grant, Request)) throws {
        do {
            let (grant, request) = try answer()
            try accept(grant, for: request, from: origin)
        } catch let error as IssuanceError {
            try? abandonRequest()
            throw error
        }
    }
}
