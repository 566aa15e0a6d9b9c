// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// `heyima serve`, and the commands that talk to it.
@Suite struct ServiceCommandTests {
    private static func enrol(
        _ program: Program,
        _ scratch: Scratch,
        at url: String,
        _ ticket: (text: String, pinFile: String)
    ) async throws -> Program.Result {
        try await program.run(enrolment(scratch, at: url, ticket), input: ticket.text + "\n")
    }

    private static func enrolment(
        _ scratch: Scratch,
        at url: String,
        _ ticket: (text: String, pinFile: String),
        ticket argument: String = "-"
    ) -> [String] {
        [
            "wallet", "enrol", "--service", url, "--ticket", argument, "--pin-file", ticket.pinFile,
            "--wallet", scratch.path("new"), "--wallet-passphrase-file", scratch.path("kept/passphrase"),
        ]
    }

    private static func new(_ scratch: Scratch) -> [String] {
        ["--wallet", scratch.path("new"), "--wallet-passphrase-file", scratch.path("kept/passphrase")]
    }

    @Test func `a code of a wallet that enrolled over HTTP is good once, by text and by picture, and is traced`()
        async throws
    {
        let (program, scratch) = try await Kept.copy()
        let service = try RunningService(program, scratch)
        let enrolled = try await Self.enrol(program, scratch, at: service.url, program.ticket(scratch))
        #expect(enrolled.status == 0, "\(enrolled.error)")
        #expect(enrolled.error.isEmpty, "the clock is right: \(enrolled.error)")
        let shown = try await program.run(["wallet", "show", "--format", "text"] + Self.new(scratch)).output
        let first = try await program.verify(shown, at: service, scratch)
        #expect(first.status == 0, "\(first.error)")
        #expect(try first.verdict() == "accept")
        let evidence = try #require(first.json()["evidence"] as? [String: Any])
        #expect(evidence["mode"] as? String == "online")
        let again = try await program.verify(shown, at: service, scratch)
        #expect(again.status == 1)
        #expect(try again.reasons() == ["replayed"])

        let picture = scratch.path("code.png")
        _ = try await program.run(["wallet", "show", "--format", "png", "--out", picture] + Self.new(scratch))
        let seen = try await program.run(
            "verify",
            "--image",
            picture,
            "--service",
            service.url,
            "--token-file",
            scratch.path("kept/token"),
            "--item",
            "MZ-02",
            "--business",
            "a+b 1&2",
            "--operator",
            "窗口"
        )
        #expect(seen.status == 0, "\(seen.error)")
        #expect(seen.output.hasPrefix("✔ ACCEPTED"), "\(seen.output)")

        let refreshed = try await program.run(["wallet", "refresh"] + Self.new(scratch))
        #expect(refreshed.status == 0, "\(refreshed.error)")
        let lookUps = try await program.run(["wallet", "lookups", "--json"] + Self.new(scratch))
        #expect(lookUps.output.split(separator: "\n").count == 3, "\(lookUps.output)\(lookUps.error)")

        let trace = try await program.run(
            ["audit", "list", "--person", "--json"] + scratch.deployment,
            input: "440604195409230155\n"
        )
        let rows = trace.output.split(separator: "\n")
        #expect(rows.count == 3, "\(trace.error)")
        #expect(rows.first?.contains(#""business":"a+b 1&2""#) == true, "\(trace.output)")
        #expect(rows.first?.contains(#""operator":"窗口""#) == true)
        #expect(!trace.output.contains("440604195409230155"))
        let whole = try await program.run(["audit", "verify"] + scratch.deployment)
        #expect(whole.status == 0, "\(whole.output)")
    }

