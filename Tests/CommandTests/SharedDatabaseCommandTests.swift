// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// Commands and two services on one PostgreSQL database.
@Suite(.enabled(if: TestServer.isHere, Comment(rawValue: TestServer.absence)))
struct SharedDatabaseCommandTests {
    @Test func `a code that one service accepts is replayed at the other, also when the first was killed`() async throws
    {
        let scratch = try Scratch()
        let shared = try ScratchDatabase()
        let program = Program(home: scratch.url)
        try FileManager.default.createDirectory(atPath: scratch.path("kept"), withIntermediateDirectories: false)
        _ = try scratch.write("correct horse\n", to: "kept/passphrase")
        let made = try await program.run(["init", "--alg", "esp256", "--database", shared.url] + scratch.deployment)
        #expect(made.status == 0, "\(made.error)")
        for kind in ["cards", "roster"] {
            let file = Fixtures.url("demo/\(kind).csv").path(percentEncoded: false)
            let read = try await program.run(["registry", "import", kind, file] + scratch.deployment)
            #expect(read.status == 0, "\(read.error)")
        }
        let ticket = try await program.ticket(scratch)
        let enrolled = try await program.run(
            ["wallet", "enrol", "--ticket", "-", "--pin-file", ticket.pinFile] + scratch.deployment + scratch.wallet,
            input: ticket.text + "\n"
        )
        #expect(enrolled.status == 0, "\(enrolled.error)")
        let added = try await program.run(
            [
                "terminals", "add", "W1", "--role", "window", "--region", "440604", "--token-file",
                scratch.path("kept/token"),
            ] + scratch.deployment
        )
        #expect(added.status == 0, "\(added.error)")
        let code = try await program.code(scratch)
        let one = try RunningService(program, scratch)
        let other = try RunningService(program, scratch)
        let first = try await program.verify(code, at: one, scratch)
        #expect(try first.verdict() == "accept", "\(first.output)\(first.error)")
        #expect(try await program.verify(code, at: other, scratch).reasons() == ["replayed"])
        let again = try await program.code(scratch)
        #expect(try await program.verify(again, at: other, scratch).verdict() == "accept")
        #expect(other.stop(SIGKILL) == SIGKILL)
        #expect(try await program.verify(again, at: one, scratch).reasons() == ["replayed"])
        let whole = try await program.run(["audit", "verify"] + scratch.deployment)
        #expect(whole.status == 0, "\(whole.output)\(whole.error)")
    }
}
