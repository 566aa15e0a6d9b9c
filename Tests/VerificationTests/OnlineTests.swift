// SPDX-License-Identifier: Apache-2.0

import COSE
import MergedCode
import Signing
import TestSupport
import Testing
import Trust

@testable import Verification

/// Verdicts with the issuer's record and the registry at hand.
@Suite struct OnlineTests {
    let deployment: VirtualDeployment
    let credential: HeldCredential

    init() throws {
        deployment = try VirtualDeployment()
        credential = try deployment.credential()
    }

    /// The verdict on a dynamic code of the credential, where the registry says this.
    private func judge(
        _ standing: Standing,
        disclosing keys: Set<ComponentKey> = Set(ComponentKey.allCases),
        requiring required: Set<ComponentKey> = [],
        state: StatusListBuilder.State = .valid
    ) throws -> Verdict {
        try deployment.judge(
            deployment.dynamic(credential, disclosing: keys),
            requiring: required,
            lookUp: deployment.recorded(credential, state: state, standing: standing)
        )
    }

    private func standing(_ change: (inout Standing) -> Void) -> Standing {
        var standing = Standing.virtual
        change(&standing)
        return standing
    }

    /// A reason about a component: to be reviewed, and refused where the purpose requires the component.
    private func expect(
        _ code: ReasonCode,
        about component: ComponentKey,
        at location: SourceLocation = #_sourceLocation,
        _ change: (inout Standing) -> Void
    ) throws {
        let standing = standing(change)
        expectReview(try judge(standing), code, at: location)
        expectRejected(try judge(standing, requiring: [component]), code, at: location)
        expectAccepted(try judge(standing, disclosing: [.identity]), at: location)
    }

    // MARK: The record

    @Test func `a code as recorded is accepted, with the registry's states and time`() throws {
        let verdict = try judge(.virtual, requiring: [.identity, .card, .relief, .health])
        expectAccepted(verdict)
        #expect(verdict.evidence.mode == .online)
        #expect(verdict.evidence.source == .code)
        #expect(verdict.evidence.statusList == nil)
        #expect(verdict.relief.householdSize == 3)
        #expect(verdict[.record] == .passed)
        for check in verdict.checks where [.record, .status, .card, .relief, .health].contains(check.name) {
            #expect(check.asOf == now - 5, "\(check.name)")
        }
    }

    @Test func `a credential that is not as recorded is unknown, and nothing of it is shown`() throws {
        // Another credential of the same id, signed by the issuer's own key.
        let other = try deployment.resigned(
            deployment.credential(),
            claims: [ClaimKey.cwtID: .bytes(credential.id.bytes)]
        )
        for text in [try deployment.dynamic(other), try deployment.reference(other, showing: [.identity])] {
            guard case .found(var record) = deployment.recorded(credential) else { return }
            record.credential = other.credential
            let verdict = try deployment.judge(text, lookUp: .found(record))
            expectRejected(verdict, .credentialUnknown)
            #expect(verdict.showsNothing)
            #expect(verdict[.record] == .failed)
            #expect(verdict[.issuerSignature] == .passed)
            #expect(verdict[.status] == .skipped)
        }
    }

    @Test func `a credential that nobody recorded is unknown, whatever its signatures`() throws {
        for text in [try deployment.dynamic(), try deployment.printed()] {
            let verdict = try deployment.judge(text, lookUp: .none)
            #expect(verdict.outcome == .reject)
            #expect(verdict.codes.first == .credentialUnknown)
            #expect(verdict.showsNothing)
            #expect(verdict.warnings.isEmpty)
        }
    }

    @Test func `a signature that does not hold is told, not that there is no record`() throws {
        let stranger = try PrivateKey.generate(.p256)
        expectRejected(
            try deployment.judge(deployment.dynamic(deployment.credential(by: stranger)), lookUp: .none),
            .unknownIssuerKey
        )
        let forged = try deployment.resigned(credential, claims: [ClaimKey.subject: "forged"], by: stranger)
        let verdict = try deployment.judge(deployment.dynamic(forged), lookUp: deployment.recorded(credential))
        expectRejected(verdict, .issuerSignatureInvalid)
        #expect(verdict[.record] == .skipped)
        #expect(verdict.showsNothing)
    }

