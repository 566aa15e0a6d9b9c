// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// What a person types, and what is said where it is not understood.
@Suite struct UsageTests {
    @Test(arguments: [
        (["verify", "-"], "heyima help verify"),
        (["wallet", "enrol"], "heyima help wallet enrol"),
        (["verify", "-", "--offline", "x", "--terminal", "?"], "heyima help verify"),
        (["issue", "printed", "--person", "-", "--out", "x.doc", "--data", "x"], "heyima help issue printed"),
        (["issue", "revoke", "--credential", "x", "--data", "x"], "heyima help issue revoke"),
        (["nothing"], "heyima --help"),
    ])
    func `the hint names the command whose usage it was`(arguments: [String], hint: String) async throws {
        let scratch = try Scratch()
        let result = try await Program(home: scratch.url).run(arguments)
        #expect(result.status == 2)
        #expect(result.error.hasSuffix("heyima: hint: \(hint)\n"), "\(result.error)")
        if hint.contains("help ") {
            let help = try await Program(home: scratch.url).run(hint.split(separator: " ").dropFirst().map(String.init))
            #expect(help.status == 0)
        }
    }

    @Test func `the version is told`() async throws {
        let scratch = try Scratch()
        let result = try await Program(home: scratch.url).run("--version")
        #expect(result.status == 0)
        #expect(result.output == "0.1.0\n")
    }

    @Test(arguments: ["2000-01-01", "2000-01-01T00:00:00Z", "946684800"])
    func `a time is a day, a moment or a number`(time: String) async throws {
        let (program, scratch) = try await Kept.copy()
        let code = try String(contentsOfFile: scratch.path("kept/code.txt"), encoding: .utf8)
        let result = try await program.verify(code, scratch, "--at", time)
        #expect(result.status == 1, "\(result.error)")
        #expect(try result.reasons().contains("code_from_future"), "\(result.output)")
    }

    @Test(arguments: ["-1", "yesterday", "2026-02-30", "253402300800"])
    func `what is no time is refused with what is expected`(time: String) async throws {
        let scratch = try Scratch()
        let result = try await Program(home: scratch.url).run("verify", "-", "--offline", "x", "--at", time)
        #expect(result.status == 2)
        #expect(result.error.contains("expected seconds since 1970, 2026-11-23 or"), "\(result.error)")
    }

    @Test func `inspect tells times as dates to a person, as numbers to a program`() async throws {
        let (program, scratch) = try await Kept.copy()
        let code = try await program.code(scratch)
        let text = try await program.run("inspect", "-", input: code)
        #expect(text.output.contains(/(?m)^expires +20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ$/), "\(text.output)")
        let json = try await program.run("inspect", "-", "--json", input: code).json()
        let claims = try #require(json["claims"] as? [String: String])
        #expect(Int64(claims["expires"] ?? "") != nil)
    }

    @Test func `a wallet that is not there is said to be missing before a passphrase is asked for`() async throws {
        let scratch = try Scratch()
        let result = try await Program(home: scratch.url).run("wallet", "list", "--wallet", scratch.path("none"))
        #expect(result.status == 2)
        #expect(result.error.contains("signing.file-missing"), "\(result.error)")
        #expect(result.error.contains("heyima wallet enrol"))
    }

    @Test func `a byte order mark and a line end of Windows are no part of a passphrase`() async throws {
        let (program, scratch) = try await Kept.copy()
        let word = try String(contentsOfFile: scratch.path("kept/passphrase"), encoding: .utf8)
            .trimmingCharacters(in: .newlines)
        let file = try scratch.write("\u{FEFF}\(word)\r\n", to: "marked")
        let result = try await program.run(
            "wallet",
            "list",
            "--wallet",
            scratch.path("kept/wallet"),
            "--wallet-passphrase-file",
            file
        )
        #expect(result.status == 0, "\(result.error)")
    }

    @Test func `a new passphrase has eight bytes at least`() async throws {
        let scratch = try Scratch()
        let program = Program(home: scratch.url)
        let short = try scratch.write("seven77\n", to: "short")
        let enough = try scratch.write("eight888\n", to: "enough")
        let refused = try await program.run("init", "--data", scratch.path("data"), "--passphrase-file", short)
        #expect(refused.status == 2)
        #expect(refused.error.contains("at least 8 bytes"), "\(refused.error)")
        #expect(!FileManager.default.fileExists(atPath: scratch.path("data")))
        let made = try await program.run("init", "--data", scratch.path("data"), "--passphrase-file", enough)
        #expect(made.status == 0, "\(made.error)")

        let enrol = try await program.run(
            "wallet",
            "enrol",
            "--ticket",
            "x",
            "--wallet",
            scratch.path("wallet"),
            "--wallet-passphrase-file",
            short,
            "--data",
            scratch.path("data"),
            "--passphrase-file",
            enough
        )
        #expect(enrol.status == 2)
        #expect(enrol.error.contains("at least 8 bytes"), "\(enrol.error)")
        #expect(!FileManager.default.fileExists(atPath: scratch.path("wallet")))
    }

    @Test(arguments: [["wallet", "show"], ["challenge", "--terminal", "K1", "--format", "terminal"]])
    func `a terminal with a light background gets dark modules on a blank quiet zone`(command: [String]) async throws {
        let (program, scratch) = try await Kept.copy()
        let options = command.first == "wallet" ? scratch.wallet : ["--offline", scratch.bundle]
        let usual = try await program.run(command + options).output.split(separator: "\n").dropLast()
        let inverted = try await program.run(command + options + ["--invert"]).output.split(separator: "\n").dropLast()
        #expect(inverted.count == usual.count)
        #expect(inverted.prefix(2).allSatisfy { $0.allSatisfy { $0 == " " } })
        #expect(inverted.allSatisfy { $0.hasPrefix("    ") && $0.hasSuffix("    ") })
        // The upper edge of the first finder pattern: seven dark modules.
        let edge = try #require(inverted.dropFirst(2).first)
        #expect(edge.dropFirst(4).hasPrefix("█▀▀▀▀▀█ "))
        #expect(usual.dropFirst(2).first?.dropFirst(4).hasPrefix(" ▄▄▄▄▄ █") == true)
    }
}
