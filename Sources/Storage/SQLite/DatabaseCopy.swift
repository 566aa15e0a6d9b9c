// SPDX-License-Identifier: Apache-2.0

import GRDB

/// Copies databases that are in use.
public enum DatabaseCopy {
    /// Writes a database as it is at one moment to a new file, mode 0600.
    ///
    /// It is one long read (`VACUUM INTO`): whoever reads or writes the database meanwhile is not held up.
    ///
    /// - Parameters:
    ///   - path: the database.
    ///   - copy: the file to make, which is not there yet.
    /// - Throws: ``StorageError``; what was written of the copy by then is left behind.
    public static func write(_ path: String, to copy: String) throws {
        try PrivateDatabaseFile.make(copy, mayExist: false)
        try StorageError.translating {
            var configuration = Configuration()
            configuration.readonly = true
            configuration.busyMode = .timeout(10)
            let source = try DatabaseQueue(path: path, configuration: configuration)
            try source.writeWithoutTransaction { try $0.execute(sql: "VACUUM INTO ?", arguments: [copy]) }
            try source.close()
        }
    }
}
