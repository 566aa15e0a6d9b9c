// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// Credentials of departments, which are no terminals.
@Suite struct DepartmentsCommandTests {
    @Test func `a department is added, listed and revoked apart from terminals`() async throws {
        let (program, scratch) = try await Kept.copy()
        func run(_ arguments: String...) async throws -> Program.Result {
            try await program.run(arguments + scratch.deployment)
        }
        let added = try await run("departments", "add", "CZ-1", "--kind", "finance", "--scope", "4406", "--json")
        #expect(added.status == 0, "\(added.error)")
        #expect((try added.json()["token"] as? String)?.hasPrefix("hyt_") == true)
        let listed = try await run("departments", "list", "--json")
        #expect(try listed.json()["kind"] as? String == "finance")
        #expect(try listed.json()["scope"] as? String == "4406")
        #expect(try await !run("terminals", "list").output.contains("CZ-1"))
        #expect(try await run("departments", "add", "CZ-1", "--kind", "cards", "--scope", "44").status == 2)
        // What staff at the registry stand in the trace as is nobody else's.
        let reserved = try await run("departments", "add", "registry", "--kind", "cards", "--scope", "44")
        #expect(reserved.status == 2 && reserved.output.isEmpty && reserved.error.contains("registry"))
        let terminal = try await run("terminals", "add", "registry", "--role", "window", "--region", "440604")
        #expect(terminal.status == 2 && terminal.output.isEmpty)
        #expect(try await run("departments", "revoke", "CZ-2").status == 2)
        #expect(try await run("departments", "revoke", "CZ-1").status == 0)
        #expect(try await run("departments", "list").output.contains("revoked"))
    }

    @Test func `a gateway that takes files is given each message once`() async throws {
        let (program, scratch) = try await Kept.copy()
        func run(_ arguments: String...) async throws -> Program.Result {
            try await program.run(arguments + scratch.deployment)
        }
        let city = ["departments", "add", "DX-1", "--kind", "gateway", "--scope", "4406", "--json"]
        #expect(try await program.run(city + scratch.deployment).status == 0)
        let overlapping = try await run("departments", "add", "DX-2", "--kind", "gateway", "--scope", "440604")
        #expect(overlapping.status == 2 && overlapping.error.contains("DX-1"))
        #expect(
            try await run("departments", "add", "DX-3", "--kind", "gateway", "--scope", "4406", "--bank", "银行").status
                == 0
        )

        let file = scratch.path("notices.csv")
        #expect(try await run("registry", "export", "notices", "DX-9", "--out", file).status == 2)
        let ended = try await program.run(
            ["registry", "end-relief", "-", "--certificate", "粤佛南特困20220017"] + scratch.deployment,
            input: "440605195503150027\n"
        )
        #expect(ended.status == 0, "\(ended.error)")
        let first = try await run("registry", "export", "notices", "DX-1", "--out", file, "--by", "op7")
        #expect(first.status == 0, "\(first.error)")
        let text = try String(contentsOfFile: file, encoding: .utf8)
        #expect(text.contains("ended") && text.contains("440605195503150027"))
        // Nobody has fetched the file yet: it is not written over, and what came since waits.
        let again = try await run("registry", "export", "notices", "DX-1", "--out", file)
        #expect(again.status == 2 && again.error.contains("is there already"), "\(again.error)")
        #expect(try String(contentsOfFile: file, encoding: .utf8) == text)
        let next = scratch.path("next.csv")
        #expect(try await run("registry", "export", "notices", "DX-1", "--out", next).status == 1)
        #expect(try await run("registry", "export", "notices", "DX-3").status == 1)
        let trace = try await run("audit", "list", "--terminal", "DX-1", "--json")
        #expect(try trace.json()["how"] as? String == "notices")
        #expect(try trace.json()["operator"] as? String == "op7")
        #expect(!trace.output.contains("440605195503150027"))
    }

    @Test(arguments: [
        ["X", "--kind", "finance", "--scope", "4406", "--bank", "银行"], ["X", "--kind", "kiosk", "--scope", "4406"],
        ["X", "--kind", "cards", "--scope", "4406", "--bank", "银行"],
        ["X", "--kind", "finance", "--scope", "440"],
        ["X", "--kind", "finance"], ["a b", "--kind", "finance", "--scope", "4406"],
        ["X", "--kind", "finance", "--scope", "44a6"],
    ])
    func `what no department can be is refused`(arguments: [String]) async throws {
        let kept = try await Kept.shared.value
        let result = try await Program(home: kept.scratch.url)
            .run(["departments", "add"] + arguments + kept.scratch.deployment)
        #expect(result.status == 2)
    }
}
