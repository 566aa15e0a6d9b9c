// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@Suite struct ImportCommandTests {
    private static let resident = "440605195503150027"

    /// The roster of the demo without the resident whose wallet is kept.
    private static func rosterWithoutResident(_ scratch: Scratch) throws -> String {
        let rows = try Fixtures.text("demo/roster.csv").split(separator: "\n").filter { !$0.contains(resident) }
        return try scratch.write(rows.joined(separator: "\n") + "\n", to: "roster.csv")
    }

    private static func verdict(_ program: Program, _ scratch: Scratch) async throws -> Program.Result {
        _ = try await program.run(["bundle", "--data", scratch.path("kept/deployment"), "--out", scratch.bundle])
        return try await program.verify(program.code(scratch), scratch)
    }

    @Test func `a roster that is held changes codes when another operator approves it, until it is undone`()
        async throws
    {
        let (program, scratch) = try await Kept.copy()
        let file = try Self.rosterWithoutResident(scratch)
        let importing =
            ["registry", "import", "roster", file, "--scope", "440600", "--as-of", "2024-01-01", "--json"]
            + scratch.deployment

        let trial = try await program.run(importing + ["--dry-run"])
        #expect(trial.status == 0, "\(trial.output)\(trial.error)")
        #expect(try trial.json()["leaving"] as? Int == 1)
        #expect(try trial.json()["codes"] as? [String: Int] == ["revoked": 0, "suspended": 1, "restored": 0])

        let held = try await program.run(importing + ["--expect-rows", "1"])
        #expect(held.status == 3, "\(held.output)\(held.error)")
        #expect(try held.json()["outcome"] as? String == "held")
        let id = try #require(try held.json()["id"] as? Int)
        #expect(try await Self.verdict(program, scratch).status == 0)
        try FileManager.default.removeItem(atPath: file)

        let list = try await program.run([
            "registry", "imports", "--held", "--json", "--data", scratch.path("kept/deployment"),
        ])
        #expect(try list.json()["id"] as? Int == id)
        #expect(try list.json()["state"] as? String == "held")

        let approving = ["registry", "approve", "\(id)"] + scratch.deployment
        let same = try await program.run(approving + ["--by", "operator"])
        #expect(same.status == 2)
        #expect(same.error.contains("registry.import_same_operator"))
        let approved = try await program.run(approving + ["--by", "supervisor"])
        #expect(approved.status == 0, "\(approved.output)\(approved.error)")
        let suspended = try await Self.verdict(program, scratch)
        #expect(suspended.status == 3)
        #expect(try suspended.reasons() == ["relief_suspended"])

        let undoing = ["registry", "undo", "\(id)", "--by", "supervisor"] + scratch.deployment
        let undone = try await program.run(undoing)
        #expect(undone.status == 0, "\(undone.error)")
        #expect(try await Self.verdict(program, scratch).status == 0)
        let again = try await program.run(undoing)
        #expect(again.status == 2)
        #expect(again.error.contains("registry.import_not_applied"))
    }

    @Test func `rows with errors go into a file for the department, and progress only to a terminal`() async throws {
        let (program, scratch) = try await Kept.copy()
        let file = try scratch.write(
            "公民身份号码,健康状态,评估时间,有效期至\n440604195505010321,绿,2026-11-21,2099-12-31\n",
            to: "health.csv"
        )
        let errors = scratch.path("errors.csv")
        let result = try await program.run(
            ["registry", "import", "health", file, "--errors", errors] + scratch.deployment
        )
        #expect(result.status == 2)
        #expect(result.error.isEmpty, "\(result.error)")
        #expect(!result.output.contains("id_check_digit"))
        let bytes = [UInt8](try Data(contentsOf: URL(filePath: errors)))
        #expect(bytes.starts(with: [0xEF, 0xBB, 0xBF]))
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(text.contains("2,公民身份号码,440***********0321,id_check_digit,身份证号码校验位不正确,"))
        #expect(!text.contains("440604195505010321"))

        // The same again changes nothing, and tells the same; no file of a department is written over.
        let again = try await program.run(
            ["registry", "import", "health", file, "--errors", errors, "--json"] + scratch.deployment
        )
        #expect(again.status == 2)
        #expect(try again.json()["outcome"] as? String == "alreadyApplied")
        #expect(try Data(contentsOf: URL(filePath: errors)) == Data(bytes))
        let over = try await program.run(
            ["registry", "import", "health", file, "--errors", scratch.path("./health.csv")] + scratch.deployment
        )
        #expect(over.status == 2 && over.error.contains("--errors would be written over the file"), "\(over.error)")
    }

    @Test(arguments: [
        (["roster", "--scope", "440604"], "--scope and --as-of go together"),
        (["roster", "--as-of", "2024-01-01"], "--scope and --as-of go together"),
        (["roster", "--scope", "x", "--as-of", "2024-01-01"], "registry.scope_invalid"),
        (["roster", "--scope", "44", "--as-of", "2024-13-01"], "registry.date_invalid"),
        (["cards", "--scope", "44", "--as-of", "2024-01-01"], "registry.scope_invalid"),
        (["health", "--expect-sum", "1"], "registry.expected_sum_invalid"),
        (["health", "--expect-sum", "viel"], "registry.amount_invalid"),
    ])
    func `a request that contradicts itself is refused`(options: [String], code: String) async throws {
        let kept = try await Kept.shared.value
        let scratch = try Scratch()
        let file = try scratch.write("x\n", to: "file.csv")
        let result = try await Program(home: scratch.url)
            .run(["registry", "import", options[0], file] + options.dropFirst() + kept.scratch.deployment)
        #expect(result.status == 2)
        #expect(result.error.contains(code), "\(result.error)")
    }

    @Test func `a city's words are read from its catalogue, and a bad one stops everything`() async throws {
        let (program, scratch) = try await Kept.copy()
        let file = try scratch.write(
            "公民身份号码,健康状态,评估时间,有效期至\n440604195505010320,佳,2026-11-21,2099-12-31\n",
            to: "health.csv"
        )
        let importing = ["registry", "import", "health", file, "--json"] + scratch.deployment
        #expect(try await program.run(importing).status == 2)
        _ = try scratch.write(#"{"healthLevels": {"佳": 1}}"#, to: "kept/deployment/catalogue.json")
        let imported = try await program.run(importing)
        #expect(imported.status == 0, "\(imported.output)\(imported.error)")
        #expect(try imported.json()["changed"] as? Int == 1)
        let printed = try await program.run(["registry", "catalogue", "--data", scratch.path("kept/deployment")])
        #expect(try printed.json()["healthLevels"] as? [String: Int] == ["佳": 1])
        _ = try scratch.write(#"{"healthLevel": {"佳": 1}}"#, to: "kept/deployment/catalogue.json")
        let refused = try await program.run(importing)
        #expect(refused.status == 2)
        #expect(refused.error.contains("registry.catalogue_invalid: healthLevel has no meaning"), "\(refused.error)")
    }
}
