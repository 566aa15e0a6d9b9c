// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@Suite struct RegistryCommandTests {
    private static let header = "公民身份号码,健康状态,评估时间,有效期至\n"

    @Test func `a bad row is told by line, column and code, and stops no other`() async throws {
        let (program, scratch) = try await Kept.copy()
        let file = try scratch.write(
            Self.header + "440604195505010320,黄,2026-11-21 09:00,2099-12-31\n"
                + "440604195505010321,绿,2026-11-21 09:00,2099-12-31\n",
            to: "health.csv"
        )
        let result = try await program.run(["registry", "import", "health", file, "--json"] + scratch.deployment)
        #expect(result.status == 2)
        let report = try result.json()
        #expect(report["changed"] as? Int == 1)
        #expect(report["rejected"] as? Int == 1)
        let error = try #require((report["errors"] as? [[String: Any]])?.first)
        #expect(error["line"] as? Int == 3)
        #expect(error["column"] as? String == "公民身份号码")
        #expect(error["code"] as? String == "id_check_digit")
        #expect(!result.output.contains("440604195505010321"))
        #expect(!result.error.contains("440604195505010321"))
    }

    @Test func `strict takes nothing in when a row has an error`() async throws {
        let (program, scratch) = try await Kept.copy()
        let file = try scratch.write(
            Self.header + "440604195505010320,红,2026-11-21 09:00,2099-12-31\nX,绿,2026-11-21,2099-12-31\n",
            to: "health.csv"
        )
        let result = try await program.run(
            ["registry", "import", "health", file, "--strict", "--json"] + scratch.deployment
        )
        #expect(result.status == 2)
        #expect(try result.json()["outcome"] as? String == "refused")
        let person = try await program.run(
            ["registry", "person", "-"] + scratch.deployment,
            input: "440604195505010320\n"
        )
        #expect(person.output.contains("green"))
        #expect(!person.output.contains("red"))
    }

    @Test(arguments: [
        ("公民身份号码,健康状态\n", "column_missing"),
        ("", "csv_empty"),
        ("公民身份号码,健康状态,评估时间,有效期至\n\"440604195505010320,绿", "csv_unclosed_quote"),
    ])
    func `a file that cannot be read at all ends with 2`(text: String, code: String) async throws {
        let kept = try await Kept.shared.value
        let scratch = try Scratch()
        let file = try scratch.write(text, to: "health.csv")
        let result = try await Program(home: scratch.url)
            .run(
                ["registry", "import", "health", file] + kept.scratch.deployment
            )
        #expect(result.status == 2)
        #expect((result.error + result.output).contains(code), "\(result.error)\(result.output)")
    }

    @Test func `a file in GB18030 is read like one in UTF-8`() async throws {
        let (program, scratch) = try await Kept.copy()
        let text = Self.header + "440604195505010320,黄,2026-11-21 09:00,2099-12-31\n"
        let converted = try Tool("iconv").run(["-f", "UTF-8", "-t", "GB18030"], input: Array(text.utf8))
        let file = scratch.path("health.csv")
        try Data(converted.output).write(to: URL(filePath: file))
        let result = try await program.run(["registry", "import", "health", file, "--json"] + scratch.deployment)
        #expect(result.status == 0, "\(result.output)\(result.error)")
        #expect(try result.json()["changed"] as? Int == 1)
    }

    @Test func `ended relief and a lost card are in the next bundle, each in its own slot`() async throws {
        let (program, scratch) = try await Kept.copy()
        let id = "440605195503150027\n"
        let bundle = ["bundle", "--data", scratch.path("kept/deployment"), "--out", scratch.bundle]
        let cards = try Fixtures.text("demo/cards.csv").split(separator: "\n")
        let card = try #require(cards.first { $0.hasPrefix("440605195503150027") }?.split(separator: ",")[2])

        let lost = try await program.run(
            ["registry", "report-lost", "-", "--card", String(card)] + scratch.deployment,
            input: id
        )
        #expect(lost.status == 0, "\(lost.error)")
        _ = try await program.run(bundle)
        var verdict = try await program.verify(program.code(scratch), scratch)
        #expect(verdict.status == 3)
        #expect(try verdict.reasons() == ["card_lost"])
        #expect(try (verdict.json()["relief"] as? [String: Any])?["state"] as? String == "valid")

        let ended = try await program.run(
            ["registry", "end-relief", "-", "--certificate", "粤佛南特困20220017"] + scratch.deployment,
            input: id
        )
        #expect(ended.status == 0, "\(ended.error)")
        _ = try await program.run(bundle)
        verdict = try await program.verify(program.code(scratch), scratch, "--require", "relief")
        #expect(verdict.status == 1)
        #expect(try verdict.reasons() == ["relief_ended", "card_lost"])

        // A refresh says what is true now: no card in use, no relief.
        #expect(try await program.run(["wallet", "refresh"] + scratch.deployment + scratch.wallet).status == 0)
        _ = try await program.run(bundle)
        verdict = try await program.verify(program.code(scratch), scratch)
        #expect(verdict.status == 0, "\(verdict.output)")
        #expect(try (verdict.json()["relief"] as? [String: Any])?["state"] as? String == "not_disclosed")
    }

    @Test(arguments: [
        ("123\n", "registry.id_format"), ("440605195503150028\n", "registry.id_check_digit"), ("", "nothing came"),
    ])
    func `a wrong ID number is refused and not repeated`(input: String, code: String) async throws {
        let kept = try await Kept.shared.value
        let result = try await Program(home: kept.scratch.url)
            .run(
                ["registry", "ticket", "-"] + kept.scratch.deployment,
                input: input
            )
        #expect(result.status == 2)
        #expect(result.error.contains(code), "\(result.error)")
        #expect(!result.error.contains("440605195503150028"))
    }

    @Test func `conflicts are listed for a person to settle, without an ID number in full`() async throws {
        let (program, scratch) = try await Kept.copy()
        let none = try await program.run(["registry", "conflicts"] + scratch.deployment)
        #expect(none.status == 0, "\(none.error)")
        #expect(none.output.isEmpty, "\(none.output)")
        let file = try scratch.write(
            "社会保障号码,姓名,社保卡号,发卡地区划,卡状态,银行卡号,开户银行\n"
                + "440604195409230155,陈玮强,A90000001,440600,正常,6217003080000009012,农商银行\n",
            to: "cards.csv"
        )
        let imported = try await program.run(["registry", "import", "cards", file] + scratch.deployment)
        #expect(imported.status == 0, "\(imported.output)\(imported.error)")
        let listed = try await program.run(["registry", "conflicts", "--json"] + scratch.deployment)
        #expect(listed.status == 0, "\(listed.error)")
        #expect(listed.output.split(separator: "\n").count == 1, "\(listed.output)")
        #expect(listed.output.contains(#""conflicts":["name_differs"]"#), "\(listed.output)")
        #expect(listed.output.contains("440***********0155"), "\(listed.output)")
        #expect(!listed.output.contains("440604195409230155"))
    }
}
