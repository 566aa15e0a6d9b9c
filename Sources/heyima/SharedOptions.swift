// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Deployment
import Foundation
import Signing
import Verification

/// Where the deployment is, and what opens it.
struct DeploymentOptions: ParsableArguments {
    @Option(name: .customLong("data"), help: "The deployment's directory.", completion: .directory)
    var directory: String

    @OptionGroup var passphrase: PassphraseOptions

    func open() throws -> Deployment { try Deployment(directory: URL(filePath: directory)) }

    func unlock() throws -> Desk { try open().unlock(passphrase: passphrase.read(.deployment)) }
}

/// How a passphrase comes in: a file or a prompt, never an argument or the environment.
struct PassphraseOptions: ParsableArguments {
    @Option(
        name: .customLong("passphrase-file"),
        help: "A file with the passphrase on its first line; without one it is asked for.",
        completion: .file()
    )
    var file: String?

    func read(_ purpose: Passphrase.Purpose, isNew: Bool = false) throws -> SecretBytes {
        try Passphrase.read(purpose, from: file, isNew: isNew)
    }
}

/// How a command speaks.
struct OutputOptions: ParsableArguments {
    @Flag(help: "Write JSON, one object a line.")
    var json = false

    @Flag(help: "Say nothing but the result.")
    var quiet = false

    var console: Console { Console(isQuiet: quiet) }
}

/// The clock of the commands.
///
/// Whatever is below them is told the time.
func currentTime() -> Int64 { Int64(Date().timeIntervalSince1970.rounded(.down)) }

/// A time as a person gives it: seconds since 1970, or ISO 8601.
struct TimeArgument: ExpressibleByArgument {
    let seconds: Int64

    init?(argument: String) {
        if let seconds = Int64(argument), (0...253_402_300_799).contains(seconds) {
            self.seconds = seconds
        } else if let date = try? Date(argument, strategy: .iso8601) {
            seconds = Int64(date.timeIntervalSince1970)
        } else {
            return nil
        }
    }
}

/// An algorithm as a person names it.
enum AlgorithmArgument: String, ExpressibleByArgument, CaseIterable {
    case sm2, esp256, ed25519
}
