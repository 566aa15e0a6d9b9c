// SPDX-License-Identifier: Apache-2.0

import GRDB

extension SQLiteStore {
    /// Takes what was destroyed out of the files: SQLite overwrites it in the database (`secure_delete`), and here the
    /// write-ahead log, which still has it, is written back and cut to nothing.
    ///
    /// - Throws: ``StorageError``, `storage.busy` where another process reads for longer than this one waits.
    public func scrub() throws {
        try StorageError.translating { try pool.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) } }
    }
}
