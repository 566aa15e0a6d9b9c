// SPDX-License-Identifier: Apache-2.0

import Foundation
import Subprocess
import SystemPackage

/// What wrk saw of a server, both on this machine's cores.
struct Load: Decodable {
    let requests: Int
    let seconds: Double
    /// Answers with a status of 400 or above.
    let refused: Int
    /// Connections that failed, and answers that did not come.
    let failed: Int
    /// How often the bodies had to be sent again from the first on.
    let wrapped: Int
    /// In milliseconds.
    let p50: Double
    let p99: Double

    /// Requests a second.
    var rate: Double { Double(requests) / seconds }

    /// Posts the lines of a file to `/v1/verifications` for a while.
    ///
    /// `bodies` is a file with one body a line, `headers` one with a header field a line: a file, since it holds a token.
    /// `pause` is how long a connection waits between two requests, in milliseconds on average.
    static func run(
        port: Int,
        bodies: URL,
        headers: URL,
        seconds: Int,
        connections: Int = 64,
        pause: Int = 0
    ) async throws -> Load {
        let result = try await Subprocess.run(
            .name("wrk"),
            arguments: [
                "-t1", "-c\(connections)", "-d\(seconds)s", "-s", try script.filePath, "http://127.0.0.1:\(port)",
            ],
            environment: .inherit.updating([
                "BODIES": bodies.filePath, "HEADERS": headers.filePath, "ROUTE": "/v1/verifications",
                "PAUSE": "\(pause)",
            ]),
            output: .string(limit: 1 << 16),
            error: .string(limit: 1 << 16)
        )
        guard let line = result.standardOutput.split(separator: "\n").last(where: { $0.hasPrefix("{") }) else {
            throw WrongResult("wrk said nothing: \(result.standardOutput)\(result.standardError)")
        }
        let load = try JSONDecoder().decode(Load.self, from: Data(line.utf8))
        try expect(load.refused == 0 && load.failed == 0, "requests were not answered as they should be: \(line)")
        return load
    }

    private static var script: URL { get throws { try directory.appending(path: "codes.lua") } }

    /// `Benchmarks/load`, from the program in `Benchmarks/.build/…/release`.
    static var directory: URL {
        get throws {
            var place = try ProgramPlace.directory
            while place.path.count > 1 {
                let load = place.appending(path: "load")
                if FileManager.default.fileExists(atPath: load.filePath) { return load }
                place.deleteLastPathComponent()
            }
            throw WrongResult("Benchmarks/load is not there")
        }
    }
}

/// Where the programs of this package lie: beside this one.
enum ProgramPlace {
    static var directory: URL {
        get throws {
            let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
            return URL(filePath: own).deletingLastPathComponent()
        }
    }

    static func program(_ name: String) throws -> String {
        let path = try directory.appending(path: name).filePath
        try expect(FileManager.default.isExecutableFile(atPath: path), "\(path) is not there: make bench builds it")
        return path
    }
}

extension URL {
    var filePath: String { path(percentEncoded: false) }
}
