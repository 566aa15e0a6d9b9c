// SPDX-License-Identifier: Apache-2.0

import Configuration
import Foundation
import Logging

/// One key of the configuration: what it takes, and where it goes.
struct Setting: Sendable {
    let key: String
    let type: ConfigType
    /// What is expected, for the error.
    let expected: String
    let isSecret: Bool
    /// Takes a value; false where it is not what is expected.
    ///
    /// Relative paths of a file begin at the directory.
    let take: @Sendable (ConfigContent, _ directory: URL?, inout ServiceConfiguration) -> Bool
    /// The value as text; `nil` where none is set.
    let show: @Sendable (ServiceConfiguration) -> String?

    static let all: [Setting] = [
        .word("serve", "one of all, verify, issue", \.mode),
        Setting("listen", .string, "HOST:PORT") { content, _, configuration in
            guard case .string(let text) = content, let address = ServiceConfiguration.Address(text) else {
                return false
            }
            configuration.listen = address
            return true
        } show: {
            $0.listen.description
        },
        Setting("behindProxy", .bool, "true or false") { content, _, configuration in
            guard case .bool(let isBehindProxy) = content else { return false }
            configuration.isBehindProxy = isBehindProxy
            return true
        } show: {
            "\($0.isBehindProxy)"
        },
        .file("tls.certificate", \.tlsCertificate),
        .file("tls.key", \.tlsKey),
        Setting("database", .string, "a URL such as postgres://…", isSecret: true) { content, _, configuration in
            guard case .string(let text) = content, text.contains("://") else { return false }
            configuration.database = text
            return true
        } show: {
            $0.database
        },
        .file("items", \.items),
        .file("disclosure", \.disclosure),
        .file("scanner.program", \.scanner),
        .number("scanner.processes", 1...64, \.scannerProcesses),
        .number("verification.skewSeconds", 0...300, \.skewSeconds),
        .number("verification.codeSeconds", 1...3600, \.codeSeconds),
        .word("log.level", "one of \(Logger.Level.allCases.map(\.rawValue).joined(separator: ", "))", \.logLevel),
        .number("limits.jsonBody", 1024...(1 << 20), \.limits.jsonBody),
        .number("limits.picture", 1024...(64 << 20), \.limits.picture),
        .number("limits.importFile", 1024...(4 << 30), \.limits.importFile),
        .number("limits.headerField", 1024...(64 << 10), \.limits.headerField),
        .number("limits.headers", 1024...(256 << 10), \.limits.headers),
        .number("limits.headerCount", 8...1000, \.limits.headerCount),
        .number("limits.requestSeconds", 1...300, \.limits.requestSeconds),
        .number("limits.idleSeconds", 1...3600, \.limits.idleSeconds),
        .number("limits.stopSeconds", 1...300, \.limits.stopSeconds),
        .number("limits.connections", 1...100_000, \.limits.connections),
        .number("limits.waitingPictures", 0...10_000, \.limits.waitingPictures),
        .number("limits.pictureMilliseconds", 100...60_000, \.limits.pictureMilliseconds),
        .number("limits.strangerPerMinute", 1...1_000_000, \.limits.stranger.perMinute),
        .number("limits.strangerBurst", 1...1_000_000, \.limits.stranger.burst),
        .number("limits.terminalPerMinute", 1...10_000_000, \.limits.terminal.perMinute),
        .number("limits.terminalBurst", 1...10_000_000, \.limits.terminal.burst),
    ]

    /// A text of a command line as content of the setting's type; as text where it is none.
    func content(of text: String) -> ConfigContent {
        switch type {
        case .int: Int(text).map { .int($0) } ?? .string(text)
        case .bool: Bool(text).map { .bool($0) } ?? .string(text)
        default: .string(text)
        }
    }

    private init(
        _ key: String,
        _ type: ConfigType,
        _ expected: String,
        isSecret: Bool = false,
        take: @escaping @Sendable (ConfigContent, URL?, inout ServiceConfiguration) -> Bool,
        show: @escaping @Sendable (ServiceConfiguration) -> String?
    ) {
        self.key = key
        self.type = type
        self.expected = expected
        self.isSecret = isSecret
        self.take = take
        self.show = show
    }

    private static func number<Number: BinaryInteger & Sendable>(
        _ key: String,
        _ range: ClosedRange<Int>,
        _ place: any WritableKeyPath<ServiceConfiguration, Number> & Sendable
    ) -> Setting {
        Setting(key, .int, "a whole number from \(range.lowerBound) to \(range.upperBound)") { content, _, target in
            guard case .int(let number) = content, range.contains(number) else { return false }
            target[keyPath: place] = Number(number)
            return true
        } show: {
            "\($0[keyPath: place])"
        }
    }

    private static func word<Word: RawRepresentable<String> & Sendable>(
        _ key: String,
        _ expected: String,
        _ place: any WritableKeyPath<ServiceConfiguration, Word> & Sendable
    ) -> Setting {
        Setting(key, .string, expected) { content, _, configuration in
            guard case .string(let text) = content, let word = Word(rawValue: text) else { return false }
            configuration[keyPath: place] = word
            return true
        } show: {
            $0[keyPath: place].rawValue
        }
    }

    private static func file(
        _ key: String,
        _ place: any WritableKeyPath<ServiceConfiguration, URL?> & Sendable
    ) -> Setting {
        Setting(key, .string, "the path of a file") { content, directory, configuration in
            guard case .string(let path) = content, !path.isEmpty else { return false }
            configuration[keyPath: place] = URL(filePath: path, directoryHint: .notDirectory, relativeTo: directory)
            return true
        } show: {
            $0[keyPath: place]?.path(percentEncoded: false)
        }
    }
}
