// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import Storage

/// One route: what the router answers, and who may ask.
struct Route: Sendable {
    /// Who may ask, as the tests' matrix and openapi.yaml have it.
    enum Caller: Hashable, Sendable {
        /// Anyone.
        case anyone
        /// A terminal that shows its bearer token.
        case terminal
        /// A wallet, which proves the possession of its key in what it sends.
        case wallet
        /// A department or a platform of one of these kinds, which shows its bearer token.
        case department(Set<Department>)
    }

    typealias Handler = @Sendable (Request, ServiceContext) async throws -> Response

    let method: HTTPRequest.Method
    /// The template, such as `/v1/status-lists/{n}`.
    let path: String
    let caller: Caller
    let handler: Handler

    init(_ method: HTTPRequest.Method, _ path: String, _ caller: Caller, handler: @escaping Handler) {
        self.method = method
        self.path = path
        self.caller = caller
        self.handler = handler
    }
}

extension Router where Context == ServiceContext {
    /// A router of routes.
    ///
    /// What is in none of them is `not_found`, or `method_not_allowed` where the path is.
    convenience init(_ routes: [Route], journal: RequestJournal) {
        self.init(context: ServiceContext.self, options: .autoGenerateHeadEndpoints)
        add(middleware: journal)
        add(middleware: MethodGuard(routes))
        for route in routes { on(RouterPath(route.path), method: route.method, use: route.handler) }
    }
}

/// Tells a path that does not exist from one that takes other methods (RFC 9110 §15.5.6).
private struct MethodGuard: RouterMiddleware {
    private let methods: [(path: [Substring], allowed: String)]

    init(_ routes: [Route]) {
        methods = Dictionary(grouping: routes, by: \.path)
            .map { path, routes in
                var names = routes.map(\.method.rawValue)
                if names.contains("GET") { names.append("HEAD") }
                return (path.split(separator: "/"), names.sorted().joined(separator: ", "))
            }
    }

    func handle(
        _ request: Request,
        context: ServiceContext,
        next: @concurrent (Request, ServiceContext) async throws -> Response
    ) async throws -> Response {
        do { return try await next(request, context) } catch let error as HTTPError where error.status == .notFound {
            let path = request.uri.path.split(separator: "/")
            let found = methods.first { template, _ in
                template.count == path.count && zip(template, path).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
            }
            guard let found else { throw ProblemDocument(.notFound) }
            throw ProblemDocument(.methodNotAllowed, "allowed: \(found.allowed)", headers: [.allow: found.allowed])
        }
    }
}
