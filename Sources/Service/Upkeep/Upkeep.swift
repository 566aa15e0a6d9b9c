// SPDX-License-Identifier: Apache-2.0

import Deployment
import Logging
import Metrics
import Registry
import ServiceLifecycle
import Storage
import Trust

/// What is done beside the requests: status lists follow the registry and are signed in time, files that another process
/// published are taken up, and notices are made where a gateway drains them.
///
/// It is done at every tick of a clock, and when a route that issues asks for it; what is asked for while it is under way
/// is done once, so that bulk changes make one list.
final class Upkeep: Service {
    private let trust: TrustKeeper
    private let journal: any VerificationStore
    /// Who signs; `nil` where this process only verifies.
    private let desk: Desk?
    private let clock: @Sendable () -> Int64
    private let ticks: @Sendable () -> AsyncStream<Void>
    private let metrics: ServiceMetrics
    private let logger: Logger
    private let requests: AsyncStream<Void>
    private let request: AsyncStream<Void>.Continuation

    /// Upkeep.
    ///
    /// - Parameters:
    ///   - trust: what is looked at again.
    ///   - journal: remembers what was believed.
    ///   - desk: who signs; `nil` where this process only verifies.
    ///   - clock: the time, seconds since 1970 UTC.
    ///   - ticks: when to do it, besides when asked.
    ///   - metrics: counts it.
    ///   - logger: is told what fails.
    init(
        trust: TrustKeeper,
        journal: any VerificationStore,
        desk: Desk?,
        clock: @escaping @Sendable () -> Int64,
        ticks: @escaping @Sendable () -> AsyncStream<Void> = Upkeep.everyTwoSeconds,
        metrics: ServiceMetrics,
        logger: Logger
    ) {
        self.trust = trust
        self.journal = journal
        self.desk = desk
        self.clock = clock
        self.ticks = ticks
        self.metrics = metrics
        self.logger = logger
        (requests, request) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Ticks of the machine's clock; an error of the sleep is the end of the task.
    static func everyTwoSeconds() -> AsyncStream<Void> {
        AsyncStream { try? await Task.sleep(for: .seconds(2)) }
    }

    /// Asks for it to be done soon.
    func soon() { request.yield() }

    /// Does it until the service is told to stop.
    func run() async throws {
        await begin()
        await withGracefulShutdownHandler {
            await withDiscardingTaskGroup { group in
                group.addTask { [ticks, request] in
                    for await _ in ticks().cancelOnGracefulShutdown() { request.yield() }
                    request.finish()
                }
                for await _ in requests { await self.once() }
                group.cancelAll()
            }
        } onGracefulShutdown: {
            self.request.finish()
        }
    }

    /// Does it once.
    func once() async {
        do {
            let hasNews = try await OffPool.run { [trust, desk, clock, metrics] in
                if let desk { metrics.statusChanges.increment(by: try desk.settle(at: clock())) }
                return try trust.look()
            }
            if hasNews, let snapshot = trust.now.snapshot { try await journal.remember(snapshot) }
            try await makeNotices()
        } catch {
            metrics.upkeepFailures.increment()
            logger.error("upkeep failed", metadata: ["error": "\(error)"])
        }
    }

    /// Nobody's notices lie about where nobody would fetch them.
    private func makeNotices() async throws {
        guard let desk else { return }
        let terminals = try await journal.terminals()
        guard terminals.contains(where: { $0.receiver != nil && $0.revokedAt == nil }) else { return }
        try await OffPool.run { [clock] in _ = try desk.registry.makeNotices(at: clock()) }
    }

    /// Takes up what was believed before this process began, so that lists that go back are noticed over a restart.
    private func begin() async {
        do {
            trust.remember(try await journal.trustMemory())
            if let snapshot = trust.now.snapshot { try await journal.remember(snapshot) }
        } catch {
            metrics.upkeepFailures.increment()
            logger.error("the trust memory cannot be read", metadata: ["error": "\(error)"])
        }
    }
}
