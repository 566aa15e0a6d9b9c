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
        precondition(unsafe values.count == Int(sqlite3_bind_parameter_count(handle)), "a value for each parameter")
        let room = values.reduce(1) { $0 + ($1?.boundCount ?? 0) }
        // What is bound lies here: SQLite's own copies would be an allocation for each value.
        try unsafe withUnsafeTemporaryAllocation(byteCount: room, alignment: 1) { room in
            try withExtendedLifetime(owner) {
                defer {
                    unsafe sqlite3_reset(handle)
                    unsafe sqlite3_clear_bindings(handle)
                }
                try unsafe bind(values, keptIn: room)
                while true {
                    switch unsafe sqlite3_step(handle) {
                    case SQLITE_ROW:
                        var columns = Columns(.sqlite(unsafe SQLiteRow(handle)))
                        guard try body(&columns) else { return }
                    case SQLITE_DONE: return
                    default: throw failure()
                    }
                }
            }
        }
    }

    /// Binds values, of which texts and bytes are copied to `room`.
    private func bind(_ values: [SQLValue?], keptIn room: UnsafeMutableRawBufferPointer) throws {
        guard var end = room.baseAddress else { return }
        var index: CInt = 0
        for value in values {
            index += 1
            let result: CInt
            switch value {
            case nil: result = unsafe sqlite3_bind_null(handle, index)
            case .integer(let integer): result = unsafe sqlite3_bind_int64(handle, index, integer)
            case .text(var text):
                let count = text.withUTF8 { unsafe Self.copy(UnsafeRawBufferPointer($0), to: end) }
                result = unsafe sqlite3_bind_text(
                    handle,
                    index,
                    end.assumingMemoryBound(to: CChar.self),
                    CInt(count),
                    nil
                )
                unsafe end += count
            case .bytes(let bytes):
                let count = unsafe bytes.withUnsafeBytes { unsafe Self.copy($0, to: end) }
                result = unsafe sqlite3_bind_blob(handle, index, end, CInt(count), nil)
                unsafe end += count
            case .words(let high, let low):
                unsafe end.storeBytes(of: high.bigEndian, as: UInt64.self)
                unsafe end.storeBytes(of: low.bigEndian, toByteOffset: 8, as: UInt64.self)
                result = unsafe sqlite3_bind_blob(handle, index, end, 16, nil)
                unsafe end += 16
            }
            guard result == SQLITE_OK else { throw failure() }
        }
    }

    private static func copy(_ bytes: UnsafeRawBufferPointer, to place: UnsafeMutableRawPointer) -> Int {
        if let start = bytes.baseAddress { unsafe place.copyMemory(from: start, byteCount: bytes.count) }
        return bytes.count
    }

    private func failure() -> StorageError {
        StorageError(ResultCode(rawValue: unsafe sqlite3_extended_errcode(sqlite3_db_handle(handle))))
    }
}

extension SQLValue {
    /// How many bytes have to be kept while it is bound.
    fileprivate var boundCount: Int {
        switch self {
        case .integer: 0
        case .text(let text): text.utf8.count
        case .bytes(let bytes): bytes.count
        case .words: 16
        }
    }
}

/// The row at which a statement stands.
///
/// Its values are read where they are: the connection is used by one thread at a time (GRDB opens it so), and such values stay
/// as they are until the next row.
@safe struct SQLiteRow {
    private let handle: OpaquePointer

    fileprivate init(_ handle: OpaquePointer) { unsafe self.handle = handle }

    var count: Int { unsafe Int(sqlite3_data_count(handle)) }

    func integer(at column: Int) throws -> Int64? {
        guard let value = unsafe try value(at: column, of: SQLITE_INTEGER) else { return nil }
        return unsafe sqlite3_value_int64(value)
    }

    func text<Value>(at column: Int, _ body: (borrowing Span<UInt8>) throws -> Value) throws -> Value? {
        guard let value = unsafe try value(at: column, of: SQLITE_TEXT) else { return nil }
        let start = unsafe sqlite3_value_text(value)
        let count = unsafe Int(sqlite3_value_bytes(value))
        return try unsafe body(Span(_unsafeElements: UnsafeBufferPointer(start: start, count: count)))
    }

    func bytes(at column: Int) throws -> [UInt8]? {
        guard let value = unsafe try value(at: column, of: SQLITE_BLOB) else { return nil }
        return unsafe Array(blob(value))
    }

    func words(at column: Int) throws -> (UInt64, UInt64)? {
        guard let value = unsafe try value(at: column, of: SQLITE_BLOB) else { return nil }
        let blob = unsafe blob(value)
        guard blob.count == 16 else { throw StorageError.damaged(column: column) }
        return unsafe (
            UInt64(bigEndian: blob.loadUnaligned(as: UInt64.self)),
            UInt64(bigEndian: blob.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
        )
    }

    private func blob(_ value: OpaquePointer) -> UnsafeRawBufferPointer {
        let start = unsafe sqlite3_value_blob(value)
        return unsafe UnsafeRawBufferPointer(start: start, count: Int(sqlite3_value_bytes(value)))
    }

    /// The value of a column, which is of a type; none for NULL.
    private func value(at column: Int, of type: CInt) throws -> OpaquePointer? {
        let value = unsafe sqlite3_column_value(handle, CInt(column))
        switch unsafe sqlite3_value_type(value) {
        case type: return unsafe value
        case SQLITE_NULL: return nil
        default: throw StorageError.damaged(column: column)
        }
    }
}
