// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
import Issuance
import Registry
import TestSupport
import Testing

@testable import Storage

/// A file as the first schema made it, kept in `fixtures/storage` with invented rows.
@Suite struct `A database file of the first schema` {
    private func key<Subject>(_ byte: UInt8) throws -> LookupKey<Subject> {
        try #require(LookupKey(bytes: [UInt8](repeating: byte, count: 16)))
    }

    @Test func `is brought forward, and all its rows are read`() throws {
        let scratch = try Scratch()
        try Data(Fixtures.bytes("storage/registry-1.sqlite")).write(to: URL(filePath: scratch.path()))
        let store = try SQLiteStore(path: scratch.path())
        try store.read { (people: any RegistryReading, issued) in
            let person: PersonKey = try key(1)
            #expect(try people.person(person)?.sealed == [9, 8, 7])
            let card = try #require(try people.cards(of: person).first)
            #expect(try card.key == key(2) && card.account == key(3) && card.status == .normal)
            #expect(card.nameKey == nil && card.validUntil?.days == 20_000)
            #expect(try people.accounts(of: person) == [key(3)])
            let relief = try #require(try people.reliefs(of: person).first)
            #expect(relief.category == .urbanDibao && relief.state == .entitled && relief.monthlyAmount.fen == 85_000)
            #expect(try people.health(of: person)?.level == .green)
            let payment = try #require(try people.payments(into: [key(3)], limit: 9).first)
            #expect(payment.amount.fen == 85_000 && payment.nameKey == nil && payment.batch.bank == "bank")
            #expect(try people.changes(after: 0, limit: 9).map(\.sequence) == [1])
            #expect(try issued.statusLists().isEmpty)
        }
        // Its payment has no digest of its name, and is judged all the same.
        let terms = ReconciliationTerms(asOf: try CalendarDay("2026-11-23"))
        let month = try PersonRegistry(store: store, sealer: OpenSealer()).reconcile(Period("202610"), terms)
        #expect(month.payments.map(\.outcome) == [.periodUnknown])
        #expect(month.totals.all.allEntitlements.count == 1)
        // And goes on from there.
        try store.write { (transaction: any RegistryTransaction) in
            try transaction.put([PersonEntry(key: key(8), sealed: [])])
            try transaction.addChange(at: 5, person: key(8), component: .person, effect: .added, row: nil, by: "x")
        }
        let sequences = try store.read { (people: any RegistryReading) in
            try people.changes(after: 0, limit: 9).map(\.sequence)
        }
        #expect(sequences == [1, 2])
    }

    @Test func `keeps how entries stood before an import`() throws {
        let scratch = try Scratch()
        let steps = Schema.steps.prefix { $0.name != "registry-7" }
        let file = DatabaseFile(path: scratch.path(), kind: SQLiteStore.kind, steps: Array(steps), busyTimeout: 1)
        let pool = try file.open { try DatabasePool(path: $0, configuration: $1) }
        let entry = StoredValues.encode(PersonEntry(key: try key(2), sealed: [9]).values)
        try pool.write { database in
            for (number, values) in [nil, entry].enumerated() {
                try database.execute(
                    sql: "INSERT INTO former (import, number, subject, key, entry) VALUES (3, ?, 'person', ?, ?)",
                    arguments: [number + 1, Data(repeating: 2, count: 16), values.map { Data($0) }]
                )
            }
        }
        try pool.close()
        let store = try SQLiteStore(path: scratch.path())
        let found = try store.read { (people: any RegistryReading) in
            try people.formers(changedBy: 3, below: .max, limit: 9)
        }
        #expect(found.map(\.number) == [2, 1])
        let person = try PersonEntry(key: key(2), sealed: [9])
        #expect(found.map(\.entry) == [.person(person.key, person), .person(person.key, nil)])
    }

    @Test(arguments: [0, 15, 33])
    func `notes of former entries without whole keys are refused`(count: Int) throws {
        let scratch = try Scratch()
        let store = try SQLiteStore(path: scratch.path())
        try store.pool.write { database in
            try database.execute(
                sql: "INSERT INTO former (import, number, subject, keys) VALUES (3, 1, 'person', ?)",
                arguments: [Data(repeating: 2, count: count)]
            )
        }
        let error = #expect(throws: StorageError.self) {
            _ = try store.read { (people: any RegistryReading) in
                try people.formers(changedBy: 3, below: .max, limit: 9)
            }
        }
        #expect(error?.code == .corrupt)
    }
}
