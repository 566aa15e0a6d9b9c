// SPDX-License-Identifier: Apache-2.0

import COSE
import Deployment
import Foundation
import HTTPTypes
import HummingbirdTesting
import Issuance
import MergedCode
import Registry
import Signing
import Testing

@testable import Service

/// Wallets over HTTP (wire-format.md §9).
struct WalletRouteTests {
    private func enrolment(
        _ town: Town,
        _ ticket: Ticket,
        _ key: PrivateKey,
        nonce: [UInt8],
        origin: String = "https://heyima.example",
        covering: String? = nil
    ) throws -> [String: String] {
        let proof = try ProofOfPossession.make(
            .enrolment(ticket: covering ?? ticket.text),
            origin: origin,
            nonce: nonce,
            now: town.now,
            signer: key,
            crypto: SystemCryptography()
        )
        return ["ticket": ticket.text, "pin": ticket.pin, "proof": Base64URL.encode(proof)]
    }

    private func refresh(
        _ resident: Resident,
        _ id: CredentialID,
        _ handle: [UInt8],
        request: [UInt8],
        nonce: [UInt8]
    ) throws -> [String: String] {
        [
            "credential": id.description, "handle": Base64URL.encode(handle), "request": Base64URL.encode(request),
            "proof": Base64URL.encode(try resident.proof(.refresh(id, handle: handle), nonce: nonce)),
        ]
    }

    @Test func `a lost answer is given again to the same key, and to no other`() async throws {
        let town = try Town()
        let ticket = try town.desk.issuer.ticket(for: IDNumber(Town.chen), at: town.now)
        let key = try PrivateKey.generate(.p256)
        try await town.service().application()
            .test(.router) { client in
                let first = try await client.post(
                    "/v1/enrolments",
                    enrolment(town, ticket, key, nonce: client.nonce())
                )
                #expect(first.status == 200, "\(first.text)")
                let again = try await client.post(
                    "/v1/enrolments",
                    enrolment(town, ticket, key, nonce: client.nonce())
                )
                #expect(again.json["credential"] as? String == first.json["credential"] as? String)
                let other = try await client.post(
                    "/v1/enrolments",
                    enrolment(town, ticket, PrivateKey.generate(.p256), nonce: client.nonce())
                )
                #expect(other.code == "issuance.ticket-unknown")
            }
    }

    @Test func `a proof that does not hold costs nothing`() async throws {
        let town = try Town()
        let ticket = try town.desk.issuer.ticket(for: IDNumber(Town.chen), at: town.now)
        let key = try PrivateKey.generate(.p256)
        try await town.service().application()
            .test(.router) { client in
                let elsewhere = try await client.post(
                    "/v1/enrolments",
                    enrolment(town, ticket, key, nonce: client.nonce(), origin: "https://evil.example")
                )
                #expect(elsewhere.code == "proof_invalid")
                let uncovered = try await client.post(
                    "/v1/enrolments",
                    enrolment(town, ticket, key, nonce: client.nonce(), covering: "another")
                )
                #expect(uncovered.code == "proof_invalid")
                let invented = try await client.post(
                    "/v1/enrolments",
                    enrolment(town, ticket, key, nonce: SecureRandom.bytes(16))
                )
                #expect(invented.code == "nonce_invalid")
                let nonce = try await client.nonce()
                let first = try await client.post("/v1/enrolments", enrolment(town, ticket, key, nonce: nonce))
                #expect(first.status == 200)
                let replayed = try await client.post("/v1/enrolments", enrolment(town, ticket, key, nonce: nonce))
                #expect(replayed.code == "nonce_invalid")
                let late = try await client.nonce()
                town.advance(by: 121)
                let expired = try await client.post("/v1/enrolments", enrolment(town, ticket, key, nonce: late))
                #expect(expired.code == "nonce_invalid")
            }
    }

    @Test func `a PIN has five tries`() async throws {
        let town = try Town()
        let ticket = try town.desk.issuer.ticket(for: IDNumber(Town.chen), at: town.now)
        let wrong = ticket.pin == "000000" ? "000001" : "000000"
        try await town.service().application()
            .test(.router) { client in
                var codes: [String?] = []
                for _ in 0..<6 {
                    var sent = try enrolment(town, ticket, PrivateKey.generate(.p256), nonce: await client.nonce())
                    sent["pin"] = wrong
                    codes.append(try await client.post("/v1/enrolments", sent).code)
                }
                #expect(
                    codes == Array(repeating: "issuance.pin-wrong", count: 4) + [
                        "issuance.pin-exhausted", "issuance.pin-exhausted",
                    ]
                )
            }
    }

    @Test func `a refresh is answered again for the same request, and an old handle suspends`() async throws {
        let town = try Town()
        let token = try town.terminal("W1", "window")
        let resident = try town.resident()
        let id = resident.credential.id
        try await town.service().application()
            .test(.router) { client in
                let request = SecureRandom.bytes(16)
                let first = try await client.post(
                    "/v1/credentials/refresh",
                    refresh(resident, id, resident.handle, request: request, nonce: client.nonce())
                )
                #expect(first.status == 200, "\(first.text)")
                let again = try await client.post(
                    "/v1/credentials/refresh",
                    refresh(resident, id, resident.handle, request: request, nonce: client.nonce())
                )
                #expect(again.json["credential"] as? String == first.json["credential"] as? String)
                #expect(again.json["refreshHandle"] as? String == first.json["refreshHandle"] as? String)
                let old = try await client.verify(resident.code(), token)
                #expect(old.verdict == "reject")
                let copy = try await client.post(
                    "/v1/credentials/refresh",
                    refresh(resident, id, resident.handle, request: SecureRandom.bytes(16), nonce: client.nonce())
                )
                #expect(copy.code == "issuance.handle-spent")
                #expect(copy.status == 403)
            }
    }

    @Test func `a holder sees who looked at them, and nobody else's`() async throws {
        let town = try Town()
        let token = try town.terminal("W1", "window")
        let chen = try town.resident()
        let li = try town.resident(Town.li)
        try await town.service().application()
            .test(.router) { client in
                _ = try await client.verify(chen.code(), token)
                func lookUps(_ resident: Resident, _ path: String = "/v1/lookups") async throws -> Answer {
                    let proof = try resident.proof(.lookups(target: "/v1/lookups"), nonce: await client.nonce())
                    return try await client.send(
                        .get,
                        path,
                        headers: [.authorization: "Heyima-PoP \(Base64URL.encode(proof))"]
                    )
                }
                let own = try await lookUps(chen)
                let entries = try #require(own.json["lookups"] as? [[String: Any]])
                #expect(entries.count == 1)
                #expect(entries.first?["item"] as? String == "MZ-02")
                #expect(entries.first?["role"] as? String == "window")
                #expect(entries.first?["region"] as? String == "440600")
                #expect(entries.first?["verdict"] as? String == "accept")
                let other = try await lookUps(li)
                #expect((other.json["lookups"] as? [Any])?.isEmpty == true)
                // The proof covers the query too.
                let elsewhere = try await lookUps(chen, "/v1/lookups?all=1")
                #expect(elsewhere.code == "proof_invalid")
            }
    }

    @Test(arguments: ["+", "a b", "Zg==", "\u{0}"])
    func `what is no base64url is refused`(_ text: String) async throws {
        let town = try Town()
        try await town.service().application()
            .test(.router) { client in
                let answer = try await client.post("/v1/enrolments", ["ticket": "a", "pin": "1", "proof": text])
                #expect(answer.code == "request_malformed")
                #expect(answer.json["detail"] as? String == "proof is no base64url")
            }
    }
}
