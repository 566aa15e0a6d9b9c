// SPDX-License-Identifier: Apache-2.0

import COSE
import Deployment
import Foundation
import Signing
import Storage
import Subprocess
import SystemPackage
import VirtualDeployment

/// A deployment on the disk, and what imports into it.
struct RegistryDeployment: Sendable {
    let directory: URL
    let deployment: Deployment
    let secret: SecretBytes
    private let passphrase: URL

    static let now = Int64(1_795_420_800)  // 2026-11-23 16:00 in Asia/Shanghai, the day of the files.

    /// Makes an empty one, on SQLite unless it is given a database of PostgreSQL.
    init(in parent: URL, _ name: String, database: DatabaseAddress? = nil) throws {
        directory = parent.appending(path: name)
        passphrase = parent.appending(path: "\(name)-passphrase")
        let word = SecureRandom.bytes(16).map { String($0, radix: 36) }.joined()
        try Data(word.utf8).write(to: passphrase)
        var bytes = Array(word.utf8)
        secret = SecretBytes(wiping: &bytes)
        deployment = try Deployment.create(
            at: directory,
            settings: DeploymentSettings(issuer: "urn:heyima:bench", origin: "http://127.0.0.1:8080"),
            database: database,
            curve: .p256,
            passphrase: secret,
            now: Self.now
        )
    }

    /// Imports a file in a process of its own, whose memory is so the import's alone.
    func importFile(_ file: ProvinceFile) async throws -> ImportRun {
        let result = try await run(
            .path(FilePath(ProgramPlace.program("bench"))),
            arguments: Arguments([
                ImportRun.argument, directory.filePath, passphrase.filePath, file.kind.name, file.path,
            ]),
            output: .string(limit: 1 << 16),
            error: .string(limit: 1 << 16)
        )
        guard result.terminationStatus.isSuccess else {
            throw WrongResult("\(file.kind) was not taken in: \(result.standardError)")
        }
        return try JSONDecoder().decode(ImportRun.self, from: Data(result.standardOutput.utf8))
    }
}
