// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@Suite struct HostileInputTests {
    @Test func `a file in the place of a deployment is left alone`() async throws {
        let scratch = try Scratch()
        let passphrase = try scratch.write("correct horse\n", to: "passphrase")
        let precious = try scratch.write("precious", to: "precious")
        let result = try await Program(home: scratch.url)
            .run("init", "--data", precious, "--passphrase-file", passphrase)
        #expect(result.status == 2)
        #expect(result.error.contains("deployment.directory-not-empty"), "\(result.error)")
        #expect(try String(contentsOfFile: precious, encoding: .utf8) == "precious")
    }

    @Test func `of several deployments made in one place at once one is made and kept`() async throws {
        let scratch = try Scratch()
        let passphrase = try scratch.write("correct horse\n", to: "passphrase")
        let program = Program(home: scratch.url)
        let data = scratch.path("data")
        async let first = program.run("init", "--data", data, "--passphrase-file", passphrase)
        async let second = program.run("init", "--data", data, "--passphrase-file", passphrase)
        #expect(try await Set([first.status, second.status]) == [0, 2])
        #expect(try await program.run("keys", "list", "--data", data).status == 0)
    }

    @Test func `a file larger than the scanner reads ends with 2, and the others are looked at`() async throws {
        let scratch = try Scratch()
        let large = try scratch.write("", to: "large.png")
        try FileHandle(forWritingTo: URL(filePath: large)).truncate(atOffset: 48 << 20)
        let result = try await Program(home: scratch.url)
            .run("inspect", "--image", large, scratch.path("nothing.png"), large)
        #expect(result.status == 2)
        let lines = result.output.split(separator: "\n")
        #expect(lines.count == 3)
        #expect(lines.first?.contains("image_too_large") == true, "\(result.output)\(result.error)")
        #expect(lines.dropFirst().first?.contains("there is no file") == true, "\(result.output)")
    }
}
