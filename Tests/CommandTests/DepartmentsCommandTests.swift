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
        #expect(try await run("departments", "revoke", "CZ-2").status == 2)
        #expect(try await run("departments", "revoke", "CZ-1").status == 0)
        #expect(try await run("departments", "list").output.contains("revoked"))
    }

    @Test(arguments: [
        ["X", "--kind", "kiosk", "--scope", "4406"], ["X", "--kind", "finance", "--scope", "440"],
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