    @Test func `an answer that cannot be kept is asked for again with the same ticket`() async throws {
        let (program, scratch) = try await Kept.copy()
        let service = try RunningService(program, scratch)
        let ticket = try await program.ticket(scratch)
        // There is room for the request, and none for the credential.
        let arguments = Self.enrolment(scratch, at: service.url, ticket, ticket: ticket.text)
        let lost = try await program.run(withFileLimit: 1, arguments)
        #expect(lost.status == 2)
        #expect(lost.error.contains("signing.file-failed"), "\(lost.error)")
        let none = try await program.run(["wallet", "show"] + Self.new(scratch))
        #expect(none.error.contains("wallet.no-credential"), "\(none.error)")
        // Mistyped in between, as happens; the ticket is the wallet's already.
        let wrong = try scratch.write("000000", to: "wrong")
        let refused = try await Self.enrol(program, scratch, at: service.url, (ticket.text, wrong))
        #expect(refused.error.contains("issuance.pin-wrong"), "\(refused.error)")
        let enrolled = try await Self.enrol(program, scratch, at: service.url, ticket)
        #expect(enrolled.status == 0, "\(enrolled.error)")
        let other = try await program.run(
            [
                "wallet", "enrol", "--service", service.url, "--ticket", "-", "--pin-file", ticket.pinFile,
                "--wallet", scratch.path("thief"), "--wallet-passphrase-file", scratch.path("kept/passphrase"),
            ],
            input: ticket.text + "\n"
        )
        #expect(other.status == 2)
        #expect(other.error.contains("issuance.ticket-unknown"), "\(other.error)")
        #expect(!FileManager.default.fileExists(atPath: scratch.path("thief")))
    }

    @Test func `the second of two copies of a wallet is found out, in the language of the person`() async throws {
        var (program, scratch) = try await Kept.copy()
        let service = try RunningService(program, scratch)
        try FileManager.default.copyItem(atPath: scratch.path("kept/wallet"), toPath: scratch.path("new"))
        let first = try await program.run(["wallet", "refresh", "--service", service.url] + scratch.wallet)
        #expect(first.status == 0, "\(first.error)")
        program.locale = "zh_CN.UTF-8"
        let copy = try await program.run(["wallet", "refresh", "--service", service.url] + Self.new(scratch))
        #expect(copy.status == 2)
        #expect(copy.error.contains(/issuance\.handle-spent: \p{Han}/), "\(copy.error)")
        #expect(copy.error.contains("heyima: hint: 请到服务窗口"), "\(copy.error)")
        let verdict = try await program.verify(program.code(scratch), at: service, scratch)
        #expect(try verdict.reasons().contains("credential_suspended"), "\(verdict.output)")
    }

    @Test func `a terminal that is not known, revoked, or without a purpose is told no verdict`() async throws {
        let (program, scratch) = try await Kept.copy()
        let service = try RunningService(program, scratch)
        let added = try await program.run(
            ["terminals", "add", "W2", "--role", "window", "--region", "440604"] + scratch.deployment
        )
        #expect(added.status == 0, "\(added.error)")
        let token = added.output.trimmingCharacters(in: .newlines)
        #expect(token.hasPrefix("hyt_"))
        let listed = try await program.run(["terminals", "list", "--json"] + scratch.deployment)
        #expect(listed.output.contains(#""id":"W2""#))
        #expect(!listed.output.contains("hyt_"))

        func ask(_ token: String, _ purpose: String...) async throws -> Program.Result {
            try? FileManager.default.removeItem(atPath: scratch.path("token"))
            let file = try scratch.write(token + "\n", to: "token")
            return try await program.run(
                ["verify", "-", "--service", service.url, "--token-file", file] + purpose,
                input: "HYM1:NOTHING"
            )
        }
        let known = try await ask(token, "--item", "MZ-02", "--business", "b", "--operator", "o")
        #expect(known.status == 1, "\(known.error)")
        let purposeless = try await ask(token)
        #expect(purposeless.status == 2)
        #expect(purposeless.error.contains("purpose_required"), "\(purposeless.error)")
        #expect(purposeless.error.contains("--business"), "\(purposeless.error)")
        let unknown = try await ask("hyt_" + String(repeating: "A", count: 43), "--item", "MZ-02")
        #expect(unknown.status == 2)
        #expect(unknown.error.contains("unauthorised"), "\(unknown.error)")

        let again = try await program.run(
            ["terminals", "add", "W2", "--role", "window", "--region", "440604"] + scratch.deployment
        )
        #expect(again.status == 2)
        #expect(again.output.isEmpty)
        #expect(try await program.run(["terminals", "revoke", "W2"] + scratch.deployment).status == 0)
        #expect(try await program.run(["terminals", "revoke", "W3"] + scratch.deployment).status == 2)
        let revoked = try await ask(token, "--item", "MZ-02", "--business", "b", "--operator", "o")
        #expect(revoked.error.contains("unauthorised"), "\(revoked.error)")
    }

