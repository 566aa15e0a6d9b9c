// SPDX-License-Identifier: Apache-2.0

import Audit
import Foundation
import GRDB
import Glibc
import Registry
import Testing

@testable import Storage

@Suite struct `A database file` {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private let person = PersonEntry(key: key(1), sealed: [7])

    private func mode(_ path: String) throws -> Int {
        try #require(FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
    }

    /// Something else than a registry's closure, which the two protocols of a store would make ambiguous.
    private func put(_ entry: PersonEntry, in store: SQLiteStore) throws { try store.write { try $0.put([entry]) } }

    @Test(arguments: [0o022, 0o000]) func `is its owner's alone, and so is what lies besides it`(mask: UInt32) throws {
        let before = umask(mask)
        defer { umask(before) }
        let store = try SQLiteStore(path: scratch.path())
        try put(person, in: store)
        for name in ["heyima.sqlite", "heyima.sqlite-wal", "heyima.sqlite-shm"] {
            #expect(try mode(scratch.path(name)) == 0o600)
        }
    }

    @Test func `is written through to the disk before a call returns`() throws {
        let store = try SQLiteStore(path: scratch.path())
        let state = try VerifierState(path: scratch.path("state.sqlite"), anchor: .sample())
        for writer: any DatabaseWriter in [store.pool, state.queue] {
            let settings = try writer.writeWithoutTransaction { database in
                try ["synchronous", "journal_mode", "foreign_keys"]
                    .map { try String.fetchOne(database, sql: "PRAGMA \($0)") }
            }
            #expect(settings == ["2", "wal", "1"])
        }
    }

    @Test func `can be opened by many at once while it is new`() async throws {
        let path = scratch.path()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<12 {
                group.addTask {
                    let store = try SQLiteStore(path: path)
                    try store.write { try $0.put([PersonEntry(key: key(number), sealed: [UInt8(number)])]) }
                }
            }
            try await group.waitForAll()
        }
        let store = try SQLiteStore(path: path)
        for number in 0..<12 { #expect(try store.read { try $0.person(key(number)) }?.sealed == [UInt8(number)]) }
    }

    @Test func `of text is refused and left as it is`() throws {
        let text = String(repeating: "no database at all ", count: 100)
        try text.write(toFile: scratch.path(), atomically: false, encoding: .utf8)
        #expect(storageCode { try SQLiteStore(path: scratch.path()) } == .corrupt)
        #expect(try String(contentsOfFile: scratch.path(), encoding: .utf8) == text)
    }

    @Test func `with a damaged page is reported as damaged`() throws {
        let store = try SQLiteStore(path: scratch.path())
        for number in 0..<200 {
            try put(PersonEntry(key: key(number), sealed: .init(repeating: 1, count: 500)), in: store)
        }
        try store.close()
        let file = try FileHandle(forUpdating: URL(filePath: scratch.path()))
        let size = try file.seekToEnd()
        for page in stride(from: UInt64(4096 * 3), to: size, by: 4096) {
            try file.seek(toOffset: page)
            try file.write(contentsOf: Data(repeating: 0xFF, count: 4096))
        }
        try file.close()
        let code = storageCode {
            let store = try SQLiteStore(path: scratch.path())
            for number in 0..<200 { _ = try store.read { try $0.person(key(number)) } }
        }
        #expect(code == .corrupt)
    }

    @Test(arguments: [
        "UPDATE health SET person = x'00'", "UPDATE health SET level = 99", "UPDATE health SET level = -1",
        "UPDATE health SET assessed_at = -62135625601", "UPDATE health SET valid_until = 253402272001",
    ])
    func `with a row that nobody wrote stops no process`(change: String) throws {
        let store = try SQLiteStore(path: scratch.path())
        let health = HealthEntry(person: key(1), level: .green, assessedAt: 1, validUntil: 2)
        try store.write { try $0.put([health]) }
        try store.pool.write { database in
            try database.execute(sql: change)
            _ = try SQLiteConnection(database).first(HealthEntry.table.selection, []) { _ in }
        }
        let read = {
            try store.pool.read { database -> HealthEntry? in
                try SQLiteConnection(database).first("LIMIT 1")
            }
        }
        #expect(storageCode(read) == .corrupt)
    }

