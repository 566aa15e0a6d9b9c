// SPDX-License-Identifier: Apache-2.0

import Glibc

/// An empty file of mode 0600 in the place of a database to come.
///
/// SQLite would make it readable for everybody; its other files take the mode of this one.
enum PrivateDatabaseFile {
    /// Makes the file.
    ///
    /// - Throws: ``StorageError``, also where there is one and that is not expected.
    static func make(_ path: String, mayExist: Bool) throws {
        guard unsafe mknod(path, S_IFREG | 0o600, 0) != 0, !(mayExist && errno == EEXIST) else { return }
        throw StorageError(
            errno == ENOSPC || errno == EDQUOT ? .full : errno == EROFS ? .readOnly : .cannotOpen,
            "\(path) cannot be made (errno \(errno))"
        )
    }
}
