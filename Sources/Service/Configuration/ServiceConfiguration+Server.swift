// SPDX-License-Identifier: Apache-2.0

import Foundation
import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import NIOSSL

extension ServiceConfiguration {
    /// HTTP/1.1 within the limits, over TLS where there is a certificate.
    ///
    /// - Throws: ``ServiceError`` `service.certificate`.
    func server() throws(ServiceError) -> HTTPServerBuilder {
        let limits = limits
        let http = HTTPServerBuilder.http1(
            configuration: .init(
                additionalChannelHandlers: [ParserProblems(), RequestDeadline(seconds: limits.requestSeconds)],
                idleTimeout: .seconds(Int64(limits.idleSeconds)),
                httpDecoderConfiguration: .init(
                    maxHeaderFieldSize: limits.headerField,
                    maxHeaderListSize: limits.headers,
                    maxHeaderFieldCount: limits.headerCount
                )
            )
        )
        guard let tlsCertificate, let tlsKey else { return http }
        do {
            let chain = try NIOSSLCertificate.fromPEMFile(tlsCertificate.path(percentEncoded: false))
            let key = try NIOSSLPrivateKey(file: tlsKey.path(percentEncoded: false), format: .pem)
            var tls = TLSConfiguration.makeServerConfiguration(
                certificateChain: chain.map { .certificate($0) },
                privateKey: .privateKey(key)
            )
            tls.minimumTLSVersion = .tlsv12
            // Whether certificate and key belong together shows when they are used.
            _ = try NIOSSLContext(configuration: tls)
            return try .tls(http, tlsConfiguration: tls)
        } catch {
            throw ServiceError(
                .certificate,
                "\(tlsCertificate.lastPathComponent) and \(tlsKey.lastPathComponent) cannot be used: \(error)"
            )
        }
    }
}
