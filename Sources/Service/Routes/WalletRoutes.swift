// SPDX-License-Identifier: Apache-2.0

import Audit
import COSE
import Deployment
import Foundation
import HTTPTypes
import Hummingbird
import Verification
import Issuance
import MergedCode
import Registry
import Storage
import Trust

/// What wallets ask: nonces, credentials, and who looked at their holder (wire-format.md §9).
struct WalletRoutes {
    let desk: IssuingDesk
    let journal: any VerificationStore
    let upkeep: Upkeep
    let callers: CallerLimits
    let limits: Limits
    let clock: @Sendable () -> Int64

    /// How many look-ups a holder is told.
    private static let lookUps = 100

    var routes: [Route] {
        [
            Route(.post, "/v1/nonces", .anyone) { try await nonce($0, $1) },
            Route(.post, "/v1/enrolments", .wallet) { try await enrolment($0, $1) },
            Route(.post, "/v1/credentials/refresh", .wallet) { try await refresh($0, $1) },
            Route(.get, "/v1/lookups", .wallet) { try await lookUps($0, $1) },
        ]
    }

    private func nonce(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try callers.takeStranger(request, context)
        let nonce = try desk.desk.issuer.nonce(at: clock())
        var json = JSONText()
        json.object {
            $0.member("nonce", Base64URL.encode(nonce.bytes))
            $0.member("expiresAt", nonce.expiresAt)
        }
        return .json(json)
    }

    private struct Enrolment: Decodable {
        let ticket: String
        let pin: String
        let proof: String
    }

    private func enrolment(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try callers.takeStranger(request, context)
        let sent = try await request.json(as: Enrolment.self, limit: limits.jsonBody)
        let proof = try Self.bytes(sent.proof, "proof")
        return try await issue { origin, signer, now in
            try desk.desk.issuer.enrol(
                ticket: sent.ticket,
                pin: sent.pin,
                proof: proof,
                origin: origin,
                signer: signer,
                at: now
            )
        }
    }

    private struct Refresh: Decodable {
        let credential: String
        let handle: String
        let request: String
        let proof: String
    }

    private func refresh(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try callers.takeStranger(request, context)
        let sent = try await request.json(as: Refresh.self, limit: limits.jsonBody)
        guard let id = CredentialID(sent.credential) else {
            throw ProblemDocument(.requestMalformed, "credential is no id of 16 hexadecimal digits")
        }
        let handle = try Self.bytes(sent.handle, "handle")
        let name = try Self.bytes(sent.request, "request")
        guard name.count == 16 else { throw ProblemDocument(.requestMalformed, "request is not 16 bytes") }
        let proof = try Self.bytes(sent.proof, "proof")
        return try await issue { origin, signer, now in
            try desk.desk.issuer.refresh(
                id,
                handle: handle,
                request: name,
                proof: proof,
                origin: origin,
                signer: signer,
                at: now
            )
        }
    }

    private func lookUps(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try callers.takeStranger(request, context)
        let parts = request.headers[.authorization]?.split(separator: " ", maxSplits: 1) ?? []
        guard parts.count == 2, parts[0].lowercased() == "heyima-pop", let proof = Base64URL.decode(String(parts[1]))
        else { throw ProblemDocument(.unauthorised, headers: ProblemDocument.proofWanted) }
        let now = clock()
        let target = request.head.path ?? "/"
        let people = try await OffPool.run {
            try desk.withOrigin { origin in
                try desk.desk.issuer.people(provenBy: proof, target: target, origin: origin, at: now)
            }
            .flatMap { try desk.desk.registry.keys(of: $0) }
        }
        let latest = try await journal.traces(TraceQuery(people: people.map(\.bytes), limit: Self.lookUps))
        var json = JSONText()
        json.object { json in
            json.member("lookups") { json in
                json.array { json in
                    for record in latest {
                        json.object { json in
                            json.member("at", record.at)
                            json.member("item", record.item)
                            json.member("region", record.region)
                            json.member("role", record.role)
                            json.member("verdict", record.outcome)
                            json.member("how", record.how.rawValue)
                        }
                    }
                }
            }
        }
        return .json(json)
    }

    private func issue(
        _ body: @escaping @Sendable (_ origin: String, any Signer, _ now: Int64) throws -> IssuedCredential
    ) async throws -> Response {
        // Also what is refused can change a status list: an old handle suspends.
        defer { upkeep.soon() }
        let now = clock()
        let issued = try await OffPool.run {
            let signer = try desk.signer(for: .credential, at: now)
            return try desk.withOrigin { try body($0, signer, now) }
        }
        var json = JSONText()
        json.object {
            $0.member("credential", Base64URL.encode(issued.credential.encoded))
            $0.member("refreshHandle", Base64URL.encode(issued.refreshHandle))
            $0.member("audienceBase", desk.desk.deployment.settings.audienceBase)
        }
        return .json(json)
    }

    private static func bytes(_ text: String, _ name: String) throws(ProblemDocument) -> [UInt8] {
        guard let bytes = Base64URL.decode(text) else {
            throw ProblemDocument(.requestMalformed, "\(name) is no base64url")
        }
        return bytes
    }
}
