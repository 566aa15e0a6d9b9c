// SPDX-License-Identifier: Apache-2.0

import Foundation
import Subprocess
import SystemPackage

/// FastAPI with the package `cwt` on two workers, which verify one ES256 signature for each request.
enum Peer {
    /// Requests a second.
    static func rate(in directory: URL, seconds: Int) async throws -> Double {
        let load = try Load.directory
        let python = load.deletingLastPathComponent().appending(path: ".build/venv/bin/python").filePath
        try expect(FileManager.default.isExecutableFile(atPath: python), "\(python) is not there: make bench makes it")
        let body = directory.appending(path: "peer-body")
        let headers = directory.appending(path: "peer-headers")
        try Data().write(to: headers)
        let made = try await run(
            .path(FilePath(python)),
            arguments: Arguments([load.appending(path: "peer.py").filePath, "make", body.filePath]),
            output: .discarded,
            error: .string(limit: 1 << 16)
        )
        try expect(made.terminationStatus.isSuccess, "peer.py: \(made.standardError)")
        let port = 18_080
        var options = PlatformOptions()
        options.teardownSequence = [.gracefulShutDown(allowedDurationToNextStep: .seconds(5))]
        let outcome = try await run(
            .path(FilePath(python)),
            arguments: Arguments([
                "-m", "uvicorn", "peer:app", "--app-dir", load.filePath, "--workers", "2", "--port", "\(port)",
                "--log-level", "warning",
            ]),
            environment: .inherit.updating(["PEER_KEY": body.filePath + ".pem"]),
            platformOptions: options,
            input: .none,
            output: .discarded,
            error: .discarded
        ) { execution in
            try await isListening(port)
            _ = try await Load.run(port: port, bodies: body, headers: headers, seconds: 1)
            let rate = try await Load.run(port: port, bodies: body, headers: headers, seconds: seconds).rate
            await execution.teardown(using: options.teardownSequence)
            return rate
        }
        return outcome.closureResult
    }

    private static func isListening(_ port: Int) async throws {
        let result = try await run(
            .name("curl"),
            arguments: [
                "-s", "-o", "/dev/null", "--retry", "20", "--retry-delay", "1", "--retry-connrefused",
                "http://127.0.0.1:\(port)/",
            ],
            output: .discarded,
            error: .discarded
        )
        try expect(result.terminationStatus.isSuccess, "the peer does not start")
    }
}
