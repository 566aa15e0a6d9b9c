// SPDX-License-Identifier: Apache-2.0

import Foundation
import Signing
import Subprocess
import SystemPackage
import Trust
import VirtualDeployment

/// `heyima verify --offline` from the start of the process to its end, the verdict told and the code remembered.
enum StartGroup {
    private static let runs = 20

    static func measure(_ report: (Figure) -> Void) async throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "heyima-bench-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: directory) }
        let program = try ProgramPlace.program("heyima")
        let deployment = try deployment()
        try write(deployment, to: directory)
        let credential = try deployment.credential()
        let arguments = [
            "verify", "-", "--offline", path("bundle", in: directory), "--state", path("state", in: directory),
        ]
        var measurement = Measurement()
        for index in 0...runs {
            let text = try deployment.dynamic(credential, at: now())
            // The first run makes the memory and is not measured.
            if index == 0 {
                try await verify(text, program, arguments)
            } else {
                try await measurement.measure { try await verify(text, program, arguments) }
            }
        }
        report(
            Figure(
                name: "start.verify --offline, median of \(runs)",
                value: measurement.median * 1e3,
                unit: "ms",
                ratio: nil,
                target: .atMost(40)
            )
        )
    }

    private static func verify(_ text: String, _ program: String, _ arguments: [String]) async throws {
        let result = try await run(
            .path(FilePath(program)),
            arguments: Arguments(arguments),
            input: .string(text),
            output: .string(limit: 1 << 16),
            error: .string(limit: 1 << 16)
        )
        try expect(
            result.terminationStatus.isSuccess,
            "not accepted: \(result.standardOutput)\(result.standardError)"
        )
    }

    private static func now() -> Int64 { Int64(Date().timeIntervalSince1970) }

    private static func path(_ name: String, in directory: URL) -> String {
        directory.appending(path: name).path(percentEncoded: false)
    }

    /// The virtual deployment in our days.
    private static func deployment() throws -> VirtualDeployment {
        var deployment = try VirtualDeployment()
        let (now, day) = (now(), VirtualDeployment.day)
        deployment.trustList.issuer = "urn:heyima:root"
        deployment.trustList.issuedAt = now - day
        deployment.trustList.expiresAt = now + 20 * day
        deployment.trustList.entries = try [
            (deployment.issuer, KeyUse.credential), (deployment.statusKey, KeyUse.statusList),
        ]
        .map { try deployment.entry($0, [$1], from: now - 400 * day, to: now + 400 * day) }
        deployment.statusIssuedAt = now - 600
        deployment.statusExpiresAt = now + day
        return deployment
    }

    private static func write(_ deployment: VirtualDeployment, to directory: URL) throws {
        let bundle = directory.appending(path: "bundle")
        let status = bundle.appending(path: "status")
        try FileManager.default.createDirectory(at: status, withIntermediateDirectories: true)
        try FileManager.default.createDirectory(
            at: directory.appending(path: "state"),
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
        try Data(deployment.root.publicKey.pem.utf8).write(to: bundle.appending(path: "root.pem"))
        try Data(deployment.signedTrustList().bytes).write(to: bundle.appending(path: "trust-list.cwt"))
        try Data(deployment.signedStatusList()).write(to: status.appending(path: "1.cwt"))
    }
}
