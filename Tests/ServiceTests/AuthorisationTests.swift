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
import Storage
import Testing

@testable import Service

/// Every route × every kind of caller.
struct AuthorisationTests {
    /// Who asks.
    enum Caller: String, CaseIterable {
        case nobody, malformedToken, wrongToken, revokedToken, kiosk, window, supervisor, wallet, foreignWallet
        case cards, roster, paylist, health, payments, finance, gateway
    }

    /// What a route answers to a caller: the status, and the code of the problem where it is one.
    typealias Expected = @Sendable (Caller) -> (status: Int, code: String?)

    private static let open: Expected = { _ in (200, nil) }

    private static let terminalCallers: Set<Caller> = [.kiosk, .window, .supervisor]
    private static let departmentCallers: Set<Caller> = [
        .cards, .roster, .paylist, .health, .payments, .finance, .gateway,
    ]

    /// Whoever has a token that is good is answered, or told that it is not for this.
    private static func tokens(of callers: Set<Caller>) -> Expected {
        { caller in
            if callers.contains(caller) { return (200, nil) }
            return terminalCallers.union(departmentCallers).contains(caller)
                ? (403, "forbidden") : (401, "unauthorised")
        }
    }

    private static let terminals = tokens(of: terminalCallers)

    /// What is proven stands in the body, so a token is neither asked for nor of use.
    private static func proven(foreign: (Int, String)) -> Expected {
        { caller in
            switch caller {
            case .wallet: (200, nil)
            case .foreignWallet: foreign
            default: (401, "proof_invalid")
            }
        }
    }

    private static let matrix: [String: Expected] = [
        "POST /v1/verifications": terminals,
        "POST /v1/challenges": terminals,
        "POST /v1/nonces": open,
        "POST /v1/enrolments": proven(foreign: (403, "issuance.ticket-unknown")),
        "POST /v1/credentials/refresh": proven(foreign: (401, "proof_invalid")),
        "GET /v1/lookups": { caller in
            switch caller {
            case .wallet: (200, nil)
            case .foreignWallet: (404, "issuance.credential-unknown")
            default: (401, "unauthorised")
            }
        },
        "POST /v1/imports/{name}": tokens(of: [.health]),
        "GET /v1/imports/{name}": { caller in
            departmentCallers.subtracting([.finance, .gateway]).contains(caller)
                ? (404, "not_found") : tokens(of: [])(caller)
        },
        "GET /v1/roster/changes": tokens(of: [.finance]),
        "GET /v1/reconciliations/{period}": tokens(of: [.roster, .paylist, .payments, .finance]),
        "GET /v1/notices": tokens(of: [.gateway]),
        "POST /v1/notices/acknowledgements": tokens(of: [.gateway]),
        "GET /v1/trust-list": open,
        "GET /v1/status-lists/{n}": open,
        "GET /v1/bundle": open,
        "GET /healthz": open,
        "GET /readyz": open,
        "GET /metrics": open,
        "GET /openapi.yaml": open,
    ]

    /// What the callers hold, new for each request, since proofs and tickets are good once.
    private struct Cast {
        let town: Town
        let client: any TestClientProtocol
        let tokens: [Caller: String]

        init(_ town: Town, _ client: any TestClientProtocol) throws {
            self.town = town
            self.client = client
            let revoked = try town.terminal("gone", "window")
            _ = try town.store.revokeTerminal("gone", at: town.now)
            var tokens: [Caller: String] = [
                .malformedToken: "hyt_short", .wrongToken: TerminalToken.generate().text, .revokedToken: revoked.text,
                .kiosk: try town.terminal("K1", "kiosk", item: "MZ-01", operatorID: "K1").text,
                .window: try town.terminal("W1", "window").text,
                .supervisor: try town.terminal("S1", "supervisor").text,
            ]
            for caller in AuthorisationTests.departmentCallers {
                tokens[caller] = try town.terminal("D-\(caller.rawValue)", caller.rawValue, region: "4406").text
            }
            self.tokens = tokens
        }

        func ask(_ route: Route, as caller: Caller) async throws -> Answer {
            var headers: HTTPFields = [:]
            if let token = tokens[caller] { headers[.authorization] = "Bearer \(token)" }
            let path = route.path.replacing("{n}", with: "0").replacing("{period}", with: "2026-10")
                .replacing("{name}", with: route.method == .post ? "health" : String(repeating: "0", count: 64))
            if path == "/v1/imports/health" {
                return try await client.send(.post, path, headers: headers, type: "text/csv", body: Town.healthFile)
            }
            guard let body = try await body(of: route, caller, &headers) else {
                return try await client.send(route.method, path, headers: headers)
            }
            return try await client.post(path, body, headers: headers)
        }

