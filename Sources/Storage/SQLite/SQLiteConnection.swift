// SPDX-License-Identifier: Apache-2.0

import GRDB
import GRDBSQLite
import Registry

/// A connection to SQLite.
///
/// GRDB opens it, keeps its statements and begins and ends its transactions. Values are bound and read by SQLite's own
/// functions, since an import does nothing else, a million times over.
final class SQLiteConnection: SQLConnection {
    /// How many rows are added by one statement: to begin and end one takes about as long as a row.
    private static let rowsAtOnce = 16

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

    func each<Subject>(
        in table: Table,
        where column: String,
        isIn keys: [LookupKey<Subject>],
        _ body: (Int, inout Columns) throws -> Void
    ) throws {
        try each(table.selection + "WHERE \(column) = ?", forEach: keys.map { [$0.sql] }, body)
    }

    func add(_ count: Int, to table: Table, row: @escaping @Sendable (Int) -> [SQLValue?]) throws {
        // Of rows that refer to others each is a statement: of more at once SQLite keeps a copy of each page even with FAIL.
        let together = table.hasReferences ? 0 : count - count % Self.rowsAtOnce
        if together > 0 {
            let marks = "(" + table.columns.map { _ in "?" }.joined(separator: ", ") + ")"
            let rows = [String](repeating: marks, count: Self.rowsAtOnce).joined(separator: ", ")
            // FAIL, since ABORT would keep a copy of each page to take back the statement alone; what fails here is the
            // end of its transaction.
            let list = table.columns.joined(separator: ", ")
            let statement = try statement("INSERT OR FAIL INTO \(table.name) (\(list)) VALUES \(rows)")
            for start in stride(from: 0, to: together, by: Self.rowsAtOnce) {
                var values: [SQLValue?] = []
                values.reserveCapacity(table.columns.count * Self.rowsAtOnce)
                for index in start..<start + Self.rowsAtOnce { values += row(index) }
                try statement.rows(of: values) { _ in true }
            }
        }
        try run(table.insertion, count - together) { row(together + $0) }
    }

    func put(_ count: Int, into table: Table, row: (Int) -> [SQLValue?]) throws { try run(table.upsert, count, row) }

    private func run(_ sql: String, _ count: Int, _ row: (Int) -> [SQLValue?]) throws {
        let statement = try statement(sql)
        for index in 0..<count { try statement.rows(of: row(index)) { _ in true } }
    }

    /// The statement kept for a text, or another one while that is still giving rows.
    private func statement(_ sql: String) throws -> SQLiteStatement {
        let kept = SQLiteStatement(try database.cachedStatement(sql: sql))
        return kept.isBusy ? SQLiteStatement(try database.makeStatement(sql: sql)) : kept
    }
}
