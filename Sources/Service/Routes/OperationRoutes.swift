// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird

/// What operators and integrators ask: is it alive, is it ready, what does it measure, what does it offer.
struct OperationRoutes {
    let metrics: ServiceMetrics
    /// Why the service cannot do its work, or `nil` where it can.
    let hindrance: @Sendable () async -> String?

    var routes: [Route] {
        [
            Route(.get, "/healthz", .anyone) { _, _ in Self.text("ok\n", "text/plain; charset=utf-8") },
            Route(.get, "/readyz", .anyone) { _, _ in
                if let hindrance = await hindrance() {
                    throw ProblemDocument(.unavailable, hindrance, headers: [.retryAfter: "5"])
                }
                return Self.text("ready\n", "text/plain; charset=utf-8")
            },
            Route(.get, "/metrics", .anyone) { _, _ in
                Self.text(metrics.text, "text/plain; version=0.0.4; charset=utf-8")
            },
            Route(.get, "/openapi.yaml", .anyone) { _, _ in Self.document },
        ]
    }

    /// The contract, verbatim as the file has it.
    private static let document = Response(
        status: .ok,
        headers: [.contentType: "application/yaml", .cacheControl: "public, max-age=3600"],
        body: .init(byteBuffer: ByteBuffer(bytes: PackageResources.openapi_yaml))
    )

    private static func text(_ text: String, _ type: String) -> Response {
        Response(
            status: .ok,
            headers: [.contentType: type, .cacheControl: "no-store"],
            body: .init(byteBuffer: ByteBuffer(string: text))
        )
    }
}
