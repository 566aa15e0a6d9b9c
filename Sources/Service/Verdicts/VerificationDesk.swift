// SPDX-License-Identifier: Apache-2.0

import Audit
import COSE
import Deployment
import Issuance
import Logging
public import MergedCode
import Registry
import Storage
import Trust
public import Verification

/// Who examines codes: ``Verifier``, or a measurement's own.
public protocol CodeExaminer: Sendable {
    /// All there is to say about a code but whether it was used before.
    func examine(_ code: Result<UnverifiedCode, CodeError>, in circumstances: Circumstances) -> Examination
}

extension Verifier: CodeExaminer {}

/// Gives verdicts to terminals.
///
/// The registry is read in one snapshot; the code's memory, its challenge and the trace are written in one durable step;
/// only then is the verdict told, and no more of it than role, item and region allow.
struct VerificationDesk: Sendable {
    /// What a terminal was shown.
    enum Shown: Sendable {
        /// The text of a code, and whether it was found in a picture.
        case code(String, isPicture: Bool)
        /// The number of an identity document: 依职能.
        case byDuty(idNumber: String)
        /// A card or a third party's code, and what was read of it.
        case medium(Medium, MediumAnswer)
    }

    /// What of the answer is asked for beyond the usual.
    struct Wishes: Sendable {
        /// Somebody has touched the screen to see amounts.
        var isTouched = false
        /// Why what is masked is to be told in full.
        var revealReason: String?
    }

    /// A verdict as it may be told, and its name in the trace.
    struct Answer: Sendable {
        let verdict: Verdict
        let auditID: AuditID
    }

    let examiner: any CodeExaminer
    let journal: any VerificationStore
    let records: Records
    let trust: TrustKeeper
    let items: ItemCatalogue
    let disclosure: DisclosurePolicy
    let skew: Int64
    let maximumAge: Int64
    /// Since when the journal knows all codes that were used; `nil` for always.
    let codesKnownSince: Int64?
    let random: @Sendable (Int) -> [UInt8]
    let logger: Logger

    /// All payments, as far as a person will look at them.
    private static let allPayments = 1000

    /// The verdict on what a terminal was shown.
    ///
    /// - Throws: ``ProblemDocument`` for a purpose that is not named well, or what the stores throw.
    func answer(
        to shown: Shown,
        for purpose: Purpose,
        wishing wishes: Wishes,
        at session: TerminalSession,
        now: Int64
    ) async throws -> Answer {
        guard wishes.revealReason == nil || disclosure[session.role].reveal else {
            throw ProblemDocument(.forbidden, "the role may not ask for a reveal")
        }
        let auditID = AuditID(random: random)
        let purpose = try purpose.completed(by: session.terminal, in: items, auditID: auditID)
        let found = try await asking { try find(shown, for: purpose, at: session, now: now) }
        let trace = try trace(found, shown, purpose, wishes, at: session, auditID: auditID, now: now)
        let (verdict, isRecorded) = await record(found, trace)
        // What is told in full stands in the trace, or is not told.
        let revealed = isRecorded ? try await asking { try reveal(wishes, of: found.person, now) } : nil
        let told = verdict.told(
            to: session.role,
            policy: disclosure,
            item: purpose.item,
            terminalRegion: session.region,
            isTouched: wishes.isTouched,
            reveal: revealed
        )
        return Answer(verdict: told, auditID: auditID)
    }

    /// What is found out before anything is written.
    private struct Found: Sendable {
        /// The verdict, once it is known whether the code was used before.
        let examination: Examination?
        /// The verdict where there is no code to be used twice.
        let verdict: Verdict?
        var person: PersonKey?
        var challenge: [UInt8]?

        func verdict(_ answer: ReplayAnswer) -> Verdict {
            guard let verdict = examination?.verdict(answer) ?? verdict else {
                preconditionFailure("one of both is set")
            }
            return verdict
        }
    }

