// SPDX-License-Identifier: Apache-2.0

import Deployment
import Foundation
import HummingbirdTesting
import Issuance
import MergedCode
import Registry
import Storage
import Synchronization
import Testing
import Trust

@testable import Service

/// One change of one person, on the very next verification and in the next status list (product.md §5).
struct SingleChangeTests {
    private let town: Town
    private let resident: Resident

    init() throws {
        town = try Town()
        resident = try town.resident()
    }

    /// What is told of the resident's code of now, by a service that was not told of the change.
    private func told() async throws -> Answer {
        town.advance(by: 1)
        let token = try town.terminal("W\(town.now)", "window")
        let answer = Mutex<Answer?>(nil)
        try await town.service().application()
            .test(.router) { client in
                let given = try await client.verify(resident.code(), token)
                answer.withLock { $0 = given }
            }
        return try #require(answer.withLock { $0 })
    }

    /// The slots of the resident's credential once status lists follow, as the signed list has them.
    private func slots() throws -> [StatusListBuilder.State] {
        try town.desk.settle(at: town.now)
        let entry = try #require(try town.deployment.store.read { try $0.credential(resident.credential.id) })
        let states = try town.deployment.store.read { try $0.states(ofList: entry.list) }
        let isPublished = try town.deployment.store.read { try $0.statusLists() }.allSatisfy { !$0.isChanged }
        #expect(isPublished)
        return (0..<4)
            .map { slot in
                states.first { $0.index == entry.index + UInt64(slot) }?.state ?? .valid
            }
    }

    private func apply(_ change: SingleChange, to idNumber: String = Town.chen, asOf day: String? = nil) throws {
        try town.desk.registry.apply(
            change,
            to: IDNumber(idNumber),
            asOf: day.map { try CalendarDay($0) },
            now: town.now,
            by: "op7"
        )
    }

    private func code(_ body: () throws -> Void) -> RegistryError.Code? {
        do {
            try body()
            return nil
        } catch { return (error as? RegistryError)?.code }
    }

    private var certificate: String {
        get throws { try #require(try town.desk.registry.file(of: IDNumber(Town.chen))?.reliefs.first).certificate }
    }

    private var cardNumber: CardNumber {
        get throws {
            try #require(try town.desk.registry.file(of: IDNumber(Town.chen))?.card(at: town.now)).card.number
        }
    }

    private func relief(_ change: SingleChange.ReliefChange) throws -> SingleChange {
        .relief(certificate: try certificate, change)
    }

    @Test func `a death ends everything at once, and the household's relief goes on`() async throws {
        #expect(try await told().verdict == "accept")
        try apply(.death, asOf: "2026-11-20")
        let answer = try await told()
        #expect(answer.verdict == "reject" && answer.reasons.contains("credential_revoked"), "\(answer.text)")
        #expect(try slots() == [.revoked, .revoked, .revoked, .revoked])
        let file = try #require(try town.desk.registry.file(of: IDNumber(Town.chen)))
        #expect(file.reliefs[0].entry.diedOn?.description == "2026-11-20")
        let other = try #require(try town.desk.registry.file(of: IDNumber(Town.li)))
        #expect(other.relief(at: town.now) == .active && other.needsChangeOfHead(at: town.now))
        let changes = try town.desk.registry.changes(after: 0).suffix(2)
        #expect(changes.map(\.effect) == [.ended, .died] && changes.allSatisfy { $0.by == "op7" })
        let count = try town.desk.registry.changes(after: 0).count
        try apply(.death)
        #expect(try town.desk.registry.changes(after: 0).count == count)
        #expect(code { try apply(relief(.resumed)) } == .changeFinal)
        #expect(code { try apply(relief(.version(9))) } == .changeFinal)
    }

    @Test func `relief is suspended and resumed, and ended by mistake it comes back with a refresh`() async throws {
        try apply(relief(.suspended), asOf: "2026-11-22")
        #expect(try await told().part("relief")["state"] as? String == "suspended")
        #expect(try slots() == [.valid, .valid, .suspended, .valid])
        try apply(relief(.resumed))
        #expect(try await told().part("relief")["state"] as? String == "valid")
        #expect(try slots() == [.valid, .valid, .valid, .valid])
        try apply(relief(.ended), asOf: "2026-11-23")
        let answer = try await told()
        #expect(answer.part("relief")["state"] as? String == "ended" && answer.reasons == ["relief_ended"])
        #expect(try slots() == [.valid, .valid, .revoked, .valid])
        try apply(relief(.resumed))
        #expect(try slots() == [.valid, .valid, .revoked, .valid])
        #expect(try town.desk.registry.file(of: IDNumber(Town.chen))?.relief(at: town.now) == .active)
    }

    @Test func `渐退 is entitled until its last day and no longer`() async throws {
        try apply(relief(.tapering(until: CalendarDay("2026-11-25"))))
        #expect(try await told().part("relief")["state"] as? String == "valid")
        #expect(try slots() == [.valid, .valid, .valid, .valid])
        town.advance(by: 2 * 86_400)
        #expect(try await told().part("relief")["state"] as? String == "expired")
        #expect(code { try apply(relief(.tapering(until: CalendarDay("2026-11-01")))) } == .order)
    }

    @Test func `a new version supersedes the old one for the whole household, and never goes back`() async throws {
        try apply(relief(.version(2)))
        let answer = try await told()
        #expect(answer.part("relief")["state"] as? String == "superseded", "\(answer.text)")
        #expect(try slots() == [.valid, .valid, .revoked, .valid])
        #expect(try town.desk.registry.file(of: IDNumber(Town.li))?.reliefs[0].entry.version == 2)
        #expect(code { try apply(relief(.version(2))) } == .versionBack)
        #expect(code { try apply(relief(.version(1))) } == .versionBack)
    }

    @Test func `another head takes the amount and a higher version, and the warning is gone`() async throws {
        let certificate = try certificate
        try apply(.death)
        try apply(.relief(certificate: certificate, .head(version: 2)), to: Town.li)
        let file = try #require(try town.desk.registry.file(of: IDNumber(Town.li)))
        let row = try #require(file.reliefs.first?.entry)
        #expect(row.role == .head && row.version == 2 && row.monthlyAmount.description == "850.00")
        #expect(!file.needsChangeOfHead(at: town.now))
        let conflicts = try town.deployment.store.read { people, _ in
            try town.desk.registry.conflicts(about: file, at: town.now, in: people)
        }
        #expect(conflicts.isEmpty, "\(conflicts)")
        #expect(
            code { try apply(.relief(certificate: certificate, .head(version: 2)), to: Town.li) } == .versionBack
        )
    }

