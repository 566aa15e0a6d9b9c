// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@Suite struct VerifyCommandTests {
    @Test func `a code is accepted once and replayed the second time`() async throws {
        let (program, scratch) = try await Kept.copy()
        let code = try await program.code(scratch)
        let first = try await program.verify(code, scratch)
        #expect(first.status == 0, "\(first.error)")
        #expect(try first.verdict() == "accept")
        #expect(try (first.json()["identity"] as? [String: Any])?["name"] as? String == "梁𠮷")
        #expect(try (first.json()["evidence"] as? [String: Any])?["replay"] as? String == "local")
        let second = try await program.verify(code, scratch)
        #expect(second.status == 1)
        #expect(try second.reasons() == ["replayed"])
    }

    @Test func `of many verifiers with one memory exactly one accepts a code`() async throws {
        let (program, scratch) = try await Kept.copy()
        let code = try await program.code(scratch)
        let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<8 { group.addTask { try await program.verify(code, scratch).status } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses.sorted() == [0, 1, 1, 1, 1, 1, 1, 1])
    }

    @Test func `a memory that cannot be kept makes it a review`() async throws {
        let (program, scratch) = try await Kept.copy()
        let blocked = try scratch.write("not a directory", to: "blocked")
        let result = try await program.verify(program.code(scratch), scratch, "--state", blocked + "/state")
        #expect(result.status == 3)
        #expect(try result.reasons() == ["replay_unknown"])
    }

    @Test func `judging as of a time neither reads nor writes the memory`() async throws {
        let (program, scratch) = try await Kept.copy()
        let code = try await program.code(scratch)
        let now = String(Int(Date().timeIntervalSince1970))
        for _ in 0..<2 {
            let result = try await program.verify(code, scratch, "--at", now)
            #expect(result.status == 0)
            #expect(try (result.json()["evidence"] as? [String: Any])?["replay"] as? String == "skipped")
        }
        #expect(try await program.verify(code, scratch).status == 0)
    }

    @Test(arguments: [("2000-01-01T00:00:00Z", "code_from_future"), ("2200-01-01T00:00:00Z", "code_expired")])
    func `as of another time the code is refused`(time: String, reason: String) async throws {
        let (program, scratch) = try await Kept.copy()
        let result = try await program.verify(program.code(scratch), scratch, "--at", time)
        #expect(result.status == 1)
        #expect(try result.reasons().contains(reason))
    }

    @Test func `a required component that is not disclosed is a review`() async throws {
        let (program, scratch) = try await Kept.copy()
        let code = try await program.code(scratch, "--disclose", "identity")
        let result = try await program.verify(code, scratch, "--require", "identity,relief")
        #expect(result.status == 3)
        #expect(try result.reasons() == ["component_not_disclosed"])
        #expect(try (result.json()["relief"] as? [String: Any])?["state"] as? String == "not_disclosed")
    }

    @Test func `a reference code that nobody can look up shows nothing`() async throws {
        let (program, scratch) = try await Kept.copy()
        let result = try await program.verify(program.code(scratch, "--kind", "reference"), scratch)
        #expect(result.status == 3)
        #expect(try result.reasons() == ["credential_unknown"])
        #expect(!result.output.contains("梁"))
    }

    @Test func `a challenge is answered once, here and by a code made for it`() async throws {
        let (program, scratch) = try await Kept.copy()
        func challenge(_ terminal: String) async throws -> String {
            try await program.run("challenge", "--offline", scratch.bundle, "--terminal", terminal).output
                .trimmingCharacters(in: .newlines)
        }
        let shown = try await challenge("K1")
        let answer = try await program.code(scratch, "--challenge", shown)
        let here = ["--terminal", "K1", "--challenge", shown]
        func verify(_ code: String, _ options: [String]) async throws -> Program.Result {
            try await program.run(["verify", "-", "--offline", scratch.bundle, "--json"] + options, input: code)
        }
        // A code made before the challenge was shown, and one made for another terminal, are not good here.
        #expect(try await verify(program.code(scratch), ["--terminal", "K1"]).reasons().isEmpty)
        #expect(try await verify(answer, ["--terminal", "K2"]).reasons() == ["wrong_audience", "challenge_unknown"])
        let elsewhere = try await verify(answer, ["--terminal", "K2", "--challenge", shown])
        #expect(elsewhere.status == 2)
        #expect(elsewhere.error.contains("not of this terminal"))
        #expect(try await verify(answer, here).status == 0)
        let again = try await program.code(scratch, "--challenge", shown)
        #expect(try await verify(again, here).reasons() == ["challenge_unknown"])
        let other = try await challenge("K1")
        let unasked = try await verify(program.code(scratch), ["--terminal", "K1", "--challenge", other])
        #expect(try unasked.reasons() == ["challenge_unknown"])
    }

    @Test func `a kiosk is told less`() async throws {
        let (program, scratch) = try await Kept.copy()
        let result = try await program.verify(program.code(scratch), scratch, "--role", "kiosk")
        #expect(result.output.contains("梁*"))
        #expect(!result.output.contains("𠮷"))
        #expect(!result.output.contains("0027"))
        #expect(!result.output.contains("1850.00"))
    }

    @Test func `a picture is scanned and verified`() async throws {
        let (program, scratch) = try await Kept.copy()
        let picture = scratch.path("code.png")
        let shown = try await program.run(["wallet", "show", "--format", "png", "--out", picture] + scratch.wallet)
        #expect(shown.status == 0)
        let result = try await program.run("verify", "--image", picture, "--offline", scratch.bundle, "--json")
        #expect(result.status == 0)
        #expect(try result.verdict() == "accept")
    }

    @Test func `each line of a scanner gets its verdict`() async throws {
        let (program, scratch) = try await Kept.copy()
        let lines = "HELLO\n\n" + (try await program.code(scratch)) + "\r\n"
        let result = try await program.run(
            ["verify", "--follow", "--offline", scratch.bundle, "--json"],
            input: lines
        )
        let outputs = result.output.split(separator: "\n")
        #expect(outputs.count == 2)
        #expect(outputs.first?.contains("unsupported_format") == true)
        #expect(outputs.last?.contains(#""verdict":"accept""#) == true)
    }

    @Test(arguments: [
        ("", "unsupported_format"), ("hello", "unsupported_format"), ("HYM1:", "malformed_cbor"),
        ("HYM1:::::::", "malformed_base45"), ("HYM1:A", "malformed_base45"), ("hym1:6BF", "unsupported_format"),
        ("HYM1:" + String(repeating: "0", count: 2044), "unsupported_format"),
    ])
    func `what is no code is refused with its reason`(text: String, reason: String) async throws {
        let kept = try await Kept.shared.value
        let result = try await Program(home: kept.scratch.url).verify(text, kept.scratch, "--at", "1795000000")
        #expect(result.status == 1)
        #expect(try result.reasons() == [reason])
        #expect(try result.json()["kind"] is NSNull)
    }

    @Test func `half a code is refused`() async throws {
        let (program, scratch) = try await Kept.copy()
        let code = try await program.code(scratch)
        for length in [code.count / 2, code.count - 1, code.count - 2, code.count - 3] {
            let result = try await program.verify(String(code.prefix(length)), scratch)
            #expect(result.status == 1)
            #expect(try ["malformed_cbor", "malformed_base45"].contains(result.reasons().first ?? ""))
        }
    }

    @Test func `a bundle that was changed is not believed`() async throws {
        let (program, scratch) = try await Kept.copy()
        let path = scratch.bundle + "/trust-list.cwt"
        var bytes = try Data(contentsOf: URL(filePath: path))
        bytes[bytes.count / 2] ^= 1
        try bytes.write(to: URL(filePath: path))
        let result = try await program.verify(program.code(scratch), scratch)
        #expect(result.status == 1)
        #expect(try result.reasons().contains("trust_list_invalid"))
        #expect(!result.output.contains("梁"))
    }

    @Test func `a bundle without its status list is a review and not good`() async throws {
        let (program, scratch) = try await Kept.copy()
        try FileManager.default.removeItem(atPath: scratch.bundle + "/status")
        let result = try await program.verify(program.code(scratch), scratch)
        #expect(result.status == 3)
        #expect(try result.reasons() == ["status_unknown"])
        #expect(try (result.json()["card"] as? [String: Any])?["state"] as? String == "unknown")
    }

    @Test func `sentences are Chinese under a Chinese locale`() async throws {
        let kept = try await Kept.shared.value
        var program = Program(home: kept.scratch.url)
        let english = try await program.run("verify", "X", "--offline", kept.scratch.bundle)
        #expect(english.output.contains("This is not a Heyima code."))
        program.locale = "zh_CN.UTF-8"
        let chinese = try await program.run("verify", "X", "--offline", kept.scratch.bundle)
        #expect(chinese.output.contains("这不是合一码。"))
    }

    @Test(arguments: [
        (["verify", "X"], "--offline"),
        (["verify", "--offline", "/nowhere"], "give one of"),
        (["verify", "X", "--offline", "/nowhere"], "cannot read /nowhere/root.pem"),
        (["verify", "X", "--offline", "/nowhere", "--require", "shoe"], "shoe"),
        (["verify", "X", "--offline", "/nowhere", "--at", "noon"], "noon"),
        (["verify", "X", "--offline", "/nowhere", "--terminal", "a b"], "--terminal"),
        (["frobnicate"], "frobnicate"),
    ])
    func `bad usage says what is wrong and ends with 2`(arguments: [String], fragment: String) async throws {
        let scratch = try Scratch()
        let result = try await Program(home: scratch.url).run(arguments)
        #expect(result.status == 2)
        #expect(result.output.isEmpty)
        #expect(result.error.hasPrefix("heyima: error: "))
        #expect(result.error.contains(fragment), "\(result.error)")
    }

    @Test(arguments: [
        ("nothing.png", "there is no file"), ("text.png", "image_unreadable"), ("empty.png", "image_unreadable"),
    ])
    func `what is no picture ends with 2`(name: String, fragment: String) async throws {
        let kept = try await Kept.shared.value
        let scratch = try Scratch()
        _ = try scratch.write("this is no picture", to: "text.png")
        _ = try scratch.write("", to: "empty.png")
        let result = try await Program(home: scratch.url)
            .run(
                "verify",
                "--image",
                scratch.path(name),
                "--offline",
                kept.scratch.bundle
            )
        #expect(result.status == 2)
        #expect(result.error.contains(fragment), "\(result.error)")
    }
}
