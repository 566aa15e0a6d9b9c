// SPDX-License-Identifier: Apache-2.0

import Foundation
import HTTPTypes
import Hummingbird
import Registry
import Storage

/// What departments and platforms of others ask: the roster's changes and reconciliations, each of its own region.
struct DepartmentRoutes {
    let registry: PersonRegistry
    let callers: TerminalAuthenticator
    let clock: @Sendable () -> Int64

    /// How many changes one answer looks through, and how many unless asked.
    private static let changeLimit = 1...1000
    private static let usualChanges = 500

    var routes: [Route] {
        [
            Route(.get, "/v1/roster/changes", .department([.finance])) { try await changes($0, $1) },
            Route(.get, "/v1/reconciliations/{period}", .department(Self.reconcilers)) {
                try await reconciliation($0, $1)
            },
        ]
    }

    /// Who answers for money: not those who bring cards or health.
    private static let reconcilers: Set<Department> = [.roster, .paylist, .payments, .finance]

    private func changes(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let now = clock()
        let department = try await callers.department(request, context, among: [.finance], at: now)
        let since = try request.number("since") ?? 0
        let limit = try request.number("limit") ?? Int64(Self.usualChanges)
        guard since >= 0, let count = Int(exactly: limit), Self.changeLimit.contains(count) else {
            throw ProblemDocument(.requestMalformed, "since is 0 or more, limit 1 to \(Self.changeLimit.upperBound)")
        }
        let changes = try await OffPool.run {
            try registry.rosterChanges(after: since, limit: count, region: department.scope, at: now)
        }
        return try .json(changes)
    }

    private func reconciliation(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let now = clock()
        let department = try await callers.department(request, context, among: Self.reconcilers, at: now)
        // A month in one form only: every other text names nothing.
        guard let text = context.parameters.get("period"), let period = try? Period(text), period.description == text
        else { throw ProblemDocument(.notFound) }
        let report = try await OffPool.run {
            var terms = ReconciliationTerms(asOf: CalendarDay(containing: now))
            terms.region = department.scope
            return try registry.reconcile(period, terms)
        }
        return try .json(ReconciliationDocument(report))
    }
}

extension Request {
    /// A whole number of the query; `nil` where it is not there.
    ///
    /// - Throws: ``ProblemDocument`` `request_malformed` for another text.
    func number(_ name: String) throws(ProblemDocument) -> Int64? {
        guard let text = uri.queryParameters[Substring(name)] else { return nil }
        guard let number = Int64(text), String(number) == text else {
            throw ProblemDocument(.requestMalformed, "\(name) is no whole number")
        }
        return number
    }
}
