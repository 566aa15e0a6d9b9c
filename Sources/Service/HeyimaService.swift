// SPDX-License-Identifier: Apache-2.0

import COSE
public import Deployment
import Foundation
import Hummingbird
import HummingbirdCore
import Issuance
public import Logging
import NIOCore
import ServiceLifecycle
public import Signing
public import Storage
import Trust
import UnixSignals
public import Verification

/// The service: terminals' verdicts and wallets' credentials over HTTP.
///
/// ```swift
/// let service = try HeyimaService(
///     deployment: deployment, passphrase: passphrase, configuration: configuration, clock: clock, logger: logger
/// )
/// try await service.run { port in print("listening on port \(port)") }
/// ```
public struct HeyimaService: Sendable {
    /// What the router answers.
    let routes: [Route]
    let metrics: ServiceMetrics
    let trust: TrustKeeper
    let upkeep: Upkeep

    private let configuration: ServiceConfiguration
    private let logger: Logger
    private let scanner: ScannerPool?
    private let desk: IssuingDesk?

    /// Opens what the configuration's mode needs: to verify, the key that people are found with; to issue, also the keys
    /// that sign.
    ///
    /// - Parameters:
    ///   - deployment: whose people, keys and lists.
    ///   - passphrase: of the sealing key and of private keys. Whoever only verifies forgets it when this returns.
    ///   - configuration: what is served, where, and how much of it.
    ///   - journal: what verifying services keep; `nil` for the deployment's own.
    ///   - examiner: who examines codes; `nil` for a ``Verifier`` of its own.
    ///   - media: adapters by medium, for cards and third parties' codes.
    ///   - clock: the time, seconds since 1970 UTC.
    ///   - logger: one line for each request, without personal data.
    /// - Throws: ``ServiceError``, or what the deployment throws.
    public init(
        deployment: Deployment,
        passphrase: SecretBytes,
        configuration: ServiceConfiguration,
        journal: (any VerificationStore)? = nil,
        examiner: (any CodeExaminer)? = nil,
        media: [Medium: any MediumAdapter] = [:],
        clock: @escaping @Sendable () -> Int64,
        logger: Logger
    ) throws {
        // A service that wrote somewhere else than it was told to would be worse than none.
        guard configuration.database == nil || configuration.database == deployment.database?.url else {
            throw ServiceError(.configuration, "database: the deployment was opened with another one")
        }
        self.configuration = configuration
        self.logger = logger
        metrics = ServiceMetrics()
        trust = try TrustKeeper(deployment)
        let mode = configuration.mode
        desk = mode.issues ? IssuingDesk(try deployment.unlock(passphrase: passphrase)) : nil
        let limits = configuration.limits
        let callers = CallerLimits(limits, isBehindProxy: configuration.isBehindProxy)
        let journal = try journal ?? deployment.verificationStore(passphrase: passphrase)
        upkeep = Upkeep(
            trust: trust,
            journal: journal,
            desk: desk?.desk,
            clock: clock,
            metrics: metrics,
            logger: logger
        )
        scanner =
            mode.verifies
            ? try ScannerPool(
                program: configuration.scanner,
                processes: configuration.scannerProcesses,
                limits: limits,
                metrics: metrics,
                logger: logger
            ) : nil
        var routes = SignedFileRoutes(
            trust: trust,
            timeToLive: deployment.settings.statusListTimeToLive,
            clock: clock
        )
        .routes
        routes += OperationRoutes(metrics: metrics, hindrance: Self.hindrance(deployment, trust, journal, clock)).routes
        let authenticator = TerminalAuthenticator(store: journal, callers: callers)
        if let scanner {
            let verifications = VerificationRoutes(
                desk: VerificationDesk(
                    examiner: examiner ?? Verifier(crypto: SystemCryptography()),
                    journal: journal,
                    records: try deployment.records(passphrase: passphrase),
                    trust: trust,
                    items: try Self.read(configuration.items, ItemCatalogue.init(json:)) ?? .standard,
                    disclosure: try Self.read(configuration.disclosure, DisclosurePolicy.init(json:)) ?? .standard,
                    skew: configuration.skewSeconds,
                    maximumAge: configuration.codeSeconds,
                    codesKnownSince: deployment.restoredAt,
                    random: SecureRandom.bytes,
                    logger: logger
                ),
                terminals: authenticator,
                scanner: scanner,
                media: media,
                audienceBase: deployment.settings.audienceBase,
                limits: limits,
                metrics: metrics,
                clock: clock
            )
            routes += verifications.routes
        }
        if let desk {
            let wallets = WalletRoutes(
                desk: desk,
                journal: journal,
                upkeep: upkeep,
                callers: callers,
                limits: limits,
                clock: clock
            )
            routes += wallets.routes
            routes +=
                ImportRoutes(
                    registry: desk.desk.registry,
                    callers: authenticator,
                    upkeep: upkeep,
                    directory: deployment.files.directory,
                    limit: limits.importFile,
                    clock: clock
                )
                .routes
            routes += DepartmentRoutes(registry: desk.desk.registry, callers: authenticator, clock: clock).routes
            routes +=
                NoticeRoutes(
                    registry: desk.desk.registry,
                    journal: journal,
                    callers: authenticator,
                    limits: limits,
                    clock: clock
                )
                .routes
        }
        self.routes = routes
    }