    /// Runs what asks the registry; beside the threads that answer requests where that is on another machine.
    private func asking<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        records.store.isRemote ? try await OffPool.run(body) : try body()
    }

    private func find(
        _ shown: Shown,
        for purpose: Purpose.Named,
        at session: TerminalSession,
        now: Int64
    ) throws -> Found {
        switch shown {
        case .code(let text, _): return try examine(text, for: purpose, at: session, now: now)
        case .byDuty(let number):
            let circumstances = circumstances(for: purpose, at: session, now: now)
            return try withoutCode(number, now) {
                Verifier.verdictByDuty(standing: $0, identity: $1, in: circumstances)
            }
        case .medium(let medium, let answer):
            let circumstances = circumstances(for: purpose, at: session, now: now)
            return try withoutCode(answer.idNumber, now) { standing, identity in
                let reading = MediumReading(medium, isHolderProven: answer.isHolderProven, identity: identity)
                return Verifier.verdict(on: reading, standing: standing, in: circumstances)
            }
        }
    }

    private func examine(
        _ text: String,
        for purpose: Purpose.Named,
        at session: TerminalSession,
        now: Int64
    ) throws -> Found {
        let code = UnverifiedCode.parse(text)
        var circumstances = circumstances(for: purpose, at: session, now: now)
        var person: PersonKey?
        if case .success(let code) = code {
            var isReference = false
            if case .reference = code { isReference = true }
            do {
                (circumstances.lookUp, person) =
                    try records.lookUp(code.credentialID, withContent: isReference, at: now)
            } catch let error as StorageError where error.code == .unreachable {
                // The code is judged as an offline verifier would; nothing can be written down, so it is a review at best.
                circumstances.lookUp = .unavailable
            }
            circumstances.challenge = code.challenge(among: session.challenges)
        }
        let examination = examiner.examine(code, in: circumstances)
        // A challenge is spent by the code that answers it, not by one that is refused anyway.
        return Found(
            examination: examination,
            verdict: nil,
            person: person,
            challenge: examination.replay == nil ? nil : circumstances.challenge
        )
    }

    private func withoutCode(
        _ number: String?,
        _ now: Int64,
        _ judge: (Standing?, Identity?) -> Verdict
    ) throws -> Found {
        let found = try number.flatMap { number in
            guard let idNumber = try? IDNumber(number) else {
                throw ProblemDocument(.requestMalformed, "idNumber is no ID number")
            }
            return try records.lookUp(idNumber, at: now)
        }
        let identity = (found?.file)
            .flatMap { file in
                file.name.map { Identity(name: $0.description, idNumber: file.idNumber.masked) }
            }
        let verdict = judge(found?.standing, identity)
        return Found(examination: nil, verdict: verdict, person: found?.file.key)
    }

    /// What is told in full, once the reason stands in the trace.
    private func reveal(_ wishes: Wishes, of person: PersonKey?, _ now: Int64) throws -> Reveal? {
        guard let reason = wishes.revealReason, let person,
            let found = try records.lookUp(person, payments: Self.allPayments, at: now)
        else { return nil }
        return try Reveal(
            reason: reason,
            idNumber: found.file.idNumber.description,
            payments: found.standing.payments
        )
    }

    private func circumstances(
        for purpose: Purpose.Named,
        at session: TerminalSession,
        now: Int64
    ) -> Circumstances {
        Circumstances(
            now: now,
            trust: trust.now.snapshot,
            memory: trust.memory(latest: session.latestIssuedAt),
            policy: Policy(
                required: purpose.item.requires,
                shown: purpose.item.shows,
                skew: skew,
                maximumAge: maximumAge,
                terminal: session.terminal.id
            ),
            lookUp: .none,
            codesKnownSince: codesKnownSince
        )
    }

    /// The record of the trace, as it is where the code is used for the first time.
    private func trace(
        _ found: Found,
        _ shown: Shown,
        _ purpose: Purpose.Named,
        _ wishes: Wishes,
        at session: TerminalSession,
        auditID: AuditID,
        now: Int64
    ) throws -> TraceRecord {
        let verdict = found.verdict(.first(journal.reach))
        return try TraceRecord(
            id: auditID,
            at: now,
            terminal: session.terminal.id,
            role: session.role.rawValue,
            region: session.terminal.region,
            item: purpose.item.code,
            business: purpose.business,
            operatorID: purpose.operatorID,
            how: wishes.revealReason == nil ? shown.how : .reveal,
            kind: verdict.kind?.rawValue,
            credential: found.examination?.credential?.bytes,
            person: found.person?.bytes,
            outcome: verdict.outcome.rawValue,
            reasons: verdict.reasons.map(\.code.rawValue),
            revealReason: wishes.revealReason
        )
    }

    /// Writes the code's memory and the trace; what cannot be written is not accepted.
    private func record(_ found: Found, _ trace: TraceRecord) async -> (verdict: Verdict, isRecorded: Bool) {
        let entry = VerdictEntry(replay: found.examination?.replay, challenge: found.challenge, trace: trace)
        do {
            let isFirst = try await journal.record(entry)
            return (found.verdict(isFirst ? .first(journal.reach) : .repeated(journal.reach)), true)
        } catch {
            logger.error("a verdict could not be recorded", metadata: ["error": "\(error)"])
            return (found.verdict(.unknown), false)
        }
    }
}

extension VerificationDesk.Shown {
    /// How it stands in the trace.
    var how: TraceRecord.How {
        switch self {
        case .code(_, let isPicture): isPicture ? .image : .code
        case .byDuty: .byDuty
        case .medium: .medium
        }
    }
}

extension UnverifiedCode {
    /// The outstanding challenge that the code is held against: the one that it answers, else the latest.
    fileprivate func challenge(among outstanding: [[UInt8]]) -> [UInt8]? {
        let nonce: [UInt8]? =
            switch self {
            case .dynamic(let code): code.binding.nonce
            case .reference(let code): code.binding.nonce
            case .printed: nil
            }
        return outstanding.first { $0 == nonce } ?? outstanding.last
    }
}
