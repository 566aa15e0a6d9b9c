// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import MergedCode
import QRSymbol
import Signing
import Wallet

extension WalletCommand {
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
            let wallet = try options.open()
            let entry = try wallet.entry()
            if let warning = ClockWarning(wallet, entry, at: currentTime()) { output.console.say(warning.phrase) }
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
}
