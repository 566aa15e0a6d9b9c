// SPDX-License-Identifier: Apache-2.0

/// A row that an engine has found, as long as nobody asks for the next one, or one that is kept inside of a column.
///
/// Each value is `nil` for NULL. What is not of the type asked for throws `storage.corrupt`. These are cases, and not types
/// behind a protocol, since reconciliation reads tens of millions of values.
enum SQLRow {
    case sqlite(SQLiteRow)
    case postgreSQL(LibpqRow)
    case stored(StoredValues)

    /// How many columns there are.
    var count: Int {
        switch self {
        case .sqlite(let row): row.count
        case .postgreSQL(let row): row.count
        case .stored(let row): row.count
        }
    }

    func integer(at column: Int) throws -> Int64? {
        switch self {
        case .sqlite(let row): try row.integer(at: column)
        case .postgreSQL(let row): try row.integer(at: column)
        case .stored(let row): try row.integer(at: column)
        }
    }

    /// Hands a text's UTF-8 to `body`, before anybody has checked that it is some.
    func text<Value>(at column: Int, _ body: (borrowing Span<UInt8>) throws -> Value) throws -> Value? {
        switch self {
        case .sqlite(let row): try row.text(at: column, body)
        case .postgreSQL(let row): try row.text(at: column, body)
        case .stored(let row): try row.text(at: column, body)
        }
    }

    func bytes(at column: Int) throws -> [UInt8]? {
        switch self {
        case .sqlite(let row): try row.bytes(at: column)
        case .postgreSQL(let row): try row.bytes(at: column)
        case .stored(let row): try row.bytes(at: column)
        }
    }

    /// Sixteen bytes, as ``SQLValue/words(_:_:)`` writes them.
    func words(at column: Int) throws -> (UInt64, UInt64)? {
        switch self {
        case .sqlite(let row): try row.words(at: column)
        case .postgreSQL(let row): try row.words(at: column)
        case .stored(let row): try row.words(at: column)
        }
    }
}

extension StorageError {
    /// A column that holds something else than what this program writes there.
    static func damaged(column: Int) -> StorageError {
        StorageError(.corrupt, "a row holds another value where column \(column) should be")
    }
}
