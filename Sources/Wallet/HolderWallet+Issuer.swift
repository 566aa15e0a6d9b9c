// SPDX-License-Identifier: Apache-2.0

import COSE
import MergedCode
public import Signing

extension HolderWallet {
    /// Gets a credential for a ticket and its PIN.
    ///
    /// The request is written down before it is sent. Where this ends without an answer, or is killed, calling it again
    /// with the same ticket loses nothing.
    ///
    /// - Parameters:
    ///   - ticket: the ticket's text.
    ///   - pin: its PIN.
    ///   - issuer: whom to ask.
    ///   - clock: the clock here, seconds since 1970 UTC.
    ///   - makeKey: makes the key, unless one was made for a request that got no answer.
    /// - Throws: what the issuer or the way to it throws; ``WalletError`` `wallet.bad-grant`; `SigningError`.
    public mutating func enrol(
        ticket: String,
        pin: String,
        with issuer: some IssuerConnection,
        clock: () -> Int64,
        key makeKey: () throws -> PrivateKey
    ) async throws {
        let earlier = request
        let request = try begin(replacing: nil, key: makeKey)
        try await ask(issuer, .enrolment(ticket: ticket), request, after: earlier, clock) { proof in
            try await issuer.enrol(ticket: ticket, pin: pin, proof: proof)
        }
    }

    /// Exchanges a credential for one that says what is true now; it keeps its key.
    ///
    /// - Parameters:
    ///   - entry: the credential to replace.
    ///   - issuer: whom to ask.
    ///   - clock: the clock here, seconds since 1970 UTC.
    /// - Throws: as ``enrol(ticket:pin:with:clock:key:)``.
    public mutating func refresh(
        _ entry: HeldEntry,
        with issuer: some IssuerConnection,
        clock: () -> Int64
    ) async throws {
        let id = entry.credential.id
        let purpose = ProofOfPossession.Purpose.refresh(id, handle: entry.refreshHandle)
        let earlier = request
        let request = try begin(replacing: id) { entry.key }
        try await ask(issuer, purpose, request, after: earlier, clock) { proof in
            try await issuer.refresh(id, handle: entry.refreshHandle, request: request.id, proof: proof)
        }
    }

    private mutating func ask(
        _ issuer: some IssuerConnection,
        _ purpose: ProofOfPossession.Purpose,
        _ request: Request,
        after earlier: Request?,
        _ clock: () -> Int64,
        _ send: (_ proof: [UInt8]) async throws -> Grant
    ) async throws {
        do {
            let (proof, deviation) = try await request.key.proof(purpose, for: issuer, clock: clock)
            try accept(await send(proof), for: request, from: issuer.place, clock: deviation)
        } catch let refusal as IssuerRefusal {
            // One that was sent before may have been fulfilled then, with an answer that was lost.
            if earlier?.id != request.id { try? abandonRequest() }
            throw refusal.reason
        }
    }
}

extension PrivateKey {
    /// A proof of possession for a fresh nonce of the issuer, and how far the clock here is from the issuer's.
    ///
    /// The issuer's time goes into the proof, so that a wrong clock here does not spoil it.
    func proof(
        _ purpose: ProofOfPossession.Purpose,
        for issuer: some IssuerConnection,
        clock: () -> Int64
    ) async throws -> (proof: [UInt8], deviation: ClockDeviation?) {
        let asked = clock()
        let nonce = try await issuer.nonce()
        let answered = clock()
        let proof = try ProofOfPossession.make(
            purpose,
            origin: issuer.origin,
            nonce: nonce.bytes,
            now: nonce.time ?? answered,
            signer: self,
            crypto: SystemCryptography()
        )
        return (proof, nonce.time.map { ClockDeviation($0, asked: asked, answered: answered) })
    }
}

extension HeldEntry {
    /// Asks who has looked at the holder's codes.
    ///
    /// - Parameters:
    ///   - issuer: whom to ask.
    ///   - clock: the clock here, seconds since 1970 UTC.
    /// - Returns: the look-ups, and how far the clock here is from the issuer's, where that is known.
    /// - Throws: as ``RemoteIssuer/lookUps(proof:)``.
    public func lookUps(
        from issuer: RemoteIssuer,
        clock: () -> Int64
    ) async throws -> (lookUps: [LookUp], deviation: ClockDeviation?) {
        let purpose = ProofOfPossession.Purpose.lookups(target: RemoteIssuer.lookUpsPath)
        let (proof, deviation) = try await key.proof(purpose, for: issuer, clock: clock)
        return (try await issuer.lookUps(proof: proof), deviation)
    }
}
