// SPDX-License-Identifier: Apache-2.0

public import Foundation
public import Logging

/// What an operator decides about a running service: what it serves, where, and how much of it.
///
/// ```swift
/// let configuration = try await ServiceConfiguration(
///     file: directory.appending(path: "service.json"),
///     environment: ProcessInfo.processInfo.environment,
///     flags: ["serve": "verify", "listen": "127.0.0.1:8080"]
/// )
/// ```
public struct ServiceConfiguration: Hashable, Sendable {
    /// What a process serves, which decides the keys that it opens.
    public enum Mode: String, Hashable, Sendable, CaseIterable {
        /// Everything, on one machine.
        case all
        /// Verdicts and signed files; opens no private key.
        case verify
        /// Credentials and signed files; no verdicts.
        case issue

        /// Whether terminals are answered.
        public var verifies: Bool { self != .issue }
        /// Whether wallets are answered.
        public var issues: Bool { self != .verify }
    }

    /// Where the service listens.
    public struct Address: Hashable, Sendable, CustomStringConvertible {
        /// A name or number of an interface.
        public var host: String
        /// The port; 0 for one that is free.
        public var port: Int

        /// An address.
        public init(host: String, port: Int) {
            self.host = host
            self.port = port
        }

        /// An address from `HOST:PORT` or `[HOST]:PORT`; `nil` for another text.
        public init?(_ text: String) {
            guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else {
                return nil
            }
            var host = text[..<colon]
            if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
            guard !host.isEmpty, !host.contains(where: { "[]/ ".contains($0) }) else { return nil }
            self.init(host: String(host), port: Int(port))
        }

        /// `HOST:PORT`.
        public var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
    }

    /// What is served.
    public var mode: Mode = .all
    /// Where.
    public var listen = Address(host: "127.0.0.1", port: 8080)
    /// Whether a proxy stands in front, so that a caller's address is the last of `X-Forwarded-For`.
    public var isBehindProxy = false
    /// The certificate for TLS and those between it and a root, PEM; `nil` for plain HTTP, as behind a proxy.
    public var tlsCertificate: URL?
    /// The certificate's private key, PEM.
    public var tlsKey: URL?
    /// The URL of a PostgreSQL database, where it is not the one that the deployment remembers.
    ///
    /// A secret: it may hold a password. Whoever opens the deployment for the service opens it on this.
    public var database: String?
    /// The file of the service items (事项目录); `nil` for the ones built in.
    public var items: URL?
    /// The file that says which role is told what; `nil` for the table of product.md §4.
    public var disclosure: URL?
    /// The program that decodes pictures; `nil` for `heyima-scan` beside this one.
    public var scanner: URL?
    /// How many pictures are decoded at once.
    public var scannerProcesses = 2
    /// How far clocks may differ, in seconds.
    public var skewSeconds: Int64 = 30
    /// How old a code may be, in seconds.
    public var codeSeconds: Int64 = 90
    /// What is logged.
    public var logLevel: Logger.Level = .info
    /// The bounds.
    public var limits = Limits()

    /// The defaults: everything, on the loopback interface.
    public init() {}
}
