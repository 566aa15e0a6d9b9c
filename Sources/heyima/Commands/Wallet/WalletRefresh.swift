// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import MergedCode
import Wallet

extension WalletCommand {
    struct Refresh: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Exchange the credential for one that says what is true now.",
            discussion: "It is asked for where it came from, unless --service or --data says otherwise."
        )

        @OptionGroup var issuer: IssuerOptions
        @OptionGroup var options: WalletOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            // The second of two refreshes at once would name a handle that is spent, and look like a copied wallet.
            let lock = try options.lock()
            var wallet = try options.open()
            let entry = try wallet.entry()
            try await issuer.ask(at: entry.origin, console: output.console) { issuer in
                try await wallet.refresh(entry, with: issuer, clock: currentTime)
            }
            _ = consume lock
            if let warning = ClockWarning(wallet.clockDeviation) { output.console.say(warning.phrase) }
            let parts = try wallet.entry().componentNames.joined(separator: ", ")
            output.console.print(Phrase("Refreshed: \(parts).", "已更新：\(parts)。"))
        }
    }
}

extension HeldEntry {
    /// What can be shown of it, by the names that `--disclose` takes.
    var componentNames: [String] { credential.components.keys.map(\.name).sorted() }
}