    @Test func `a code that answers the terminal's challenge is good once, and one that does not is refused`()
        async throws
    {
        let (program, scratch) = try await Kept.copy()
        let service = try RunningService(program, scratch)
        let asked = try await program.run(
            "challenge",
            "--service",
            service.url,
            "--token-file",
            scratch.path("kept/token")
        )
        #expect(asked.status == 0, "\(asked.error)")
        let challenge = asked.output.trimmingCharacters(in: .newlines)
        let without = try await program.verify(program.code(scratch), at: service, scratch)
        #expect(try without.reasons() == ["challenge_unknown"], "\(without.output)")
        let answer = try await program.code(scratch, "--challenge", challenge)
        #expect(try await program.verify(answer, at: service, scratch).verdict() == "accept")
        let second = try await program.code(scratch, "--challenge", challenge)
        #expect(try await program.verify(second, at: service, scratch).verdict() == "reject")
    }

    @Test func `a service is believed by its certificate alone`() async throws {
        let (program, scratch) = try await Kept.copy()
        let (certificate, key) = (scratch.path("tls.pem"), scratch.path("tls.key"))
        let made = try Tool("openssl")
            .run([
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
                "-keyout",
                key, "-out", certificate, "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
            ])
        #expect(made.status == 0)
        let service = try RunningService(program, scratch, "--tls-cert", certificate, "--tls-key", key)
        #expect(service.url.hasPrefix("https://127.0.0.1:"))
        let named = service.url.replacing("127.0.0.1", with: "localhost")
        func ask(_ url: String, _ options: String...) async throws -> Program.Result {
            try await program.run(
                ["verify", "-", "--service", url, "--token-file", scratch.path("kept/token"), "--item", "MZ-02"]
                    + ["--business", "b", "--operator", "o"] + options,
                input: "HYM1:NOTHING"
            )
        }
        #expect(try await ask(named, "--ca-file", certificate).status == 1)
        for foreign in [try await ask(named), try await ask(service.url, "--ca-file", certificate)] {
            #expect(foreign.status == 2)
            #expect(foreign.error.contains("wallet.service-certificate"), "\(foreign.error)")
        }
        let plain = try await ask("http://heyima.example")
        #expect(plain.error.contains("wallet.service-unencrypted"), "\(plain.error)")
    }

    @Test func `each mode serves its own, a port that is taken is said, and the end is orderly`() async throws {
        let (program, scratch) = try await Kept.copy()
        let verifying = try RunningService(program, scratch, "--serve", "verify")
        let ticket = try await program.ticket(scratch)
        let refused = try await Self.enrol(program, scratch, at: verifying.url, ticket)
        #expect(refused.status == 2)
        #expect(refused.error.contains("not_found"), "\(refused.error)")
        #expect(try await program.verify(program.code(scratch), at: verifying, scratch).status == 0)

        let address = verifying.url.replacing("http://", with: "")
        let taken = try await program.run(["serve", "--listen", address] + scratch.deployment)
        #expect(taken.status == 2)
        #expect(taken.error.contains("service.address"), "\(taken.error)")
        #expect(taken.error.contains("--listen"), "\(taken.error)")
        #expect(verifying.stop(SIGTERM) == 0)

        let issuing = try RunningService(program, scratch, "--serve", "issue")
        let unserved = try await program.verify(program.code(scratch), at: issuing, scratch)
        #expect(unserved.status == 2)
        #expect(unserved.error.contains("not_found"), "\(unserved.error)")
        #expect(try await Self.enrol(program, scratch, at: issuing.url, ticket).status == 0)
        #expect(issuing.stop(SIGINT) == 0)
        let gone = try await program.run(["wallet", "refresh"] + Self.new(scratch))
        #expect(gone.error.contains("wallet.service-unreachable"), "\(gone.error)")
        #expect(gone.error.contains("nothing is lost"), "\(gone.error)")
    }

