// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import Testing

/// `heyima serve` on a free port of this machine, stopped when the test is over.
final class RunningService: @unchecked Sendable {
    // `Process` is not Sendable; after `init` this only signals it and waits.
    private let process = Process()
    /// Where it listens.
    let url: String

    init(_ program: Program, _ scratch: Scratch, _ options: String...) throws {
        process.executableURL = Program.directory.appending(path: "heyima")
        process.arguments = ["serve", "--json", "--listen", "127.0.0.1:0"] + scratch.deployment + options
        process.environment = program.plainEnvironment
        process.standardError = FileHandle.nullDevice
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        var line = Data()
        while let byte = try output.fileHandleForReading.read(upToCount: 1), !byte.isEmpty, byte != Data([10]) {
            line += byte
        }
        url = try #require(JSONDecoder().decode([String: String].self, from: line)["listening"])
    }

    deinit {
        process.terminate()
        process.waitUntilExit()
    }

    /// The status that it ends with once it is asked to end.
    func stop(_ signal: Int32) -> Int32 {
        kill(process.processIdentifier, signal)
        process.waitUntilExit()
        return process.terminationStatus
    }
}