    @Test func `whoever has the record but not the holder's key sees nothing`() throws {
        let thief = try PrivateKey.generate(.p256)
        let text = try deployment.resigned(deployment.dynamic(credential), by: thief)
        let standing = standing { $0.warnings = Warning.allCases }
        let verdict = try deployment.judge(text, lookUp: deployment.recorded(credential, standing: standing))
        expectRejected(verdict, .holderSignatureInvalid)
        #expect(verdict.showsNothing)
        #expect(verdict.warnings.isEmpty && verdict.regions.isEmpty)
    }

    @Test func `what the record replaces is the status alone: the rest is judged as ever`() throws {
        let lookUp = deployment.recorded(credential)
        let code = try deployment.dynamic(credential)
        expectRejected(try deployment.judge(code, at: now + 60, lookUp: lookUp), .codeExpired)
        expectRejected(
            try deployment.judge(deployment.dynamic(credential, audience: "urn:other"), lookUp: lookUp),
            .wrongAudience
        )
        let challenge = [UInt8](repeating: 1, count: 16)
        expectRejected(try deployment.judge(code, challenge: challenge, lookUp: lookUp), .challengeUnknown)
        let short = try deployment.credential(expiration: now)
        let over = try deployment.judge(
            deployment.dynamic(short, at: now - 1),
            lookUp: deployment.recorded(short)
        )
        expectRejected(over, .credentialExpired, .codeExpired)
        var revoked = deployment
        revoked.trustList.entries[0] = try deployment.entry(
            deployment.issuer,
            [.credential],
            revocation: .init(at: now - day, reason: .compromised)
        )
        expectRejected(try revoked.judge(code, lookUp: lookUp), .issuerKeyRevoked)
        let bare = Circumstances(now: now, trust: nil, lookUp: lookUp)
        let blind = Verifier(crypto: deployment.crypto).judge(code, in: bare)
        expectRejected(blind, .trustListInvalid)
        #expect(blind.showsNothing)
    }

    @Test func `the record's state counts, not the status list's`() throws {
        expectRejected(try judge(.virtual, state: .revoked), .credentialRevoked)
        expectRejected(try judge(.virtual, state: .suspended), .credentialSuspended)
        expectRejected(try judge(standing { $0.hasDied = true }), .credentialRevoked)
        var listed = deployment
        listed.set(.credential, to: .suspended)
        listed.set(.card, to: .suspended)
        listed.set(.relief, to: .revoked)
        let code = try deployment.dynamic(credential)
        expectAccepted(try listed.judge(code, lookUp: deployment.recorded(credential)))
        listed.hasStatusList = false
        expectAccepted(try listed.judge(code, lookUp: deployment.recorded(credential)))
    }

    @Test func `a look-up that knows credentials alone leaves the states to the status list`() throws {
        guard case .found(var record) = deployment.recorded(credential) else { return }
        (record.state, record.standing) = (nil, nil)
        let code = try deployment.reference(credential, showing: Set(ComponentKey.allCases))
        expectAccepted(try deployment.judge(code, lookUp: .found(record)))
        var listed = deployment
        listed.set(.card, to: .suspended)
        expectReview(try listed.judge(code, lookUp: .found(record)), .cardLost)
        listed.set(.credential, to: .revoked)
        expectRejected(try listed.judge(code, lookUp: .found(record)), .credentialRevoked, .cardLost)
        record.state = .suspended
        expectRejected(try deployment.judge(code, lookUp: .found(record)), .credentialSuspended)
    }

