// SPDX-License-Identifier: Apache-2.0

import COSE
import Deployment
import HTTPTypes
import Hummingbird
import Storage
import Synchronization
import Verification

/// Tells which terminal or department asks, by its bearer token (RFC 6750), and how often it may.
struct TerminalAuthenticator: Sendable {
    let store: any VerificationStore
    let callers: CallerLimits
    private let known = KnownTerminals()

    init(store: any VerificationStore, callers: CallerLimits) {
        self.store = store
        self.callers = callers
    }

    /// The terminal of a request, with its outstanding challenges.
    ///
    /// The store is asked each time, so that a revocation is effective at once. While no database server answers, those
    /// that it knew a short while ago are known still; none of their verdicts is an accept then.
    ///
    /// - Throws: ``ProblemDocument`` `unauthorised`, `rate_limited` or, for a department, `forbidden`; what the store throws.
    func session(_ request: Request, _ context: ServiceContext, at now: Int64) async throws -> TerminalSession {
        let session = try await known(request, context, at: now)
        guard session.terminal.department == nil else { throw ProblemDocument(.forbidden, "for terminals") }
        return session
    }

    /// The department of a request.
    ///
    /// - Parameters:
    ///   - request: the request.
    ///   - context: its context, which is told who asks.
    ///   - kinds: which may ask.
    ///   - now: seconds since 1970 UTC.
    /// - Returns: the department.
    /// - Throws: ``ProblemDocument`` `unauthorised`, `rate_limited` or, for terminals and other kinds, `forbidden`; what the
    ///   store throws.
    func department(
        _ request: Request,
        _ context: ServiceContext,
        among kinds: Set<Department>,
        at now: Int64
    ) async throws -> Terminal {
        let caller = try await known(request, context, at: now).terminal
        guard let department = caller.department, kinds.contains(department) else {
            throw ProblemDocument(.forbidden, "for \(kinds.map(\.rawValue).sorted().joined(separator: ", "))")
        }
        return caller
    }

    private func known(
        _ request: Request,
        _ context: ServiceContext,
        at now: Int64
    ) async throws -> TerminalSession {
        guard let header = request.headers[.authorization] else { throw try unauthorised(request, context, nil) }
        let parts = header.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer", let token = TerminalToken(String(parts[1])),
            let session = try await session(token, at: now)
        else { throw try unauthorised(request, context, "invalid_token") }
        context.notes.terminal = session.terminal.id
        try callers.terminals.take(session.terminal.id)
        return session
    }

    private func session(_ token: TerminalToken, at now: Int64) async throws -> TerminalSession? {
        do {
            let session = try await store.session(tokenDigest: token.digest, now: now)
            known.note(session, token.digest, at: now)
            return session
        } catch let error as StorageError where error.code == .unreachable {
            guard let session = known.session(token.digest, at: now) else { throw error }
            return session
        }
    }

    private func unauthorised(
        _ request: Request,
        _ context: ServiceContext,
        _ error: String?
    ) throws(ProblemDocument) -> ProblemDocument {
        try callers.takeStranger(request, context)
        let parameters = error.map { ", error=\"\($0)\"" } ?? ""
        return ProblemDocument(.unauthorised, headers: [.wwwAuthenticate: "Bearer realm=\"heyima\"\(parameters)"])
    }
}

/// The terminals that asked lately, for the time that no database server answers.
private final class KnownTerminals: Sendable {
    /// For how long one that asked is known, in seconds.
    private static let memory: Int64 = 600

    private let sessions = Mutex<[Digest32: (session: TerminalSession, at: Int64)]>([:])

    func note(_ session: TerminalSession?, _ digest: Digest32, at now: Int64) {
        sessions.withLock { $0[digest] = session.map { ($0, now) } }
    }

    func session(_ digest: Digest32, at now: Int64) -> TerminalSession? {
        guard let found = sessions.withLock({ $0[digest] }), now - found.at <= Self.memory else { return nil }
        return found.session
    }
}

/// How often terminals and strangers may ask.
struct CallerLimits: Sendable {
    /// By the terminal's id.
    let terminals: RateLimiter
    /// By address.
    let strangers: RateLimiter
    /// Whether an address is the last of `X-Forwarded-For`, as a proxy in front writes it.
    let isBehindProxy: Bool

    init(_ limits: Limits, isBehindProxy: Bool) {
        let start = ContinuousClock.now
        let clock: @Sendable () -> Int64 = { Int64(start.duration(to: .now) / .milliseconds(1)) }
        terminals = RateLimiter(limits.terminal, clock: clock)
        strangers = RateLimiter(limits.stranger, clock: clock)
        self.isBehindProxy = isBehindProxy
    }

    /// Counts a request of somebody who is not known.
    ///
    /// - Throws: ``ProblemDocument`` `rate_limited`.
    func takeStranger(_ request: Request, _ context: ServiceContext) throws(ProblemDocument) {
        let forwarded = isBehindProxy ? request.headers[values: .xForwardedFor].last?.split(separator: ",").last : nil
        let address = forwarded.map { $0.filter { $0 != " " } } ?? context.peer ?? "unknown"
        try strangers.take(address)
    }
}

extension HTTPField.Name {
    fileprivate static let xForwardedFor = HTTPField.Name("X-Forwarded-For")!
}
