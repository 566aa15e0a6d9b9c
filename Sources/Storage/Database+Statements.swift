// SPDX-License-Identifier: Apache-2.0

import GRDB

/// An entry that has a table of its own.
protocol Stored {
    /// Its table.
    static var table: Table { get }
    /// Its values in the order of the table's columns.
    var values: [SQLValue] { get }
    /// An entry from its values.
    init(_ columns: inout Columns) throws
}

/// A table's statements, made once.
struct Table: Sendable {
    let insertion: String
    let upsert: String
    let selection: String

    /// A table whose first column, or the first few, are its key.
    init(_ name: String, keyColumns: Int = 1, _ columns: String...) {
        let list = columns.joined(separator: ", ")
        let marks = columns.map { _ in "?" }.joined(separator: ", ")
        let changes = columns.dropFirst(keyColumns).map { "\($0) = excluded.\($0)" }.joined(separator: ", ")
        insertion = "INSERT INTO \(name) (\(list)) VALUES (\(marks))"
        upsert =
            "\(insertion) ON CONFLICT (\(columns.prefix(keyColumns).joined(separator: ", "))) DO UPDATE SET \(changes)"
        selection = "SELECT \(list) FROM \(name) "
    }
}

extension Database {
    /// Runs a statement, prepared once for each connection.
    func run(_ sql: String, _ values: SQLValue...) throws { try run(sql, values) }

    func run(_ sql: String, _ values: [SQLValue]) throws {
        try cachedStatement(sql: sql).execute(arguments: StatementArguments(values))
    }

    /// What a statement gives, row by row.
    func all<Value>(
        _ sql: String,
        _ values: [SQLValue],
        _ decode: (inout Columns) throws -> Value
    ) throws -> [Value] {
        var result: [Value] = []
        try forEach(sql, values) { result.append(try decode(&$0)) }
        return result
    }

    /// Hands on what a statement gives, row by row, and keeps none of it.
    func forEach(_ sql: String, _ values: [SQLValue], _ body: (inout Columns) throws -> Void) throws {
        let rows = try Row.fetchCursor(cachedStatement(sql: sql), arguments: StatementArguments(values))
        while let row = try rows.next() {
            var columns = Columns(row)
            try body(&columns)
        }
    }

    /// The first row that a statement gives.
    func first<Value>(
        _ sql: String,
        _ values: [SQLValue],
        _ decode: (inout Columns) throws -> Value
    ) throws -> Value? {
        let rows = try Row.fetchCursor(cachedStatement(sql: sql), arguments: StatementArguments(values))
        guard let row = try rows.next() else { return nil }
        var columns = Columns(row)
        return try decode(&columns)
    }

    /// The entries of a table that a condition leaves.
    func all<Entry: Stored>(_ condition: String, _ values: SQLValue...) throws -> [Entry] {
        try all(Entry.table.selection + condition, values) { try Entry(&$0) }
    }

    /// The first entry of a table that a condition leaves.
    func first<Entry: Stored>(_ condition: String, _ values: SQLValue...) throws -> Entry? {
        try first(Entry.table.selection + condition, values) { try Entry(&$0) }
    }

    /// Adds an entry, or replaces the one of the same key.
    func put(_ entry: some Stored) throws { try put(entry, type(of: entry).table.upsert) }

    /// Adds an entry that is new.
    func add(_ entry: some Stored) throws { try put(entry, type(of: entry).table.insertion) }

    private func put(_ entry: some Stored, _ sql: String) throws { try run(sql, entry.values) }
}
