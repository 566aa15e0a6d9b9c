// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import MergedCode
import QRSymbol
import Signing

struct ChallengeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "challenge",
        abstract: "Make a challenge to show to a holder, so that their code is made here and now.",
        discussion:
            "Give its text to heyima verify --challenge, with the same terminal. It is good for two minutes, once."
    )

    @Option(help: "A directory with root.pem and trust-list.cwt.", completion: .directory) var offline: String
    @Option(help: "The id of this terminal.") var terminal: String
    @Option(help: "How to show it.") var format: WalletCommand.Show.FormatArgument = .text
    @Option(help: "Where to write it, instead of stdout.", completion: .file()) var out: String?
    @Flag(help: "Draw for a terminal with a light background and no colour.") var invert = false
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard Audience.isTerminalID(terminal) else {
            throw ValidationError("--terminal takes 1 to 32 letters, digits and dashes")
        }
    }

    func run() throws {
        let verifier = try OfflineVerifier(bundle: offline, state: nil)
        guard let audience = verifier.audience(of: terminal) else {
            throw Failure(Phrase("the trust list is not valid", "信任列表无效"), hint: .makeBundle)
        }
        let challenge = try Challenge(
            audience: audience.description,
            expiration: currentTime() + Challenge.lifetime,
            nonce: SecureRandom.bytes(16)
        )
        try CodeOutput(format: format, out: out, isInverted: invert, console: output.console)
            .write(challenge.text, secondsLeft: Challenge.lifetime)
    }
}
