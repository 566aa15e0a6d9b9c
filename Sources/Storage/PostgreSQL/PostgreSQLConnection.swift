// SPDX-License-Identifier: Apache-2.0

import CLibpq
import Registry

/// A connection to PostgreSQL.
///
/// Everything goes through libpq's pipeline: what nobody waits for an answer to is sent along with the next question, so a
/// transaction costs a round trip for each question and one for its end, and one more where it asks nothing but has to hold a row.
/// The first error of a transaction is its end.
///
/// `@unchecked Sendable`: whoever has taken it from the pool has it alone.
final class PostgreSQLConnection: SQLConnection, @unchecked Sendable {
    /// How many statements are under way at most, so that their answers do not pile up.
    private static let window = 256
    /// How many rows are added by statements where no others wait to be copied; more are copied.
    private static let fewRows = 64
    /// How many rows one statement replaces.
    private static let batch = 1000

    /// What is still to come from the server for something that was sent.
    private enum Expected {
        /// That a statement is prepared.
        case preparation(of: String)
        case answer
        /// Exactly one row, whatever it holds; else an error.
        case row(else: StorageError)

        var isRow: Bool { if case .row = self { true } else { false } }
    }

    private let wire: LibpqConnection
    /// The names under which the server has statements, by their text.
    private var statements: [String: String] = [:]
    private var statementCount = 0
    private var columnTypes: [String: [Oid]] = [:]
    private var expected: [Expected] = []
    private var failure: StorageError?
    private var stream: RowStream?
    private let copies = PostgreSQLCopies()

    init(_ wire: LibpqConnection) { self.wire = wire }

    /// Whether it can be used for another transaction.
    var isUsable: Bool { wire.isQuiet }

    // MARK: Transactions

    /// Runs a body in a transaction, which is undone where the body or the database fails.
    ///
    /// - Parameters:
    ///   - begin: the statement that begins it.
    ///   - lock: the row of `heyima_lock` that it holds, so that it excludes all others that hold the same.
    ///   - body: what is done in it.
    /// - Returns: what `body` returns, once it is committed.
    /// - Throws: ``StorageError``, or what `body` throws; then nothing has happened.
    func transaction<Value>(
        _ begin: String,
        lock: PostgreSQLSchema.Lock? = nil,
        _ body: () throws -> Value
    ) throws -> Value {
        try inPipeline {
            do {
                try run(begin)
                if let lock {
                    let sql = "SELECT name FROM heyima_lock WHERE name = ? FOR UPDATE"
                    try require(
                        sql,
                        lock.rawValue.sql,
                        else: StorageError(.notOurs, "the database lacks a row of heyima_lock")
                    )
                }
                let value = try body()
                try landCopies()
                if let failure { throw failure }
                // The server takes a row that is missing for no error, and would commit what was sent along.
                if expected.contains(where: \.isRow) { try settle() }
                try run("COMMIT")
                try settle()
                return value
            } catch {
                undo()
                throw error
            }
        }
    }

    /// Runs a body whose statements are transactions of their own.
    func separately<Value>(_ body: () throws -> Value) throws -> Value {
        try inPipeline {
            let value = try body()
            try landCopies()
            try settle()
            return value
        }
    }

    private func inPipeline<Value>(_ body: () throws -> Value) throws -> Value {
        failure = nil
        try wire.enterPipeline()
        do {
            let value = try body()
            try wire.leavePipeline()
            return value
        } catch {
            // Rows that still wait would be copied by whoever has the connection next.
            copies.drop()
            // Where it cannot be left, something is under way that nobody will ask for.
            do { try wire.leavePipeline() } catch { wire.giveUp() }
            throw error
        }
    }

    private func undo() {
        copies.drop()
        guard !wire.isBroken else { return }
        do {
            if !wire.isInPipeline { try wire.enterPipeline() }
            try? stream?.finish()
            stream = nil
            try? settle()
            failure = nil
            try run("ROLLBACK")
            try settle()
        } catch { wire.giveUp() }
    }

    // MARK: Statements

    func run(_ sql: String, _ values: [SQLValue?]) throws {
        try send(sql, values)
        if expected.count >= Self.window { try settle() }
    }

    func require(_ sql: String, _ value: SQLValue, else error: StorageError) throws {
        try send(sql, [value], expecting: .row(else: error))
    }

    func changes(_ sql: String, _ values: [SQLValue?]) throws -> Int { try changes(sql, forEach: [values])[0] }

    func changes(_ sql: String, forEach values: [[SQLValue?]]) throws -> [Int] {
        var counts: [Int] = []
        counts.reserveCapacity(values.count)
        try ask(sql, forEach: values) { _, result in counts.append(result.changeCount) }
        return counts
    }

    func each(_ sql: String, _ values: [SQLValue?], _ body: (inout Columns) throws -> Bool) throws {
        try send(sql, values)
        expected.removeLast()
        try beginAnswers()
        wire.takeSingleRows()
        let stream = RowStream(wire)
        self.stream = stream
        defer { if self.stream === stream { self.stream = nil } }
        do {
            rows: while let result = try stream.next() {
                for row in 0..<result.rowCount {
                    var columns = Columns(.postgreSQL(LibpqRow(result: result, row: row)))
                    guard try body(&columns) else { break rows }
                }
            }
        } catch {
            try finish(stream)
            throw error
        }
        try finish(stream)
    }

