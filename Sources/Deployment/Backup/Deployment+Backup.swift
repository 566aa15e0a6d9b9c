// SPDX-License-Identifier: Apache-2.0

import COSE
package import Foundation
import Storage

extension Deployment {
    /// Writes all that is needed to run the deployment again to one new file, mode 0600.
    ///
    /// It is a tar archive of settings, trust list, keys as they are encrypted, and a copy of each database as it is at one moment;
    /// a service that runs is not disturbed. What is sealed stays sealed: no passphrase is asked for.
    ///
    /// - Parameters:
    ///   - file: the file to make, which is not there yet; beside it there is room for the databases once more.
    ///   - now: seconds since 1970 UTC.
    /// - Returns: what it holds.
    /// - Throws: ``DeploymentError``, or what the store throws; then no file is left behind.
    @discardableResult
    package func backUp(to file: URL, at now: Int64) throws -> BackupManifest {
        guard database == nil else {
            throw DeploymentError(
                .recordsElsewhere,
                "the records are in a PostgreSQL database",
                hint: "back the database up with its own tools, such as pg_dump, and copy the deployment's directory"
            )
        }
        let place = file.path(percentEncoded: false)
        let parent = file.deletingLastPathComponent()
        let stage = parent.appending(path: ".\(file.lastPathComponent).\(UUID().uuidString)")
        // Said before much is copied; the link below says it again.
        let taken = DeploymentError(.file, "\(place) is there already")
        guard !FileManager.default.fileExists(atPath: place) else { throw taken }
        guard unsafe mkdir(stage.path(percentEncoded: false), 0o700) == 0 else {
            throw DeploymentError(.file, "cannot make \(place)")
        }
        defer { try? FileManager.default.removeItem(at: stage) }
        let names = try fill(stage)
        let manifest = BackupManifest(madeAt: now, members: try names.map { try Self.member($0, in: stage) })
        let archive = stage.appending(path: "archive")
        try Self.write(manifest, of: stage, to: archive, at: now)
        // Unlike a rename, a link does not replace what is there.
        guard unsafe link(archive.path(percentEncoded: false), place) == 0 else {
            throw errno == EEXIST ? taken : DeploymentError(.file, "cannot make \(place)")
        }
        try BackupFile.synchronize(parent)
        return manifest
    }

    /// Copies everything to a directory, which then looks like the deployment's.
    ///
    /// - Returns: the names of the files.
    private func fill(_ stage: URL) throws -> [String] {
        let manager = FileManager.default
        try PlainFile.makeDirectory(stage.appending(path: "keys"), mode: 0o700)
        // Keys and the list that publishes them belong together, and so do the sealing key and what is sealed under it.
        let lock = try DirectoryLock(files.keys)
        let keys = try manager.contentsOfDirectory(atPath: files.keys.path(percentEncoded: false)).map { "keys/" + $0 }
        var names = ["deployment.json", "trust-list.cwt"] + keys.filter(BackupManifest.isName).sorted()
        if manager.fileExists(atPath: files.catalogue.path(percentEncoded: false)) {
            names.append(files.catalogue.lastPathComponent)
        }
        for name in names {
            let copy = try BackupFile.create(stage.appending(path: name))
            try BackupFile.write(PlainFile.read(files.directory.appending(path: name)), to: copy)
            try BackupFile.finish(copy)
        }
        // The registry goes first: the trace may then name a credential that is not there yet, but never lacks who looked.
        for database in [files.database, files.verification] {
            let path = database.path(percentEncoded: false)
            guard manager.fileExists(atPath: path) else { continue }
            let name = database.lastPathComponent
            try DatabaseCopy.write(path, to: stage.appending(path: name).path(percentEncoded: false))
            names.append(name)
        }
        _ = consume lock
        return names
    }

    private static func member(_ name: String, in stage: URL) throws -> BackupManifest.Member {
        let file = try BackupFile.reading(stage.appending(path: name))
        let size = try Int64(file.seekToEnd())
        try file.seek(toOffset: 0)
        let digest = try BackupFile.copy(size, from: file, to: nil)
        return BackupManifest.Member(name: name, size: size, sha256: digest.hex)
    }

    private static func write(_ manifest: BackupManifest, of stage: URL, to archive: URL, at now: Int64) throws {
        let target = try BackupFile.create(archive)
        func begin(_ name: String, _ size: Int64) throws -> [UInt8] {
            let header = TarHeader(name: name, size: size, mode: 0o600, modifiedAt: now)
            try BackupFile.write(header.bytes, to: target)
            return [UInt8](repeating: 0, count: header.padding)
        }
        let list = try PlainFile.encode(manifest)
        let padding = try begin(BackupManifest.name, Int64(list.count))
        try BackupFile.write(list + padding, to: target)
        for member in manifest.members {
            let padding = try begin(member.name, member.size)
            try BackupFile.copy(member.size, from: BackupFile.reading(stage.appending(path: member.name)), to: target)
            try BackupFile.write(padding, to: target)
        }
        try BackupFile.write([UInt8](repeating: 0, count: 2 * TarHeader.block), to: target)
        try BackupFile.finish(target)
    }
}
