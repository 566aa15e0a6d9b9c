// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import NIOSSL

/// A service as its clients see it: wallets, and terminals without a page of their own.
///
/// This file alone knows HTTP. Certificates are verified, redirects are not followed, and an answer has bounds in length
/// and time. Whatever is not the answer that was asked for becomes a ``ServiceProblem`` or a ``WalletError``.
public struct ServiceConnection: Sendable {
    /// What came back for a request that was fulfilled.
    public struct Answer: Sendable {
        /// The content.
        public let body: [UInt8]
        /// The service's time, seconds since 1970 UTC, where it said so.
        public let time: Int64?

        /// The content, decoded from JSON.
        ///
        /// - Throws: ``WalletError`` `wallet.service-answer`.
        public func json<Value: Decodable>(as type: Value.Type) throws(WalletError) -> Value {
            do { return try JSONDecoder().decode(type, from: Data(body)) } catch {
                throw WalletError(.serviceAnswer, "the service's answer is not what it should be")
            }
        }
    }

    /// What is sent along with a request.
    public struct Content: Sendable {
        let type: String
        let bytes: [UInt8]

        /// Bytes of a media type, such as `image/png`.
        public init(_ bytes: [UInt8], type: String) {
            self.bytes = bytes
            self.type = type
        }

        /// A value as JSON.
        public static func json(_ value: some Encodable) throws -> Content {
            Content([UInt8](try JSONEncoder().encode(value)), type: "application/json")
        }
    }

    /// The longest answer, in bytes.
    static let maximumLength = 1 << 20

    /// Where the service is.
    public let address: ServiceAddress

    private let client: HTTPClient
    private let language: String
    private let patience: Duration

    /// Talks to a service while `body` runs.
    ///
    /// - Parameters:
    ///   - address: where it is.
    ///   - language: in which problems should be told: `en`, `zh`.
    ///   - authorities: a file with certificates, PEM, to trust in place of the system's.
    ///   - patience: for how long each request may take.
    ///   - body: what is asked.
    /// - Returns: what `body` returns.
    /// - Throws: ``WalletError`` `wallet.service-certificate` for authorities that cannot be read, or what `body` throws.
    public static func open<Value>(
        _ address: ServiceAddress,
        language: String,
        authorities: String? = nil,
        patience: Duration = .seconds(20),
        _ body: (ServiceConnection) async throws -> Value
    ) async throws -> Value {
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow,
            timeout: .init(connect: .seconds(10))
        )
        // What went wrong is told at once, and by its own name.
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.httpVersion = .http1Only
        if let authorities {
            var tls = TLSConfiguration.makeClientConfiguration()
            do { tls.trustRoots = .certificates(try NIOSSLCertificate.fromPEMFile(authorities)) } catch {
                throw WalletError(.serviceCertificate, "\(authorities) holds no certificates in PEM")
            }
            configuration.tlsConfiguration = tls
        }
        return try await HTTPClient.withHTTPClient(configuration: configuration) { client in
            try await body(
                ServiceConnection(address: address, client: client, language: language, patience: patience)
            )
        }
    }

    /// Sends something.
    ///
    /// - Parameters:
    ///   - path: the path, and a query where there is one.
    ///   - content: what to send.
    ///   - authorization: who asks, as the header has it (RFC 9110 §11.6.2).
    /// - Returns: the answer.
    /// - Throws: ``ServiceProblem``; ``WalletError`` `wallet.service-unreachable`, `wallet.service-certificate`,
    ///   `wallet.service-answer`.
    public func post(_ path: String, _ content: Content? = nil, authorization: String? = nil) async throws -> Answer {
        try await send(.POST, path, content, authorization)
    }

    /// Fetches something.
    ///
    /// - Parameters:
    ///   - path: the path, and a query where there is one.
    ///   - authorization: who asks.
    /// - Returns: the answer.
    /// - Throws: as ``post(_:_:authorization:)``.
    public func get(_ path: String, authorization: String? = nil) async throws -> Answer {
        try await send(.GET, path, nil, authorization)
    }

    private func send(
        _ method: HTTPMethod,
        _ path: String,
        _ content: Content?,
        _ authorization: String?
    ) async throws -> Answer {
        var request = HTTPClientRequest(url: address.origin + path)
        request.method = method
        request.headers.add(name: "Accept", value: "application/json, application/problem+json")
        request.headers.add(name: "Accept-Language", value: language)
        if let authorization { request.headers.add(name: "Authorization", value: authorization) }
        if let content {
            request.headers.add(name: "Content-Type", value: content.type)
            request.body = .bytes(content.bytes)
        }
        let (status, headers, body) = try await exchange(request)
        if (200..<300).contains(status) {
            return Answer(body: body, time: headers.first(name: "Date").flatMap(HTTPDate.seconds))
        }
        if let problem = ServiceProblem(body: body, retryAfter: headers.first(name: "Retry-After").flatMap { Int($0) })
        {
            throw problem
        }
        let isRedirect = (300..<400).contains(status)
        throw WalletError(.serviceAnswer, isRedirect ? "the service sends to somewhere else" : "status \(status)")
    }

    /// The whole exchange within its time, reading the answer included.
    private func exchange(_ request: HTTPClientRequest) async throws -> (Int, HTTPHeaders, [UInt8]) {
        try await withThrowingTaskGroup(of: (Int, HTTPHeaders, [UInt8]).self) { group in
            group.addTask {
                do {
                    let response = try await client.execute(request, deadline: .distantFuture)
                    let body = try await response.body.collect(upTo: Self.maximumLength)
                    return (Int(response.status.code), response.headers, Array(body.readableBytesView))
                } catch { throw Self.error(of: error, address) }
            }
            group.addTask {
                try await Task.sleep(for: patience)
                throw WalletError(.serviceUnreachable, "\(address) gave no answer in time")
            }
            defer { group.cancelAll() }
            guard let answer = try await group.next() else { preconditionFailure("the group has two tasks") }
            return answer
        }
    }

    private static func error(of error: any Error, _ address: ServiceAddress) -> any Error {
        switch error {
        case is CancellationError: error
        case is NIOTooManyBytesError: WalletError(.serviceAnswer, "the answer is longer than \(maximumLength) bytes")
        case is NIOSSLError, is NIOSSLExtraError, is BoringSSLError:
            WalletError(.serviceCertificate, "the certificate of \(address) is not one to be trusted")
        default: WalletError(.serviceUnreachable, "\(address) does not answer")
        }
    }
}