    /// Lets go of the rows that nobody wants any more.
    private func finish(_ stream: RowStream) throws {
        try stream.finish()
        failure = failure ?? stream.failure
        if let failure { throw failure }
    }

    func each(_ sql: String, forEach values: [[SQLValue?]], _ body: (Int, inout Columns) throws -> Void) throws {
        try ask(sql, forEach: values) { position, result in
            for row in 0..<result.rowCount {
                var columns = Columns(.postgreSQL(LibpqRow(result: result, row: row)))
                try body(position, &columns)
            }
        }
    }

    // MARK: Many rows

    func each<Subject>(
        in table: Table,
        where column: String,
        isIn keys: [LookupKey<Subject>],
        _ body: (Int, inout Columns) throws -> Void
    ) throws {
        // OFFSET 0 has the server look up key by key. It would else plan for a table as small as it was when the import
        // began, and go through all of it each time.
        let sql = """
            SELECT asked.place, found.* FROM unnest(?) WITH ORDINALITY AS asked (key, place), \
            LATERAL (\(table.selection) WHERE \(column) = asked.key OFFSET 0) AS found
            """
        for start in stride(from: 0, to: keys.count, by: Self.batch) {
            let part = keys[start..<min(start + Self.batch, keys.count)]
            var parameters = Parameters([])
            parameters.append(part) { $0.append($1.map(\.sql), type: PostgreSQLType.bytea) }
            let array = PostgreSQLType.array(of: PostgreSQLType.bytea).map { [$0] } ?? []
            try send(sql, parameters, types: array)
            expected.removeLast()
            try beginAnswers()
            let result = try answer()
            try endAnswers()
            guard let result else { continue }
            for row in 0..<result.rowCount {
                var columns = Columns(.postgreSQL(LibpqRow(result: result, row: row)))
                let place = try columns.int()
                try body(start + place - 1, &columns)
            }
        }
    }

    func add(_ count: Int, to table: Table, row: @escaping @Sendable (Int) -> [SQLValue?]) throws {
        if let failure { throw failure }
        guard count >= Self.fewRows || !copies.isEmpty else {
            for index in 0..<count { try run(table.insertion, row(index)) }
            return
        }
        copies.add(count, to: table, row: row)
        if copies.isEnough { try sendCopies() }
    }

    /// Sends the rows that wait to be copied, once those before them are there.
    private func sendCopies() throws {
        if copies.isUnderWay {
            try finishCopies()
        } else {
            try settle()
            // A copy cannot be part of a pipeline.
            try wire.leavePipeline()
        }
        copies.send(over: wire)
    }

    /// Has all rows that were to be copied in their tables, before anything else is asked or said.
    private func landCopies() throws {
        guard !copies.isEmpty else { return }
        if copies.areWaiting { try sendCopies() }
        try finishCopies()
        try wire.enterPipeline()
    }

    private func finishCopies() throws {
        let error = try copies.finish()
        failure = failure ?? error
        if let failure { throw failure }
    }

    func put(_ count: Int, into table: Table, row: (Int) -> [SQLValue?]) throws {
        for start in stride(from: 0, to: count, by: Self.batch) {
            // One statement cannot replace a row twice.
            var places: [ArraySlice<SQLValue?>: Int] = [:]
            var batch: [[SQLValue?]] = []
            for index in start..<min(start + Self.batch, count) {
                let row = row(index)
                let key = row.prefix(table.keyColumns)
                if let place = places[key] {
                    batch[place] = row
                } else {
                    places[key] = batch.count
                    batch.append(row)
                }
            }
            try replace(batch, in: table)
        }
    }

    /// Adds rows in one statement, each column as an array.
    ///
    /// A temporary table would do the same with a change of the catalogue for each transaction, and not on all servers.
    private func replace(_ rows: [[SQLValue?]], in table: Table) throws {
        let types = try types(of: table)
        var parameters = Parameters([])
        for (column, type) in types.enumerated() {
            parameters.append(rows) { $0.append($1.map { $0[column] }, type: type) }
        }
        let marks = types.indices.map { "$\($0 + 1)" }.joined(separator: ", ")
        let sql =
            "INSERT INTO \(table.name) (\(table.columns.joined(separator: ", "))) SELECT * FROM unnest(\(marks))"
            + table.replacement
        let arrays = try types.map { type in
            guard let array = PostgreSQLType.array(of: type) else {
                throw StorageError(.notOurs, "\(table.name) has a column of a foreign type")
            }
            return array
        }
        try landCopies()
        try stream?.keepRest()
        let name = try name(of: sql, types: arrays) { sql }
        try wire.send(name, parameters)
        expected.append(.answer)
        // Not many of these large ones at once.
        try settle()
    }

