// SPDX-License-Identifier: Apache-2.0

import GRDB
import GRDBSQLite

/// A prepared statement: what it is given, and the rows that it gives.
@safe struct SQLiteStatement {
    /// SQLite's object lives as long as this one.
    private let owner: Statement
    private let handle: OpaquePointer

    init(_ statement: Statement) {
        owner = statement
        unsafe handle = statement.sqliteStatement
    }

    /// Whether it is in the midst of its rows.
    var isBusy: Bool { unsafe sqlite3_stmt_busy(handle) != 0 }

    /// Runs it with values, and hands over its rows until `body` says that it needs no more.
    func rows(of values: [SQLValue?], _ body: (inout Columns) throws -> Bool) throws {
        try withExtendedLifetime(owner) {
            defer { unsafe sqlite3_reset(handle) }
            try bind(values)
            while true {
                switch unsafe sqlite3_step(handle) {
                case SQLITE_ROW:
                    var columns = Columns(unsafe SQLiteRow(handle))
                    guard try body(&columns) else { return }
                case SQLITE_DONE: return
                default: throw failure()
                }
            }
        }
    }

    private func bind(_ values: [SQLValue?]) throws {
        precondition(unsafe values.count == Int(sqlite3_bind_parameter_count(handle)), "a value for each parameter")
        var index: CInt = 0
        for value in values {
            index += 1
            let result: CInt =
                switch value {
                case nil: unsafe sqlite3_bind_null(handle, index)
                case .integer(let integer): unsafe sqlite3_bind_int64(handle, index, integer)
                case .text(var text): bind(&text, at: index)
                case .bytes(let bytes): unsafe bytes.withUnsafeBytes { unsafe bind($0, at: index) }
                case .words(let high, let low):
                    unsafe withUnsafeBytes(of: (high.bigEndian, low.bigEndian)) { unsafe bind($0, at: index) }
                }
            guard result == SQLITE_OK else { throw failure() }
        }
    }

    private func bind(_ text: inout String, at index: CInt) -> CInt {
        text.withUTF8 { utf8 in
            // No pointer would be no text but NULL.
            guard let start = utf8.baseAddress else { return unsafe sqlite3_bind_text(handle, index, "", 0, nil) }
            return unsafe start.withMemoryRebound(to: CChar.self, capacity: utf8.count) { start in
                unsafe sqlite3_bind_text(handle, index, start, CInt(utf8.count), Self.copying)
            }
        }
    }

    private func bind(_ bytes: UnsafeRawBufferPointer, at index: CInt) -> CInt {
        guard let start = bytes.baseAddress else { return unsafe sqlite3_bind_zeroblob(handle, index, 0) }
        return unsafe sqlite3_bind_blob(handle, index, start, CInt(bytes.count), Self.copying)
    }

    /// `SQLITE_TRANSIENT`: SQLite makes a copy of what is bound.
    private static var copying: sqlite3_destructor_type { unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self) }

    private func failure() -> StorageError {
        StorageError(ResultCode(rawValue: unsafe sqlite3_extended_errcode(sqlite3_db_handle(handle))))
    }
}

/// The row at which a statement stands.
@safe private struct SQLiteRow: SQLRow {
    private let handle: OpaquePointer

    init(_ handle: OpaquePointer) { unsafe self.handle = handle }

    var count: Int { unsafe Int(sqlite3_data_count(handle)) }

    func integer(at column: Int) throws -> Int64? {
        guard try holds(SQLITE_INTEGER, at: column) else { return nil }
        return unsafe sqlite3_column_int64(handle, CInt(column))
    }

    func text(at column: Int) throws -> String? {
        guard try holds(SQLITE_TEXT, at: column) else { return nil }
        let start = unsafe sqlite3_column_text(handle, CInt(column))
        let count = unsafe Int(sqlite3_column_bytes(handle, CInt(column)))
        guard let text = unsafe String(validating: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
        else { throw StorageError.damaged(column: column) }
        return text
    }

    func bytes(at column: Int) throws -> [UInt8]? {
        guard try holds(SQLITE_BLOB, at: column) else { return nil }
        return unsafe Array(blob(at: column))
    }

    func words(at column: Int) throws -> (UInt64, UInt64)? {
        guard try holds(SQLITE_BLOB, at: column) else { return nil }
        let blob = unsafe blob(at: column)
        guard blob.count == 16 else { throw StorageError.damaged(column: column) }
        return unsafe (
            UInt64(bigEndian: blob.loadUnaligned(as: UInt64.self)),
            UInt64(bigEndian: blob.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
        )
    }

    private func blob(at column: Int) -> UnsafeRawBufferPointer {
        let start = unsafe sqlite3_column_blob(handle, CInt(column))
        return unsafe UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, CInt(column))))
    }

    /// Whether there is a value of a type; no for NULL.
    private func holds(_ type: CInt, at column: Int) throws -> Bool {
        switch unsafe sqlite3_column_type(handle, CInt(column)) {
        case type: return true
        case SQLITE_NULL: return false
        default: throw StorageError.damaged(column: column)
        }
    }
}
