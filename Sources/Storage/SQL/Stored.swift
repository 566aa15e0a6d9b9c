// SPDX-License-Identifier: Apache-2.0

import Registry

/// An entry that has a table of its own.
protocol Stored: Sendable {
    /// Its table.
    static var table: Table { get }
    /// Its values in the order of the table's columns.
    var values: [SQLValue?] { get }
    /// An entry from its values.
    init(_ columns: inout Columns) throws
}

/// A table's columns and its statements, made once.
struct Table: Sendable {
    let name: String
    let columns: [String]
    /// How many of the first columns are the key.
    let keyColumns: Int
    /// Of a column of random keys with an index, where it stands: in its order many rows are added soonest.
    let copyOrder: Int?
    /// Whether its rows refer to those of another table, which an engine checks after the statement.
    let hasReferences: Bool
    let insertion: String
    /// What follows an insertion, so that it replaces the row of the same key; a row that is all key stays as it is.
    let replacement: String
    let upsert: String
    private(set) var selection: String

    /// A table whose first column, or the first few, are its key.
    init(
        _ name: String,
        keyColumns: Int = 1,
        copiedBy order: String? = nil,
        hasReferences: Bool = false,
        _ columns: String...
    ) {
        self.name = name
        copyOrder = order.flatMap(columns.firstIndex)
        self.hasReferences = hasReferences
        self.columns = columns
        self.keyColumns = keyColumns
        let list = columns.joined(separator: ", ")
        let marks = columns.map { _ in "?" }.joined(separator: ", ")
        let key = columns.prefix(keyColumns).joined(separator: ", ")
        let changes = columns.dropFirst(keyColumns).map { "\($0) = excluded.\($0)" }.joined(separator: ", ")
        insertion = "INSERT INTO \(name) (\(list)) VALUES (\(marks))"
        replacement = " ON CONFLICT (\(key)) DO " + (changes.isEmpty ? "NOTHING" : "UPDATE SET \(changes)")
        upsert = insertion + replacement
        // With the table's name, since a condition may join others.
        selection = "SELECT \(columns.map { "\(name).\($0)" }.joined(separator: ", ")) FROM \(name) "
    }

    /// The table as it is asked by the columns of another one.
    func joining(_ other: String) -> Table {
        var joined = self
        joined.selection += "JOIN \(other) "
        return joined
    }
}

extension SQLConnection {
    /// The entries of a table that a condition leaves.
    @inline(__always)
    func all<Entry: Stored>(_ condition: String, _ values: SQLValue?...) throws -> [Entry] {
        try all(Entry.table.selection + condition, values) { try Entry(&$0) }
    }

    /// The entries of a table for each of many keys in a column, in the order of the keys.
    @inline(__always)
    func all<Entry: Stored, Subject>(
        where column: String,
        isIn keys: [LookupKey<Subject>],
        in table: Table = Entry.table
    ) throws -> [[Entry]] {
        var found = [[Entry]](repeating: [], count: keys.count)
        try each(in: table, where: column, isIn: keys) { position, columns in
            found[position].append(try Entry(&columns))
        }
        return found
    }

    /// The entry of a table for each of many keys in a column whose values are unique, in the order of the keys.
    @inline(__always)
    func first<Entry: Stored, Subject>(where column: String, isIn keys: [LookupKey<Subject>]) throws -> [Entry?] {
        var found = [Entry?](repeating: nil, count: keys.count)
        try each(in: Entry.table, where: column, isIn: keys) { found[$0] = try Entry(&$1) }
        return found
    }

    /// The first entry of a table that a condition leaves.
    @inline(__always)
    func first<Entry: Stored>(_ condition: String, _ values: SQLValue?...) throws -> Entry? {
        try first(Entry.table.selection + condition, values) { try Entry(&$0) }
    }

    /// Adds an entry, or replaces the one of the same key.
    func put<Entry: Stored>(_ entry: Entry) throws { try run(Entry.table.upsert, entry.values) }

    /// Adds an entry that is new.
    func add<Entry: Stored>(_ entry: Entry) throws { try run(Entry.table.insertion, entry.values) }

    /// Adds many entries, or replaces those of the same keys.
    func put<Entry: Stored>(_ entries: [Entry]) throws {
        try put(entries.count, into: Entry.table) { entries[$0].values }
    }

    /// Adds many entries that are new.
    func add<Entry: Stored>(_ entries: [Entry]) throws {
        try add(entries.count, to: Entry.table) { entries[$0].values }
    }
}
