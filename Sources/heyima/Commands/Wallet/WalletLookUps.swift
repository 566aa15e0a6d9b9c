// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Wallet

extension WalletCommand {
    struct LookUps: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "lookups",
            abstract: "See who has looked at your data, when, and for what.",
            discussion: "The service is asked that the credential came from, unless --service says otherwise."
        )

        @OptionGroup var service: ServiceOptions
        @OptionGroup var options: WalletOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let entry = try options.open().entry()
            let console = output.console
            let (lookUps, deviation) = try await service.connect(or: entry.origin, console: console) { service in
                try await entry.lookUps(from: RemoteIssuer(service), clock: currentTime)
            }
            if let warning = ClockWarning(deviation) { console.say(warning.phrase) }
            for lookUp in lookUps {
                if output.json { try console.printJSON(lookUp) } else { console.print(Self.line(lookUp)) }
            }
            if lookUps.isEmpty { console.say(Phrase("Nobody has looked.", "尚无人查看。")) }
        }

        private static func line(_ lookUp: LookUp) -> Phrase {
            let time = TimeArgument.text(lookUp.at)
            let place = [lookUp.item, lookUp.region].compactMap { $0 }
            let role = Words.terminalRole(lookUp.role)
            let how = Words.lookUp(lookUp.how)
            let verdict = Words.outcome(lookUp.verdict)
            func line(_ language: KeyPath<Phrase, String>) -> String {
                ([time, role[keyPath: language], how[keyPath: language], verdict[keyPath: language]] + place)
                    .joined(separator: "  ")
            }
            return Phrase(line(\.english), line(\.chinese))
        }
    }
}