    @Test(arguments: [
        "payment SET amount = -9223372036854775807 - 1", "payment SET amount = 1000000000000",
        "payment SET paid_at = 9223372036854775807", "payment SET paid_at = -9223372036854775807",
        "paylist SET amount = -1000000000000", "relief SET monthly_amount = 9223372036854775807",
    ])
    func `with an amount or a time that no file can say stops no process`(change: String) throws {
        let store = try SQLiteStore(path: scratch.path())
        var sample = RegistrySample(random: SplitMix(state: 5))
        let (relief, line) = (try sample.relief(), try sample.paylist())
        let payment = try sample.payment(line: 1)
        try store.write { (transaction: any RegistryTransaction) in
            try transaction.put(relief)
            try transaction.put(line)
            try transaction.add([payment])
        }
        try store.pool.write { database in
            try database.execute(sql: "UPDATE payment SET period_to = 202610; UPDATE paylist SET period = 202610")
            try database.execute(sql: "UPDATE \(change)")
        }
        let reading = storageCode {
            try store.read { (registry: any RegistryReading) in
                _ = try registry.relief(relief.key)
                _ = try registry.paylist(line.key)
                _ = try registry.payments(in: payment.batch)
            }
        }
        #expect(reading == .corrupt)
        let reconciling = storageCode {
            try store.read { (registry: any RegistryReading) in try registry.ledger(of: Period("202610")) }
        }
        #expect(reconciling == .corrupt)
    }

    @Test func `with numbers of former entries that end where integers do stops no process`() throws {
        let store = try SQLiteStore(path: scratch.path())
        let notes: [FormerEntry] = (1...3).map { .person(key($0), nil) }
        try store.write { try $0.add(notes, after: 0, changedBy: 1) }
        try store.pool.write { try $0.execute(sql: "UPDATE former SET number = \(Int64.max - 1)") }
        let found = try store.read { try $0.formers(changedBy: 1, below: .max, limit: 9) }
        #expect(found.map(\.number) == [Int.max - 1])
    }

    @Test func `of a newer program is refused`() throws {
        let store = try SQLiteStore(path: scratch.path())
        try put(person, in: store)
        try store.pool.write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('registry-99')") }
        try store.close()
        #expect(storageCode { try SQLiteStore(path: scratch.path()) } == .newerSchema)
    }

    @Test func `of another kind or another program is refused`() throws {
        _ = try VerifierState(path: scratch.path("state.sqlite"), anchor: .sample())
        #expect(storageCode { try SQLiteStore(path: scratch.path("state.sqlite")) } == .notOurs)
        _ = try SQLiteStore(path: scratch.path())
        #expect(storageCode { try VerifierState(path: scratch.path(), anchor: .sample()) } == .notOurs)
        let other = try DatabaseQueue(path: scratch.path("other.sqlite"))
        try other.write { try $0.execute(sql: "CREATE TABLE person (name TEXT)") }
        #expect(storageCode { try SQLiteStore(path: scratch.path("other.sqlite")) } == .notOurs)
    }

    @Test func `in no directory, or one that is a file, cannot be opened`() throws {
        #expect(storageCode { try SQLiteStore(path: scratch.path("none/heyima.sqlite")) } == .cannotOpen)
        try "x".write(toFile: scratch.path("file"), atomically: false, encoding: .utf8)
        #expect(storageCode { try SQLiteStore(path: scratch.path("file/heyima.sqlite")) } == .cannotOpen)
        #expect(storageCode { try SQLiteStore(path: scratch.directory.path(percentEncoded: false)) } == .cannotOpen)
        let inFile = URL(filePath: scratch.path("file/state"))
        #expect(storageCode { try VerifierState(directory: inFile, anchor: .sample()) } == .cannotOpen)
    }

    @Test func `that is full keeps what was there, and takes more when there is room`() throws {
        let store = try SQLiteStore(path: scratch.path())
        try put(person, in: store)
        let limit = try store.pool.writeWithoutTransaction { database in
            let pages = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
            return try Int.fetchOne(database, sql: "PRAGMA max_page_count = \(pages + 2)") ?? 0
        }
        #expect(limit > 0)
        let large = PersonEntry(key: key(2), sealed: .init(repeating: 5, count: 100_000))
        let first = PersonEntry(key: key(3), sealed: [1])
        let code = storageCode {
            try store.write { (transaction: any RegistryTransaction) in
                try transaction.put([first])
                try transaction.put([large])
            }
        }
        #expect(code == .full)
        #expect(try store.read { try $0.person(key(1)) } == person)
        #expect(try store.read { try $0.person(key(2)) } == nil)
        #expect(try store.read { try $0.person(key(3)) } == nil)
        try store.pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA max_page_count = 1000000") }
        try put(large, in: store)
        #expect(try store.read { try $0.person(key(2)) } == large)
    }