    private func types(of table: Table) throws -> [Oid] {
        if let known = columnTypes[table.name] { return known }
        var types: [Oid] = []
        try ask(table.selection + "LIMIT 0", forEach: [[]]) { _, result in
            types = (0..<result.columnCount).map { result.type(of: $0) }
        }
        columnTypes[table.name] = types
        return types
    }

    /// Runs statements that are not prepared, as of a schema.
    func script(_ sql: String) throws {
        try landCopies()
        try settle()
        try wire.leavePipeline()
        try wire.sendText(sql)
        while let answer = try wire.next() { note(answer) }
        try wire.enterPipeline()
        if let failure { throw failure }
    }

    // MARK: Asking and answering

    /// Sends a statement for each of many values, and hands over the answers.
    private func ask(
        _ sql: String,
        forEach values: [[SQLValue?]],
        _ body: (Int, LibpqResult) throws -> Void
    ) throws {
        for start in stride(from: 0, to: values.count, by: Self.window) {
            let part = values[start..<min(start + Self.window, values.count)]
            for values in part {
                try send(sql, values)
                // Read here, and not with what was put off: that is the statement's preparation at most.
                expected.removeLast()
            }
            try beginAnswers()
            var results: [LibpqResult] = []
            for _ in part { if let result = try answer() { results.append(result) } }
            try endAnswers()
            // Only now, since a body may ask something itself.
            for (offset, result) in results.enumerated() { try body(start + offset, result) }
        }
    }

    /// Sends a statement, the first time behind its preparation.
    private func send(_ sql: String, _ values: [SQLValue?], expecting answer: Expected = .answer) throws {
        try send(sql, Parameters(values), types: [], expecting: answer)
    }

    private func send(
        _ sql: String,
        _ parameters: Parameters,
        types: [Oid],
        expecting answer: Expected = .answer
    ) throws {
        if let failure { throw failure }
        try landCopies()
        try stream?.keepRest()
        let name = try name(of: sql, types: types) { PostgreSQLText.query(sql) }
        try wire.send(name, parameters)
        expected.append(answer)
    }

    private func name(of sql: String, types: [Oid], _ text: () -> String) throws -> String {
        if let known = statements[sql] { return known }
        statementCount += 1
        let name = "s\(statementCount)"
        try wire.sendPreparation(name, text(), types: types)
        statements[sql] = name
        expected.append(.preparation(of: sql))
        return name
    }

    /// Has everything answered that was sent, and says what of it failed.
    private func settle() throws {
        try stream?.keepRest()
        guard !expected.isEmpty else { return }
        try beginAnswers()
        try endAnswers()
    }

    /// Has everything answered that was sent, and reads the answers that were put off.
    private func beginAnswers() throws {
        try wire.sync()
        defer { expected.removeAll(keepingCapacity: true) }
        for item in expected {
            let result = try answer()
            switch item {
            case .preparation(let sql): if result == nil { statements[sql] = nil }
            case .answer: break
            case .row(let error):
                guard let result, result.rowCount != 1 else { continue }
                failure = failure ?? error
            }
        }
    }

    /// The answer to the next statement; `nil` where it failed, or was not tried because another did.
    private func answer() throws -> LibpqResult? {
        var good: LibpqResult?
        while let result = try wire.next() { if note(result) { good = result } }
        return good
    }

    private func endAnswers() throws {
        guard try wire.next()?.status == PGRES_PIPELINE_SYNC else {
            wire.giveUp()
            throw StorageError(.failed, "the database server answers out of turn")
        }
        if let failure { throw failure }
    }

    /// Notes down what failed; the first error counts, others follow from it.
    @discardableResult
    private func note(_ result: LibpqResult) -> Bool {
        switch result.status {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK: return true
        case PGRES_PIPELINE_ABORTED: return false
        default:
            failure = failure ?? StorageError(sqlState: result.sqlState)
            return false
        }
    }
}

/// The rows of one answer as they come, until somebody asks something else: then what is left of them is kept.
private final class RowStream {
    private let wire: LibpqConnection
    private var kept: ArraySlice<LibpqResult> = []
    private var isOver = false
    private(set) var failure: StorageError?

    init(_ wire: LibpqConnection) { self.wire = wire }

    /// The next row or rows; `nil` after the last one.
    func next() throws -> LibpqResult? {
        if let result = kept.popFirst() { return result }
        if let result = try read() { return result }
        if let failure { throw failure }
        return nil
    }

    func keepRest() throws { while let result = try read() { kept.append(result) } }

    func finish() throws {
        kept = []
        while try read() != nil {}
    }

    private func read() throws -> LibpqResult? {
        while !isOver {
            guard let result = try wire.next() else {
                // What follows the rows is the end of the pipeline.
                guard try wire.next()?.status == PGRES_PIPELINE_SYNC else { throw StorageError.lostConnection }
                isOver = true
                return nil
            }
            switch result.status {
            case PGRES_SINGLE_TUPLE, PGRES_TUPLES_OK, PGRES_COMMAND_OK: return result
            case PGRES_PIPELINE_ABORTED: continue
            default: failure = failure ?? StorageError(sqlState: result.sqlState)
            }
        }
        return nil
    }
}