    /// Serves until the process is told to stop by SIGTERM or SIGINT, or the task is cancelled.
    ///
    /// Requests under way are finished then, and new ones are refused.
    ///
    /// - Parameter onListening: is told the port, once.
    /// - Throws: what a port that is taken throws, among others.
    public func run(onListening: @escaping @Sendable (Int) -> Void = { _ in }) async throws {
        let group = try group(stoppingAt: [.sigterm, .sigint], onListening)
        try await listening { try await group.run() }
    }

    /// Serves while `body` runs, as a demonstration does.
    ///
    /// - Parameter body: is given the port.
    /// - Returns: what `body` returns, once the service has stopped.
    /// - Throws: what `body` throws, or what the service throws.
    @discardableResult
    public func serving<Value: Sendable>(_ body: @Sendable (Int) async throws -> Value) async throws -> Value {
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        let group = try group(stoppingAt: []) { port.yield($0) }
        async let running: Void = {
            defer { port.finish() }
            try await listening { try await group.run() }
        }()
        do {
            guard let port = await ports.first(where: { _ in true }) else {
                try await running
                throw CancellationError()
            }
            let value = try await body(port)
            await group.triggerGracefulShutdown()
            try await running
            return value
        } catch {
            await group.triggerGracefulShutdown()
            throw error
        }
    }

    /// Runs a body, whose error about the address becomes one of ours.
    private func listening(_ body: @Sendable () async throws -> Void) async throws {
        do { try await body() } catch let error as IOError {
            throw ServiceError(.address, "\(configuration.listen): \(error.description)")
        }
    }

    private func group(
        stoppingAt signals: [UnixSignal],
        _ onListening: @escaping @Sendable (Int) -> Void
    ) throws -> ServiceGroup {
        var settings = ServiceGroupConfiguration(
            services: [try application(onListening)],
            gracefulShutdownSignals: signals,
            logger: quietLogger
        )
        settings.maximumGracefulShutdownDuration = .seconds(configuration.limits.stopSeconds)
        return ServiceGroup(configuration: settings)
    }

    /// The libraries below write lines of their own about connections, which nobody asked for.
    private var quietLogger: Logger {
        var logger = logger
        logger.logLevel = max(logger.logLevel, .notice)
        return logger
    }

    /// The application, as tests run it without a socket.
    func application(
        _ onListening: @escaping @Sendable (Int) -> Void = { _ in }
    ) throws -> Application<RouterResponder<ServiceContext>> {
        var services: [any Service] = [upkeep]
        if let scanner { services.append(scanner) }
        let isLoopback = ["127.0.0.1", "::1", "localhost"].contains(configuration.listen.host)
        return Application(
            router: Router(routes, journal: RequestJournal(metrics: metrics)),
            server: try configuration.server(),
            configuration: ApplicationConfiguration(
                address: .hostname(configuration.listen.host, port: configuration.listen.port),
                availableConnectionsDelegate: MaximumAvailableConnections(configuration.limits.connections)
            ),
            services: services,
            onServerRunning: { [desk, configuration] channel in
                let port = channel.localAddress?.port ?? configuration.listen.port
                if isLoopback, configuration.tlsCertificate == nil { desk?.isReached(atLoopbackPort: port) }
                onListening(port)
            },
            logger: logger
        )
    }

    /// Why the service cannot do its work now; `nil` where it can.
    private static func hindrance(
        _ deployment: Deployment,
        _ trust: TrustKeeper,
        _ journal: any VerificationStore,
        _ clock: @escaping @Sendable () -> Int64
    ) -> @Sendable () async -> String? {
        {
            guard let list = trust.now.snapshot?.trustList else { return "there is no valid trust list" }
            guard list.freshness(at: clock()) != .expired else { return "the trust list has expired" }
            do {
                _ = try await OffPool.run { try deployment.store.read { try $0.statusLists() } }
                _ = try await journal.session(tokenDigest: Digest32(0, 0, 0, 0), now: clock())
            } catch { return "a store cannot be read" }
            return nil
        }
    }

    private static func read<Value>(_ file: URL?, _ make: ([UInt8]) throws -> Value) throws(ServiceError) -> Value? {
        guard let file else { return nil }
        do { return try make([UInt8](Data(contentsOf: file))) } catch {
            throw ServiceError(.configuration, "\(file.lastPathComponent): \(error)")
        }
    }
}
