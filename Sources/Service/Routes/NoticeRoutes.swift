// SPDX-License-Identifier: Apache-2.0

import Audit
import Hummingbird
import Registry
import Signing
import Storage

/// The outbox that gateways drain: each its own notices, the same ones again until it says that it has them.
struct NoticeRoutes {
    let registry: PersonRegistry
    let journal: any VerificationStore
    let callers: TerminalAuthenticator
    let limits: Limits
    let clock: @Sendable () -> Int64

    /// How many notices one answer has, and how many unless asked.
    private static let limit = 1...1000
    private static let usual = 200

    var routes: [Route] {
        [
            Route(.get, "/v1/notices", .department([.gateway])) { try await notices($0, $1) },
            Route(.post, "/v1/notices/acknowledgements", .department([.gateway])) { try await acknowledge($0, $1) },
        ]
    }

    private struct Outbox: Encodable {
        struct Entry: Encodable {
            let sequence: Int64
            let kind: String
            let at: Int64
            let account: String?
            let idNumber: String?
            let text: String

            init(_ notice: Notice) {
                sequence = notice.sequence
                kind = notice.kind.rawValue
                at = notice.at
                text = notice.text
                switch notice.address {
                case .account(let number): (account, idNumber) = (number, nil)
                case .idNumber(let number): (account, idNumber) = (nil, number)
                }
            }
        }

        let notices: [Entry]
        /// The cursor to acknowledge, or to ask with next; the one that was asked with where there is nothing.
        let next: Int64
    }

    private func notices(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let now = clock()
        let (gateway, receiver) = try await gateway(request, context, at: now)
        let since = try request.number("since") ?? 0
        let limit = try request.number("limit") ?? Int64(Self.usual)
        guard since >= 0, let count = Int(exactly: limit), Self.limit.contains(count) else {
            throw ProblemDocument(.requestMalformed, "since is 0 or more, limit 1 to \(Self.limit.upperBound)")
        }
        let notices = try await OffPool.run { try registry.notices(for: receiver, after: since, limit: count) }
        if let first = notices.first, let last = notices.last {
            // Written down before anything is handed over.
            let trace = try TraceRecord(
                drainedBy: gateway,
                operatorID: gateway.id,
                sequences: first.sequence...last.sequence,
                id: AuditID(random: SecureRandom.bytes),
                at: now
            )
            _ = try await journal.record(VerdictEntry(trace: trace))
        }
        return try .json(Outbox(notices: notices.map(Outbox.Entry.init), next: notices.last?.sequence ?? since))
    }

    private struct Acknowledgement: Codable {
        let through: Int64
    }

    private func acknowledge(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let now = clock()
        let (_, receiver) = try await gateway(request, context, at: now)
        let through = try await request.json(as: Acknowledgement.self, limit: limits.jsonBody).through
        guard through >= 0 else { throw ProblemDocument(.requestMalformed, "through is 0 or more") }
        let count = try await OffPool.run {
            do { return try registry.acknowledgeNotices(for: receiver, through: through, at: now) } catch let error
                as RegistryError where error.code == .cursorUnknown
            {
                throw ProblemDocument(.requestMalformed, error.message)
            }
        }
        return try .json(["acknowledged": count])
    }

    private func gateway(
        _ request: Request,
        _ context: ServiceContext,
        at now: Int64
    ) async throws -> (Terminal, NoticeReceiver) {
        let caller = try await callers.department(request, context, among: [.gateway], at: now)
        guard let receiver = caller.receiver else { throw ProblemDocument(.forbidden) }
        return (caller, receiver)
    }
}
