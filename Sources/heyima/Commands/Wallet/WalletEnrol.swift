// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import COSE
import Signing
import Wallet

extension WalletCommand {
    enum HolderAlgorithm: String, ExpressibleByArgument, CaseIterable {
        case esp256, ed25519, sm2

        var curve: Curve {
            switch self {
            case .esp256: .p256
            case .ed25519: .ed25519
            case .sm2: .sm2
            }
        }
    }

    struct Enrol: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Get a credential for a ticket and its PIN.",
            discussion: """
                Ask the service with --service, or a deployment on this machine with --data. If the connection breaks, \
                run it again with the same ticket: nothing is lost.
                """
        )

        @OptionGroup var issuer: IssuerOptions
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

        func validate() throws {
            guard issuer.isNamed else { throw ValidationError("give --service URL or --data DIR") }
        }

        func run() async throws {
            let lock = try options.lock()
            var wallet = try options.openOrCreate()
            let ticket = ticket == "-" ? try StandardInput.line(Phrase("Ticket", "申领凭条")) : ticket
            try await issuer.ask(console: output.console) { issuer in
                let pin = try Passphrase.readPIN(from: pinFile)
                try await wallet.enrol(
                    ticket: ticket,
                    pin: pin,
                    with: issuer,
                    clock: currentTime,
                    key: { try PrivateKey.generate(alg.curve) }
                )
            }
            _ = consume lock
            if let warning = ClockWarning(wallet.clockDeviation) { output.console.say(warning.phrase) }
            let parts = try wallet.entry().componentNames.joined(separator: ", ")
            output.console.print(Phrase("The wallet holds a credential: \(parts).", "钱包已存入凭证：\(parts)。"))
        }
    }
}
