// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Deployment
import MergedCode
import Storage
import Verification

struct TerminalsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "terminals",
        abstract: "The terminals that may ask the service for verdicts.",
        subcommands: [Add.self, List.self, Revoke.self]
    )

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add a terminal; its token is shown once.",
            discussion:
                "The token is the terminal's secret. Only its digest is kept: who loses it adds another terminal."
        )

        @Argument(help: "The terminal's id: 1 to 32 letters, digits and dashes; never given to another.") var id: String
        @Option(help: "What it may be told: kiosk, window or supervisor.") var role: Role
        @Option(help: "The region that it serves, GB/T 2260: 2, 4, 6, 9 or 12 digits.") var region: String
        @Option(help: "The service item (事项编码) of requests that name none; for kiosks.") var item: String?
        @Option(help: "The operator (经办人) of requests that name none; for kiosks.") var `operator`: String?
        @OptionGroup var token: TokenOptions
        @OptionGroup var deployment: DeploymentOptions

        func validate() throws {
            try TokenOptions.check(id: id, of: "terminal")
            guard RegionScope(region) != nil else {
                throw ValidationError("--region takes 2, 4, 6, 9 or 12 digits")
            }
            guard role != .kiosk || (item != nil && `operator` != nil) else {
                throw ValidationError("a kiosk needs --item and --operator: nobody types them there")
            }
        }

        func run() async throws {
            try await token.register(in: deployment.verificationStore()) { token in
                Terminal(
                    id: id,
                    tokenDigest: token.digest,
                    role: role.rawValue,
                    region: region,
                    item: item,
                    operatorID: `operator`,
                    createdAt: currentTime()
                )
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show the terminals, revoked ones too.")

        @OptionGroup var deployment: DeploymentOptions
        @OptionGroup var output: OutputOptions

        private struct Row: Encodable {
            let id: String
            let role: String
            let region: String
            let item: String?
            let `operator`: String?
            let createdAt: Int64
            let revokedAt: Int64?
        }

        func run() async throws {
            for terminal in try await deployment.verificationStore().terminals() where terminal.department == nil {
                let console = output.console
                guard !output.json else {
                    try console.printJSON(
                        Row(
                            id: terminal.id,
                            role: terminal.role,
                            region: terminal.region,
                            item: terminal.item,
                            operator: terminal.operatorID,
                            createdAt: terminal.createdAt,
                            revokedAt: terminal.revokedAt
                        )
                    )
                    continue
                }
                console.print(Self.line(terminal, console.language))
            }
        }

        private static func line(_ terminal: Terminal, _ language: Language) -> String {
            let role = Words.terminalRole(terminal.role)[language]
            let state = terminal.revokedAt.map { time in
                Phrase("revoked \(TimeArgument.text(time))", "\(TimeArgument.text(time)) 停用")[language]
            }
            let parts = [
                terminal.id.padded(to: 16), role.padded(to: 16), terminal.region.padded(to: 12), terminal.item,
                terminal.operatorID, state,
            ]
            return parts.compactMap { $0 }.joined(separator: "  ")
        }
    }

    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Revoke a terminal for good; its next request is refused."
        )

        @Argument(help: "The terminal's id.") var id: String
        @OptionGroup var deployment: DeploymentOptions

        func run() async throws {
            guard try await deployment.verificationStore().revokeTerminal(id, at: currentTime()) else {
                throw Failure(
                    Phrase("there is no terminal \(id)", "没有终端 \(id)"),
                    hint: Phrase("heyima terminals list shows them", "可用 heyima terminals list 查看")
                )
            }
        }
    }
}

extension DeploymentOptions {
    /// What verifying services keep.
    func verificationStore() throws -> any VerificationStore {
        try open().verificationStore(passphrase: passphrase.read(.deployment))
    }
}
