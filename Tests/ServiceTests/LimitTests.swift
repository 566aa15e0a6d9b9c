// SPDX-License-Identifier: Apache-2.0

import Deployment
import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import NIOPosix
import Synchronization
import Testing

@testable import Service

/// Each bound, just over it.
struct LimitTests {
    @Test func `a body of one byte more is too large`() async throws {
        let town = try Town()
        let token = try town.terminal("W1", "window")
        try await town.service { $0.limits.jsonBody = 1024 }.application()
            .test(.router) { client in
                func body(_ count: Int) -> [UInt8] {
                    let head = Array(#"{"code":""#.utf8)
                    return head + [UInt8](repeating: 0x41, count: count - head.count - 2) + Array(#""}"#.utf8)
                }
                func send(_ count: Int) async throws -> Answer {
                    try await client.send(
                        .post,
                        "/v1/verifications",
                        token: token,
                        type: "application/json",
                        body: body(count)
                    )
                }
                let most = try await send(1024)
                #expect(most.code == "purpose_required")
                let more = try await send(1025)
                #expect(more.status == 413)
                #expect(more.code == "body_too_large")
                #expect(more.headers[.connection] == "close")
            }
    }

    @Test func `strangers and unknown tokens have one rate, each terminal its own`() async throws {
        let town = try Town()
        let first = try town.terminal("W1", "window")
        let second = try town.terminal("W2", "window")
        let service = try town.service {
            $0.limits.stranger = .init(perMinute: 1, burst: 2)
            $0.limits.terminal = .init(perMinute: 1, burst: 3)
        }
        try await service.application()
            .test(.router) { client in
                var codes: [String?] = []
                for _ in 0..<4 { codes.append(try await client.send(.post, "/v1/challenges", token: first).code) }
                #expect(codes == [nil, nil, nil, "rate_limited"])
                let other = try await client.send(.post, "/v1/challenges", token: second)
                #expect(other.status == 200)
                _ = try await client.send(.post, "/v1/nonces")
                let wrong = try await client.send(.post, "/v1/challenges", token: TerminalToken.generate())
                #expect(wrong.code == "unauthorised")
                for path in ["/v1/nonces", "/v1/challenges", "/v1/enrolments"] {
                    let answer = try await client.send(.post, path)
                    #expect(answer.status == 429)
                    #expect(answer.code == "rate_limited")
                    #expect(answer.headers[.retryAfter].flatMap { Int($0) }.map { (1...60).contains($0) } == true)
                }
            }
    }

    @Test func `behind a proxy callers are told apart by the address that it adds`() async throws {
        let town = try Town()
        let service = try town.service {
            $0.isBehindProxy = true
            $0.limits.stranger = .init(perMinute: 1, burst: 1)
        }
        try await service.application()
            .test(.router) { client in
                func ask(_ forwarded: String) async throws -> Int {
                    let name = try #require(HTTPField.Name("X-Forwarded-For"))
                    return try await client.send(.post, "/v1/nonces", headers: [name: forwarded]).status
                }
                // What comes before the last one is whatever the caller wrote.
                let answers = [
                    try await ask("192.0.2.1"), try await ask("198.51.100.7, 192.0.2.1"), try await ask("192.0.2.2"),
                ]
                #expect(answers == [200, 429, 200])
            }
    }

    /// Sends bytes as they are, and reads until the other side closes.
    private func raw(_ port: Int, _ bytes: String) async throws -> String {
        let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            try await outbound.write(ByteBuffer(string: bytes))
            var text = ""
            for try await part in inbound { text += String(buffer: part) }
            return text
        }
    }

    @Test func `a request that arrives too slowly is ended with a problem`() async throws {
        let town = try Town()
        try await town.service { $0.limits.requestSeconds = 1 }
            .serving { port in
                let answer = try await raw(
                    port,
                    "POST /v1/enrolments HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"
                )
                #expect(answer.hasPrefix("HTTP/1.1 408 "))
                #expect(answer.contains("request_timeout"))
            }
    }

    @Test(arguments: [
        "X: \(String(repeating: "a", count: 9000))", (0..<65).map { "X\($0): a" }.joined(separator: "\r\n"),
        (0..<3).map { "X\($0): \(String(repeating: "a", count: 6000))" }.joined(separator: "\r\n"),
    ])
    func `headers that are too long or too many are refused with a problem`(_ headers: String) async throws {
        let town = try Town()
        try await town.service()
            .serving { port in
                let answer = try await raw(port, "GET /healthz HTTP/1.1\r\nHost: a\r\n\(headers)\r\n\r\n")
                try expectProblem(answer, 431, "headers_too_large")
            }
    }

    @Test(arguments: [
        "GET\r\n\r\n", "FETCH /healthz HTTP/1.1\r\nHost: a\r\n\r\n", "GET /healthz HTTP/one\r\n\r\n",
        "GET /healthz HTTP/1.1\r\nHost: a\r\nno colon\r\n\r\n",
        "GET /healthz HTTP/1.1\r\nHost: a\r\nContent-Length: many\r\n\r\n",
        "\u{16}\u{3}\u{1} a TLS hello to a plain port\r\n\r\n",
        // In the body, while a route reads it.
        "POST /v1/enrolments HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
            + "Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
    ])
    func `what is no HTTP is refused with a problem, which repeats nothing of it`(_ bytes: String) async throws {
        let town = try Town()
        try await town.service()
            .serving { port in
                let answer = try await raw(port, bytes)
                try expectProblem(answer, 400, "request_malformed")
                #expect(!answer.contains("enrolments") && !answer.contains("colon") && !answer.contains("hello"))
            }
        #expect(!town.log.withLock { $0 }.contains("request failed"))
    }

    @Test func `a request before the malformed one is answered as ever`() async throws {
        let town = try Town()
        try await town.service()
            .serving { port in
                let answer = try await raw(port, "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\nGET\r\n\r\n")
                #expect(answer.hasPrefix("HTTP/1.1 200 "))
                let second = try #require(answer.firstRange(of: "HTTP/1.1 400 "))
                try expectProblem(String(answer[second.lowerBound...]), 400, "request_malformed")
            }
    }

    /// One whole problem document, after which the connection is closed.
    private func expectProblem(
        _ answer: String,
        _ status: Int,
        _ code: String,
        at location: SourceLocation = #_sourceLocation
    ) throws {
        #expect(answer.hasPrefix("HTTP/1.1 \(status) "), sourceLocation: location)
        let parts = answer.split(separator: "\r\n\r\n", maxSplits: 1)
        let head = (parts.first ?? "").lowercased()
        let body = try #require(parts.count == 2 ? String(parts[1]) : nil, sourceLocation: location)
        #expect(head.contains("\r\ncontent-type: application/problem+json"), sourceLocation: location)
        #expect(head.contains("\r\nconnection: close"), sourceLocation: location)
        #expect(head.contains("\r\ncontent-length: \(body.utf8.count)"), sourceLocation: location)
        let json = try JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: Any]
        #expect(json?["code"] as? String == code, sourceLocation: location)
        #expect(json?["status"] as? Int == status, sourceLocation: location)
    }

    @Test func `every answer on the wire has a date`() async throws {
        let town = try Town()
        try await town.service()
            .serving { port in
                let answer = try await raw(port, "GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                #expect(answer.hasPrefix("HTTP/1.1 200 "))
                #expect(answer.lowercased().contains("\r\ndate: "))
            }
    }

    @Test func `an address in use is said by name`() async throws {
        let town = try Town()
        try await town.service()
            .serving { port in
                await #expect(throws: ServiceError(.address, "")) {
                    try await town.service { $0.listen.port = port }.serving { _ in () }
                }
            }
    }

    @Test func `a certificate that is none is refused`() throws {
        let town = try Town()
        let file = town.directory.appending(path: "none.pem")
        try Data("none".utf8).write(to: file)
        #expect(throws: ServiceError(.certificate, "")) {
            _ =
                try town.service {
                    $0.tlsCertificate = file
                    $0.tlsKey = file
                }
                .application()
        }
    }
}
