// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// Under a zh locale whatever a person reads is Chinese, with the same codes.
@Suite struct ChineseTests {
    @Test func `every code of docs errors has a Chinese sentence`() throws {
        let root = Fixtures.repository
        let errors = try String(contentsOf: root.appending(path: "docs/errors.md"), encoding: .utf8)
        let table = try String(contentsOf: root.appending(path: "Sources/heyima/ErrorSentences.swift"), encoding: .utf8)
        let listed = try #require(errors.firstRange(of: "## Errors of the program"))
        let codes = errors[listed.upperBound...].matches(of: /(?m)^\| `([a-z0-9_.-]+)` \|/).map { String($0.output.1) }
        let sentences = table.matches(of: /(?m)^ +"([a-z0-9_.-]+)": "\p{Han}?[^"]*\p{Han}/).map { String($0.output.1) }
        #expect(codes.count > 150)
        #expect(Set(codes).subtracting(sentences) == [])
        #expect(Set(sentences).subtracting(codes) == [])
        #expect(Set(sentences).count == sentences.count)
    }

    private static func chinese() async throws -> (program: Program, scratch: Scratch) {
        var (program, scratch) = try await Kept.copy()
        program.locale = "zh_CN.UTF-8"
        return (program, scratch)
    }

    private static func hasChinese(_ text: Substring) -> Bool { text.contains(/\p{Han}/) }

    @Test func `a wrong passphrase, PIN, ID number and a missing file are told in Chinese`() async throws {
        let (program, scratch) = try await Self.chinese()
        let data = ["--data", scratch.path("kept/deployment")]
        let wrong = try scratch.write("another passphrase\n", to: "wrong")
        let person = ["registry", "person", "-"] + data
        let passphrase = try await program.run(
            person + ["--passphrase-file", wrong],
            input: "440605195503150027\n"
        )
        #expect(passphrase.status == 2)
        #expect(passphrase.error == "heyima: error: signing.wrong-passphrase: 口令不正确，或文件已损坏\n")

        let missing = try await program.run(person + ["--passphrase-file", scratch.path("absent")])
        #expect(missing.error.hasPrefix("heyima: error: signing.file-missing: 文件不存在"), "\(missing.error)")
        #expect(missing.error.contains("absent"))

        let number = try await program.run(
            ["registry", "ticket", "-"] + scratch.deployment,
            input: "440605195503150028\n"
        )
        #expect(number.error.hasPrefix("heyima: error: registry.id_check_digit: 身份证号码校验位不正确\n"), "\(number.error)")
        #expect(number.error.split(separator: "\n").dropFirst().allSatisfy(Self.hasChinese), "\(number.error)")

        let ticket = try await program.run(
            ["registry", "ticket", "-", "--json"] + scratch.deployment,
            input: "440605195503150027\n"
        )
        let pin = try await program.run(
            [
                "wallet", "enrol", "--ticket", "-", "--pin-file", scratch.write("abcdef\n", to: "pin"),
                "--wallet", scratch.path("new"), "--wallet-passphrase-file", scratch.path("kept/passphrase"),
            ] + scratch.deployment,
            input: (ticket.json()["ticket"] as? String ?? "") + "\n"
        )
        #expect(pin.error.hasPrefix("heyima: error: issuance.pin-wrong: PIN 码不正确"), "\(pin.error)")
    }

    @Test func `usage, rows and explanations are told in Chinese`() async throws {
        let (program, scratch) = try await Self.chinese()
        let usage = try await program.run("verify", "-")
        #expect(usage.status == 2)
        #expect(usage.error.hasPrefix("heyima: error: 用法有误："), "\(usage.error)")

        let file = try scratch.write(
            "公民身份号码,健康状态,评估时间,有效期至\n440604195505010321,绿,2026-11-21 09:00,2099-12-31\n",
            to: "health.csv"
        )
        let rows = try await program.run(["registry", "import", "health", file] + scratch.deployment)
        #expect(rows.status == 2)
        #expect(rows.output.contains("id_check_digit: 身份证号码校验位不正确\n"), "\(rows.output)")

        let code = try await program.code(scratch)
        let verdict = try await program.run(
            ["verify", "-", "--offline", scratch.bundle, "--explain"],
            input: code
        )
        #expect(verdict.status == 0, "\(verdict.output)")
        let explained = try #require(verdict.output.split(separator: "逐项检查\n").last)
        #expect(explained.split(separator: "\n").allSatisfy(Self.hasChinese), "\(explained)")
        #expect(!explained.contains("issuer"))
        let person = try await program.run(
            ["registry", "person", "-"] + scratch.deployment,
            input: "440605195503150027\n"
        )
        #expect(person.output.contains(/社保卡尾号 \d{4}  有效\n/), "\(person.output)")
        #expect(person.output.contains("绿  有效"), "\(person.output)")
        // The names that programs read stay.
        let raw = try await program.verify(code, scratch)
        #expect(raw.output.contains(#""name":"issuer_key""#), "\(raw.output)")
    }
}
