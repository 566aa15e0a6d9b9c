// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Service

/// How the service is configured: a file, the environment, and flags, which count most.
struct ConfigurationOptions: ParsableArguments {
    @Option(help: "A file with settings, JSON.", completion: .file()) var config: String?
    @Option(help: "What to serve: all, verify (verdicts; opens no private key) or issue (credentials).")
    var serve: String?
    @Option(help: "Where to listen, HOST:PORT; port 0 takes one that is free.") var listen: String?
    @Option(name: .customLong("tls-cert"), help: "The certificate for https, PEM.", completion: .file())
    var certificate: String?
    @Option(name: .customLong("tls-key"), help: "Its private key, PEM.", completion: .file()) var key: String?

    func configuration(_ database: DatabaseOption) async throws -> ServiceConfiguration {
        let flags = [
            ("serve", serve), ("listen", listen), ("tls.certificate", certificate), ("tls.key", key),
            ("database", try database.flag()),
        ]
        return try await ServiceConfiguration(
            file: config.map { URL(filePath: $0) },
            environment: ProcessInfo.processInfo.environment,
            flags: Dictionary(uniqueKeysWithValues: flags.compactMap { key, value in value.map { (key, $0) } })
        )
    }
}

struct ConfigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Show the settings that serve would run with; secrets are not shown."
    )

    @OptionGroup var settings: ConfigurationOptions
    @OptionGroup var database: DatabaseOption
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let lines = try await settings.configuration(database).redactedLines
        guard output.json else {
            for line in lines { output.console.print(line) }
            return
        }
        let values = lines.map { line in
            let parts = line.split(separator: " = ", maxSplits: 1).map(String.init)
            return (parts[0], parts.count > 1 ? parts[1] : "")
        }
        try output.console.printJSON(Dictionary(uniqueKeysWithValues: values))
    }
}
