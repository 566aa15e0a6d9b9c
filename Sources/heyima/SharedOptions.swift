// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Deployment
import Foundation
import MergedCode
import Signing
import Verification

/// Where the deployment is, for what needs no secret of it.
struct DeploymentPlace: ParsableArguments {
    @Option(name: .customLong("data"), help: "The deployment's directory.", completion: .directory)
    var directory: String

    @OptionGroup var database: DatabaseOption

    func open() throws -> Deployment {
        try Deployment(directory: URL(filePath: directory), database: database.address())
    }
}

/// Where the deployment is, and what opens it.
struct DeploymentOptions: ParsableArguments {
    @OptionGroup var place: DeploymentPlace
    @OptionGroup var passphrase: PassphraseOptions

    func open() throws -> Deployment { try place.open() }

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

/// A time as a person gives it: seconds since 1970, ISO 8601, or a day alone, which begins in Asia/Shanghai.
struct TimeArgument {
    private static let range: ClosedRange<Int64> = 0...253_402_300_799

    let seconds: Int64

    init(text: String) throws {
        if let seconds = Int64(text) ?? Self.seconds(text), Self.range.contains(seconds) {
            self.seconds = seconds
        } else {
            throw ValidationError("expected seconds since 1970, 2026-11-23 or 2026-11-23T08:00:00Z")
        }
    }

    private static func seconds(_ text: String) -> Int64? {
        let time = Day(text) == nil ? text : text + "T00:00:00+08:00"
        return (try? Date(time, strategy: .iso8601)).map { Int64($0.timeIntervalSince1970) }
    }

    /// The time as a person reads it; the number where no calendar has it.
    static func text(_ seconds: Int64) -> String {
        guard range.contains(seconds) else { return "\(seconds)" }
        return Date(timeIntervalSince1970: TimeInterval(seconds)).formatted(.iso8601)
    }
}

/// An algorithm as a person names it.
enum AlgorithmArgument: String, ExpressibleByArgument, CaseIterable {
    case sm2, esp256, ed25519
}
