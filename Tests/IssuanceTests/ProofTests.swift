// SPDX-License-Identifier: Apache-2.0

import COSE
import Issuance
import MergedCode
import Signing
import Testing
import Trust

@Suite struct `Proof of possession` {
    private let office: Office
    private let crypto = SystemCryptography()
    private let now = Office.now

    init() throws { office = try Office() }

    /// The code that an enrolment with such a proof is refused with.
    private func refusal(_ proof: [UInt8], _ ticket: Ticket, at time: Int64? = nil) -> String? {
        do {
            _ = try office.enrol(ticket.text, pin: ticket.pin, proof: proof, at: time ?? now)
            return nil
        } catch let error as CredentialError { return error.code.rawValue } catch let error as IssuanceError {
            return error.code.rawValue
        } catch { return "\(error)" }
    }

    private func proof(
        _ purpose: ProofOfPossession.Purpose,
        origin: String = Office.origin,
        nonce: [UInt8]? = nil,
        at time: Int64? = nil
    ) throws -> [UInt8] {
        try ProofOfPossession.make(
            purpose,
            origin: origin,
            nonce: nonce ?? office.issuer.nonce(at: now).bytes,
            now: time ?? now,
            signer: office.holder,
            crypto: crypto
        )
    }

    /// A proof of an enrolment signed by the holder, with headers and claims of its own making.
    private func forged(
        _ ticket: Ticket,
        kid: [UInt8]? = nil,
        type: TokenType = .mediaType("application/vnd.heyima.pop+cwt"),
        headers: [(key: CBOR, value: CBOR)] = [],
        unprotected: CBOR = [:],
        lifetime: Int64 = 60,
        confirmed: PrivateKey? = nil
    ) throws -> [UInt8] {
        let key = (confirmed ?? office.holder).publicKey
        let claims: CBOR = [
            3: .text(Office.origin), 4: .integer(now + lifetime), 6: .integer(now), 8: [1: key.cbor],
            39: .bytes(try office.issuer.nonce(at: now).bytes), .integer(-65560): 1,
            .integer(-65561): .bytes(crypto.sha256(Array(ticket.text.utf8)[...]).bytes),
        ]
        return try COSESign1.sign(
            claims.encoded,
            protected: ProtectedHeader.encode(
                algorithm: .esp256,
                keyID: kid ?? crypto.keyID(of: key).bytes,
                type: type,
                others: headers
            ),
            unprotected: unprotected,
            by: office.holder
        )
    }

    @Test func `of another operation, request or service is refused and spends nothing`() throws {
        let ticket = try office.ticket()
        #expect(refusal(try proof(.lookups(target: ticket.text)), ticket) == "proof.operation")
        #expect(refusal(try proof(.enrolment(ticket: ticket.text.lowercased() + " ")), ticket) == "proof.coverage")
        let elsewhere = try proof(.enrolment(ticket: ticket.text), origin: Office.origin + ".")
        #expect(refusal(elsewhere, ticket) == "proof.origin")
        #expect(refusal(try proof(.enrolment(ticket: ticket.text)), ticket) == nil)
    }

    @Test func `is good for sixty seconds and thirty ahead, to the second`() throws {
        let ticket = try office.ticket()
        let purpose = ProofOfPossession.Purpose.enrolment(ticket: ticket.text)
        #expect(refusal(try proof(purpose, at: now - 60), ticket) == "proof.expired")
        #expect(refusal(try proof(purpose, at: now + 31), ticket) == "proof.from-future")
        #expect(refusal(try proof(purpose, at: now + 30), ticket) == nil)
        #expect(refusal(try proof(purpose, at: now - 59), ticket) == nil)
    }