    @Test func `a service that is killed has forgotten no code that it accepted`() async throws {
        let (program, scratch) = try await Kept.copy()
        let killed = try RunningService(program, scratch)
        let code = try await program.code(scratch)
        #expect(try await program.verify(code, at: killed, scratch).verdict() == "accept")
        #expect(killed.stop(SIGKILL) == SIGKILL)
        let service = try RunningService(program, scratch)
        #expect(try await program.verify(code, at: service, scratch).reasons() == ["replayed"])
        let whole = try await program.run(["audit", "verify"] + scratch.deployment)
        #expect(whole.status == 0, "\(whole.output)")
        let exported = try await program.run(["audit", "export"] + scratch.deployment)
        #expect(exported.output.contains(#""reasons":["replayed"]"#), "\(exported.output)\(exported.error)")
        #expect(!exported.output.contains(code))
    }

    @Test func `a service does not start on another database than it was told of`() async throws {
        let (program, scratch) = try await Kept.copy()
        let file = try scratch.write(#"{"database":"postgres://u:word@127.0.0.1:1/d"}"#, to: "service.json")
        let refused = try await program.run(["serve", "--config", file] + scratch.deployment)
        #expect(refused.status == 2)
        #expect(refused.error.contains("storage.unreachable"), "\(refused.error)")
        #expect(!refused.error.contains("word"), "\(refused.error)")
    }

    @Test func `what was cut off the trace shows against a checkpoint`() async throws {
        let (program, scratch) = try await Kept.copy()
        let checkpoint = scratch.path("checkpoint")
        let written = try await program.run(["audit", "verify", "--out", checkpoint] + scratch.deployment)
        #expect(written.status == 0, "\(written.error)")
        let again = try await program.run(["audit", "verify", "--checkpoint", checkpoint] + scratch.deployment)
        #expect(again.status == 0, "\(again.output)")
        let database = scratch.path("kept/deployment/verification.sqlite")
        for file in [database, database + "-wal", database + "-shm"] {
            try? FileManager.default.removeItem(atPath: file)
        }
        let cut = try await program.run(["audit", "verify", "--json", "--checkpoint", checkpoint] + scratch.deployment)
        #expect(cut.status == 1, "\(cut.output)\(cut.error)")
        #expect(cut.output.contains(#""problem":"truncated""#), "\(cut.output)")
        let forged = try scratch.write("heyima-audit-checkpoint 1\nat 1\nmac 00\n", to: "forged")
        let refused = try await program.run(["audit", "verify", "--checkpoint", forged] + scratch.deployment)
        #expect(refused.status == 2)
        #expect(refused.error.contains("audit.checkpoint"), "\(refused.error)")
    }

    @Test func `the configuration is shown without secrets, and a wrong one is refused by name`() async throws {
        let scratch = try Scratch()
        let program = Program(home: scratch.url)
        let file = try scratch.write(
            #"{"listen":"127.0.0.1:9","database":"postgres://u:word@h/d","limits":{"picture":4096}}"#,
            to: "service.json"
        )
        let shown = try await program.run("config", "--config", file, "--serve", "verify")
        #expect(shown.status == 0, "\(shown.error)")
        #expect(shown.output.contains("serve = verify\n"))
        #expect(shown.output.contains("listen = 127.0.0.1:9\n"))
        #expect(shown.output.contains("limits.picture = 4096\n"))
        #expect(!shown.output.contains("word"))
        let wrong = try await program.run("config", "--config", file, "--listen", "nowhere")
        #expect(wrong.status == 2)
        #expect(wrong.error.contains("service.configuration"), "\(wrong.error)")
        let misspelt = try scratch.write(#"{"limit":{"picture":4096}}"#, to: "misspelt.json")
        let refused = try await program.run("config", "--config", misspelt)
        #expect(refused.error.contains("limit.picture"), "\(refused.error)")
    }
}
