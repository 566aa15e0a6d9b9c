// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@Suite struct BackupCommandTests {
    @Test func `a backup of a running service restores, and a damaged one does not`() async throws {
        let (program, scratch) = try await Kept.copy()
        let (file, data) = (scratch.path("backup.tar"), scratch.path("restored"))
        let before = try await program.code(scratch)
        do {
            let service = try RunningService(program, scratch)
            let made = try await program.run(["backup", "--data", scratch.path("kept/deployment"), "--out", file])
            #expect(made.status == 0, "\(made.error)")
            #expect(try await program.verify(before, at: service, scratch).verdict() == "accept")
        }
        let restored = try await program.run(["restore", file, "--data", data])
        #expect(restored.status == 0, "\(restored.error)")
        try FileManager.default.removeItem(atPath: scratch.path("kept/deployment"))
        try FileManager.default.moveItem(atPath: data, toPath: scratch.path("kept/deployment"))
        let service = try RunningService(program, scratch)
        let again = try await program.verify(before, at: service, scratch)
        #expect(again.status == 3, "\(again.output)\(again.error)")
        #expect(try again.reasons() == ["replay_unknown"])

        let full = try await program.run(["restore", file, "--data", scratch.path("kept/deployment")])
        #expect(full.status == 2)
        #expect(full.error.contains("deployment.directory-not-empty"), "\(full.error)")
        let there = try await program.run(["backup", "--data", scratch.path("kept/deployment"), "--out", file])
        #expect(there.status == 2)
        #expect(there.error.contains("deployment.file"), "\(there.error)")
        let none = try scratch.write("none", to: "none.tar")
        var chinese = program
        chinese.locale = "zh_CN.UTF-8"
        let damaged = try await chinese.run(["restore", none, "--data", data])
        #expect(damaged.status == 2)
        #expect(damaged.error.contains(/deployment\.backup-damaged: \p{Han}/), "\(damaged.error)")
        #expect(!FileManager.default.fileExists(atPath: data))
    }

    @Test func `a full disk leaves neither half of a backup nor half of a deployment`() async throws {
        let (program, scratch) = try await Kept.copy()
        let file = scratch.path("backup.tar")
        let arguments = ["backup", "--data", scratch.path("kept/deployment"), "--out", file]
        let lost = try await program.run(withFileLimit: 16, arguments)
        #expect(lost.status == 2)
        #expect(lost.error.hasPrefix("heyima: error: "), "\(lost.error)")
        #expect(try await program.run(arguments).status == 0)
        let half = try await program.run(withFileLimit: 16, ["restore", file, "--data", scratch.path("new")])
        #expect(half.status == 2)
        #expect(half.error.contains("deployment.file"), "\(half.error)")
        let names = try FileManager.default.contentsOfDirectory(atPath: scratch.url.path(percentEncoded: false))
        #expect(Set(names).isSubset(of: ["backup.tar", "kept", "state"]), "\(names)")
    }
}