    @Test func `printed codes are judged by their record too`() throws {
        let text = try deployment.printed()
        let good = try deployment.judge(text, lookUp: deployment.recorded(printed: text))
        expectReview(good, .printedNeedsDocument)
        #expect(good.identity == .confirmed(name: "陈**", idNumber: "440***********0320"))
        #expect(good.payments.isEmpty && good.health.state == .notDisclosed)
        #expect(good.relief.householdSize == 3)
        let ended = standing { $0.relief?.state = .ended }
        expectReview(
            try deployment.judge(text, lookUp: deployment.recorded(printed: text, standing: ended)),
            .printedNeedsDocument,
            .reliefEnded
        )
        expectRejected(
            try deployment.judge(text, lookUp: deployment.recorded(printed: text, state: .revoked)),
            .credentialRevoked,
            .printedNeedsDocument
        )
        expectRejected(
            try deployment.judge(text, lookUp: deployment.recorded(printed: deployment.printed())),
            .credentialUnknown,
            .printedNeedsDocument
        )
    }

    // MARK: The registry

    @Test func `what the holder did not disclose stays undisclosed, whatever the registry knows`() throws {
        let standing = standing { $0.warnings = Warning.allCases }
        for key in ComponentKey.allCases {
            let verdict = try judge(standing, disclosing: [key])
            #expect((verdict.identity == .notDisclosed) == (key != .identity))
            #expect((verdict.card.state == .notDisclosed) == (key != .card))
            #expect((verdict.relief.state == .notDisclosed) == (key != .relief))
            #expect((verdict.health.state == .notDisclosed) == (key != .health))
            #expect(verdict.payments.isEmpty == (key != .payment))
            #expect(verdict.warnings == Warning.allCases.filter { $0.component == key })
        }
        expectReview(try judge(.virtual, disclosing: [.identity], requiring: [.relief]), .componentNotDisclosed)
    }

    @Test func `the registry's card`() throws {
        try expect(.cardLost, about: .card) { $0.card?.state = .lost }
        try expect(.cardCancelled, about: .card) { $0.card?.state = .cancelled }
        try expect(.cardExpired, about: .card) { $0.card?.state = .expired }
        try expect(.cardCancelled, about: .card) { $0.card = nil }
        #expect(try judge(standing { $0.card = nil }).card == CardFinding(state: .none))
        let replaced = try judge(standing { $0.card?.last4 = "0001" })
        expectAccepted(replaced)
        #expect(replaced.card.last4 == "0001")
    }

    @Test func `the registry's relief`() throws {
        try expect(.reliefEnded, about: .relief) { $0.relief?.state = .ended }
        try expect(.reliefSuspended, about: .relief) { $0.relief?.state = .suspended }
        try expect(.reliefExpired, about: .relief) { $0.relief?.state = .expired }
        try expect(.reliefSuperseded, about: .relief) { $0.relief?.state = .superseded }
        try expect(.reliefNone, about: .relief) { $0.relief = nil }
        #expect(try judge(standing { $0.relief = nil }).relief == ReliefFinding(state: .none))
    }

    @Test func `a later version of the certificate shown is told as superseding it`() throws {
        try expect(.reliefSuperseded, about: .relief) { $0.relief?.certificates[0].version = 4 }
        let verdict = try judge(standing { $0.relief?.certificates[0].version = 4 })
        #expect(verdict.relief.state == .superseded)
        #expect(verdict.relief.certificates.map(\.version) == [4])
        expectAccepted(try judge(standing { $0.relief?.certificates[0].version = 3 }))
        // Another certificate that holds is enough, and one under another number replaces nothing.
        expectAccepted(
            try judge(
                standing { standing in
                    guard var other = standing.relief?.certificates.first else { return }
                    other.number = "4406042026000999"
                    standing.relief?.certificates[0].version = 4
                    standing.relief?.certificates.append(other)
                }
            )
        )
        // What ended is ended, whatever its version.
        try expect(.reliefEnded, about: .relief) {
            $0.relief?.certificates[0].version = 4
            $0.relief?.state = .ended
        }
    }

