// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// Staff who have a report in hand find out whom it is about, and no more than they need.
@Suite struct ReferenceCommandTests {
    @Test func `a line of the paylist and a payment are resolved, and numbers told in full leave a record`()
        async throws
    {
        let (program, scratch) = try await Kept.copy()
        func run(_ arguments: String..., input: String? = nil) async throws -> Program.Result {
            try await program.run(["registry"] + arguments + scratch.deployment, input: input ?? "")
        }
        let report = try await run("reconcile", "2026-10", "--as-of", "2026-11-23", "--json", "--all")
        let entitlements = try #require(try report.json()["entitlements"] as? [[String: Any]])
        let reference = try #require(entitlements[0]["reference"] as? String)
        #expect(reference.hasPrefix("L"))

        let masked = try await run("reference", "-", "--json", input: reference + "\n")
        #expect(masked.status == 0, "\(masked.error)")
        let person = try #require(try masked.json()["person"] as? String)
        let batch = try #require(try masked.json()["batch"] as? String)
        #expect(person.contains("***") && !batch.isEmpty)
        let full = try await run("reference", reference, "--json", "--reason", "核对发放", "--by", "op7")
        let number = try #require((try full.json()["person"] as? String)?.split(separator: " ").last).description
        #expect(number.count == 18 && !number.contains("*"))
        let trace = try await program.run(["audit", "list", "--terminal", "registry", "--json"] + scratch.deployment)
        #expect(try trace.json()["revealReason"] as? String == "核对发放")
        #expect(try trace.json()["operator"] as? String == "op7")
        #expect(try trace.json()["business"] as? String == reference)
        let own = try await program.run(
            ["audit", "list", "--person", "--json"] + scratch.deployment,
            input: number + "\n"
        )
        #expect(own.output.contains("核对发放"))

        let payments = try #require(try report.json()["payments"] as? [[String: Any]])
        let line = try #require(payments[0]["line"] as? Int)
        let bank = try #require(payments[0]["bank"] as? String)
        let bankBatch = try #require(payments[0]["batch"] as? String)
        let month = try #require(payments[0]["period"] as? String)
        let payment = try await run(
            "reference",
            "--bank",
            bank,
            "--period",
            month,
            "--batch",
            bankBatch,
            "--line",
            "\(line)"
        )
        #expect(payment.status == 0 && payment.output.contains("*"), "\(payment.error)")
        #expect(payment.output.firstMatch(of: /[0-9]{16}/) == nil)
    }

    @Test func `an account that nobody holds is told with a record all the same, whatever its batch is called`()
        async throws
    {
        let (program, scratch) = try await Kept.copy()
        let batch = String(repeating: "批", count: 40)
        let place = ["--bank", "佛山社保代发", "--period", "2026-10", "--batch", batch]
        let file = try scratch.write(
            "户名,卡号,金额,摘要,发放时间,发放结果\n某人,6217003080000990005,1.00,10月低保金,2026-11-11 10:00:01,成功\n",
            to: "payments.csv"
        )
        let imported = try await program.run(["registry", "import", "payments", file] + place + scratch.deployment)
        #expect(imported.status == 0, "\(imported.output)\(imported.error)")
        let told = try await program.run(
            ["registry", "reference", "--line", "2", "--reason", "核对账户", "--json"] + place + scratch.deployment
        )
        #expect(told.status == 0, "\(told.error)")
        #expect(try told.json()["account"] as? String == "6217003080000990005")
        let trace = try await program.run(["audit", "list", "--terminal", "registry", "--json"] + scratch.deployment)
        let record = try trace.json()
        #expect(record["revealReason"] as? String == "核对账户" && record["person"] == nil)
        let business = try #require(record["business"] as? String)
        #expect(business.hasPrefix("2026-10 批批") && business.hasSuffix("批 2") && business.utf8.count > 120)
    }

    @Test(arguments: [
        (["X0123456789abcdef0123456789abcdef"], "reference_invalid"), (["L01"], "reference_invalid"),
        (["L0123456789abcdef0123456789abcdeg"], "reference_invalid"),
        (["L0123456789abcdef0123456789abcdef"], "reference_unknown"),
        (["R0123456789abcdef0123456789abcdef"], "reference_unknown"),
        (["--bank", "银行", "--period", "2026-10", "--batch", "1", "--line", "9"], "reference_unknown"),
    ])
    func `what stands for nothing is told so`(arguments: [String], code: String) async throws {
        let kept = try await Kept.shared.value
        let result = try await Program(home: kept.scratch.url)
            .run(["registry", "reference"] + arguments + kept.scratch.deployment)
        #expect(result.status == 2 && result.error.contains(code), "\(result.error)")
    }

    @Test(arguments: [[], ["--line", "9"], ["L01", "--line", "9"]])
    func `a reference or a whole place is wanted`(arguments: [String]) async throws {
        let kept = try await Kept.shared.value
        let result = try await Program(home: kept.scratch.url)
            .run(["registry", "reference"] + arguments + kept.scratch.deployment)
        #expect(result.status == 2)
    }
}
