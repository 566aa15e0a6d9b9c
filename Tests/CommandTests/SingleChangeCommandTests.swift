// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// Changes of one person by hand, and the sealing key, as the program is told.
@Suite struct SingleChangeCommandTests {
    private static let liang = "440605195503150027"
    private static let certificate = "粤佛南特困20220017"

    @Test func `relief is suspended, resumed and tapers, and each change names who made it`() async throws {
        let (program, scratch) = try await Kept.copy()
        func run(_ arguments: String...) async throws -> Program.Result {
            try await program.run(["registry"] + arguments + scratch.deployment, input: Self.liang + "\n")
        }
        func change(_ arguments: String...) async throws -> Program.Result {
            try await program.run(
                ["registry", "change-relief", "-", "--certificate", Self.certificate] + arguments + scratch.deployment,
                input: Self.liang + "\n"
            )
        }
        let suspended = try await change("--state", "suspended", "--as-of", "2026-11-01", "--by", "op7")
        #expect(suspended.status == 0 && suspended.output.isEmpty, "\(suspended.error)")
        #expect(try await run("person", "-").output.contains("suspended"))
        #expect(try await change("--state", "resumed").status == 0)
        #expect(try await !run("person", "-").output.contains("suspended"))
        #expect(try await change("--version", "3").status == 0)
        #expect(try await run("person", "-").output.contains("version 3"))
        let back = try await change("--version", "3")
        #expect(back.status == 2 && back.error.contains("registry.version_back"))
        #expect(!back.error.contains(Self.liang))
        #expect(try await run("report-death", "-", "--as-of", "2026-11-01").status == 0)
        #expect(try await change("--state", "resumed").error.contains("registry.change_final"))
    }

    @Test(arguments: [
        ["change-relief", "-", "--certificate", "Z"],
        ["change-relief", "-", "--certificate", "Z", "--state", "ended", "--version", "2"],
        ["change-relief", "-", "--certificate", "Z", "--state", "tapering"],
        ["change-relief", "-", "--certificate", "Z", "--state", "ended", "--until", "2027-01-01"],
        ["change-relief", "-", "--certificate", "Z", "--head"],
        ["change-relief", "-", "--certificate", "Z", "--version", "2", "--as-of", "2026-01-01"],
        ["change-card", "-", "--card", "A1234567", "--status", "found"],
        ["change-card", "-", "--card", "A1234567", "--status", "lost", "--as-of", "2026-01-01"],
    ])
    func `what means nothing is refused`(arguments: [String]) async throws {
        let kept = try await Kept.shared.value
        let result = try await Program(home: kept.scratch.url)
            .run(["registry"] + arguments + kept.scratch.deployment, input: Self.liang + "\n")
        #expect(result.status == 2)
    }

    @Test func `numbers of a card and a certificate come on standard input, behind the person's`() async throws {
        let (program, scratch) = try await Kept.copy()
        let cards = try Fixtures.text("demo/cards.csv").split(separator: "\n")
        let card = try #require(cards.first { $0.hasPrefix(Self.liang) }?.split(separator: ",")[2])
        func run(_ arguments: String..., and number: some StringProtocol) async throws -> Program.Result {
            try await program.run(
                ["registry"] + arguments + scratch.deployment,
                input: "\(Self.liang)\n\(number)\n"
            )
        }
        let lost = try await run("report-lost", "-", "--card", "-", and: card)
        #expect(lost.status == 0, "\(lost.error)")
        #expect(try await run("person", "-", and: "").output.contains("lost"))
        #expect(try await run("change-card", "-", "--card", "-", "--status", "normal", and: card).status == 0)
        #expect(try await !run("person", "-", and: "").output.contains("lost"))
        let other = try await run("change-card", "-", "--card", "-", "--status", "normal", and: "Z99999999")
        #expect(other.status == 2 && other.error.contains("registry.card_unknown"), "\(other.error)")
        let suspended = try await run(
            "change-relief",
            "-",
            "--certificate",
            "-",
            "--state",
            "suspended",
            and: Self.certificate
        )
        #expect(suspended.status == 0, "\(suspended.error)")
        #expect(try await run("end-relief", "-", "--certificate", "-", and: Self.certificate).status == 0)
        #expect(try await run("end-relief", "-", "--certificate", "-", and: "Z").status == 2)
    }

    @Test func `the sealing key is rotated, and codes and people are as before`() async throws {
        let (program, scratch) = try await Kept.copy()
        func person() async throws -> String {
            try await program.run(["registry", "person", "-"] + scratch.deployment, input: Self.liang + "\n").output
        }
        let before = try await person()
        let key = URL(filePath: scratch.path("kept/deployment/keys/sealing.key"))
        let former = try Data(contentsOf: key)
        let rotated = try await program.run(["keys", "rotate", "--use", "sealing"] + scratch.deployment)
        #expect(rotated.status == 0 && rotated.output.isEmpty, "\(rotated.error)")
        #expect(try Data(contentsOf: key) != former)
        #expect(try await person() == before)
        #expect(try await program.verify(program.code(scratch), scratch).status == 0)
        let algorithm = try await program.run(
            ["keys", "rotate", "--use", "sealing", "--alg", "sm2"] + scratch.deployment
        )
        #expect(algorithm.status == 2)
        // A copy of the directory that still has the former key.
        try former.write(to: key)
        let refused = try await program.run(["registry", "person", "-"] + scratch.deployment, input: Self.liang + "\n")
        #expect(refused.status == 2 && refused.error.contains("storage.sealed-anew"), "\(refused.error)")
    }
}
