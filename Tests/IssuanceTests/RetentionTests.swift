// SPDX-License-Identifier: Apache-2.0

import COSE
import Issuance
import MergedCode
import Registry
import Signing
import Storage
import Testing
import Trust

/// What becomes of what was issued when data are destroyed.
@Suite struct RetentionTests {
    /// Alone in a household.
    private static let liang = "440605195503150027"
    private static let later = Office.now + 100 * Office.day

    private func forget(_ number: String, in office: Office) throws {
        let id = try IDNumber(number)
        for relief in try #require(try office.registry.file(of: id)).reliefs {
            try office.registry.endRelief(of: id, certificate: relief.certificate, now: Office.now, by: "test")
        }
        _ = try office.registry.forget(id, now: Self.later, by: "test")
    }

    private func sealed(_ id: CredentialID, in office: Office) throws -> [UInt8]? {
        try office.store.read { (reading: any IssuanceReading) in try reading.sealedCredential(id) }
    }

    @Test func `whoever is forgotten has nothing that is good, and nothing of it is kept but dates`() throws {
        let office = try Office()
        let issued = try office.enrol(Self.liang)
        let others = try office.enrol(office.ticket(), by: PrivateKey.generate(.p256))
        let ticket = try office.ticket(Self.liang, at: Self.later)
        try forget(Self.liang, in: office)
        #expect(try office.states(issued)?.first == .valid)
        _ = try office.issuer.followRegistry(at: Self.later)

        #expect(try office.states(issued) == [.revoked, .revoked, .revoked, .revoked])
        #expect(try sealed(issued.credential.id, in: office) == nil)
        let entry = try #require(try office.entry(issued.credential.id))
        #expect(entry.facts == CredentialFacts())
        #expect(entry.refreshHandle == nil)
        #expect(code { try office.enrol(ticket, at: Self.later) } == .ticketUnknown)
        #expect(code { try office.refresh(issued, at: Self.later) } == .handleSpent)
        #expect(try office.states(others)?.first == .valid)
        #expect(try sealed(others.credential.id, in: office) != nil)
    }

    @Test func `whoever comes back gets a credential that stays good`() throws {
        let office = try Office()
        _ = try office.enrol(Self.liang)
        try forget(Self.liang, in: office)
        // A file that still has the person, with other content than before, so that the row counts.
        try office.load(.cards, person: Self.liang, replacing: "2099-12-31", with: "2098-12-31")
        let back = try office.enrol(Self.liang, at: Self.later + 1)
        _ = try office.issuer.followRegistry(at: Self.later + 2)
        #expect(try office.states(back) == [.valid, .valid, .valid, .valid])
    }

    @Test func `retired health is out of what is kept, and the rest of the credential is as it was signed`() throws {
        let office = try Office()
        let issued = try office.enrol()
        let whole = try #require(try sealed(issued.credential.id, in: office))
        #expect(issued.credential.components.health != nil)
        _ = try office.registry.retireHealth(assessedBefore: nil, now: Office.now, by: "test")
        _ = try office.issuer.followRegistry(at: Office.now)

        #expect(try office.states(issued) == [.valid, .valid, .valid, .revoked])
        #expect(try office.entry(issued.credential.id)?.facts.healthLevel == nil)
        let rest = try #require(try sealed(issued.credential.id, in: office))
        #expect(rest != whole)
        let opened = try UnverifiedCredential(bytes: OpenSealer().open(rest, context: issued.credential.id.bytes))
        #expect(opened.disclosureCount == 4)
        let signed = opened.verified(by: try SystemCryptography().verifier(for: office.key.publicKey))
        let verified = try #require(signed)
        let components = try verified.components(disclosedWith: SystemCryptography())
        #expect(components.keys == issued.credential.components.keys.subtracting([.health]))

        // Nothing is left to be done, and a later change of the registry brings no slot back.
        #expect(try office.issuer.followRegistry(at: Office.now) == 0)
        let refreshed = try office.refresh(issued)
        #expect(refreshed.credential.components.health == nil)
        #expect(try office.states(refreshed) == [.valid, .valid, .valid, .valid])
    }

    @Test func `a request that is repeated after health was retired is answered anew, not with what is gone`() throws {
        let office = try Office()
        let first = try office.enrol()
        let request = SecureRandom.bytes(16)
        let lost = try office.refresh(first, request: request)
        #expect(lost.credential.components.health != nil)
        _ = try office.registry.retireHealth(assessedBefore: nil, now: Office.now, by: "test")
        _ = try office.issuer.followRegistry(at: Office.now)
        let again = try office.refresh(first, request: request)
        #expect(again.credential.components.health == nil)
        #expect(again.credential.id != lost.credential.id)
        #expect(again.refreshHandle == lost.refreshHandle)
    }

    @Test func `records of what expired go after their days, and their places are never given again`() throws {
        let office = try Office()
        let issued = try office.enrol()
        _ = try office.ticket(Self.liang)
        let entry = try #require(try office.entry(issued.credential.id))
        let limits = RetentionLimits()
        let due = entry.expiresAt + Int64(limits.credentials) * Office.day
        var found = try office.issuer.prune(limits, at: due)
        #expect(found.credentials == 0)
        found = try office.issuer.prune(limits, at: due + 1, isRehearsal: true)
        #expect(found.credentials == 1)
        #expect(try office.entry(issued.credential.id) != nil)
        found = try office.issuer.prune(limits, at: due + 1)
        #expect(found.credentials == 1)
        #expect(try office.entry(issued.credential.id) == nil)
        #expect(try sealed(issued.credential.id, in: office) == nil)
        let isAllotted = try office.store.read { (reading: any IssuanceReading) in
            try reading.isAllotted(entry.index, inList: entry.list)
        }
        #expect(isAllotted)
    }
}
