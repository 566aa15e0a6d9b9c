// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Deployment
import Foundation
import Service
import Storage

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serve verdicts to terminals and credentials to wallets, over HTTP.",
        discussion: """
            Ends with Ctrl-C or SIGTERM, once requests under way are answered. Settings come from the file of --config, \
            from HEYIMA_… variables and from these flags; heyima config shows the outcome.
            """
    )

    @OptionGroup var deployment: DeploymentOptions
    @OptionGroup var settings: ConfigurationOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let configuration = try await settings.configuration(deployment.place.database)
        let console = output.console
        let service = try HeyimaService(
            deployment: Deployment(
                directory: URL(filePath: deployment.place.directory),
                database: configuration.database.map { try DatabaseAddress($0) }
            ),
            passphrase: deployment.passphrase.read(.deployment),
            configuration: configuration,
            clock: currentTime,
            logger: ServiceLog.standardError(level: configuration.logLevel)
        )
        let isJSON = output.json
        try await service.run { port in
            let url = configuration.url(port: port)
            if isJSON {
                try? console.printJSON(["listening": url])
            } else {
                console.print(Phrase("Serving on \(url)", "服务已启动：\(url)"))
            }
            // Whoever started it waits for this line.
            fflush(nil)
        }
    }
}

extension ServiceConfiguration {
    /// The URL of the service, as those on this machine reach it.
    func url(port: Int) -> String {
        let host = ["0.0.0.0", "::"].contains(listen.host) ? "127.0.0.1" : listen.host
        return "\(tlsCertificate == nil ? "http" : "https")://\(Address(host: host, port: port))"
    }
}
