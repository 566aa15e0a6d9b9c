// SPDX-License-Identifier: Apache-2.0

public import Foundation

/// A directory that only one process at a time changes: others wait.
///
/// The lock ends with its value or its process, and leaves no file behind.
public struct DirectoryLock: ~Copyable {
    private let descriptor: Int32

    /// Waits until no other process holds the lock.
    ///
    /// - Parameter directory: a directory that is there.
    /// - Throws: ``DeploymentError`` `deployment.file`.
    public init(_ directory: URL) throws(DeploymentError) {
        let path = directory.path(percentEncoded: false)
        descriptor = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw DeploymentError(.file, "cannot open \(path)") }
        var result: Int32
        repeat { result = flock(descriptor, LOCK_EX) } while result != 0 && errno == EINTR
        guard result == 0 else {
            close(descriptor)
            throw DeploymentError(.file, "cannot lock \(path)")
        }
    }

    deinit { close(descriptor) }
}
