// SPDX-License-Identifier: Apache-2.0

import CLibpq

/// Owner of one `PGresult`: what the server answered to one command, or one row of it.
@safe final class LibpqResult {
    private let handle: OpaquePointer

    /// Takes over a result.
    init(owning handle: OpaquePointer) { unsafe self.handle = handle }

    deinit { unsafe PQclear(handle) }

    var status: ExecStatusType { unsafe PQresultStatus(handle) }

    /// How many rows there are.
    var rowCount: Int { unsafe Int(PQntuples(handle)) }

    /// How many columns a row has.
    var columnCount: Int { unsafe Int(PQnfields(handle)) }

    /// How many rows the command added, changed or removed.
    var changeCount: Int { unsafe Int(String(cString: PQcmdTuples(handle))) ?? 0 }

    /// The server's five letters for an error (SQLSTATE); `nil` where the connection failed.
    var sqlState: String? {
        unsafe heyima_pq_sqlstate(handle).map { unsafe String(cString: $0) }
    }

    /// The type of a column, by its object id.
    func type(of column: Int) -> Oid { unsafe PQftype(handle, CInt(column)) }

    /// A value in its binary form, as long as the result lives; `nil` for NULL.
    fileprivate func value(row: CInt, column: CInt) -> UnsafeRawBufferPointer? {
        guard unsafe PQgetisnull(handle, row, column) == 0 else { return nil }
        return unsafe UnsafeRawBufferPointer(
            start: PQgetvalue(handle, row, column),
            count: Int(PQgetlength(handle, row, column))
        )
    }
}

/// A row of a result.
struct LibpqRow {
    let result: LibpqResult
    let row: Int

    var count: Int { result.columnCount }

    func integer(at column: Int) throws -> Int64? {
        try unsafe value(at: column, of: PostgreSQLType.int8, or: PostgreSQLType.int4) { bytes in
            switch bytes.count {
            case 8: unsafe Int64(bigEndian: bytes.loadUnaligned(as: Int64.self))
            case 4: unsafe Int64(Int32(bigEndian: bytes.loadUnaligned(as: Int32.self)))
            default: nil
            }
        }
    }

    func text<Value>(at column: Int, _ body: (borrowing Span<UInt8>) throws -> Value) throws -> Value? {
        try unsafe value(at: column, of: PostgreSQLType.text, or: PostgreSQLType.varchar) { bytes in
            try unsafe body(Span(_unsafeBytes: bytes))
        }
    }

    func bytes(at column: Int) throws -> [UInt8]? {
        try unsafe value(at: column, of: PostgreSQLType.bytea, or: PostgreSQLType.bytea) { unsafe Array($0) }
    }

    func words(at column: Int) throws -> (UInt64, UInt64)? {
        try unsafe value(at: column, of: PostgreSQLType.bytea, or: PostgreSQLType.bytea) { bytes in
            guard bytes.count == 16 else { return nil }
            return unsafe (
                UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)),
                UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
            )
        }
    }

    private func value<Value>(
        at column: Int,
        of type: Oid,
        or other: Oid,
        decode: (UnsafeRawBufferPointer) throws -> Value?
    ) throws -> Value? {
        guard let bytes = unsafe result.value(row: CInt(row), column: CInt(column)) else { return nil }
        let found = result.type(of: column)
        guard found == type || found == other, let value = try unsafe decode(bytes) else {
            throw StorageError.damaged(column: column)
        }
        return withExtendedLifetime(result) { value }
    }
}
