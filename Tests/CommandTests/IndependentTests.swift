// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// The independent implementation in Python reads what this one writes, and writes what this one reads.
@Suite struct IndependentTests {
    private static let python = Fixtures.repository.appending(path: ".build/venv/bin/python")
        .path(percentEncoded: false)
    private static let hasPython = FileManager.default.isExecutableFile(atPath: python)
    private static let package = Fixtures.repository.appending(path: "Tests/Independent").path(percentEncoded: false)

    private static func module(_ arguments: [String], input: String = "") throws -> Tool.Result {
        try Tool("env")
            .run(
                ["PYTHONPATH=\(package)", python, "-m", "heyima_independent"] + arguments,
                input: Array(input.utf8)
            )
    }

    @Test(.enabled(if: hasPython, "make test makes .build/venv"), arguments: ["sm2", "esp256", "ed25519"])
    func `Python reads our codes as we do`(algorithm: String) async throws {
        let scratch = try Scratch()
        let program = Program(home: scratch.url)
        let demo = try await program.run(
            "demo",
            "--keep",
            scratch.path("kept"),
            "--alg",
            algorithm,
            "--quiet",
            "--fixtures",
            Fixtures.url("demo").path(percentEncoded: false)
        )
        #expect(demo.status == 0, "\(demo.error)")
        let printed = try await program.run(
            ["issue", "printed", "--person", "-", "--out", scratch.path("page.txt")] + scratch.deployment,
            input: "440605195503150027\n"
        )
        #expect(printed.status == 0)
        let codes = [
            try await program.code(scratch), try await program.code(scratch, "--disclose", "identity,health"),
            try await program.code(scratch, "--kind", "reference"),
            try String(contentsOfFile: scratch.path("page.txt"), encoding: .utf8).trimmingCharacters(in: .newlines),
        ]
        let now = String(Int(Date().timeIntervalSince1970))
        let read = try Self.module(["read", scratch.bundle, "--at", now], input: codes.joined(separator: "\n") + "\n")
        let theirs = read.text.split(separator: "\n").map(String.init)
        #expect(theirs.count == codes.count)
        for (code, line) in zip(codes, theirs) {
            let verdict = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] ?? [:]
            let ours = try await program.verify(code, scratch, "--at", now).json()
            #expect(verdict["verdict"] as? String == ours["verdict"] as? String, "\(line)")
            #expect(verdict["kind"] as? String == ours["kind"] as? String)
            let reasons = [verdict, ours]
                .map { ($0["reasons"] as? [Any] ?? []).map { "\(($0 as? [String: Any])?["code"] ?? $0)" } }
            #expect(reasons[0].sorted() == reasons[1].sorted(), "\(line)")
            for part in ["identity", "card", "relief", "health"] {
                let states = [verdict, ours].map { ($0[part] as? [String: Any])?["state"] as? String }
                #expect(states[0] == states[1], "\(part): \(line)")
            }
        }
    }
}
