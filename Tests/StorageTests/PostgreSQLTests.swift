// SPDX-License-Identifier: Apache-2.0

import Audit
import Glibc
import COSE
import Issuance
import MergedCode
import Registry
import TestSupport
import Testing
import Verification

@testable import Storage

@Suite(.enabled(if: TestServer.isHere, Comment(rawValue: TestServer.absence)))
struct `A PostgreSQL database` {
    private let shared: ScratchDatabase

    init() throws { shared = try ScratchDatabase() }

    private let person = PersonEntry(key: key(1), sealed: [7])

    private func store(busyTimeout: Int = 60) throws -> PostgreSQLStore {
        try PostgreSQLStore(DatabaseAddress(shared.url), busyTimeout: busyTimeout)
    }

    /// Something else than a registry's closure, which the two protocols of a store would make ambiguous.
    private func put(_ entry: PersonEntry, in store: PostgreSQLStore) throws { try store.write { try $0.put([entry]) } }

    private func people(of store: PostgreSQLStore) throws -> [PersonEntry] {
        try store.read { (registry: any RegistryReading) in try registry.people(after: nil, limit: 100_000) }
    }

    @Test func `can be opened by many at once while it is new`() async throws {
        let address = try DatabaseAddress(shared.url)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<8 {
                group.addTask {
                    let store = try PostgreSQLStore(address, connections: 2)
                    try store.write { try $0.put([PersonEntry(key: key(number), sealed: [UInt8(number)])]) }
                }
            }
            try await group.waitForAll()
        }
        #expect(try people(of: store()).count == 8)
    }

    @Test func `of a newer program is refused`() throws {
        _ = try store()
        try shared.execute("INSERT INTO heyima_step VALUES ('registry-99')")
        #expect(storageCode { try store() } == .newerSchema)
    }

    @Test func `with tables of another program is refused, and left as it was`() throws {
        try shared.execute("CREATE TABLE card (name text)")
        #expect(storageCode { try store() } == .notOurs)
        #expect(try shared.execute("SELECT count(*) FROM heyima_step") == "0")
        #expect(storageCode { try store() } == .notOurs)
    }

    @Test(arguments: 1..<PostgreSQLSchema.steps.count)
    func `of any earlier schema is brought forward, and keeps its rows`(steps: Int) throws {
        let pool = PostgreSQLPool(
            try DatabaseAddress(shared.url),
            connections: 1,
            patience: .init(statement: 60, lock: 60)
        )
        try PostgreSQLSchema.prepare(pool, steps: Array(PostgreSQLSchema.steps.prefix(steps)))
        try pool.write(.records) { try $0.put([person]) }
        #expect(try people(of: store()) == [person])
        let names = try shared.execute("SELECT name FROM heyima_step ORDER BY name")
        #expect(names.split(separator: "\n").map(String.init) == PostgreSQLSchema.steps.map(\.name).sorted())
    }

    @Test func `takes many rows at once, new ones and replaced ones, the last of a key last`() throws {
        let store = try store()
        let rows = (0..<5000).map { PersonEntry(key: key($0), sealed: [UInt8(truncatingIfNeeded: $0)]) }
        try store.pool.write(.records) { connection in
            try connection.add(rows)
            let changed = (2500..<2600)
                .flatMap { number in
                    [
                        PersonEntry(key: key(number), sealed: [1]), PersonEntry(key: key(number), sealed: []),
                        PersonEntry(key: key(number + 5000), sealed: [3]),
                    ]
                }
            try connection.put(changed)
        }
        let found = try people(of: store)
        #expect(found.count == 5100)
        #expect(found.count { $0.sealed.isEmpty } == 100)
        let others = Dictionary(uniqueKeysWithValues: found.map { ($0.key, $0.sealed) })
        #expect(rows.prefix(2500).allSatisfy { others[$0.key] == $0.sealed })
        let code = storageCode { try store.pool.write(.records) { try $0.add(rows) } }
        #expect(code == .constraint)
        #expect(try people(of: store) == found)
    }

    private func rows(_ numbers: Range<Int>) -> [PersonEntry] {
        numbers.map { PersonEntry(key: key($0), sealed: [UInt8(truncatingIfNeeded: $0)]) }
    }

    /// Adds so many that the first are under way while the last wait.
    private func addMany(over connection: any SQLConnection) throws {
        for start in stride(from: 0, to: 50_000, by: 5000) { try connection.add(rows(start..<start + 5000)) }
    }

    private func count(over connection: any SQLConnection) throws -> Int? {
        try connection.first("SELECT count(*) FROM person", []) { try $0.int() }
    }

    @Test func `has all rows that were added when it is asked, in the midst of them and at the end`() throws {
        let store = try store()
        try store.pool.write(.records) { connection in
            try connection.add(rows(60_000..<60_100))
            #expect(try count(over: connection) == 100)
            try addMany(over: connection)
            // Few, which wait with the others.
            try connection.add(rows(50_000..<50_001))
            #expect(try count(over: connection) == 50_101)
            try connection.add(rows(50_001..<50_100))
        }
        let found = try people(of: store)
        #expect(found == (rows(0..<50_100) + rows(60_000..<60_100)).sorted { $0.key < $1.key })
    }

    @Test(arguments: [0, 49_999, 60_000])
    func `has nothing of a transaction whose rows are no good, wherever among them`(double: Int) throws {
        let store = try PostgreSQLStore(DatabaseAddress(shared.url), connections: 1)
        try put(PersonEntry(key: key(60_000), sealed: []), in: store)
        let code = storageCode {
            try store.pool.write(.records) { connection in
                try addMany(over: connection)
                try connection.add(rows(double..<double + 1))
                try connection.add(rows(70_000..<70_100))
            }
        }
        #expect(code == .constraint)
        #expect(try people(of: store).map(\.key) == [key(60_000)])
        try put(person, in: store)
    }

    private struct GivenUp: Error {}

    @Test func `has nothing of rows that nobody saw to the end, when somebody else writes`() throws {
        let store = try PostgreSQLStore(DatabaseAddress(shared.url), connections: 1)
        #expect(throws: GivenUp.self) {
            try store.pool.connected { connection in
                try connection.separately {
                    try connection.add(rows(0..<100))
                    throw GivenUp()
                }
            }
        }
        try put(PersonEntry(key: key(60_000), sealed: []), in: store)
        #expect(try people(of: store).map(\.key) == [key(60_000)])
    }

    @Test func `has nothing of a transaction that is given up while rows are under way`() throws {
        let store = try PostgreSQLStore(DatabaseAddress(shared.url), connections: 1)
        #expect(throws: GivenUp.self) {
            try store.pool.write(.records) { connection in
                try addMany(over: connection)
                throw GivenUp()
            }
        }
        #expect(try people(of: store).isEmpty)
        try put(person, in: store)
    }

    @Test func `can be asked something while it gives rows`() throws {
        let store = try store()
        try store.pool.write(.records) { connection in
            try connection.add((0..<300).map { PersonEntry(key: key($0), sealed: [UInt8($0 % 7)]) })
        }
        let sum = try store.pool.read { connection in
            var sum = 0
            try connection.forEach(PersonEntry.table.selection + "ORDER BY key", []) { columns in
                let row = try PersonEntry(&columns)
                let again: PersonEntry? = try connection.first("WHERE key = ?", row.key.sql)
                sum += Int(again?.sealed[0] ?? 100)
            }
            return sum
        }
        #expect(sum == (0..<300).map { $0 % 7 }.reduce(0, +))
    }

    @Test func `says at the end of a transaction what failed before, and has nothing of it`() throws {
        let store = try store()
        try put(person, in: store)
        let code = storageCode {
            try store.pool.write(.records) { connection in
                try connection.add(PersonEntry(key: key(2), sealed: []))
                try connection.add(person)
            }
        }
        #expect(code == .constraint)
        #expect(try people(of: store) == [person])
        // The connection is as good as before.
        try put(PersonEntry(key: key(3), sealed: []), in: store)
    }

    @Test func `that another writes for too long is busy, and can be read meanwhile`() throws {
        let store = try store()
        let other = try self.store(busyTimeout: 1)
        try store.write { (transaction: any RegistryTransaction) in
            try transaction.put([person])
            #expect(try transaction.person(key(1)) == person)
            #expect(storageCode { try put(person, in: other) } == .busy)
            #expect(try people(of: other) == [])
        }
        try put(person, in: other)
    }

    @Test(arguments: [
        ("UPDATE health SET person = ''", StorageError.Code.corrupt), ("UPDATE health SET level = 99", .corrupt),
    ])
    func `with a row that nobody wrote stops no process`(change: String, code: StorageError.Code) throws {
        let store = try store()
        try store.write { try $0.put([HealthEntry(person: key(1), level: .green, assessedAt: 1, validUntil: 2)]) }
        try shared.execute(change)
        let read = { try store.pool.read { connection -> HealthEntry? in try connection.first("LIMIT 1") } }
        #expect(storageCode(read) == code)
    }

    @Test func `that is not there says so, and names no password`() throws {
        let none = try #require(TestServer.url).replacing("/postgres?", with: "/none?")
        #expect(storageCode { try PostgreSQLStore(DatabaseAddress(none)) } == .cannotOpen)
        let error = #expect(throws: StorageError.self) {
            try PostgreSQLStore(DatabaseAddress("postgres://u:hunter2@127.0.0.1:1/d"))
        }
        #expect(error?.code == .unreachable)
        #expect(error.map { !$0.description.contains("hunter2") } == true)
    }

    @Test func `of a thousand who show one code at two services exactly one is first, in one chain`() async throws {
        let address = try DatabaseAddress(shared.url)
        let stores = try (1...2)
            .map { number in
                try PostgreSQLVerificationStore(
                    address,
                    anchor: .sample(),
                    authenticator: DigestAuthenticator(),
                    newChain: #require(ChainID([UInt8](repeating: UInt8(number), count: 8)))
                )
            }
        let entries = try (0..<1000).map { try VerdictEntry(replay: .sample(1), trace: .sample($0)) }
        let firsts = try await withThrowingTaskGroup(of: Bool.self) { group in
            for (number, entry) in entries.enumerated() {
                group.addTask { try await stores[number % 2].record(entry) }
            }
            return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(firsts == 1)
        var links: [TraceLink] = []
        try await stores[0].readTrace { links.append($0) }
        #expect(Set(links.map(\.chain)).count == 1)
        let examination = try await TraceVerifier(DigestAuthenticator()).examination { try links.forEach($0) }
        #expect(examination.findings.isEmpty)
        let outcomes = try await stores[1].traces(TraceQuery(limit: 2000)).map(\.outcome)
        #expect(outcomes.count == 1000)
        #expect(outcomes.count { $0 == "accept" } == 1)
    }
}

