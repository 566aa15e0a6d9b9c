// SPDX-License-Identifier: Apache-2.0

import Issuance
import MergedCode
import Registry
import Storage
import Synchronization
import Testing
import Trust

@Suite struct `The status of what was issued` {
    private let office: Office
    private let now = Office.now

    init() throws { office = try Office() }

    private func follow() throws -> Int { try office.issuer.followRegistry(at: now) }

    @Test func `a lost card suspends its slot alone, and a found one is good again`() throws {
        let issued = try office.enrol()
        _ = try follow()
        try office.load(.cards, person: Office.chen, replacing: "正常", with: "挂失")
        #expect(try follow() == 1)
        #expect(try office.states(issued) == [.valid, .suspended, .valid, .valid])
        try office.load(.cards)
        #expect(try follow() == 1)
        #expect(try office.states(issued) == [.valid, .valid, .valid, .valid])
    }

    @Test func `a cancelled card revokes its slot for good; a refresh names the card again`() throws {
        let issued = try office.enrol()
        try office.load(.cards, person: Office.chen, replacing: "正常", with: "注销")
        _ = try follow()
        #expect(try office.states(issued) == [.valid, .revoked, .valid, .valid])
        try office.load(.cards)
        #expect(try follow() == 0)
        #expect(try office.states(issued) == [.valid, .revoked, .valid, .valid])
        #expect(try office.states(office.refresh(issued)) == [.valid, .valid, .valid, .valid])
    }

    @Test(arguments: [("在保", "停保"), (",1,2024-03-01", ",2,2024-03-01"), ("禅低保20240001", "禅低保20260099")])
    func `relief that ended, a higher version and a new number revoke the slot`(change: (String, String)) throws {
        let issued = try office.enrol()
        try office.load(.roster, person: Office.chen, replacing: change.0, with: change.1)
        #expect(try follow() == 1)
        #expect(try office.states(issued) == [.valid, .valid, .revoked, .valid])
    }

    @Test func `渐退 is still entitled`() throws {
        let issued = try office.enrol()
        try office.load(.roster, person: Office.chen, replacing: "在保", with: "渐退")
        _ = try follow()
        #expect(try office.states(issued) == [.valid, .valid, .valid, .valid])
    }

    @Test func `one of two certificates that ended suspends the slot they share`() throws {
        let issued = try office.enrol(Office.lu)
        #expect(issued.credential.components.relief?.count == 2)
        try office.load(.roster, person: "粤佛高临救20260031", replacing: "在保", with: "停保")
        _ = try follow()
        #expect(try office.states(issued)?[2] == .suspended)
    }

    @Test func `a health level that changed suspends its slot until it is the same again`() throws {
        let issued = try office.enrol()
        try office.load(.health, person: Office.chen, replacing: "绿", with: "红")
        _ = try follow()
        #expect(try office.states(issued) == [.valid, .valid, .valid, .suspended])
    }

    @Test func `death revokes everything, the paper too, and nothing brings it back`() throws {
        let issued = try office.enrol()
        let paper = try office.issuer.issuePrinted(to: IDNumber(Office.chen), signer: office.key, at: now)
        guard case .printed(let printed) = try UnverifiedCode(text: paper.text) else {
            Issue.record("no printed code")
            return
        }
        try office.load(.roster, person: Office.chen, replacing: "在保", with: "死亡")
        #expect(try follow() == 8)
        try office.load(.roster)
        #expect(try follow() == 0)
        #expect(try office.states(issued) == [.revoked, .revoked, .revoked, .revoked])
        #expect(try office.states(printed.id) == [.revoked, .revoked, .revoked, .revoked])
    }

