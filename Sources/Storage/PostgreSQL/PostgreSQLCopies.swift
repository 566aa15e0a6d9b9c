// SPDX-License-Identifier: Apache-2.0

import CLibpq
import Dispatch
import Registry

/// Rows on their way into tables: laid out by one thread and copied by another, while whoever added them goes on.
///
/// The server takes about as long for a row as an import does, so that each has a core. Rows are copied many thousands at
/// once, because a copy costs the server something to begin with, and in the order of a column that an index has, because
/// neighbours then lie on the same page of it, and most of what a row costs is to find the pages of its random keys.
final class PostgreSQLCopies {
    /// How many rows of a table set off a copy.
    private static let enough = 1 << 15

    /// What waits for one table.
    private struct Waiting {
        let table: Table
        var count = 0
        var parts: [Ahead<CopiedRows>] = []
    }

    private let layingOut = DispatchQueue(label: "heyima.copies.rows")
    private let sending = DispatchQueue(label: "heyima.copies.sending")
    /// In the order in which the tables' first rows came.
    private var waiting: [Waiting] = []
    private var underWay: Ahead<StorageError?>?

    /// Whether nothing waits, and nothing is under way.
    var isEmpty: Bool { !areWaiting && !isUnderWay }

    /// Whether rows wait that were not sent.
    var areWaiting: Bool { !waiting.isEmpty }

    /// Whether the connection is in use for them.
    var isUnderWay: Bool { underWay != nil }

    /// Whether so many rows wait that they are worth a copy.
    var isEnough: Bool { waiting.contains { $0.count >= Self.enough } }

    /// Has rows wait.
    func add(_ count: Int, to table: Table, row: @escaping @Sendable (Int) -> [SQLValue?]) {
        let rows = Ahead(in: layingOut) { CopiedRows(count, of: table, row) }
        let place = waiting.firstIndex { $0.table.name == table.name } ?? waiting.endIndex
        if place == waiting.endIndex { waiting.append(Waiting(table: table)) }
        waiting[place].count += count
        waiting[place].parts.append(rows)
    }

    /// Sends everything that waits, over a connection that is in no pipeline and that nobody uses until ``finish()``.
    func send(over wire: LibpqConnection) {
        let all = waiting
        waiting = []
        underWay = Ahead(in: sending) {
            for item in all {
                let parts = try item.parts.map { try $0.value() }
                if let failure = try wire.copy(parts, into: item.table) { return failure }
            }
            return nil
        }
    }

    /// Waits for the end of what is under way; gives what the server has against it.
    ///
    /// - Throws: ``StorageError`` where the connection is lost.
    func finish() throws -> StorageError? {
        defer { underWay = nil }
        return try underWay?.value()
    }

    /// Gives up what waits, and waits for the end of what is under way, whatever that is.
    func drop() {
        waiting = []
        _ = try? finish()
    }
}

/// Rows in the form in which PostgreSQL copies them.
private struct CopiedRows: Sendable {
    /// A row's place, and what it is sorted by.
    struct Row {
        let key: (UInt64, UInt64)
        let part: Int
        let range: Range<Int>
    }

    private let buffer: BinaryBuffer
    private var rows: [(key: (UInt64, UInt64), end: Int)] = []

    init(_ count: Int, of table: Table, _ row: (Int) -> [SQLValue?]) {
        var buffer = BinaryBuffer()
        rows.reserveCapacity(count)
        for index in 0..<count {
            let values = row(index)
            buffer.append(Int16(values.count))
            for value in values { buffer.appendWithLength(value) }
            var key: (UInt64, UInt64) = (0, 0)
            if let order = table.copyOrder, case .words(let high, let low) = values[order] { key = (high, low) }
            rows.append((key, buffer.count))
        }
        self.buffer = buffer
    }

    var bytes: [UInt8] { buffer.bytes }

    /// All rows, as those of one part among several.
    func rows(part: Int) -> [Row] {
        var start = 0
        return rows.map { key, end in
            defer { start = end }
            return Row(key: key, part: part, range: start..<end)
        }
    }
}

extension LibpqConnection {
    /// How many bytes of a copy are sent at once.
    private static var chunk: Int { 1 << 16 }

    /// Copies rows into a table; gives what the server has against it.
    fileprivate func copy(_ parts: [CopiedRows], into table: Table) throws -> StorageError? {
        try sendText("COPY \(table.name) (\(table.columns.joined(separator: ", "))) FROM STDIN (FORMAT binary)")
        guard let answer = try next() else { throw StorageError.lostConnection }
        var failure = answer.status == PGRES_COPY_IN ? nil : StorageError(sqlState: answer.sqlState)
        if failure == nil {
            try send(parts, inOrder: table.copyOrder != nil)
            try endCopy()
        }
        while let answer = try next() {
            if answer.status != PGRES_COMMAND_OK { failure = failure ?? StorageError(sqlState: answer.sqlState) }
        }
        return failure
    }

    private func send(_ parts: [CopiedRows], inOrder: Bool) throws {
        var rows = parts.indices.flatMap { parts[$0].rows(part: $0) }
        if inOrder { rows.sort { $0.key < $1.key } }
        var buffer = BinaryBuffer()
        buffer.append(raw: "PGCOPY\n".utf8)
        buffer.append(raw: [0xFF, 0x0D, 0x0A, 0])
        buffer.append(Int64(0))
        for row in rows {
            buffer.append(raw: parts[row.part].bytes[row.range])
            guard buffer.count >= Self.chunk else { continue }
            try sendCopy(buffer)
            buffer.removeAll()
        }
        buffer.append(Int16(-1))
        try sendCopy(buffer)
    }
}
