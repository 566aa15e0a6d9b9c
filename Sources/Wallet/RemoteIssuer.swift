// SPDX-License-Identifier: Apache-2.0

import COSE
public import MergedCode

/// An issuer behind a service (wire-format.md §9).
public struct RemoteIssuer: IssuerConnection {
    private let service: ServiceConnection

    /// The issuer of a service.
    public init(_ service: ServiceConnection) { self.service = service }

    /// The service's origin.
    public var origin: String { service.address.origin }

    /// The service's origin.
    public var place: String { origin }

    /// Asks for a nonce.
    public func nonce() async throws -> IssuerNonce {
        struct Body: Decodable { let nonce: String }
        let answer = try await service.post("/v1/nonces")
        guard let bytes = Base64URL.decode(try answer.json(as: Body.self).nonce),
            bytes.count == KeyBinding.nonceLength
        else { throw Self.misunderstood }
        return IssuerNonce(bytes: bytes, time: answer.time)
    }

    /// Asks for the credential of a ticket.
    public func enrol(ticket: String, pin: String, proof: [UInt8]) async throws -> Grant {
        struct Body: Encodable { let ticket, pin, proof: String }
        return try await grant("/v1/enrolments", Body(ticket: ticket, pin: pin, proof: Base64URL.encode(proof)))
    }

    /// Asks for what is true now in place of a credential.
    public func refresh(
        _ credential: CredentialID,
        handle: [UInt8],
        request: [UInt8],
        proof: [UInt8]
    ) async throws -> Grant {
        struct Body: Encodable { let credential, handle, request, proof: String }
        let body = Body(
            credential: credential.description,
            handle: Base64URL.encode(handle),
            request: Base64URL.encode(request),
            proof: Base64URL.encode(proof)
        )
        return try await grant("/v1/credentials/refresh", body)
    }

    /// Asks who has looked at the holder's codes.
    ///
    /// - Parameter proof: that the wallet has the credential's key, covering ``lookUpsPath``.
    /// - Returns: the look-ups, as the service orders them.
    /// - Throws: as ``ServiceConnection/get(_:authorization:)``.
    public func lookUps(proof: [UInt8]) async throws -> [LookUp] {
        struct Body: Decodable { let lookups: [LookUp] }
        let answer = try await service.get(
            Self.lookUpsPath,
            authorization: "Heyima-PoP " + Base64URL.encode(proof)
        )
        return try answer.json(as: Body.self).lookups
    }

    /// Path and query of the look-ups.
    public static let lookUpsPath = "/v1/lookups"

    private struct GrantBody: Decodable { let credential, refreshHandle, audienceBase: String }

    private static let misunderstood = WalletError(.serviceAnswer, "the service's answer is not what it should be")

    private func grant(_ path: String, _ body: some Encodable) async throws -> Grant {
        let answer: GrantBody
        do { answer = try await service.post(path, .json(body)).json(as: GrantBody.self) } catch let problem
            as ServiceProblem
            where problem.code.hasPrefix("issuance.")
        {
            // The issuer itself has decided; every other problem is one of the way there.
            throw IssuerRefusal(problem)
        }
        guard let credential = Base64URL.decode(answer.credential), let handle = Base64URL.decode(answer.refreshHandle)
        else { throw Self.misunderstood }
        return Grant(credential: credential, refreshHandle: handle, audienceBase: answer.audienceBase)
    }
}
