// SPDX-License-Identifier: Apache-2.0

import COSE
import Issuance
import MergedCode
import Registry
import Signing
import Storage
import Testing
import Trust

/// On each engine.
@Suite struct `What was issued` {
    /// A store, whose two protocols a closure alone would not tell apart.
    private struct Shelf {
        let database: EngineDatabase
        let store: any RecordStore

        init(_ engine: Engine) throws {
            database = try engine.database()
            store = try database.store()
        }

        func write<Value>(_ body: (any IssuanceTransaction) throws -> Value) throws -> Value { try store.write(body) }
        func read<Value>(_ body: (any IssuanceReading) throws -> Value) throws -> Value { try store.read(body) }
    }

    private func digest(_ number: UInt64) -> Digest32 { Digest32(number, 2, 3, .max) }

    private func credential(
        _ number: UInt8,
        person: Int = 1,
        index: UInt64,
        issuedAt: Int64 = 1000,
        holderKey: COSEKey? = nil
    ) throws -> CredentialEntry {
        CredentialEntry(
            id: try #require(CredentialID([UInt8](repeating: number, count: 8)[...])),
            person: key(person),
            kind: holderKey == nil ? .printed : .credential,
            list: 3,
            index: index,
            issuedAt: issuedAt,
            expiresAt: issuedAt + 500,
            signedDigest: digest(7),
            holderKey: holderKey,
            holder: try holderKey.map { try SystemCryptography().keyID(of: $0) },
            refreshHandle: holderKey.map { _ in digest(9) },
            facts: CredentialFacts(),
            states: [.valid, .suspended, .revoked, .valid]
        )
    }

    @Test(arguments: Engine.here)
    func `tickets are found by digest, replaced, and removed by person or age`(engine: Engine) throws {
        let shelf = try Shelf(engine)
        let tickets = (0..<4)
            .map { number in
                TicketEntry(
                    digest: digest(UInt64(number)),
                    person: key(number / 2),
                    pin: [1, 2],
                    expiresAt: Int64(100 + number),
                    triesLeft: 5
                )
            }
        try shelf.write { for ticket in tickets { try $0.put(ticket) } }
        var fewer = tickets[0]
        fewer.triesLeft = 4
        try shelf.write { try $0.put(fewer) }
        #expect(try shelf.read { try $0.ticket(fewer.digest) } == fewer)
        #expect(try shelf.read { try $0.ticket(digest(77)) } == nil)
        try shelf.write { try $0.removeTickets(of: key(0), expiredBefore: 103) }
        let left = try shelf.read { reading in try tickets.map { try reading.ticket($0.digest) } }
        #expect(left == [nil, nil, nil, tickets[3]])
        try shelf.write { try $0.removeTicket(tickets[3].digest) }
        #expect(try shelf.read { try $0.ticket(tickets[3].digest) } == nil)
    }