    @Test func `with a nonce that is foreign, old, from ahead or used is refused`() throws {
        let ticket = try office.ticket()
        let purpose = ProofOfPossession.Purpose.enrolment(ticket: ticket.text)
        let nonce = try office.issuer.nonce(at: now)
        #expect(nonce.expiresAt == now + 120)
        for position in nonce.bytes.indices {
            var other = nonce.bytes
            other[position] ^= 1
            #expect(refusal(try proof(purpose, nonce: other), ticket) == "issuance.nonce-unknown")
        }
        let old = try office.issuer.nonce(at: now - 120).bytes
        #expect(refusal(try proof(purpose, nonce: old), ticket) == "issuance.nonce-expired")
        let ahead = try office.issuer.nonce(at: now + 31).bytes
        #expect(refusal(try proof(purpose, nonce: ahead), ticket) == "issuance.nonce-unknown")
        #expect(refusal(try proof(purpose, nonce: nonce.bytes), ticket) == nil)
        #expect(refusal(try proof(purpose, nonce: nonce.bytes), ticket) == "issuance.nonce-spent")
    }

    @Test func `of another shape than the one form of it is malformed`() throws {
        let ticket = try office.ticket()
        #expect(refusal(try forged(ticket, type: .number(294)), ticket) == "proof.malformed")
        #expect(refusal(try forged(ticket, headers: [(.integer(99), 1)]), ticket) == "proof.malformed")
        #expect(refusal(try forged(ticket, unprotected: [1: 2]), ticket) == "proof.malformed")
        #expect(refusal(try forged(ticket, kid: [1, 2, 3]), ticket) == "proof.malformed")
        #expect(refusal(try forged(ticket, lifetime: 61), ticket) == "proof.malformed")
        #expect(refusal([], ticket) == "proof.malformed")
        #expect(refusal(try forged(ticket) + [0], ticket) == "proof.malformed")
        #expect(refusal(try forged(ticket), ticket) == nil)
    }

    @Test func `by another key than the one it names is refused`() throws {
        let ticket = try office.ticket()
        #expect(refusal(try forged(ticket, kid: [1, 2, 3, 4, 5, 6, 7, 8]), ticket) == "proof.key")
        let other = try PrivateKey.generate(.p256)
        #expect(refusal(try forged(ticket, confirmed: other), ticket) == "proof.signature")
        var changed = try forged(ticket)
        changed[changed.count - 1] ^= 1
        #expect(refusal(changed, ticket) == "proof.signature")
    }

    @Test func `of a stranger suspends nobody's credential`() throws {
        let issued = try office.enrol()
        let id = issued.credential.id
        let stranger = try PrivateKey.generate(.p256)
        let proof = try office.proof(.refresh(id, handle: [1]), by: stranger)
        #expect(throws: CredentialError(.proofKey, "")) { try office.refresh(id, handle: [1], proof: proof) }
        #expect(try office.states(issued)?.first == .valid)
        #expect(code { try office.refresh(id, handle: [1]) } == .handleSpent)
        #expect(try office.states(issued)?.first == .suspended)
    }

    @Test func `finds the people of a key while it holds a credential that is valid`() throws {
        let issued = try office.enrol()
        let target = "/v1/lookups?limit=10"
        func people(_ proof: [UInt8], _ target: String) throws -> Int {
            try office.issuer.people(provenBy: proof, target: target, origin: Office.origin, at: now).count
        }
        let good = try office.proof(.lookups(target: target))
        #expect(try people(good, target) == 1)
        #expect(code { try people(good, target) } == .nonceSpent)
        let other = try office.proof(.lookups(target: target))
        #expect(throws: CredentialError(.proofCoverage, "")) { try people(other, "/v1/lookups?limit=11") }
        let stranger = try office.proof(.lookups(target: target), by: PrivateKey.generate(.p256))
        #expect(code { try people(stranger, target) } == .credentialUnknown)
        try office.issuer.revoke(issued.credential.id)
        let late = try office.proof(.lookups(target: target))
        #expect(code { try people(late, target) } == .credentialUnknown)
    }
}
