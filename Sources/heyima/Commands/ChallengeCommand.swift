// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import MergedCode
import QRSymbol
import Signing
import Wallet

struct ChallengeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "challenge",
        abstract: "Make a challenge to show to a holder, so that their code is made here and now.",
        discussion:
            """
            It is good for two minutes, once. Offline, give its text to heyima verify --challenge, with the same terminal. \
            A service remembers what it gave to a terminal, and takes nothing else from it until then.
            """
    )

    @Option(help: "Offline: a directory with root.pem and trust-list.cwt.", completion: .directory) var offline: String?
    @Option(help: "Offline: the id of this terminal.") var terminal: String?
    @OptionGroup var service: ServiceOptions
    @Option(
        name: .customLong("token-file"),
        help: "Service: a file with the terminal's token; without one it is asked for.",
        completion: .file()
    )
    var tokenFile: String?
    @Option(help: "How to show it.") var format: WalletCommand.Show.FormatArgument = .text
    @Option(help: "Where to write it, instead of stdout.", completion: .file()) var out: String?
    @Flag(help: "Draw for a terminal with a light background and no colour.") var invert = false
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (offline == nil) != (service.service == nil), (offline == nil) == (terminal == nil) else {
            throw ValidationError("give --offline DIR with --terminal ID, or --service URL")
        }
        guard terminal.map(Audience.isTerminalID) ?? true else {
            throw ValidationError("--terminal takes 1 to 32 letters, digits and dashes")
        }
    }

    func run() async throws {
        let now = currentTime()
        let challenge = if let offline { try made(offline: offline, at: now) } else { try await asked() }
        try CodeOutput(format: format, out: out, isInverted: invert, console: output.console)
            .write(challenge.text, secondsLeft: challenge.expiration - now)
    }

    private func made(offline: String, at now: Int64) throws -> Challenge {
        guard let audience = try OfflineVerifier(bundle: offline, state: nil).audience(of: terminal) else {
            throw Failure(Phrase("the trust list is not valid", "信任列表无效"), hint: .makeBundle)
        }
        return try Challenge(
            audience: audience.description,
            expiration: now + Challenge.lifetime,
            nonce: SecureRandom.bytes(16)
        )
    }

    private func asked() async throws -> Challenge {
        struct Body: Decodable { let challenge: String }
        let token = try Passphrase.read(.terminal, from: tokenFile, isNew: false).text
        let answer = try await service.connect(console: output.console) { service in
            try await service.post("/v1/challenges", authorization: "Bearer " + token)
        }
        return try Challenge(text: answer.json(as: Body.self).challenge)
    }
}
