// SPDX-License-Identifier: Apache-2.0

import COSE
import Deployment
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Testing

@testable import Service

/// What came back, with its JSON read.
struct Answer {
    let status: Int
    let headers: HTTPFields
    let bytes: [UInt8]

    init(_ response: TestResponse) {
        status = Int(response.status.code)
        headers = response.headers
        bytes = Array(response.body.readableBytesView)
    }

    var text: String { String(decoding: bytes, as: UTF8.self) }
    var json: [String: Any] { (try? JSONSerialization.jsonObject(with: Data(bytes))) as? [String: Any] ?? [:] }
    /// The stable code of a problem.
    var code: String? { json["code"] as? String }
    /// The outcome of a verdict.
    var verdict: String? { json["verdict"] as? String }
    /// The codes of a verdict's reasons.
    var reasons: [String] { (json["reasons"] as? [[String: Any]] ?? []).compactMap { $0["code"] as? String } }
    /// A part of a verdict.
    func part(_ name: String) -> [String: Any] { json[name] as? [String: Any] ?? [:] }
}

extension TestClientProtocol {
    /// Sends a request.
    func send(
        _ method: HTTPRequest.Method,
        _ path: String,
        token: TerminalToken? = nil,
        headers: HTTPFields = [:],
        type: String? = nil,
        body: [UInt8]? = nil
    ) async throws -> Answer {
        var headers = headers
        if let token { headers[.authorization] = "Bearer \(token.text)" }
        if let type { headers[.contentType] = type }
        return try await execute(
            uri: path,
            method: method,
            headers: headers,
            body: body.map { ByteBuffer(bytes: $0) }
        ) { Answer($0) }
    }

    /// Sends JSON.
    func post(
        _ path: String,
        _ members: [String: Any],
        token: TerminalToken? = nil,
        headers: HTTPFields = [:]
    ) async throws -> Answer {
        let body = try JSONSerialization.data(withJSONObject: members)
        return try await send(
            .post,
            path,
            token: token,
            headers: headers,
            type: "application/json",
            body: [UInt8](body)
        )
    }

    /// Has a code verified for a purpose that shows most.
    func verify(
        _ code: String,
        _ token: TerminalToken,
        item: String = "MZ-02",
        and members: [String: Any] = [:]
    ) async throws -> Answer {
        let purpose: [String: Any] = ["code": code, "item": item, "business": "20261124-0001", "operator": "W03"]
        return try await post("/v1/verifications", purpose.merging(members) { $1 }, token: token)
    }

    /// A fresh nonce.
    func nonce() async throws -> [UInt8] {
        let answer = try await send(.post, "/v1/nonces")
        return try #require((answer.json["nonce"] as? String).flatMap(Base64URL.decode))
    }
}
