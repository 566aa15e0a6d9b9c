// SPDX-License-Identifier: Apache-2.0

import COSE
import Foundation
import Signing

/// A file that is read or written in pieces and whose bytes are digested on the way.
enum BackupFile {
    private static let piece = 1 << 20

    /// Makes a new file for its owner alone.
    static func create(_ url: URL) throws(DeploymentError) -> FileHandle {
        let path = url.path(percentEncoded: false)
        let descriptor = unsafe Foundation.open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw DeploymentError(.file, "cannot make \(path)") }
        return FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }

    static func reading(_ url: URL) throws(DeploymentError) -> FileHandle {
        do { return try FileHandle(forReadingFrom: url) } catch {
            throw DeploymentError(.file, "cannot read \(url.path(percentEncoded: false))")
        }
    }

    /// Reads exactly so many bytes.
    static func read(_ count: Int, from handle: FileHandle) throws(DeploymentError) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count {
            let part: Data?
            do { part = try handle.read(upToCount: count - bytes.count) } catch {
                throw DeploymentError(.file, "cannot read the backup")
            }
            guard let part, !part.isEmpty else { throw DeploymentError(.backupDamaged, "it ends too early") }
            bytes += part
        }
        return bytes
    }

    /// Hands on so many bytes in pieces.
    ///
    /// - Returns: their digest.
    @discardableResult
    static func copy(_ size: Int64, from source: FileHandle, to target: FileHandle?) throws -> Digest32 {
        var digest = RunningSHA256()
        var left = size
        while left > 0 {
            let bytes = try read(Int(min(left, Int64(piece))), from: source)
            digest.update(bytes[...])
            if let target { try write(bytes, to: target) }
            left -= Int64(bytes.count)
        }
        return digest.digest
    }

    static func write(_ bytes: [UInt8], to handle: FileHandle) throws(DeploymentError) {
        do { try handle.write(contentsOf: Data(bytes)) } catch {
            throw DeploymentError(.file, "cannot write, the disk may be full")
        }
    }

    /// Has the names in a directory on the disk.
    static func synchronize(_ directory: URL) throws(DeploymentError) {
        let path = directory.path(percentEncoded: false)
        let descriptor = unsafe Foundation.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw DeploymentError(.file, "cannot open \(path)") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw DeploymentError(.file, "cannot write, the disk may be full") }
    }

    /// Closes a file once it is on the disk.
    static func finish(_ handle: FileHandle) throws(DeploymentError) {
        do {
            try handle.synchronize()
            try handle.close()
        } catch { throw DeploymentError(.file, "cannot write, the disk may be full") }
    }
}
