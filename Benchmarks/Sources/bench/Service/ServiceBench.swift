// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The service of one deployment, started anew for each load.
struct ServiceBench: Sendable {
    /// What is left out.
    enum Kind: String { case real, stub, untraced }

    private static let warmUp = 6_000
    static let seconds = 4
    /// More than are asked for in these seconds.
    private static let codes = 80_000
    /// About as many as are asked for in these seconds, where the same may come again.
    private static let fewerCodes = 20_000

    let deployment: ServiceDeployment
    let directory: URL

    private var bodies: URL { directory.appending(path: "bodies") }

    func rate(_ kind: Kind, remembering: Int) async throws -> Double {
        try await load(kind, remembering: remembering).rate
    }

    func load(_ kind: Kind, remembering: Int, connections: Int = 64, pause: Int = 0) async throws -> Load {
        try await running(kind, remembering: remembering) { server in
            try await deployment.write(codes: Self.warmUp, to: bodies)
            _ = try await post(server, seconds: 1, mayRepeat: true)
            try await deployment.write(codes: Self.codes, to: bodies)
            let before = try await server.accepted()
            let load = try await post(server, seconds: Self.seconds, connections: connections, pause: pause)
            let accepted = try await server.accepted() - before
            // A few are under way when wrk stops counting.
            try expect(accepted >= load.requests, "\(load.requests) answers, \(accepted) accepted")
            return load
        }
    }

    /// Memory in use after the first and after the last of many codes, in bytes.
    func memory(early: Int, late: Int) async throws -> (early: Int, late: Int) {
        try await running(.real, remembering: 4096) { server in
            var first: Int?
            while true {
                let accepted = try await server.accepted()
                if accepted >= early, first == nil { first = try server.residentBytes() }
                if let first, accepted >= late { return (first, try server.residentBytes()) }
                try await deployment.write(codes: accepted < early ? early : Self.fewerCodes, to: bodies)
                _ = try await post(server, seconds: accepted < early ? 1 : Self.seconds, mayRepeat: true)
            }
        }
    }

    private func running<Value: Sendable>(
        _ kind: Kind,
        remembering: Int,
        _ body: @Sendable @escaping (BenchServer) async throws -> Value
    ) async throws -> Value {
        try await BenchServer.running(
            ProgramPlace.program("bench-server"),
            [
                deployment.directory.filePath, deployment.passphrase.filePath, "\(deployment.now)", kind.rawValue,
                "\(remembering)",
            ],
            body
        )
    }

    private func post(
        _ server: BenchServer,
        seconds: Int,
        connections: Int = 64,
        pause: Int = 0,
        mayRepeat: Bool = false
    ) async throws -> Load {
        let load = try await Load.run(
            port: server.port,
            bodies: bodies,
            headers: deployment.headers,
            seconds: seconds,
            connections: connections,
            pause: pause
        )
        try expect(mayRepeat || load.wrapped == 0, "\(Self.codes) codes were too few")
        return load
    }
}
