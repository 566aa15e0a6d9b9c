// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@Suite struct WalletCommandTests {
    private static func enrol(
        _ program: Program,
        _ scratch: Scratch,
        wallet: String,
        pin: (String) -> String = { $0 }
    ) async throws -> Program.Result {
        let given = try await program.run(
            ["registry", "ticket", "-", "--json"] + scratch.deployment,
            input: "440604195409230155\n"
        )
        let ticket = try #require(given.json()["ticket"] as? String)
        let pinFile = try scratch.write(pin(try #require(given.json()["pin"] as? String)), to: "pin")
        return try await program.run(
            ["wallet", "enrol", "--ticket", "-", "--pin-file", pinFile, "--wallet", wallet]
                + ["--wallet-passphrase-file", scratch.path("kept/passphrase")] + scratch.deployment,
            input: ticket + "\n"
        )
    }

    @Test func `a resident enrols with ticket and PIN, and lists what the wallet holds`() async throws {
        let (program, scratch) = try await Kept.copy()
        let wallet = scratch.path("new/wallet")
        let enrolled = try await Self.enrol(program, scratch, wallet: wallet)
        #expect(enrolled.status == 0, "\(enrolled.error)")
        let listed = try await program.run(
            "wallet",
            "list",
            "--json",
            "--wallet",
            wallet,
            "--wallet-passphrase-file",
            scratch.path("kept/passphrase")
        )
        let components = try #require(listed.json()["components"] as? [String])
        #expect(components.contains("identity") && components.contains("relief"))
    }

    @Test func `a wrong PIN is refused and makes no wallet`() async throws {
        let (program, scratch) = try await Kept.copy()
        let wallet = scratch.path("new/wallet")
        let result = try await Self.enrol(program, scratch, wallet: wallet) { $0 == "000000" ? "000001" : "000000" }
        #expect(result.status == 2)
        #expect(result.error.contains("issuance.pin-wrong"), "\(result.error)")
        #expect(!FileManager.default.fileExists(atPath: wallet))
    }

    @Test func `enrolling anew revokes the earlier credential`() async throws {
        let (program, scratch) = try await Kept.copy()
        let bundle = ["bundle", "--data", scratch.path("kept/deployment"), "--out", scratch.bundle]
        let (first, second) = (scratch.path("first"), scratch.path("second"))
        #expect(try await Self.enrol(program, scratch, wallet: first).status == 0)
        #expect(try await Self.enrol(program, scratch, wallet: second).status == 0)
        _ = try await program.run(bundle)
        for (wallet, reasons) in [(first, ["credential_revoked"]), (second, [])] {
            let code = try await program.run(
                "wallet",
                "show",
                "--format",
                "text",
                "--wallet",
                wallet,
                "--wallet-passphrase-file",
                scratch.path("kept/passphrase")
            )
            #expect(try await program.verify(code.output, scratch).reasons() == reasons)
        }
    }

    @Test func `a copied wallet that refreshes second suspends the credential`() async throws {
        let (program, scratch) = try await Kept.copy()
        try FileManager.default.copyItem(atPath: scratch.path("kept/wallet"), toPath: scratch.path("copy"))
        #expect(try await program.run(["wallet", "refresh"] + scratch.deployment + scratch.wallet).status == 0)
        let copied = try await program.run(
            ["wallet", "refresh", "--wallet", scratch.path("copy")]
                + ["--wallet-passphrase-file", scratch.path("kept/passphrase")] + scratch.deployment
        )
        #expect(copied.status == 2)
        #expect(copied.error.contains("issuance.handle-spent"), "\(copied.error)")
        _ = try await program.run("bundle", "--data", scratch.path("kept/deployment"), "--out", scratch.bundle)
        #expect(try await program.verify(program.code(scratch), scratch).reasons() == ["credential_suspended"])
    }

    @Test func `a wallet that others can read, another passphrase and a changed file are refused`() async throws {
        let (program, scratch) = try await Kept.copy()
        let wrong = try scratch.write("wrong\n", to: "wrong")
        let show = ["wallet", "show", "--format", "text", "--wallet", scratch.path("kept/wallet")]
        let other = try await program.run(show + ["--wallet-passphrase-file", wrong])
        #expect(other.status == 2)
        #expect(other.error.contains("signing.wrong-passphrase"), "\(other.error)")

        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: scratch.path("kept/wallet"))
        let open = try await program.run(["wallet", "list"] + scratch.wallet)
        #expect(open.error.contains("signing.file-permissions"), "\(open.error)")

        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: scratch.path("kept/wallet"))
        var bytes = try Data(contentsOf: URL(filePath: scratch.path("kept/wallet")))
        bytes[bytes.count - 1] ^= 1
        try bytes.write(to: URL(filePath: scratch.path("kept/wallet")))
        let changed = try await program.run(["wallet", "list"] + scratch.wallet)
        #expect(changed.status == 2)
        #expect(changed.error.contains("signing."), "\(changed.error)")
    }

    @Test func `a challenge of somewhere else is not answered`() async throws {
        let (program, scratch) = try await Kept.copy()
        let result = try await program.run(
            ["wallet", "show", "--format", "text", "--challenge", "HYMQ1:NOT A CHALLENGE"] + scratch.wallet
        )
        #expect(result.status == 2)
        #expect(result.error.contains("credential.challenge"), "\(result.error)")
    }

    @Test func `the symbol on a terminal has its quiet zone and countdown`() async throws {
        let (program, scratch) = try await Kept.copy()
        let result = try await program.run(["wallet", "show"] + scratch.wallet)
        #expect(result.output.contains("Good for 60 seconds"))
        let lines = result.output.split(separator: "\n").filter { $0.contains("█") }
        #expect(lines.prefix(2).allSatisfy { $0.allSatisfy { $0 == "█" } })
        #expect(lines.dropFirst(2).allSatisfy { $0.hasPrefix("████") && $0.hasSuffix("████") })
    }

    @Test func `a component that the credential lacks cannot be shown`() async throws {
        let (program, scratch) = try await Kept.copy()
        let wrong = try await program.run(["wallet", "show", "--disclose", "shoe"] + scratch.wallet)
        #expect(wrong.status == 2)
        let full = try await program.run(["wallet", "show", "--format", "png", "--out", "/dev/full"] + scratch.wallet)
        #expect(full.status == 2)
        #expect(full.error.contains("cannot write"), "\(full.error)")
    }

    @Test func `a printed code is made in every format, and asks for a document`() async throws {
        let (program, scratch) = try await Kept.copy()
        for format in ["pdf", "png", "svg", "txt"] {
            let result = try await program.run(
                ["issue", "printed", "--person", "-", "--out", scratch.path("page.\(format)")] + scratch.deployment,
                input: "440605195503150027\n"
            )
            #expect(result.status == 0, "\(result.error)")
        }
        let text = try String(contentsOfFile: scratch.path("page.txt"), encoding: .utf8)
        let verdict = try await program.verify(text, scratch)
        #expect(verdict.status == 3)
        #expect(try verdict.reasons() == ["printed_needs_document"])
        #expect(try (verdict.json()["identity"] as? [String: Any])?["name"] as? String == "梁*")
        let words = try Tool("pdftotext").run([scratch.path("page.pdf"), "-"])
        #expect(words.text.contains("440***********0027"))
        let picture = try await program.run("inspect", "--image", scratch.path("page.png"))
        #expect(try picture.json()["kind"] as? String == "printed")
        #expect(try picture.json()["unverified"] as? Bool == true)
    }

    @Test func `other people's codes are told as they are`() async throws {
        let scratch = try Scratch()
        let picture = scratch.path("other.png")
        #expect(try Tool("qrencode").run(["-o", picture, "https://example.org"]).status == 0)
        let result = try await Program(home: scratch.url).run("inspect", "--image", picture)
        #expect(result.status == 0)
        #expect(try result.json()["text"] as? String == "https://example.org")
        #expect(try result.json()["kind"] == nil)
    }
}