    @Test func `of several former heads the latest hands over, and relief that has ended makes no head`() throws {
        let certificate = try certificate
        let son = try #require(try town.desk.registry.file(of: IDNumber("440604198203070110"))?.reliefs.first?.entry)
        let chen = try #require(try town.desk.registry.file(of: IDNumber(Town.chen))?.reliefs.first?.entry)
        func store(_ row: ReliefEntry, _ state: RosterState, version: Int, fen: Int) throws {
            var row = row
            row.role = .head
            row.state = state
            row.version = version
            row.monthlyAmount = Amount(fen: Int64(fen))
            try town.deployment.store.write { (transaction: any RegistryTransaction) in try transaction.put(row) }
        }
        func amount(_ version: Int) throws -> Int64? {
            let li = try #require(try town.desk.registry.file(of: IDNumber(Town.li))?.reliefs.first?.entry)
            var member = li
            member.role = .member
            member.monthlyAmount = Amount(fen: 0)
            try town.deployment.store.write { (transaction: any RegistryTransaction) in try transaction.put(member) }
            try apply(.relief(certificate: certificate, .head(version: version)), to: Town.li)
            return try town.desk.registry.file(of: IDNumber(Town.li))?.reliefs.first?.entry.monthlyAmount.fen
        }
        try store(chen, .entitled, version: 2, fen: 100)
        try store(son, .entitled, version: 3, fen: 200)
        #expect(try amount(4) == 200)
        try store(chen, .entitled, version: 6, fen: 100)
        try store(son, .entitled, version: 5, fen: 200)
        #expect(try amount(7) == 100)
        // Of the same version the one who is still there.
        try store(chen, .entitled, version: 8, fen: 100)
        try store(son, .moved, version: 8, fen: 200)
        #expect(try amount(9) == 100)
        try store(chen, .ended, version: 10, fen: 100)
        try store(son, .deceased, version: 10, fen: 200)
        #expect(try amount(11) == 200)
        #expect(code { try apply(.relief(certificate: certificate, .head(version: 12))) } == .changeFinal)
    }

    @Test func `a card that was lost is found again, and one that is cancelled stays so`() async throws {
        let number = try cardNumber
        try apply(.card(number, .lost))
        #expect(try await told().part("card")["state"] as? String == "lost")
        #expect(try slots() == [.valid, .suspended, .valid, .valid])
        try apply(.card(number, .normal))
        #expect(try await told().part("card")["state"] as? String == "valid")
        #expect(try slots() == [.valid, .valid, .valid, .valid])
        try apply(.card(number, .cancelled), asOf: "2026-11-23")
        let answer = try await told()
        #expect(answer.part("card")["state"] as? String == "cancelled")
        #expect(answer.part("relief")["state"] as? String == "valid")
        #expect(try slots() == [.valid, .revoked, .valid, .valid])
        #expect(code { try apply(.card(number, .normal)) } == .changeFinal)
        #expect(code { try apply(.card(number, .cancelled)) } == nil)
    }

    @Test func `everything that was issued before a time is revoked, and what came later is not`() async throws {
        let time = town.now + 10
        town.advance(by: 20)
        let later = try town.resident(Town.li)
        #expect(try town.desk.issuer.revokeAll(of: IDNumber(Town.chen), issuedBefore: time) == 1)
        #expect(try town.desk.issuer.revokeAll(of: IDNumber(Town.li), issuedBefore: time) == 0)
        #expect(try await told().reasons == ["credential_revoked"])
        #expect(try slots() == [.revoked, .valid, .valid, .valid])
        let entry = try town.deployment.store.read { try $0.credential(later.credential.id) }
        #expect(entry?[.credential] == .valid)
    }

    @Test func `what cannot be is refused, and nothing is changed`() throws {
        let count = try town.desk.registry.changes(after: 0).count
        let number = try cardNumber
        #expect(code { try apply(.death, to: "440606197001010011") } == .personUnknown)
        #expect(code { try apply(.death, asOf: "2026-12-01") } == .asOf)
        #expect(code { try apply(.card(CardNumber("Z99999999"), .lost)) } == .cardUnknown)
        #expect(code { try apply(.card(number, .lost), to: Town.li) } == .cardUnknown)
        #expect(code { try apply(.relief(certificate: "别人的", .ended)) } == .certificateUnknown)
        #expect(try town.desk.registry.changes(after: 0).count == count)
    }
}