    @Test(arguments: Engine.here)
    func `what asks nothing is not written either where everything is under another key`(engine: Engine) throws {
        let shelf = try Shelf(engine)
        let ticket = TicketEntry(digest: digest(1), person: key(1), pin: [1, 2], expiresAt: 100, triesLeft: 5)
        shelf.store.expect(sealMark: "another")
        #expect(
            storageCode {
                try shelf.write {
                    try $0.removeTickets(of: key(1), expiredBefore: 0)
                    try $0.put(ticket)
                }
            } == .sealedAnew
        )
        shelf.store.expect(sealMark: "")
        #expect(try shelf.read { try $0.ticket(ticket.digest) } == nil)
    }

    @Test(arguments: Engine.here, [Curve.p256, .ed25519, .sm2])
    func `a credential comes back as it was`(engine: Engine, curve: Curve) throws {
        let shelf = try Shelf(engine)
        let key = try PrivateKey.generate(curve).publicKey
        var entry = try credential(1, index: 8, holderKey: key)
        try shelf.write { try $0.put(entry) }
        #expect(try shelf.read { try $0.credential(entry.id) } == entry)
        entry.refreshHandle = nil
        entry.states = [.revoked, .revoked, .revoked, .suspended]
        try shelf.write { try $0.put(entry) }
        #expect(try shelf.read { try $0.credential(entry.id) } == entry)
        #expect(try shelf.read { try $0.allottedCount(inList: 3) } == 1)
    }

    @Test(arguments: Engine.here)
    func `a person's credentials come with the earliest first`(engine: Engine) throws {
        let shelf = try Shelf(engine)
        let entries = [
            try credential(9, index: 4, issuedAt: 1000), try credential(3, index: 0, issuedAt: 1000),
            try credential(5, index: 12, issuedAt: 999), try credential(6, person: 2, index: 16, issuedAt: 1),
        ]
        try shelf.write { for entry in entries { try $0.put(entry) } }
        #expect(try shelf.read { try $0.credentials(of: key(1)) } == [entries[2], entries[0], entries[1]])
        #expect(try shelf.read { try $0.credentials(of: key(5)) } == [])
    }

    @Test(arguments: Engine.here)
    func `an index belongs to one credential of a list for good`(engine: Engine) throws {
        let shelf = try Shelf(engine)
        try shelf.write { try $0.put(credential(1, index: 8)) }
        #expect(storageCode { try shelf.write { try $0.put(credential(2, index: 8)) } } == .constraint)
        try shelf.write { try $0.put(credential(2, index: 12)) }
        #expect(try shelf.read { try $0.isAllotted(8, inList: 3) })
        #expect(try shelf.read { try !$0.isAllotted(8, inList: 2) })
        #expect(try shelf.read { try !$0.isAllotted(16, inList: 3) })
        #expect(try shelf.read { try !$0.isAllotted(.max, inList: 3) })
        #expect(try shelf.read { try $0.allottedCount(inList: 3) } == 2)
        #expect(try shelf.read { try $0.allottedCount(inList: 2) } == 0)
    }

    @Test(arguments: Engine.here)
    func `states that are not 0 are kept, and mark their list as changed`(engine: Engine) throws {
        let shelf = try Shelf(engine)
        try shelf.write {
            try $0.put(StatusListEntry(number: 3, issuedAt: 5, expiresAt: 6, isChanged: false, signed: [1]))
        }
        try shelf.write { transaction in
            try transaction.setState(.suspended, at: 9, inList: 3)
            try transaction.setState(.revoked, at: 2, inList: 3)
            try transaction.setState(.suspended, at: 4, inList: 3)
            try transaction.setState(.valid, at: 4, inList: 3)
            try transaction.setState(.revoked, at: 2, inList: 5)
        }
        let states = try shelf.read { try $0.states(ofList: 3) }
        #expect(states.map(\.index) == [2, 9])
        #expect(states.map(\.state) == [.revoked, .suspended])
        let lists = try shelf.read { try $0.statusLists() }
        #expect(
            lists == [
                StatusListEntry(number: 3, issuedAt: 5, expiresAt: 6, isChanged: true, signed: [1]),
                StatusListEntry(number: 5),
            ]
        )
    }

    @Test(arguments: Engine.here)
    func `what fails leaves nothing, and what succeeds is there for who opens the file later`(engine: Engine) throws {
        let shelf = try Shelf(engine)
        #expect(throws: Undone.self) {
            try shelf.write { transaction in
                try transaction.put(credential(1, index: 8))
                try transaction.setRegistryPosition(9)
                throw Undone()
            }
        }
        #expect(try shelf.read { try $0.registryPosition() } == 0)
        #expect(try shelf.read { try !$0.isAllotted(8, inList: 3) })
        #expect(try shelf.read { try $0.allottedCount(inList: 3) } == 0)
        try shelf.write { try $0.setRegistryPosition(41) }
        try shelf.write { try $0.setRegistryPosition(42) }
        let again = try shelf.database.store()
        #expect(try again.read { try $0.registryPosition() } == 42)
    }
}
