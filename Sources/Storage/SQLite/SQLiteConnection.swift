// SPDX-License-Identifier: Apache-2.0

import GRDB
import GRDBSQLite

/// A connection to SQLite.
///
/// GRDB opens it, keeps its statements and begins and ends its transactions. Values are bound and read by SQLite's own
/// functions, since an import does nothing else, a million times over.
final class SQLiteConnection: SQLConnection {
    private let database: Database

    init(_ database: Database) { self.database = database }

    func run(_ sql: String, _ values: [SQLValue?]) throws {
        try statement(sql).rows(of: values) { _ in true }
    }

    func changes(_ sql: String, _ values: [SQLValue?]) throws -> Int {
        try run(sql, values)
        return database.changesCount
    }

    func changes(_ sql: String, forEach values: [[SQLValue?]]) throws -> [Int] {
        let statement = try statement(sql)
        return try values.map { values in
            try statement.rows(of: values) { _ in true }
            return database.changesCount
        }
    }

    func require(_ sql: String, _ value: SQLValue, else error: StorageError) throws {
        guard try first(sql, [value], { _ in true }) != nil else { throw error }
    }

    func each(_ sql: String, _ values: [SQLValue?], _ body: (inout Columns) throws -> Bool) throws {
        try statement(sql).rows(of: values, body)
    }

    func each(_ sql: String, forEach values: [[SQLValue?]], _ body: (Int, inout Columns) throws -> Void) throws {
        let statement = try statement(sql)
        for (position, values) in values.enumerated() {
            try statement.rows(of: values) { columns in
                try body(position, &columns)
                return true
            }
        }
    }

    func add(_ rows: some Sequence<[SQLValue?]>, to table: Table) throws { try run(table.insertion, forEach: rows) }

    func put(_ rows: some Sequence<[SQLValue?]>, into table: Table) throws { try run(table.upsert, forEach: rows) }

    private func run(_ sql: String, forEach rows: some Sequence<[SQLValue?]>) throws {
        let statement = try statement(sql)
        for values in rows { try statement.rows(of: values) { _ in true } }
    }

    /// The statement kept for a text, or another one while that is still giving rows.
    private func statement(_ sql: String) throws -> SQLiteStatement {
        let kept = SQLiteStatement(try database.cachedStatement(sql: sql))
        return kept.isBusy ? SQLiteStatement(try database.makeStatement(sql: sql)) : kept
    }
}
