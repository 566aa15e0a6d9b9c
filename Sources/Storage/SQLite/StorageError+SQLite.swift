// SPDX-License-Identifier: Apache-2.0

import GRDB

extension StorageError {
    /// What a result of SQLite means for whoever uses the store.
    ///
    /// The statement and its values stay out of the message.
    init(_ result: ResultCode) {
        let (code, text): (Code, String) =
            switch result.primaryResultCode {
            case .SQLITE_FULL: (.full, "no room left for the database")
            case .SQLITE_READONLY: (.readOnly, "the database cannot be written")
            case .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_MISMATCH: (.corrupt, "no database, or a damaged one")
            case .SQLITE_BUSY, .SQLITE_LOCKED: (.busy, "another process is writing")
            case .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_AUTH: (.cannotOpen, "the database cannot be opened")
            case .SQLITE_CONSTRAINT: (.constraint, "the value contradicts what is stored")
            default: (.failed, "the database failed")
            }
        self.init(code, "\(text) (sqlite result \(result.rawValue))")
    }

    /// Runs what speaks to SQLite, so that its errors come out as ``StorageError`` and all others as they are.
    static func translating<Value>(_ body: () throws -> Value) throws -> Value {
        do { return try body() } catch let error as DatabaseError { throw StorageError(error.extendedResultCode) }
    }
}
