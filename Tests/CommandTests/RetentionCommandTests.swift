// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// Commands that destroy data or hand them out.
@Suite struct RetentionCommandTests {
    private static let liang = "440605195503150027"

    @Test func `somebody with active relief is not forgotten, with or without a yes`() async throws {
        let (program, scratch) = try await Kept.copy()
        for yes in [[], ["--yes"]] {
            let result = try await program.run(
                ["registry", "forget", "-"] + yes + scratch.deployment,
                input: Self.liang + "\n"
            )
            #expect(result.status == 2)
            #expect(result.error.contains("registry.person_in_use"), "\(result.error)")
            #expect(!result.error.contains(Self.liang))
        }
        let person = try await program.run(["registry", "person", "-"] + scratch.deployment, input: Self.liang + "\n")
        #expect(person.status == 0)
        let unknown = try await program.run(
            ["registry", "forget", "-", "--yes"] + scratch.deployment,
            input: "440606197001010011\n"
        )
        #expect(unknown.error.contains("registry.person_unknown"))
    }

    @Test func `somebody whose relief is over is forgotten once it was confirmed`() async throws {
        let (program, scratch) = try await Kept.copy()
        let id = "810000199005050018"
        func run(_ command: [String]) async throws -> Program.Result {
            try await program.run(["registry"] + command + scratch.deployment, input: id + "\n")
        }
        let rehearsed = try await run(["forget", "-", "--json"])
        #expect(rehearsed.status == 2)
        #expect(try rehearsed.json()["carriedOut"] as? Bool == false)
        #expect(try await run(["person", "-"]).status == 0)
        let done = try await run(["forget", "-", "--yes"])
        #expect(done.status == 0, "\(done.error)")
        #expect(done.output.contains("1 card(s)") && !done.output.contains(id) && !done.output.contains("黄"))
        #expect(try await run(["person", "-"]).error.contains("registry.person_unknown"))
        #expect(try await run(["ticket", "-"]).error.contains("issuance.person-unknown"))
    }

    @Test func `without a yes nothing is destroyed, and with one codes are retired in the next bundle`() async throws {
        let (program, scratch) = try await Kept.copy()
        let rehearsed = try await program.run(["registry", "retire-health", "--all", "--json"] + scratch.deployment)
        #expect(rehearsed.status == 2)
        let count = try #require(try rehearsed.json()["health"] as? Int)
        #expect(count > 5)
        let done = try await program.run(
            ["registry", "retire-health", "--all", "--yes", "--json"] + scratch.deployment
        )
        #expect(done.status == 0, "\(done.error)")
        #expect(try done.json()["health"] as? Int == count)
        let again = try await program.run(
            ["registry", "retire-health", "--all", "--yes", "--json"] + scratch.deployment
        )
        #expect(try again.json()["health"] as? Int == 0)

        let bundle = ["bundle", "--data", scratch.path("kept/deployment"), "--out", scratch.bundle]
        #expect(try await program.run(bundle).status == 0)
        let usual = try await program.verify(program.code(scratch), scratch)
        #expect(usual.status == 0, "\(usual.output)")
        let shown = try await program.verify(program.code(scratch, "--disclose", "identity,health"), scratch)
        #expect(try (shown.json()["health"] as? [String: Any])?["state"] as? String == "retired", "\(shown.output)")
        #expect(try shown.reasons() == ["health_retired"])
    }

    @Test(arguments: [[], ["--all", "--before", "2026-12-01"]])
    func `retiring health wants to know whose`(options: [String]) async throws {
        let kept = try await Kept.shared.value
        let result = try await Program(home: kept.scratch.url)
            .run(["registry", "retire-health", "--yes"] + options + kept.scratch.deployment)
        #expect(result.status == 2)
    }

    @Test func `pruning a young deployment finds nothing, and limits out of range are refused`() async throws {
        let (program, scratch) = try await Kept.copy()
        // One health status of the demonstration has been over for years.
        let first = try await program.run(["registry", "prune", "--yes", "--json"] + scratch.deployment)
        #expect(try first.json()["health"] as? Int == 1)
        let result = try await program.run(["registry", "prune", "--yes", "--json"] + scratch.deployment)
        #expect(result.status == 0, "\(result.error)")
        #expect(try result.json().values.allSatisfy { $0 as? Int == 0 }, "\(result.output)")
        let settings = URL(filePath: scratch.path("kept/deployment/deployment.json"))
        let text = try String(contentsOf: settings, encoding: .utf8)
        let end = try #require(text.lastIndex(of: "}"))
        try Data((text[..<end] + #", "retention": {"people": 1}}"#).utf8).write(to: settings)
        let refused = try await program.run(["registry", "prune", "--yes"] + scratch.deployment)
        #expect(refused.status == 2)
        #expect(refused.error.contains("deployment."), "\(refused.error)")
    }

    @Test func `a list goes to a file for its owner alone, with the digest that sha256sum checks`() async throws {
        let (program, scratch) = try await Kept.copy()
        let file = scratch.path("list.csv")
        let result = try await program.run(
            ["registry", "export", "paylist", "2026-09", "--out", file, "--json"] + scratch.deployment
        )
        #expect(result.status == 0, "\(result.error)")
        let digest = try #require(try result.json()["sha256"] as? String)
        #expect(try String(contentsOfFile: file + ".sha256", encoding: .utf8) == "\(digest)  list.csv\n")
        let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        let printed = try await program.run(["registry", "export", "paylist", "2026-09"] + scratch.deployment)
        #expect(printed.error == "SHA-256: \(digest)\n")
        #expect(Data(printed.output.utf8) == (try Data(contentsOf: URL(filePath: file))))
        let check = try Tool("sh").run(["-c", "cd \"$0\" && sha256sum -c list.csv.sha256", scratch.path("")])
        #expect(String(decoding: check.output, as: UTF8.self).contains("OK"))
    }

    @Test func `the public list and a certificate's metadata go to stdout`() async throws {
        let kept = try await Kept.shared.value
        let program = Program(home: kept.scratch.url)
        let list = try await program.run(["registry", "export", "publicity"] + kept.scratch.deployment)
        #expect(list.status == 0, "\(list.error)")
        #expect(list.output.contains("麦**") && !list.output.contains("麦桂芳"))
        let certificate = try await program.run(
            ["registry", "export", "certificate", "-"] + kept.scratch.deployment,
            input: Self.liang + "\n"
        )
        #expect(certificate.output.contains("44060400000020240001") == false)
        #expect(certificate.output.contains("1.2.156.3005.2.114406000000000193001"), "\(certificate.output)")
    }
}