/// Needs no server: nobody answers.
@Suite struct `A PostgreSQL server that is silent` {
    @Test func `is given up when one connects, and left alone for a while`() throws {
        let scratch = try Scratch()
        let silent = try SilentSocket(at: scratch.path(".s.PGSQL.5432"))
        let pool = PostgreSQLPool(
            try DatabaseAddress("postgres:///d?host=\(scratch.path(""))&user=u&connect_timeout=2"),
            connections: 1,
            patience: .init(statement: 60, lock: 60)
        )
        let start = ContinuousClock.now
        #expect(storageCode { try pool.read { _ in } } == .unreachable)
        let afterFirst = ContinuousClock.now
        #expect(storageCode { try pool.read { _ in } } == .unreachable)
        #expect(ContinuousClock.now - afterFirst < afterFirst - start)
        _ = consume silent
    }

    @Test(.enabled(if: TestServer.isHere, Comment(rawValue: TestServer.absence)))
    func `is given up when it does not answer a question, and not waited for again`() throws {
        let shared = try ScratchDatabase()
        let wire = try LibpqConnection(DatabaseAddress(shared.url), patience: 200)
        let connection = PostgreSQLConnection(wire)
        let code = storageCode {
            try connection.transaction("BEGIN") {
                try connection.forEach("SELECT 1 FROM pg_sleep(600)", []) { _ in }
            }
        }
        #expect(code == .unreachable)
        #expect(!connection.isUsable)
    }
}

