// SPDX-License-Identifier: Apache-2.0

import COSE
import Issuance
import MergedCode
import Registry
import Signing
import Testing
import Trust

@Suite struct `Enrolment` {
    private let office: Office
    private let now = Office.now

    init() throws { office = try Office() }

    @Test func `a ticket gives a credential that says what the registry knows`() throws {
        let issued = try office.enrol()
        let shown = issued.credential.components
        #expect(shown.identity?.name == "陈小明")
        #expect(shown.identity?.idNumber == "440***********0320")
        #expect(shown.card?.last4 == "9184")
        #expect(shown.relief?.map(\.number) == ["粤佛禅低保20240001"])
        #expect(shown.health?.level == .green)
        #expect(shown.payment != nil)
        #expect(issued.credential.holderKey.compressed == office.holder.publicKey.compressed)
        #expect(try office.states(issued) == [.valid, .valid, .valid, .valid])
    }

    @Test func `a ticket is good in any case, with or without dashes, until a day has passed`() throws {
        let ticket = try office.ticket()
        #expect(ticket.expiresAt == now + Office.day)
        let typed = ticket.text.lowercased().replacing("-", with: " ")
        _ = try office.enrol(typed, pin: ticket.pin, at: now + Office.day - 1)
        let late = try office.ticket()
        #expect(code { try office.enrol(late, at: now + Office.day) } == .ticketExpired)
        #expect(code { try office.enrol(late) } == .ticketUnknown)
    }

    @Test func `a ticket is good once, and the next takes the place of the one before`() throws {
        let first = try office.ticket()
        let second = try office.ticket()
        #expect(code { try office.enrol(first) } == .ticketUnknown)
        _ = try office.enrol(second)
        // The wallet that used it may ask again, where its answer was lost, and is given the same.
        let lost = try office.enrol(second)
        let again = try office.enrol(second)
        #expect(again.credential.encoded == lost.credential.encoded)
        #expect(again.refreshHandle == lost.refreshHandle)
        #expect(try office.states(again)?.first == .valid)
        let stranger = try PrivateKey.generate(.p256)
        #expect(code { try office.enrol(second, by: stranger) } == .ticketUnknown)
        #expect(try office.states(again)?.first == .valid)
    }

    @Test(arguments: ["", "0000-0000-0000-0000-0000-0000-0000-0000", "xyz", "１２３４"])
    func `what is no ticket is unknown`(text: String) throws {
        #expect(code { try office.enrol(text, pin: "123456") } == .ticketUnknown)
    }

    @Test func `four wrong PINs leave a try`() throws {
        let ticket = try office.ticket()
        for _ in 0..<4 { #expect(code { try office.enrol(ticket, pin: wrong(ticket.pin)) } == .pinWrong) }
        _ = try office.enrol(ticket)
    }

    @Test func `the fifth wrong PIN spends the ticket, also for the right one`() throws {
        let ticket = try office.ticket()
        for _ in 0..<4 { #expect(code { try office.enrol(ticket, pin: wrong(ticket.pin)) } == .pinWrong) }
        #expect(code { try office.enrol(ticket, pin: wrong(ticket.pin)) } == .pinExhausted)
        #expect(code { try office.enrol(ticket) } == .pinExhausted)
    }

    @Test func `a ticket's PIN is not another's`() throws {
        let (first, second) = (try office.ticket(), try office.ticket(Office.lu))
        try #require(first.pin != second.pin)
        #expect(code { try office.enrol(second, pin: first.pin) } == .pinWrong)
    }

    @Test func `nobody and the dead get nothing`() throws {
        #expect(code { try office.ticket("440604199001010018") } == .personUnknown)
        let ticket = try office.ticket()
        try office.load(.roster, person: Office.chen, replacing: "在保", with: "死亡")
        #expect(code { try office.enrol(ticket) } == .personDeceased)
        #expect(code { try office.ticket() } == .personDeceased)
        let printed = { try office.issuer.issuePrinted(to: IDNumber(Office.chen), signer: office.key, at: now) }
        #expect(code(printed) == .personDeceased)
    }

    @Test func `an enrolment that fails spends no ticket and revokes nothing`() throws {
        let first = try office.enrol()
        let ticket = try office.ticket()
        #expect(throws: NoSignature.self) {
            try office.enrol(ticket.text, pin: ticket.pin, signer: BrokenSigner(publicKey: office.key.publicKey))
        }
        #expect(try office.states(first) == [.valid, .valid, .valid, .valid])
        _ = try office.enrol(ticket)
        #expect(try office.states(first) == [.revoked, .valid, .valid, .valid])
    }

    @Test func `enrolling revokes the person's earlier credential, not the paper and nobody else's`() throws {
        let first = try office.enrol()
        let other = try office.enrol(Office.lu)
        let paper = try office.issuer.issuePrinted(to: IDNumber(Office.chen), signer: office.key, at: now)
        let second = try office.enrol()
        #expect(try office.states(first) == [.revoked, .valid, .valid, .valid])
        #expect(try office.states(second) == [.valid, .valid, .valid, .valid])
        #expect(try office.states(other) == [.valid, .valid, .valid, .valid])
        guard case .printed(let printed) = try UnverifiedCode(text: paper.text) else {
            Issue.record("no printed code")
            return
        }
        #expect(try office.states(printed.id) == [.valid, .valid, .valid, .valid])
    }

    @Test func `a printed code never says health or payment`() throws {
        let paper = try office.issuer.issuePrinted(to: IDNumber(Office.chen), signer: office.key, at: now)
        guard case .printed(let printed) = try UnverifiedCode(text: paper.text),
            let verified = printed.verified(by: try SystemCryptography().verifier(for: office.key.publicKey))
        else {
            Issue.record("no printed code of ours")
            return
        }
        #expect(verified.components.keys == [.identity, .card, .relief])
        #expect(paper.components.keys == [.identity, .card, .relief])
        #expect(verified.components.identity?.name == "陈**" || verified.components.identity?.name == "陈*")
        #expect(try office.entry(printed.id)?.facts.healthLevel == nil)
        #expect(try office.entry(printed.id)?.kind == .printed)
        #expect(code { try office.refresh(printed.id, handle: [1]) } == .credentialUnknown)
    }
}

private struct BrokenSigner: Signer {
    let publicKey: COSEKey

    func sign(_ message: [UInt8]) throws -> [UInt8] { throw NoSignature() }
}

private struct NoSignature: Error {}
