// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@Suite struct ReconcileCommandTests {
    private static func reconcile(_ arguments: String..., locale: String = "C.UTF-8") async throws -> Program.Result {
        let kept = try await Kept.shared.value
        var program = Program(home: kept.scratch.url)
        program.locale = locale
        return try await program.run(["registry", "reconcile"] + arguments + kept.scratch.deployment)
    }

    @Test func `a month in which all is as it should be ends with 0`() async throws {
        let result = try await Self.reconcile("2026-09", "--as-of", "2026-11-23")
        #expect(result.status == 0, "\(result.error)")
        #expect(result.error == "")
        #expect(
            result.output == """
                Reconciliation of 2026-09 as of 2026-11-23, 5 days of grace
                    Due                                    5            4,720.00
                    Paid by banks                          5            4,720.00
                    Reached the payees                                  4,720.00

                Payments
                  ✔ as it should be                        5            4,720.00  [matched]

                Entitlements
                  ✔ as it should be                        5            4,720.00  [matched]

                ✔ nothing to look at

                """
        )
    }

    @Test func `a payment that came back ends with 1, told in both languages`() async throws {
        let english = try await Self.reconcile("2026-10", "--as-of", "2026-11-23")
        #expect(english.status == 1)
        #expect(
            english.output.contains("  ! came back                              1            3,000.00  [returned]\n")
        )
        #expect(english.output.hasSuffix("\n! 2 to look at\n"))
        #expect(english.error == "--csv FILE or --html FILE lists each of them\n")
        let chinese = try await Self.reconcile("202610", "--as-of", "20261123", "--quiet", locale: "zh_CN.UTF-8")
        #expect(chinese.status == 1)
        #expect(chinese.output.hasPrefix("2026-10 发放核对，基准日 2026-11-23，宽限 5 天\n"))
        #expect(chinese.output.contains("  ! 款项被退回                             1            3,000.00  [returned]\n"))
        #expect(chinese.output.hasSuffix("\n! 需核查 2 条\n"))
        #expect(chinese.error == "")
    }

    @Test func `JSON lists what is to be looked at, and with all the rest as well`() async throws {
        let result = try await Self.reconcile("2026-10", "--as-of", "2026-11-23", "--json")
        #expect(result.status == 1)
        #expect(result.error == "")
        let document = try result.json()
        #expect(document["clean"] as? Bool == false)
        let payments = try #require(document["payments"] as? [[String: Any]])
        #expect(payments.map { $0["finding"] as? String } == ["returned"])
        #expect(payments.first?["line"] as? Int == 14)
        let everything = try await Self.reconcile("2026-10", "--as-of", "2026-11-23", "--json", "--all").json()
        #expect((everything["payments"] as? [Any])?.count == 8)
        #expect((everything["entitlements"] as? [Any])?.count == 8)
    }

    @Test func `grace and day decide what is late`() async throws {
        // The roster entitles four for December, and no bank has brought a file.
        let early = try await Self.reconcile("2026-12", "--as-of", "2027-01-15", "--json")
        #expect(early.status == 0)
        #expect(early.output.contains("not_yet_due"))
        let late = try await Self.reconcile("2026-12", "--as-of", "2027-01-16", "--json")
        #expect(late.output.contains("awaiting_bank_file"))
        #expect(!late.output.contains("not_yet_due"))
        let patient = try await Self.reconcile("2026-12", "--as-of", "2027-01-16", "--grace", "6", "--json")
        #expect(patient.output.contains("not_yet_due"))
        #expect(try patient.json()["grace"] as? Int == 6)
    }

    @Test func `without a day it is judged as of today in Shanghai`() async throws {
        let document = try await Self.reconcile("2026-09", "--json").json()
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(TimeZone(secondsFromGMT: 8 * 3600))
        let days = [-60, 0]
            .map { calendar.dateComponents([.year, .month, .day], from: Date(timeIntervalSinceNow: $0)) }
        let texts = days.map { String(format: "%04d-%02d-%02d", $0.year ?? 0, $0.month ?? 0, $0.day ?? 0) }
        #expect(texts.contains(document["asOf"] as? String ?? ""))
    }

    @Test func `the files are written whole, for their owner alone, over what was there`() async throws {
        let scratch = try Scratch()
        let csv = try scratch.write("old", to: "report.csv")
        let html = scratch.path("report.html")
        let options = ["--csv", csv, "--html", html]
        let kept = try await Kept.shared.value
        let result = try await Program(home: scratch.url)
            .run(
                ["registry", "reconcile", "2026-10", "--as-of", "2026-11-23"] + options + kept.scratch.deployment
            )
        #expect(result.status == 1)
        #expect(result.error == "")
        let table = try Data(contentsOf: URL(filePath: csv))
        #expect(table.starts(with: [0xEF, 0xBB, 0xBF]))
        let lines = String(decoding: table, as: UTF8.self).split(separator: "\r\n")
        #expect(lines.count == 3)
        #expect(lines[1].hasPrefix("付款,returned,退票或冲正,佛山农商银行,202610,1,14,"))
        #expect(lines[2].hasPrefix("应发,returned,款项被退回,佛山农村商业银行,202610,,,L"))
        let page = try String(contentsOfFile: html, encoding: .utf8)
        #expect(page.hasPrefix("<!DOCTYPE html>"))
        #expect(page.hasSuffix("</html>\n"))
        for file in [csv, html] {
            let attributes = try FileManager.default.attributesOfItem(atPath: file)
            #expect(attributes[.posixPermissions] as? Int == 0o600)
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.url.path()).count == 2)
    }

    @Test func `a file that cannot be written ends with 2`() async throws {
        let result = try await Self.reconcile("2026-10", "--as-of", "2026-11-23", "--csv", "/nowhere/report.csv")
        #expect(result.status == 2)
        #expect(result.error.contains("cannot write /nowhere/report.csv"), "\(result.error)")
        #expect(result.output == "")
    }

    @Test(arguments: [
        (["2026-13"], "registry.period_invalid"), (["october"], "registry.period_invalid"),
        ([""], "registry.value_missing"), (["2026-10", "--as-of", "2026-02-30"], "registry.date_invalid"),
        (["2026-10", "--grace", "-1"], "--grace"), (["2026-10", "--grace", "367"], "--grace"),
        (["2026-10", "--csv", "x", "--html", "x"], "--csv and --html"), ([], "period"),
    ])
    func `what is no month, day or grace ends with 2 and says which`(arguments: [String], message: String) async throws
    {
        let kept = try await Kept.shared.value
        let result = try await Program(home: kept.scratch.url)
            .run(
                ["registry", "reconcile"] + arguments + kept.scratch.deployment
            )
        #expect(result.status == 2)
        #expect(result.error.contains(message), "\(result.error)")
        #expect(result.output == "")
    }
}
