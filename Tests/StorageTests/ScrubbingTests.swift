// SPDX-License-Identifier: Apache-2.0

import Foundation
import Registry
import Storage
import Testing

@Suite struct ScrubbingTests {
    @Test func `what was destroyed stands in no file any more, and what was not still does`() throws {
        let scratch = try Scratch()
        let store = try SQLiteStore(path: scratch.path())
        let gone = Array("a sealed blob of somebody who is forgotten".utf8)
        let kept = Array("a sealed blob of somebody else".utf8)
        func occurs(_ bytes: [UInt8]) throws -> Bool {
            try ["", "-wal"]
                .contains { suffix in
                    let path = scratch.path() + suffix
                    guard FileManager.default.fileExists(atPath: path) else { return false }
                    return try Data(contentsOf: URL(filePath: path)).firstRange(of: bytes) != nil
                }
        }
        try store.write { (transaction: any RegistryTransaction) in
            try transaction.put([PersonEntry(key: key(1), sealed: gone)])
            try transaction.put([PersonEntry(key: key(2), sealed: kept)])
        }
        #expect(try occurs(gone))
        try store.write { (transaction: any RegistryTransaction) in try transaction.removePerson(key(1)) }
        try store.scrub()
        #expect(try !occurs(gone))
        #expect(try occurs(kept))
    }

    @Test(arguments: Engine.here) func `either engine goes on after it`(engine: Engine) throws {
        let database = try engine.database()
        let store = try database.store()
        try store.write { (transaction: any RegistryTransaction) in
            try transaction.put([PersonEntry(key: key(1), sealed: [1])])
            try transaction.put([PersonEntry(key: key(2), sealed: [2])])
        }
        try store.write { (transaction: any RegistryTransaction) in try transaction.removePerson(key(1)) }
        try store.scrub()
        let left = try store.read { (people: any RegistryReading) in try people.people(after: nil, limit: 9) }
        #expect(left.map(\.sealed) == [[2]])
    }
}
