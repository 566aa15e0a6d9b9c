// SPDX-License-Identifier: Apache-2.0

import Registry

/// What the queries of this module are written against: one connection to a database, inside of a transaction.
///
/// Statements are standard SQL that SQLite 3.40 and PostgreSQL 15 both understand. Parameters are `?` in order, or `?1`,
/// `?2`, … where one is used twice. Every statement is prepared once for each connection, so its text is a constant.
protocol SQLConnection: AnyObject {
    /// Runs a statement.
    ///
    /// An engine may put off to say that it failed until the next question, or the end of the transaction.
    func run(_ sql: String, _ values: [SQLValue?]) throws

    /// Runs a statement and counts the rows that it added, changed or removed.
    func changes(_ sql: String, _ values: [SQLValue?]) throws -> Int

    /// Runs a statement for each of many values, and counts for each the rows that it added, changed or removed.
    func changes(_ sql: String, forEach values: [[SQLValue?]]) throws -> [Int]

    /// Has the transaction fail with an error unless a statement gives one row; an engine may put that off until the next
    /// question, or the end of the transaction.
    func require(_ sql: String, _ value: SQLValue, else error: StorageError) throws

    /// Hands over the rows that a statement gives, one after the other, until `body` says that it needs no more.
    func each(_ sql: String, _ values: [SQLValue?], _ body: (inout Columns) throws -> Bool) throws

    /// Asks the same of many values at once; `body` is given the rows with the position of the values that they are for.
    func each(_ sql: String, forEach values: [[SQLValue?]], _ body: (Int, inout Columns) throws -> Void) throws

    /// Asks a table for the rows of many keys in a column; `body` is given them with the position of their key.
    func each<Subject>(
        in table: Table,
        where column: String,
        isIn keys: [LookupKey<Subject>],
        _ body: (Int, inout Columns) throws -> Void
    ) throws

    /// Adds many rows that are new to a table; `row` gives the values of each, on whatever thread.
    ///
    /// An engine may put it off until the next question, or the end of the transaction.
    func add(_ count: Int, to table: Table, row: @escaping @Sendable (Int) -> [SQLValue?]) throws

    /// Adds many rows to a table, where those of the same key are replaced; of two with the same key the last one counts.
    func put(_ count: Int, into table: Table, row: (Int) -> [SQLValue?]) throws
}

// Put where they are called, so that they are made for the type that is asked for; a verdict asks ten times.
extension SQLConnection {
    /// Runs a statement.
    func run(_ sql: String, _ values: SQLValue?...) throws { try run(sql, values) }

    /// Runs a statement and counts the rows that it added, changed or removed.
    func changes(_ sql: String, _ values: SQLValue?...) throws -> Int { try changes(sql, values) }

    /// Hands on what a statement gives, row by row, and keeps none of it.
    @inline(__always)
    func forEach(_ sql: String, _ values: [SQLValue?], _ body: (inout Columns) throws -> Void) throws {
        try each(sql, values) { columns in
            try body(&columns)
            return true
        }
    }

    /// What a statement gives, row by row.
    @inline(__always)
    func all<Value>(
        _ sql: String,
        _ values: [SQLValue?],
        _ decode: (inout Columns) throws -> Value
    ) throws -> [Value] {
        var result: [Value] = []
        try forEach(sql, values) { result.append(try decode(&$0)) }
        return result
    }

    /// What a statement gives for each of many values, in their order.
    @inline(__always)
    func all<Value>(
        _ sql: String,
        forEach values: [[SQLValue?]],
        _ decode: (inout Columns) throws -> Value
    ) throws -> [[Value]] {
        var result = [[Value]](repeating: [], count: values.count)
        try each(sql, forEach: values) { position, columns in result[position].append(try decode(&columns)) }
        return result
    }

    /// The first row that a statement gives.
    @inline(__always)
    func first<Value>(
        _ sql: String,
        _ values: [SQLValue?],
        _ decode: (inout Columns) throws -> Value
    ) throws -> Value? {
        var result: Value?
        try each(sql, values) { columns in
            result = try decode(&columns)
            return false
        }
        return result
    }
}
