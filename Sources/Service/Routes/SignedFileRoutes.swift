// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird

/// Signed files, for anyone: trust list, status lists, and all of them as a bundle.
///
/// They prove themselves, so any web server or CDN may hand them on; `Cache-Control` says for how long.
struct SignedFileRoutes {
    let trust: TrustKeeper
    /// After how many seconds a verifier should look for a newer status list.
    let timeToLive: Int
    let clock: @Sendable () -> Int64

    var routes: [Route] {
        [
            Route(.get, "/v1/trust-list", .anyone) { request, _ in
                try answer(request, trust.now.trustList, "application/vnd.heyima.trust-list+cwt")
            },
            Route(.get, "/v1/status-lists/{n}", .anyone) { request, context in
                // A number in one form only: every other text names nothing.
                guard let text = context.parameters.get("n"), let number = Int(text), String(number) == text else {
                    throw ProblemDocument(.notFound)
                }
                return try answer(request, trust.now.statusLists[number], "application/statuslist+cwt")
            },
            Route(.get, "/v1/bundle", .anyone) { request, _ in
                try answer(request, trust.now.bundle, "application/x-tar")
            },
        ]
    }

    private func answer(_ request: Request, _ file: SignedFile?, _ type: String) throws -> Response {
        guard let file else { throw ProblemDocument(.notFound) }
        let age = max(0, min(Int64(timeToLive), file.expiresAt - clock()))
        var headers: HTTPFields = [.eTag: file.tag, .cacheControl: "public, max-age=\(age)"]
        if request.isKnown(file.tag) { return Response(status: .notModified, headers: headers) }
        headers[.contentType] = type
        return Response(status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: file.bytes)))
    }
}

extension Request {
    /// Whether the caller has the content of this tag already (RFC 9110 §13.1.2, weak comparison).
    fileprivate func isKnown(_ tag: String) -> Bool {
        headers[values: .ifNoneMatch].flatMap { $0.split(separator: ",") }
            .contains { candidate in
                let text = candidate.filter { $0 != " " }
                return text == "*" || text == tag || text == "W/" + tag
            }
    }
}
