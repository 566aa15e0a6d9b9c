// SPDX-License-Identifier: Apache-2.0

import Audit
import Foundation
import HTTPTypes
import Hummingbird
import MergedCode
import NIOCore
import Storage
import Verification

/// What terminals ask: verdicts, and challenges to show.
struct VerificationRoutes {
    let desk: VerificationDesk
    let terminals: TerminalAuthenticator
    let scanner: ScannerPool
    let media: [Medium: any MediumAdapter]
    let audienceBase: String
    let limits: Limits
    let metrics: ServiceMetrics
    let clock: @Sendable () -> Int64

    var routes: [Route] {
        [
            Route(.post, "/v1/verifications", .terminal) { try await verification($0, $1) },
            Route(.post, "/v1/challenges", .terminal) { try await challenge($0, $1) },
        ]
    }

    /// What is sent as JSON.
    private struct Submission: Decodable {
        let code: String?
        let medium: String?
        let token: String?
        let idNumber: String?
        let item: String?
        let business: String?
        let `operator`: String?
        let touched: Bool?
        let reveal: String?

        private enum Member: String, CodingKey {
            case code, medium, token, idNumber, item, business, `operator`, touched, reveal
        }

        /// A member may be left out, but what is there has its type: null is refused like any other wrong type.
        init(from decoder: any Decoder) throws {
            let members = try decoder.container(keyedBy: Member.self)
            func text(_ member: Member) throws -> String? {
                try members.contains(member) ? members.decode(String.self, forKey: member) : nil
            }
            code = try text(.code)
            medium = try text(.medium)
            token = try text(.token)
            idNumber = try text(.idNumber)
            item = try text(.item)
            business = try text(.business)
            `operator` = try text(.operator)
            touched = try members.contains(.touched) ? members.decode(Bool.self, forKey: .touched) : nil
            reveal = try text(.reveal)
        }
    }

    private func verification(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let now = clock()
        let session = try await terminals.session(request, context, at: now)
        let purpose: Purpose
        let shown: VerificationDesk.Shown
        var wishes = VerificationDesk.Wishes()
        switch request.contentType {
        case "image/png", "image/jpeg":
            let query = request.uri.queryParameters
            func value(_ name: String) -> String? { query[Substring(name)].map(String.init) }
            purpose = Purpose(item: value("item"), business: value("business"), operatorID: value("operator"))
            // A purpose that is missing is said before eight megabytes are read.
            try purpose.check(for: session.terminal)
            let picture = try await request.bytes(limit: limits.picture, tooLarge: .imageTooLarge)
            shown = .code(try await scanner.text(in: Array(picture.readableBytesView)), isPicture: true)
        case "application/json":
            let sent = try await request.json(as: Submission.self, limit: limits.jsonBody)
            purpose = Purpose(item: sent.item, business: sent.business, operatorID: sent.operator)
            wishes = .init(isTouched: sent.touched ?? false, revealReason: sent.reveal)
            shown = try await read(sent, at: session)
        default:
            throw ProblemDocument(.mediaTypeUnsupported, "expected application/json, image/png or image/jpeg")
        }
        let answer = try await desk.answer(to: shown, for: purpose, wishing: wishes, at: session, now: now)
        context.notes.auditID = answer.auditID.description
        metrics.gave(answer.verdict, how: shown.how.rawValue)
        let document = VerdictDocument(
            answer.verdict,
            language: request.language,
            auditID: answer.auditID.description
        )
        return .json(document.json)
    }

    private func read(_ sent: Submission, at session: TerminalSession) async throws -> VerificationDesk.Shown {
        switch (sent.code, sent.medium) {
        case (let code?, nil): return .code(code, isPicture: false)
        case (nil, "by_duty"?):
            guard session.role != .kiosk else { throw ProblemDocument(.forbidden, "by_duty is for staff") }
            guard let number = sent.idNumber else { throw ProblemDocument(.requestMalformed, "idNumber is missing") }
            return .byDuty(idNumber: number)
        case (nil, let name?):
            guard let medium = Medium(rawValue: name), let adapter = media[medium] else {
                throw ProblemDocument(.unsupportedMedium)
            }
            guard let token = sent.token else { throw ProblemDocument(.requestMalformed, "token is missing") }
            return .medium(medium, try await adapter.read(token))
        default: throw ProblemDocument(.requestMalformed, "expected one of code and medium")
        }
    }

    private func challenge(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let now = clock()
        let session = try await terminals.session(request, context, at: now)
        let challenge = try Challenge(
            audience: "\(audienceBase):\(session.terminal.id)",
            expiration: now + Challenge.lifetime,
            nonce: desk.random(KeyBinding.nonceLength)
        )
        try await desk.journal.addChallenge(
            challenge.nonce,
            for: session.terminal.id,
            until: challenge.expiration,
            at: now
        )
        var json = JSONText()
        json.object {
            $0.member("challenge", challenge.text)
            $0.member("expiresAt", challenge.expiration)
        }
        return .json(json)
    }
}