    @Test func `the same rows again change nothing`() throws {
        let issued = try office.enrol()
        _ = try follow()
        let position = try office.store.read { try $0.registryPosition() }
        try office.load(.cards)
        try office.load(.roster)
        #expect(try follow() == 0)
        #expect(try office.store.read { try $0.registryPosition() } == position)
        // In another file, where somebody else's row changed.
        try office.load(.cards, person: "440605195503150027", replacing: "正常", with: "挂失")
        #expect(try follow() == 0)
        #expect(try office.store.read { try $0.registryPosition() } == position + 1)
        #expect(try office.states(issued) == [.valid, .valid, .valid, .valid])
    }

    @Test func `all of a person's codes can be revoked, or those issued before a time`() throws {
        let id = try IDNumber(Office.chen)
        let issued = try office.enrol()
        _ = try office.issuer.issuePrinted(to: id, signer: office.key, at: now + 10)
        #expect(try office.issuer.revokeAll(of: id, issuedBefore: now) == 0)
        #expect(try office.issuer.revokeAll(of: id, issuedBefore: now + 1) == 1)
        #expect(try office.states(issued) == [.revoked, .valid, .valid, .valid])
        #expect(try office.issuer.revokeAll(of: id) == 1)
        #expect(try office.issuer.revokeAll(of: id) == 0)
    }

    @Test func `a list is signed anew when it changed or is half over, and its iat never goes back`() throws {
        let week = 7 * Office.day
        let first = try office.publish(at: now)
        #expect(first.map(\.number) == [0] && first[0].issuedAt == now && first[0].expiresAt == now + week)
        #expect(try office.publish(at: now + week / 2 - 1) == first)
        #expect(try office.publish(at: now - 5000) == first)
        let issued = try office.enrol()
        try office.issuer.revoke(issued.credential.id)
        let second = try office.publish(at: now - 5000)
        #expect(second[0].issuedAt == now)
        #expect(second[0].signed != first[0].signed)
        #expect(try office.publish(at: now + 1) == second)
        let third = try office.publish(at: now + week / 2)
        #expect(third[0].issuedAt == now + week / 2)
    }

    @Test func `a forecast counts the slots that would change, and changes none`() throws {
        let issued = try office.enrol()
        let person = try office.registry.key(of: IDNumber(Office.chen))
        var forecasts: [StatusForecast] = []
        #expect(throws: CancellationError.self) {
            try office.registry.store.write { transaction in
                forecasts.append(try office.issuer.forecast(for: [person], in: transaction, at: now))
                for row in try transaction.reliefs(of: person) {
                    var absent = row
                    absent.absentSince = now
                    try transaction.put(absent)
                }
                forecasts.append(try office.issuer.forecast(for: [person], in: transaction, at: now))
                for row in try transaction.reliefs(of: person) {
                    var ended = row
                    ended.state = .ended
                    try transaction.put(ended)
                }
                forecasts.append(try office.issuer.forecast(for: [person], in: transaction, at: now))
                throw CancellationError()
            }
        }
        #expect(forecasts.map(\.suspended) == [0, 1, 0])
        #expect(forecasts.map(\.revoked) == [0, 0, 1])
        #expect(try follow() == 0)
        #expect(try office.states(issued) == [.valid, .valid, .valid, .valid])
    }

    @Test func `an index is a multiple of four, inside the list, and never given again`() throws {
        // Each draw gives the index before once more.
        let drawn = Mutex<UInt8>(0)
        let office = try Office { count in
            guard count == 8 else { return Office.random(count) }
            let value = drawn.withLock { value -> UInt8 in
                value += 1
                return value / 2
            }
            return [0, 0, 0, 0, 0, 0, 0, value]
        }
        var indexes: [UInt64] = []
        for _ in 0..<5 {
            let issued = try office.enrol()
            try office.issuer.revoke(issued.credential.id)
            indexes.append(try #require(try office.entry(issued.credential.id)?.index))
        }
        #expect(Set(indexes).count == 5)
        #expect(indexes.allSatisfy { $0 % 4 == 0 && $0 < UInt64(CredentialStatusList.capacity) })
    }
}
