// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import Logging
import Metrics

/// Turns errors into problem documents, and writes one line and one measurement for each request.
///
/// Paths, queries, bodies and headers can hold codes, tokens and names, so none of them is written: only the route's
/// template.
struct RequestJournal: RouterMiddleware {
    let metrics: ServiceMetrics

    func handle(
        _ request: Request,
        context: ServiceContext,
        next: @concurrent (Request, ServiceContext) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        var response: Response
        do { response = try await next(request, context) } catch {
            let problem = ProblemDocument(error)
            if let instance = problem.instance {
                context.logger.error("request failed", metadata: ["instance": "\(instance)", "error": "\(error)"])
            }
            response = problem.response(in: request.language)
        }
        response.headers[.xContentTypeOptions] = "nosniff"
        let duration = start.duration(to: .now)
        let route = context.endpointPath ?? "unmatched"
        metrics.answered(route: route, method: request.method, status: response.status, in: duration)
        if context.logger.logLevel <= .info {
            var metadata: Logger.Metadata = [
                "method": "\(ServiceMetrics.name(of: request.method))", "route": "\(route)",
                "status": "\(response.status.code)", "microseconds": "\(duration / .microseconds(1))",
            ]
            if let terminal = context.notes.terminal { metadata["terminal"] = "\(terminal)" }
            if let auditID = context.notes.auditID { metadata["audit"] = "\(auditID)" }
            context.logger.info("request", metadata: metadata)
        }
        return response
    }
}
