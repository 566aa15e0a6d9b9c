// SPDX-License-Identifier: Apache-2.0

import Foundation
import Subprocess
import SystemPackage

/// A server in a process of its own, for as long as something is measured of it.
struct BenchServer: Sendable {
    let port: Int
    let process: Int

    /// Starts a program that prints its port, and ends it afterwards.
    static func running<Value: Sendable>(
        _ program: String,
        _ arguments: [String],
        _ body: @Sendable @escaping (BenchServer) async throws -> Value
    ) async throws -> Value {
        var options = PlatformOptions()
        options.teardownSequence = [.gracefulShutDown(allowedDurationToNextStep: .seconds(10))]
        let outcome = try await Subprocess.run(
            .path(FilePath(program)),
            arguments: Arguments(arguments),
            platformOptions: options,
            input: .none,
            output: .sequence,
            error: .discarded
        ) { execution in
            var lines = execution.standardOutput.strings().makeAsyncIterator()
            guard let line = try await lines.next(), let port = Int(line.trimmingCharacters(in: .whitespaces)) else {
                throw WrongResult("\(program) told no port")
            }
            let value = try await body(BenchServer(port: port, process: Int(execution.processIdentifier.value)))
            await execution.teardown(using: options.teardownSequence)
            // In an array: Swift 6.3.1 aborts where it specializes `run` for a `Load` across modules.
            return [value]
        }
        return outcome.closureResult[0]
    }

    /// The memory that it has in use, in bytes; the second field of `statm` is pages.
    func residentBytes() throws -> Int {
        let fields = try String(contentsOfFile: "/proc/\(process)/statm", encoding: .utf8).split(separator: " ")
        guard fields.count > 1, let pages = Int(fields[1]) else { throw WrongResult("statm is not as expected") }
        return pages * Int(sysconf(Int32(_SC_PAGESIZE)))
    }

    /// How many codes it accepted.
    func accepted() async throws -> Int {
        let text = try await get("/metrics")
        return text.split(separator: "\n")
            .filter { $0.hasPrefix("heyima_verdicts_total{") && $0.contains("verdict=\"accept\"") }
            .compactMap { $0.split(separator: " ").last.flatMap { Double($0) } }
            .reduce(0) { $0 + Int($1) }
    }

    private func get(_ path: String) async throws -> String {
        let result = try await Subprocess.run(
            .name("curl"),
            arguments: ["-sf", "http://127.0.0.1:\(port)\(path)"],
            output: .string(limit: 1 << 20),
            error: .discarded
        )
        try expect(result.terminationStatus.isSuccess, "no answer of \(path)")
        return result.standardOutput
    }
}