@Suite(.enabled(if: TestServer.isHere, Comment(rawValue: TestServer.absence)))
struct `A PostgreSQL server that goes away` {
    @Test func `is an error as long as it is away, and costs nothing that was answered`() async throws {
        let server = try OwnServer()
        let address = try DatabaseAddress(server.url)
        let store = try PostgreSQLStore(address)
        let verification = try PostgreSQLVerificationStore(
            address,
            anchor: .sample(),
            authenticator: DigestAuthenticator(),
            newChain: #require(ChainID([UInt8](repeating: 1, count: 8)))
        )
        let person = PersonEntry(key: key(1), sealed: [7])
        try store.write { try $0.put([person]) }
        #expect(try await verification.record(VerdictEntry(replay: .sample(1), trace: .sample(1))))
        try server.stop()
        #expect(storageCode { try store.read { try $0.person(key(1)) } } == .unreachable)
        #expect(await storageCode { try await verification.record(VerdictEntry(replay: .sample(2))) } == .unreachable)
        #expect(
            await storageCode { try await verification.session(tokenDigest: .init(1, 2, 3, 4), now: 1) } == .unreachable
        )
        try server.start()
        #expect(try store.read { try $0.person(key(1)) } == person)
        #expect(try await !verification.record(VerdictEntry(replay: .sample(1), trace: .sample(2))))
        #expect(try await verification.record(VerdictEntry(replay: .sample(2), trace: .sample(3))))
        var links: [TraceLink] = []
        try await verification.readTrace { links.append($0) }
        #expect(links.map(\.sequence) == [0, 1, 2])
    }

    @Test func `in the midst of a transaction leaves nothing of it`() throws {
        let server = try OwnServer()
        let store = try PostgreSQLStore(DatabaseAddress(server.url))
        let code = storageCode {
            try store.write { (transaction: any RegistryTransaction) in
                try transaction.put([PersonEntry(key: key(1), sealed: [7])])
                #expect(try transaction.person(key(1)) != nil)
                try server.stop()
                try transaction.put([PersonEntry(key: key(2), sealed: [7])])
            }
        }
        #expect(code == .unreachable)
        try server.start()
        let people = try store.read { (registry: any RegistryReading) in try registry.people(after: nil, limit: 9) }
        #expect(people.isEmpty)
    }
}

/// A socket on which nobody ever answers.
private struct SilentSocket: ~Copyable {
    private let descriptor: Int32

    init(at path: String) throws {
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        try #require(bytes.count < 100)
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: bytes) }
        let bound = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                unsafe bind(descriptor, pointer, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        try #require(bound == 0 && listen(descriptor, 8) == 0)
    }

    deinit { close(descriptor) }
}
