// SPDX-License-Identifier: Apache-2.0

import Issuance
import MergedCode
import Registry
import Signing
import Testing
import Trust

@Suite struct `Refreshing` {
    private let office: Office

    init() throws { office = try Office() }

    @Test func `gives what is true now for the same key, and revokes the one before`() throws {
        let first = try office.enrol()
        try office.load(.health, person: Office.chen, replacing: "绿", with: "黄")
        let second = try office.refresh(first)
        #expect(second.credential.id != first.credential.id)
        #expect(second.refreshHandle != first.refreshHandle)
        #expect(second.credential.holderKey == first.credential.holderKey)
        #expect(second.credential.components.health?.level == .yellow)
        #expect(try office.states(first) == [.revoked, .valid, .valid, .valid])
        _ = try office.issuer.followRegistry(at: Office.now)
        #expect(try office.states(second) == [.valid, .valid, .valid, .valid])
    }

    @Test func `asked again with the same request is given the same answer`() throws {
        let first = try office.enrol()
        let request = SecureRandom.bytes(16)
        let lost = try office.refresh(first, request: request)
        let second = try office.refresh(first, request: request)
        #expect(second.credential.encoded == lost.credential.encoded)
        #expect(second.refreshHandle == lost.refreshHandle)
        #expect(try office.states(first)?.first == .revoked)
        #expect(try office.states(second) == [.valid, .valid, .valid, .valid])
        let third = try office.refresh(second)
        #expect(try office.states(third)?.first == .valid)
        // Once the answer was used, the request is as old as its handle.
        #expect(code { try office.refresh(first, request: request) } == .handleSpent)
        #expect(try office.states(third)?.first == .suspended)
    }

    @Test func `asked with the same handle and another request is a copied wallet`() throws {
        let first = try office.enrol()
        let second = try office.refresh(first, request: [1])
        #expect(code { try office.refresh(first, request: [2]) } == .handleSpent)
        #expect(try office.states(second)?.first == .suspended)
    }

    @Test func `with a spent handle suspends what was issued in its place, and stays so`() throws {
        let first = try office.enrol()
        let second = try office.refresh(first)
        #expect(code { try office.refresh(first) } == .handleSpent)
        #expect(try office.states(second) == [.suspended, .valid, .valid, .valid])
        #expect(code { try office.refresh(second) } == .credentialSuspended)
        try office.load(.cards, person: Office.chen, replacing: "正常", with: "挂失")
        _ = try office.issuer.followRegistry(at: Office.now)
        #expect(try office.states(second) == [.suspended, .suspended, .valid, .valid])
        try office.load(.cards)
        _ = try office.issuer.followRegistry(at: Office.now)
        #expect(try office.states(second) == [.suspended, .valid, .valid, .valid])
        _ = try office.enrol()
        #expect(try office.states(second) == [.revoked, .valid, .valid, .valid])
    }

    @Test func `what was revoked or never was is refused`() throws {
        let first = try office.enrol()
        try office.issuer.revoke(first.credential.id)
        #expect(code { try office.refresh(first) } == .credentialRevoked)
        #expect(try office.states(first) == [.revoked, .valid, .valid, .valid])
        let unknown = try #require(CredentialID([0, 0, 0, 0, 0, 0, 0, 1][...]))
        #expect(code { try office.refresh(unknown, handle: []) } == .credentialUnknown)
        #expect(code { try office.issuer.revoke(unknown) } == .credentialUnknown)
    }

    @Test func `the dead get no refresh and keep their handle unspent`() throws {
        let first = try office.enrol()
        try office.load(.roster, person: Office.chen, replacing: "在保", with: "死亡")
        #expect(code { try office.refresh(first) } == .personDeceased)
        #expect(try office.entry(first.credential.id)?.refreshHandle != nil)
    }
}
