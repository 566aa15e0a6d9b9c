// SPDX-License-Identifier: Apache-2.0

import COSE
package import Foundation
import Storage

/// When a deployment was brought back from a backup: `restored.json`.
struct Restoration: Codable, Hashable {
    /// Seconds since 1970 UTC.
    let restoredAt: Int64
}

extension Deployment {
    /// Makes a deployment of a backup.
    ///
    /// Each file is checked against its digest. What happened after the backup is not in it; so that no code is accepted once more,
    /// the time is noted down, and codes that were made before it are `replay_unknown`.
    ///
    /// - Parameters:
    ///   - backup: what ``backUp(to:at:)`` wrote.
    ///   - directory: where; must be absent or empty.
    ///   - now: seconds since 1970 UTC, when the deployment that was lost does not run any more.
    /// - Returns: what the backup holds.
    /// - Throws: ``DeploymentError`` `deployment.backup-damaged` or `deployment.directory-not-empty` among others; then the
    ///   directory is as it was.
    @discardableResult
    package static func restore(_ backup: URL, to directory: URL, at now: Int64) throws -> BackupManifest {
        let source = try BackupFile.reading(backup)
        let manifest = try manifest(source)
        try NewDirectory.make(directory) { building in
            let files = DeploymentFiles(directory: building)
            try PlainFile.makeDirectory(files.keys, mode: 0o700)
            for member in manifest.members { try extract(member, from: source, to: building) }
            try PlainFile.write(PlainFile.encode(Restoration(restoredAt: now)), to: files.restoration)
            // Closed again before the directory is moved.
            _ = try Deployment(directory: building).trustList()
        }
        return manifest
    }

    private static func manifest(_ source: FileHandle) throws -> BackupManifest {
        let damaged = DeploymentError(.backupDamaged, "it is no backup of this program")
        guard let header = TarHeader(try BackupFile.read(TarHeader.block, from: source)),
            header.name == BackupManifest.name, header.size <= Int64(BackupManifest.limit)
        else { throw damaged }
        let bytes = try BackupFile.read(Int(header.size), from: source)
        _ = try BackupFile.read(header.padding, from: source)
        guard let manifest = try? JSONDecoder().decode(BackupManifest.self, from: Data(bytes)) else { throw damaged }
        try manifest.check()
        return manifest
    }

    private static func extract(
        _ member: BackupManifest.Member,
        from source: FileHandle,
        to directory: URL
    ) throws {
        guard let header = TarHeader(try BackupFile.read(TarHeader.block, from: source)), header.name == member.name,
            header.size == member.size
        else { throw DeploymentError(.backupDamaged, "\(member.name) is not where it should be") }
        let target = try BackupFile.create(directory.appending(path: member.name))
        guard try BackupFile.copy(member.size, from: source, to: target).hex == member.sha256 else {
            throw DeploymentError(.backupDamaged, "\(member.name) is not as it was written")
        }
        _ = try BackupFile.read(header.padding, from: source)
        try BackupFile.finish(target)
    }
}
