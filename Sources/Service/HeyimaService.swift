// SPDX-License-Identifier: Apache-2.0

public import Deployment
import Hummingbird
public import Logging
import ServiceLifecycle
public import Signing

/// The service: terminals' verdicts and wallets' credentials over HTTP.
///
/// ```swift
/// let service = try HeyimaService(deployment: deployment, passphrase: passphrase, configuration: configuration)
/// try await service.run { port in print("listening on port \(port)") }
/// ```
public struct HeyimaService: Sendable {
    private let configuration: ServiceConfiguration
    private let logger: Logger

    /// Opens what the configuration's mode needs: to verify, the key that people are found with; to issue, also the keys
    /// that sign.
    ///
    /// - Parameters:
    ///   - deployment: whose people, keys and lists.
    ///   - passphrase: of the sealing key and of private keys. Whoever only verifies forgets it when this returns.
    ///   - configuration: what is served, where, and how much of it.
    ///   - clock: the time, seconds since 1970 UTC.
    ///   - logger: one line for each request, without personal data.
    /// - Throws: ``ServiceError``, or what the deployment throws.
    public init(
        deployment: Deployment,
        passphrase: SecretBytes,
        configuration: ServiceConfiguration,
        clock: @escaping @Sendable () -> Int64,
        logger: Logger
    ) throws {
        self.configuration = configuration
        self.logger = logger
    }

    /// Serves until the process is told to stop by SIGTERM or SIGINT, or the task is cancelled.
    ///
    /// Requests under way are finished then, and new ones are refused.
    ///
    /// - Parameter onListening: is told the port, once.
    /// - Throws: what a port that is taken throws, among others.
    public func run(onListening: @escaping @Sendable (Int) -> Void = { _ in }) async throws {
        try await application(onListening).runService()
    }

    /// Serves while `body` runs, as a demonstration does.
    ///
    /// - Parameter body: is given the port.
    /// - Returns: what `body` returns, once the service has stopped.
    /// - Throws: what `body` throws, or what the service throws.
    public func serving<Value: Sendable>(_ body: @Sendable (Int) async throws -> Value) async throws -> Value {
        let (ports, listening) = AsyncStream.makeStream(of: Int.self)
        let group = ServiceGroup(
            configuration: .init(services: [application { listening.yield($0) }], logger: logger)
        )
        async let running: Void = {
            defer { listening.finish() }
            try await group.run()
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

    private func application(_ onListening: @escaping @Sendable (Int) -> Void) -> some ApplicationProtocol {
        let router = Router()
        router.get("/healthz") { _, _ in "ok\n" }
        return Application(
            router: router,
            configuration: .init(address: .hostname(configuration.listen.host, port: configuration.listen.port)),
            onServerRunning: { channel in onListening(channel.localAddress?.port ?? 0) },
            logger: logger
        )
    }
}