        private func body(
            of route: Route,
            _ caller: Caller,
            _ headers: inout HTTPFields
        ) async throws -> [String: Any]? {
            let isWallet = caller == .wallet || caller == .foreignWallet
            switch route.path {
            case "/v1/verifications":
                return [
                    "code": try town.resident().code(), "item": "MZ-01", "business": "20261124-1", "operator": "W03",
                ]
            case "/v1/enrolments":
                let key = try PrivateKey.generate(.p256)
                let ticket = try town.desk.issuer.ticket(for: IDNumber(Town.chen), at: town.now)
                let proof = try ProofOfPossession.make(
                    .enrolment(ticket: ticket.text),
                    origin: "https://heyima.example",
                    nonce: await client.nonce(),
                    now: town.now,
                    signer: key,
                    crypto: SystemCryptography()
                )
                // Somebody else's ticket is good for nobody once another one was given out.
                if caller == .foreignWallet { _ = try town.desk.issuer.ticket(for: IDNumber(Town.chen), at: town.now) }
                return [
                    "ticket": ticket.text, "pin": ticket.pin, "proof": isWallet ? Base64URL.encode(proof) : "AAAA",
                ]
            case "/v1/credentials/refresh":
                let resident = try town.resident()
                let holder = caller == .foreignWallet ? try town.resident(Town.li) : resident
                let id = resident.credential.id
                let proof = try holder.proof(.refresh(id, handle: resident.handle), nonce: await client.nonce())
                return [
                    "credential": id.description, "handle": Base64URL.encode(resident.handle),
                    "request": Base64URL.encode(SecureRandom.bytes(16)),
                    "proof": isWallet ? Base64URL.encode(proof) : "AAAA",
                ]
            case "/v1/lookups":
                guard isWallet else { return nil }
                let resident = try town.resident()
                let stranger = try PrivateKey.generate(.p256)
                let proof = try ProofOfPossession.make(
                    .lookups(target: "/v1/lookups"),
                    origin: "https://heyima.example",
                    nonce: await client.nonce(),
                    now: town.now,
                    signer: caller == .wallet ? resident.key : stranger,
                    crypto: SystemCryptography()
                )
                headers[.authorization] = "Heyima-PoP \(Base64URL.encode(proof))"
                return nil
            case "/v1/notices/acknowledgements": return ["through": 0]
            default: return nil
            }
        }
    }

    @Test func `each route answers each kind of caller as the matrix says`() async throws {
        let town = try Town()
        let service = try town.service()
        try await service.application()
            .test(.router) { client in
                let cast = try Cast(town, client)
                for route in service.routes {
                    let name = "\(route.method.rawValue) \(route.path)"
                    let expected = try #require(Self.matrix[name], "\(name) is not in the matrix")
                    for caller in Caller.allCases {
                        let answer = try await cast.ask(route, as: caller)
                        let (status, code) = expected(caller)
                        #expect(answer.status == status, "\(name) as \(caller.rawValue): \(answer.text.prefix(300))")
                        #expect(answer.code == code, "\(name) as \(caller.rawValue)")
                        if status == 401 { #expect(answer.headers[.wwwAuthenticate] != nil, "\(name)") }
                    }
                }
            }
    }

    @Test func `the router, the matrix and openapi have the same routes`() throws {
        let routes = try Town().service().routes.map { "\($0.method.rawValue) \($0.path)" }
        #expect(Set(routes) == Set(Self.matrix.keys))
        #expect(Set(routes).count == routes.count)
        let contract = String(decoding: PackageResources.openapi_yaml, as: UTF8.self)
        let paths = try #require(contract.firstRange(of: "\npaths:\n"))
        let end = try #require(contract.firstRange(of: "\ncomponents:\n"))
        var path = ""
        var documented: Set<String> = []
        for line in contract[paths.upperBound..<end.lowerBound].split(separator: "\n") {
            if let found = line.wholeMatch(of: /\ \ (\/.*):/) { path = String(found.output.1) }
            if let found = line.wholeMatch(of: /\ \ \ \ (get|post|put|patch|delete):/) {
                documented.insert("\(found.output.1.uppercased()) \(path)")
            }
        }
        #expect(documented == Set(routes))
    }

    @Test func `a process that verifies serves no wallet, and one that issues no terminal`() throws {
        let town = try Town()
        let verify = try town.service { $0.mode = .verify }.routes
        #expect(!verify.contains { $0.path == "/v1/enrolments" || $0.path == "/v1/nonces" || $0.caller == .wallet })
        let issue = try town.service { $0.mode = .issue }.routes
        #expect(!issue.contains { $0.caller == .terminal })
        #expect(!verify.contains { if case .department = $0.caller { true } else { false } })
        #expect(issue.contains { $0.path == "/v1/enrolments" })
        #expect(verify.contains { $0.path == "/v1/verifications" })
    }

    @Test func `a directory without any private key serves verdicts`() async throws {
        let town = try Town()
        let token = try town.terminal("W1", "window")
        let resident = try town.resident()
        let keys = town.deployment.files.keys
        for file in try FileManager.default.contentsOfDirectory(atPath: keys.path) where file.hasSuffix(".p8") {
            try FileManager.default.removeItem(at: keys.appending(path: file))
        }
        try await town.service { $0.mode = .verify }.application()
            .test(.router) { client in
                let answer = try await client.verify(resident.code(), token)
                #expect(answer.verdict == "accept", "\(answer.text)")
                #expect(try await client.send(.post, "/v1/enrolments").code == "not_found")
            }
    }

    @Test func `a token that was revoked is refused at the next request`() async throws {
        let town = try Town()
        let token = try town.terminal("W1", "window")
        try await town.service().application()
            .test(.router) { client in
                #expect(try await client.send(.post, "/v1/challenges", token: token).status == 200)
                _ = try town.store.revokeTerminal("W1", at: town.now)
                #expect(try await client.send(.post, "/v1/challenges", token: token).code == "unauthorised")
            }
    }
}
