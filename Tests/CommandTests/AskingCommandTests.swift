// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// What terminals ask a service for beyond the verdict on a code.
@Suite struct AskingCommandTests {
    @Test func `by duty is by the ID number on stdin, for staff, and never better than a review`() async throws {
        let (program, scratch) = try await Kept.copy()
        let service = try RunningService(program, scratch)
        let purpose = ["--item", "MZ-02", "--business", "b-1", "--operator", "W1"]
        func ask(_ options: [String] = [], role: String? = nil, input: String) async throws -> Program.Result {
            var file = scratch.path("kept/token")
            if let role { file = try await token(role, program, scratch) }
            return try await program.run(
                ["verify", "--by-duty", "--service", service.url, "--token-file", file] + purpose + options,
                input: input
            )
        }
        let told = try await ask(["--json"], input: "440604195409230155\n")
        #expect(told.status == 3, "\(told.error)")
        #expect(try told.reasons() == ["printed_needs_document"])
        #expect((try told.json()["evidence"] as? [String: Any])?["source"] as? String == "by_duty")
        let read = try await ask(input: "440604195409230155\n")
        #expect(read.status == 3)
        #expect(read.output.hasPrefix("? TO BE REVIEWED\n"), "\(read.output)")
        #expect(!read.output.contains("440604195409230155"))
        let nobody = try await ask(["--json"], input: "440604198001039991\n")
        #expect(nobody.status == 1)
        #expect(try nobody.reasons() == ["credential_unknown"])
        let wrong = try await ask(input: "440604195409230156\n")
        #expect(wrong.status == 2)
        #expect(wrong.error.contains("registry.id_check_digit") && !wrong.error.contains("440604195409230156"))
        let kiosk = try await ask(role: "kiosk", input: "440604195409230155\n")
        #expect(kiosk.status == 2)
        #expect(kiosk.error.contains("forbidden"), "\(kiosk.error)")
    }

    @Test func `a supervisor is told in full for a reason, which stands in the trace`() async throws {
        let (program, scratch) = try await Kept.copy()
        let service = try RunningService(program, scratch)
        let supervisor = try await token("supervisor", program, scratch)
        func ask(_ file: String, _ reason: String) async throws -> Program.Result {
            let code = try await program.code(scratch)
            return try await program.run(
                ["verify", "-", "--service", service.url, "--token-file", file, "--reveal", reason, "--item", "MZ-02"]
                    + ["--business", "b-1", "--operator", "S1"],
                input: code
            )
        }
        let told = try await ask(supervisor, "复核")
        #expect(told.status == 0, "\(told.error)")
        #expect(told.output.contains("440605195503150027"), "\(told.output)")
        let trace = try await program.run(["audit", "list", "--json", "--limit", "1"] + scratch.deployment)
        #expect(trace.output.contains(#""revealReason":"复核""#), "\(trace.output)")
        let window = try await ask(scratch.path("kept/token"), "复核")
        #expect(window.status == 2)
        #expect(window.error.contains("forbidden"), "\(window.error)")
        let number = try await ask(supervisor, "440605195503150027")
        #expect(number.status == 2)
        #expect(number.error.contains("request_malformed"), "\(number.error)")
    }

    @Test func `a kiosk tells amounts after a touch alone`() async throws {
        let (program, scratch) = try await Kept.copy()
        let service = try RunningService(program, scratch)
        let kiosk = try await token("kiosk", program, scratch)
        func ask(_ options: String...) async throws -> Program.Result {
            let code = try await program.code(scratch)
            return try await program.run(
                ["verify", "-", "--json", "--service", service.url, "--token-file", kiosk, "--item", "MZ-02"]
                    + ["--business", "b-1", "--operator", "K1"] + options,
                input: code
            )
        }
        let before = try await ask()
        #expect(!before.output.contains(#""amount""#), "\(before.output)\(before.error)")
        let after = try await ask("--touched")
        #expect(after.output.contains(#""amount""#), "\(after.output)\(after.error)")
    }

    @Test(
        arguments: [
            ["-", "--offline", "b", "--touched"], ["-", "--offline", "b", "--reveal", "r"],
            ["--by-duty", "--offline", "b"],
            ["--by-duty", "-", "--service", "s"], ["--by-duty", "--follow", "--service", "s"],
            ["--image", "p", "--service", "s", "--touched"], ["--image", "p", "--service", "s", "--reveal", "r"],
        ]
    )
    func `what does not go together is a wrong usage`(_ options: [String]) async throws {
        let scratch = try Scratch()
        let result = try await Program(home: scratch.url).run(["verify"] + options)
        #expect(result.status == 2)
        #expect(result.output.isEmpty)
        #expect(result.error.contains("heyima help verify"), "\(result.error)")
    }

    /// A file with the token of a new terminal.
    private func token(_ role: String, _ program: Program, _ scratch: Scratch) async throws -> String {
        let added = try await program.run(
            [
                "terminals", "add", "T-\(role)", "--role", role, "--region", "440600", "--item", "MZ-02", "--operator",
                "K1",
            ]
                + scratch.deployment
        )
        #expect(added.status == 0, "\(added.error)")
        return try scratch.write(added.output, to: "token-\(role)")
    }
}
