// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The PostgreSQL server that tests may use.
public enum TestServer {
    /// Its URL, as `HEYIMA_TEST_POSTGRES` has it; `nil` where the tests run without one.
    public static let url = ProcessInfo.processInfo.environment["HEYIMA_TEST_POSTGRES"]

    /// Whether there is one.
    public static var isHere: Bool { url != nil }

    /// Why tests are left out where there is none.
    public static let absence = "HEYIMA_TEST_POSTGRES names no server; .ci/with-postgres starts one"

    /// Runs a program to its end.
    ///
    /// - Returns: what it wrote to its standard output.
    static func run(_ program: URL, _ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = program
        process.arguments = arguments
        // No pipe: another program that is started meanwhile would keep it open.
        let file = FileManager.default.temporaryDirectory.appending(path: "output-\(UUID().uuidString)")
        try Data().write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        process.standardOutput = try FileHandle(forWritingTo: file)
        try process.run()
        process.waitUntilExit()
        let text = try Data(contentsOf: file)
        guard process.terminationStatus == 0 else { throw Failed(program: program.lastPathComponent) }
        return String(decoding: text, as: UTF8.self).trimmingCharacters(in: .newlines)
    }

    /// A program that did not do its work; what it said is on standard error.
    struct Failed: Error {
        let program: String
    }
}

/// A schema of the test server that is gone after the test, as good as a database of one's own.
public final class ScratchDatabase: Sendable {
    /// Its URL.
    public let url: String
    private let name = "t" + UUID().uuidString.replacingOccurrences(of: "-", with: "").lowercased()

    /// A new schema.
    public init() throws {
        guard let server = TestServer.url else { preconditionFailure("a test without its condition") }
        url = server + (server.contains("?") ? "&" : "?") + "options=-csearch_path%3D\(name)"
        try Self.execute("CREATE SCHEMA \(name)", at: server)
    }

    deinit { if let server = TestServer.url { _ = try? Self.execute("DROP SCHEMA \(name) CASCADE", at: server) } }

    /// Runs a statement, as somebody beside the program would.
    @discardableResult
    public func execute(_ sql: String) throws -> String { try Self.execute(sql, at: url) }

    @discardableResult
    private static func execute(_ sql: String, at url: String) throws -> String {
        let quietly = "SET client_min_messages = warning"
        let options = ["-qtAX", "-v", "ON_ERROR_STOP=1", "-c", quietly, "-c", sql]
        return try TestServer.run(URL(filePath: "/usr/bin/psql"), [url] + options)
    }
}

/// A PostgreSQL server of a test's own, which it can stop and start.
public final class OwnServer: Sendable {
    private static let script = Fixtures.repository.appending(path: ".ci/postgres")

    private let directory: String

    /// A new server.
    public init() throws { directory = try TestServer.run(Self.script, ["make"]) }

    deinit { _ = try? TestServer.run(Self.script, ["drop", directory]) }

    /// Its URL.
    public var url: String { "postgres:///postgres?host=\(directory)&user=heyima" }

    /// Ends it as a crash would.
    public func stop() throws { _ = try TestServer.run(Self.script, ["stop", directory]) }

    /// Starts it again, as it was left.
    public func start() throws { _ = try TestServer.run(Self.script, ["start", directory]) }
}