    @Test func `the registry's health status`() throws {
        try expect(.healthRetired, about: .health) { $0.health?.state = .retired }
        try expect(.healthRetired, about: .health) { $0.health = nil }
        let expired = standing { $0.health?.state = .expired }
        expectAccepted(try judge(expired))
        expectRejected(try judge(expired, requiring: [.health]), .healthExpired)
        for state in [HealthFinding.State.red, .yellow, .pending, .invalid] {
            let verdict = try judge(standing { $0.health?.state = state })
            expectAccepted(verdict)
            #expect(verdict.health.state == state)
        }
    }

    @Test func `what the registry cannot say is neither good nor bad`() throws {
        for state in [CardFinding.State.unknown, .notDisclosed] {
            expectReview(try judge(standing { $0.card?.state = state }), .statusUnknown)
        }
        for state in [ReliefFinding.State.unknown, .notDisclosed] {
            expectReview(try judge(standing { $0.relief?.state = state }), .statusUnknown)
        }
        for state in [HealthFinding.State.unknown, .notDisclosed] {
            expectReview(try judge(standing { $0.health?.state = state }), .statusUnknown)
        }
    }

    @Test func `the registry's payments take the place of the code's`() throws {
        #expect(try judge(standing { $0.payments = [] }).payments.isEmpty)
        let payments = (1...3).map { PaymentFinding(period: .init(number: 202_600 + $0), item: "低保金", state: .paid) }
        #expect(try judge(standing { $0.payments = payments }).payments == payments)
    }

    // MARK: The examination

    @Test func `an examination says what to remember, and its verdict follows the answer`() throws {
        let verifier = Verifier(crypto: deployment.crypto)
        let circumstances = Circumstances(
            now: now,
            trust: try deployment.snapshot(),
            lookUp: deployment.recorded(credential)
        )
        let code = UnverifiedCode.parse(try deployment.dynamic(credential))
        let examination = verifier.examine(code, in: circumstances)
        #expect(examination.credential == credential.id)
        #expect(examination.replay?.key.credential == credential.id)
        #expect(examination.replay?.until == now + 90)
        #expect(examination.replay?.issuedAt == now)
        let first = examination.verdict(.first(.checked))
        expectAccepted(first)
        #expect(first.evidence.replay == .checked && first[.replay] == .passed)
        expectRejected(examination.verdict(.repeated(.checked)), .replayed)
        expectReview(examination.verdict(.unknown), .replayUnknown)
        let unasked = examination.verdict(.notAsked)
        expectAccepted(unasked)
        #expect(unasked.evidence.replay == .skipped && unasked[.replay] == .skipped)
    }

    @Test func `what is refused, printed or no code has nothing to remember, whatever is answered`() throws {
        let verifier = Verifier(crypto: deployment.crypto)
        let circumstances = Circumstances(now: now, trust: try deployment.snapshot(), lookUp: .none)
        let offline = Circumstances(now: now, trust: try deployment.snapshot())
        let printed = try deployment.printed()
        let examinations = [
            verifier.examine(UnverifiedCode.parse(try deployment.dynamic(credential)), in: circumstances),
            verifier.examine(UnverifiedCode.parse(printed), in: offline),
            verifier.examine(UnverifiedCode.parse("HYM1:?"), in: offline),
        ]
        for examination in examinations {
            #expect(examination.replay == nil)
            for answer in [ReplayAnswer.first(.checked), .repeated(.checked), .unknown, .notAsked] {
                let verdict = examination.verdict(answer)
                #expect(verdict[.replay] == .skipped)
                #expect(verdict.evidence.replay == .skipped)
                #expect(!verdict.codes.contains(.replayed) && !verdict.codes.contains(.replayUnknown))
            }
        }
        #expect(examinations.map(\.credential) == [credential.id, try UnverifiedCode(text: printed).credentialID, nil])
    }
}