    @Test func `that may not be written says so and can still be read`() throws {
        let store = try SQLiteStore(path: scratch.path())
        try put(person, in: store)
        try store.pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA query_only = ON") }
        #expect(storageCode { try put(PersonEntry(key: key(2), sealed: []), in: store) } == .readOnly)
        #expect(try store.read { try $0.person(key(1)) } == person)
    }

    @Test func `that another writes for too long is busy`() throws {
        let store = try SQLiteStore(path: scratch.path())
        let other = try SQLiteStore(path: scratch.path(), busyTimeout: 0.05)
        try store.write { (transaction: any RegistryTransaction) in
            try transaction.put([person])
            #expect(storageCode { try put(person, in: other) } == .busy)
            #expect(try other.read { try $0.person(key(1)) } == nil)
        }
        try put(person, in: other)
    }

    @Test func `that was closed answers with an error`() throws {
        let store = try SQLiteStore(path: scratch.path())
        try store.close()
        #expect(storageCode { try put(person, in: store) } == .failed)
    }

    @Test func `that is in use is not closed, and can be read and written as before`() throws {
        let store = try SQLiteStore(path: scratch.path())
        let verdicts = try SQLiteVerificationStore(
            path: scratch.path("verification.sqlite"),
            anchor: .sample(),
            authenticator: DigestAuthenticator(),
            newChain: #require(ChainID([UInt8](repeating: 1, count: 8)))
        )
        try put(person, in: store)
        var statements = try [store.pool, verdicts.pool]
            .map { pool in try pool.writeWithoutTransaction { try $0.makeStatement(sql: "SELECT 1") } }
        #expect(try store.read { try $0.person(key(1)) } == person)
        #expect(try verdicts.terminals().isEmpty)
        #expect(storageCode { try store.close() } == .busy)
        #expect(storageCode { try verdicts.close() } == .busy)
        #expect(try store.read { try $0.person(key(1)) } == person)
        #expect(try verdicts.terminals().isEmpty)
        try put(PersonEntry(key: key(2), sealed: []), in: store)
        statements.removeAll()
        try store.close()
        try verdicts.close()
    }

    @Test func `tells who reads a snapshot when it did not last until the end`() throws {
        try put(person, in: SQLiteStore(path: scratch.path()))
        let readers = SQLiteReaders(
            DatabaseFile(path: scratch.path(), kind: SQLiteStore.kind, steps: Schema.steps, busyTimeout: 1)
        )
        #expect(storageCode { try readers.snapshot { try $0.run("COMMIT") } } == .failed)
        #expect(throws: Undone.self) { try readers.snapshot { _ in throw Undone() } }
        let found: PersonEntry? = try readers.snapshot { try $0.first("LIMIT 1") }
        #expect(found == person)
        try readers.close {}
    }

    @Test func `errors carry no value that was written`() throws {
        let told = DatabaseError(
            resultCode: .SQLITE_CONSTRAINT,
            message: "陈小明",
            sql: "INSERT … '440604195505010320'"
        )
        let error = #expect(throws: StorageError.self) { try StorageError.translating { throw told } }
        #expect(error?.code == .constraint)
        #expect(error.map { !$0.description.contains("陈小明") && !$0.description.contains("4406") } == true)
    }

    @Test(arguments: [
        "SELECT * FROM card WHERE person = ?", "SELECT * FROM card_account WHERE account = ?",
        "SELECT * FROM relief WHERE person = ?", "SELECT * FROM relief WHERE household = ?",
        "SELECT * FROM paylist WHERE person = ? ORDER BY period DESC, key DESC",
        "SELECT * FROM paylist WHERE account = ? ORDER BY period DESC, key DESC",
        "SELECT * FROM payment WHERE account = ? ORDER BY paid_at DESC, line DESC, batch DESC",
        "SELECT * FROM payment WHERE batch = ? ORDER BY line",
        "SELECT * FROM import WHERE kind = ? AND bank IS NULL ORDER BY sequence DESC",
        "SELECT * FROM credential WHERE person = ?", "SELECT * FROM credential WHERE id = ?",
        "SELECT * FROM status WHERE list = ? ORDER BY entry",
    ])
    func `has an index for each question`(sql: String) throws {
        let store = try SQLiteStore(path: scratch.path())
        let plan = try store.pool.read { database in
            try Row.fetchAll(database, sql: "EXPLAIN QUERY PLAN \(sql)", arguments: [nil])
                .map { $0["detail"] as String }
        }
        #expect(plan.allSatisfy { $0.hasPrefix("SEARCH") || $0.contains("USE TEMP B-TREE") && sql.contains("import") })
    }
}
