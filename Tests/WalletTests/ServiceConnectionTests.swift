// SPDX-License-Identifier: Apache-2.0

import COSE
import Foundation
import MergedCode
import Signing
import TestSupport
import Testing
import Wallet

/// What comes over the wire, and what becomes of it.
@Suite struct ServiceConnectionTests {
    private static func answer(_ status: String, _ fields: String = "", _ body: String = "") -> String {
        "HTTP/1.1 \(status)\r\n\(fields)Content-Length: \(body.utf8.count)\r\nConnection: close\r\n\r\n\(body)"
    }

    /// The patience is so long that no test fails because all others want the machine too.
    private static func ask(
        _ answer: String,
        patience: Duration = .seconds(300)
    ) async throws -> (answer: ServiceConnection.Answer, request: String) {
        let server = try CannedServer([answer])
        let address = try ServiceAddress("http://127.0.0.1:\(server.port)")
        let answer = try await ServiceConnection.open(address, language: "zh", patience: patience) { service in
            try await service.post("/v1/x", .json(["a": "b"]), authorization: "Bearer t")
        }
        return (answer, server.requests.first ?? "")
    }

    @Test func `an answer has its content and the service's time, a request its language and who asks`() async throws {
        let (answer, request) = try await Self.ask(
            Self.answer("200 OK", "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n", #"{"x":1}"#)
        )
        #expect(answer.time == 784_111_777)
        #expect(try answer.json(as: [String: Int].self) == ["x": 1])
        #expect { try answer.json(as: [Int].self) } throws: { ($0 as? WalletError)?.code == .serviceAnswer }
        #expect(request.hasPrefix("POST /v1/x HTTP/1.1\r\n"))
        #expect(request.lowercased().contains("accept-language: zh\r\n"))
        #expect(request.contains("Bearer t"))
        #expect(request.hasSuffix(#"{"a":"b"}"#))
    }

    @Test(arguments: [
        "", "Date: \r\n", "Date: yesterday\r\n", "Date: Sun, 31 Feb 1994 08:49:37 GMT\r\n",
        "Date: Sun, 06 Nov 1994 24:49:37 GMT\r\n", "Date: Sunday, 06-Nov-94 08:49:37 GMT\r\n",
        "Date: Sun, 06 Nov 1994 08:49:37 CET\r\n",
    ])
    func `a time that is not there or not in the form of HTTP is unknown`(field: String) async throws {
        let (answer, _) = try await Self.ask(Self.answer("200 OK", field))
        #expect(answer.time == nil)
    }

    @Test func `a problem document becomes its code and sentence, without what a terminal would obey`() async throws {
        let body = #"{"code":"rate_limited","title":"太快\u001b[31m\u202e了","detail":"d"}"#
        await #expect(throws: ServiceProblem(code: "rate_limited", title: "太快[31m了", retryAfter: 7)) {
            try await Self.ask(Self.answer("429 Too Many Requests", "Retry-After: 7\r\n", body))
        }
    }

    @Test(arguments: [
        ("404 Not Found", "", "<html>"), ("500 Internal Server Error", "", #"{"title":"no code"}"#),
        ("502 Bad Gateway", "", #"{"code":"Not A Code!"}"#), ("502 Bad Gateway", "", #"{"code":""}"#),
        ("301 Moved Permanently", "Location: http://127.0.0.1:1/\r\n", ""),
        ("307 Temporary Redirect", "Location: https://elsewhere.example/\r\n", ""),
        ("304 Not Modified", "", ""),
    ])
    func `what is neither answer nor problem is not understood, and no redirect is followed`(
        status: String,
        fields: String,
        body: String
    ) async throws {
        await #expect {
            try await Self.ask(Self.answer(status, fields, body))
        } throws: {
            ($0 as? WalletError)?.code == .serviceAnswer
        }
    }

    @Test(arguments: [(1 << 20, true), (1 << 20 + 1, false)])
    func `an answer of more than a mebibyte is not read`(length: Int, isRead: Bool) async throws {
        let body = String(repeating: "x", count: length)
        if isRead {
            #expect(try await Self.ask(Self.answer("200 OK", "", body)).answer.body.count == length)
        } else {
            await #expect {
                try await Self.ask(Self.answer("200 OK", "", body))
            } throws: {
                ($0 as? WalletError)?.code == .serviceAnswer
            }
        }
    }

    @Test(arguments: ["", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf", "HTTP/1.1 20", "no HTTP at all\r\n\r\n"])
    func `an answer that breaks off is none`(text: String) async throws {
        await #expect {
            try await Self.ask(text)
        } throws: {
            ($0 as? WalletError)?.code == .serviceUnreachable
        }
    }

    @Test func `nobody waits for ever`() async throws {
        await #expect {
            try await Self.ask(Self.answer("200 OK"), patience: .zero)
        } throws: {
            ($0 as? WalletError)?.code == .serviceUnreachable
        }
    }

    @Test func `a service that is not there is unreachable`() async throws {
        let port = try CannedServer([]).port
        let address = try ServiceAddress("http://127.0.0.1:\(port)")
        await #expect {
            try await ServiceConnection.open(address, language: "en") { try await $0.get("/healthz") }
        } throws: {
            ($0 as? WalletError)?.code == .serviceUnreachable
        }
    }

    @Test func `authorities that are no certificates are refused before anything is sent`() async throws {
        let address = try ServiceAddress("https://127.0.0.1:1")
        await #expect {
            try await ServiceConnection.open(address, language: "en", authorities: "/dev/null") {
                try await $0.get("/healthz")
            }
        } throws: {
            ($0 as? WalletError)?.code == .serviceCertificate
        }
    }

    @Test(arguments: [
        #"{"nonce":"AAAAAAAAAAAAAAAAAAAAAA=="}"#, #"{"nonce":"AAAA"}"#, #"{"nonce":7}"#, "[]", "nonsense",
    ])
    func `a nonce that is none is not used`(body: String) async throws {
        let server = try CannedServer([Self.answer("200 OK", "", body)])
        let address = try ServiceAddress("http://127.0.0.1:\(server.port)")
        await #expect {
            try await ServiceConnection.open(address, language: "en") { try await RemoteIssuer($0).nonce() }
        } throws: {
            ($0 as? WalletError)?.code == .serviceAnswer
        }
    }

    /// Whether a problem is the issuer's decision.
    @Test(arguments: [("issuance.ticket-unknown", true), ("proof_invalid", false), ("unavailable", false)])
    func `only the issuer refuses, a hindrance on the way does not`(code: String, isRefusal: Bool) async throws {
        let server = try CannedServer([Self.answer("403 Forbidden", "", #"{"code":"\#(code)","title":"t"}"#)])
        let address = try ServiceAddress("http://127.0.0.1:\(server.port)")
        await #expect {
            try await ServiceConnection.open(address, language: "en") {
                try await RemoteIssuer($0).enrol(ticket: "t", pin: "1", proof: [1])
            }
        } throws: { error in
            let problem = (error as? IssuerRefusal)?.reason ?? error
            return (error is IssuerRefusal) == isRefusal && (problem as? ServiceProblem)?.code == code
        }
    }
}
