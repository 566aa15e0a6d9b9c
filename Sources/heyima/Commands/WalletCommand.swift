// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import COSE
import Deployment
import Foundation
import MergedCode
import QRSymbol
import Signing
import Wallet

struct WalletCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "wallet",
        abstract: "A resident's credentials: enrol, show a code, refresh.",
        subcommands: [Enrol.self, Show.self, Refresh.self, List.self]
    )

    /// The wallet's file and what opens it.
    struct WalletOptions: ParsableArguments {
        @Option(help: "The wallet's file.", completion: .file()) var wallet = usualPath

        @Option(
            name: .customLong("wallet-passphrase-file"),
            help: "A file with the wallet's passphrase; without one it is asked for.",
            completion: .file()
        )
        var passphraseFile: String?

        private static var usualPath: String {
            let environment = ProcessInfo.processInfo.environment
            let base =
                environment["XDG_DATA_HOME"].flatMap { $0.isEmpty ? nil : $0 }
                ?? environment["HOME", default: "."] + "/.local/share"
            return base + "/heyima/wallet"
        }

        func open() throws -> HolderWallet {
            // Nobody should type a passphrase for a file that is not there.
            guard FileManager.default.fileExists(atPath: wallet) else {
                throw Failure(
                    code: "signing.file-missing",
                    "there is no file \(wallet)",
                    hint: Phrase("heyima wallet enrol makes a wallet", "可用 heyima wallet enrol 新建钱包")
                )
            }
            return try HolderWallet(
                contentsOf: wallet,
                passphrase: Passphrase.read(.wallet, from: passphraseFile, isNew: false)
            )
        }

        /// Keeps other processes from changing the wallet.
        func lock() throws -> DirectoryLock {
            let directory = URL(filePath: wallet).deletingLastPathComponent()
            do { try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true) } catch {
                let path = directory.path(percentEncoded: false)
                throw Failure(Phrase("cannot make \(path)", "无法建立 \(path)"))
            }
            return try DirectoryLock(directory)
        }

        func openOrCreate() throws -> HolderWallet {
            guard !FileManager.default.fileExists(atPath: wallet) else { return try open() }
            return try HolderWallet(
                newAt: wallet,
                passphrase: Passphrase.read(.wallet, from: passphraseFile, isNew: true)
            )
        }
    }

    enum HolderAlgorithm: String, ExpressibleByArgument, CaseIterable {
        case esp256, ed25519, sm2
    }

    struct Enrol: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Get a credential for a ticket and its PIN.")

        @OptionGroup var deployment: DeploymentOptions
        @Option(help: "The ticket, or - for stdin, where other programs cannot see it.") var ticket: String
        @Option(
            name: .customLong("pin-file"),
            help: "A file with the PIN; without one it is asked for.",
            completion: .file()
        )
        var pinFile: String?
        @Option(help: "What the wallet signs with.") var alg: HolderAlgorithm = .esp256
        @OptionGroup var options: WalletOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            let lock = try options.lock()
            var wallet = try options.openOrCreate()
            let text = ticket == "-" ? try StandardInput.line(Phrase("Ticket", "申领凭条")) : ticket
            let issuer = try LocalIssuer(desk: deployment.unlock())
            let pin = try Passphrase.readPIN(from: pinFile)
            let now = currentTime()
            let request = try wallet.begin(replacing: nil) {
                try PrivateKey.generate(alg == .esp256 ? .p256 : alg == .ed25519 ? .ed25519 : .sm2)
            }
            try wallet.ask(from: deployment.directory) {
                (try issuer.enrol(ticket: text, pin: pin, request: request, at: now), request)
            }
            _ = consume lock
            try issuer.settle(at: now)
            let parts = try wallet.entry().credential.components.keys.map(\.name).sorted().joined(separator: ", ")
            output.console.print(Phrase("The wallet holds a credential: \(parts).", "钱包已存入凭证：\(parts)。"))
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show a code that is good for a minute, once.")

        enum KindArgument: String, ExpressibleByArgument, CaseIterable {
            case dynamic, reference
        }

        enum FormatArgument: String, ExpressibleByArgument, CaseIterable {
            case terminal, text, png, svg
        }

        @Option(help: "dynamic (动态码) carries everything; reference (简码) is small and needs an online verifier.")
        var kind: KindArgument = .dynamic
        @Option(help: "What to show, such as identity,card; health only when asked for.") var disclose: ComponentList?
        @Option(help: "The challenge that the terminal shows, HYMQ1:…") var challenge: String?
        @Option(help: "How to show it.") var format: FormatArgument = .terminal
        @Option(help: "Where to write it, instead of stdout.", completion: .file()) var out: String?
        @Flag(help: "Draw for a terminal with a light background and no colour.") var invert = false
        @Flag(help: "Draw a new code before the old one expires, until interrupted.") var follow = false
        @OptionGroup var options: WalletOptions
        @OptionGroup var output: OutputOptions

        func validate() throws {
            if follow, format != .terminal || out != nil || challenge != nil {
                throw ValidationError("--follow draws on the terminal, and answers no challenge")
            }
        }

        func run() async throws {
            let entry = try options.open().entry()
            let challenge = try challenge.map { try Challenge(text: $0) }
            if follow {
                try await CodeScreen(console: output.console, isInverted: invert)
                    .run { now in try code(of: entry, nil, at: now) }
                return
            }
            let now = currentTime()
            let text = try code(of: entry, challenge, at: now)
            try CodeOutput(format: format, out: out, isInverted: invert, console: output.console)
                .write(text, secondsLeft: HeldCredential.defaultLifetime)
        }

        private func code(of entry: HeldEntry, _ challenge: Challenge?, at now: Int64) throws -> String {
            try entry.code(
                kind == .dynamic ? .dynamic : .reference,
                disclosing: disclose?.keys,
                challenge: challenge,
                at: now,
                random: SecureRandom.bytes
            )
        }
    }

    struct Refresh: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Exchange the credential for one that says what is true now."
        )

        @OptionGroup var deployment: DeploymentOptions
        @OptionGroup var options: WalletOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            // The second of two refreshes at once would name a handle that is spent, and look like a copied wallet.
            let lock = try options.lock()
            var wallet = try options.open()
            let entry = try wallet.entry()
            let issuer = try LocalIssuer(desk: deployment.unlock())
            let now = currentTime()
            let request = try wallet.begin(replacing: entry.credential.id) { entry.key }
            try wallet.ask(from: deployment.directory) {
                (try issuer.refresh(entry, request: request, at: now), request)
            }
            _ = consume lock
            try issuer.settle(at: now)
            let parts = try wallet.entry().credential.components.keys.map(\.name).sorted().joined(separator: ", ")
            output.console.print(Phrase("Refreshed: \(parts).", "已更新：\(parts)。"))
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show which credentials the wallet holds.")

        @OptionGroup var options: WalletOptions
        @OptionGroup var output: OutputOptions

        private struct Row: Encodable {
            let id: String
            let issuer: String
            let components: [String]
            let expiresAt: Int64
        }

        func run() throws {
            for entry in try options.open().entries {
                let claims = entry.credential.claims
                let components = entry.credential.components.keys.map(\.name).sorted()
                if output.json {
                    try output.console.printJSON(
                        Row(
                            id: claims.id.description,
                            issuer: claims.issuer,
                            components: components,
                            expiresAt: claims.expiration
                        )
                    )
                    continue
                }
                let end = Day(at: claims.expiration - 1)?.description ?? ""
                let parts = components.joined(separator: ",")
                output.console.print(
                    Phrase(
                        "\(claims.id)  \(claims.issuer)  until \(end)  \(parts)",
                        "\(claims.id)  \(claims.issuer)  有效期至 \(end)  \(parts)"
                    )
                )
            }
        }
    }
}
