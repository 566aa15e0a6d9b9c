// SPDX-License-Identifier: Apache-2.0

import Deployment

/// A POSIX tar archive (IEEE Std 1003.1, ustar) of a few files: the same files give the same bytes.
struct TarArchive {
    private let modifiedAt: Int64
    private var content: [UInt8] = []

    /// An empty archive.
    ///
    /// - Parameter modifiedAt: the time of all its files, seconds since 1970 UTC.
    init(modifiedAt: Int64) { self.modifiedAt = modifiedAt }

    /// The archive, ended by two empty blocks.
    var bytes: [UInt8] { content + [UInt8](repeating: 0, count: 2 * TarHeader.block) }

    /// Adds a file of mode 0644.
    mutating func add(_ name: String, _ bytes: [UInt8]) {
        let header = TarHeader(name: name, size: Int64(bytes.count), modifiedAt: modifiedAt)
        content += header.bytes + bytes
        content += [UInt8](repeating: 0, count: header.padding)
    }
}
