// SPDX-License-Identifier: Apache-2.0

import Audit
import COSE
import Deployment
import Foundation
import HTTPTypes
import HummingbirdTesting
import MergedCode
import Registry
import Storage
import Synchronization
import TestSupport
import Testing

@testable import Service

/// Verdicts over HTTP.
struct VerificationTests {
    @Test func `a code is accepted once, and the trace knows both times`() async throws {
        let town = try Town()
        let token = try town.terminal("W1", "window")
        let code = try town.resident().code()
        try await town.service().application()
            .test(.router) { client in
                let first = try await client.verify(code, token)
                #expect(first.verdict == "accept", "\(first.text)")
                #expect(first.part("evidence")["replay"] as? String == "checked")
                let second = try await client.verify(code, token)
                #expect(second.verdict == "reject")
                #expect(second.reasons == ["replayed"])
                let traces = try town.store.traces(TraceQuery())
                #expect(traces.map(\.outcome) == ["reject", "accept"])
                #expect(traces.map(\.id.description) == [second, first].map { $0.json["auditID"] as? String })
                #expect(traces.allSatisfy { $0.item == "MZ-02" && $0.operatorID == "W03" && $0.terminal == "W1" })
            }
    }

    @Test func `a thousand tries of one code at once give one accept`() async throws {
        let town = try Town()
        let token = try town.terminal("W1", "window")
        let code = try town.resident().code()
        try await town.service().application()
            .test(.router) { client in
                let verdicts = try await withThrowingTaskGroup(of: String?.self) { group in
                    for _ in 0..<1000 { group.addTask { try await client.verify(code, token).verdict } }
                    return try await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
                }
                #expect(verdicts == ["accept": 1, "reject": 999])
            }
    }

    @Test func `what cannot be written down is not accepted`() async throws {
        let town = try Town()
        let token = try town.terminal("W1", "window")
        let supervisor = try town.terminal("S1", "supervisor")
        let resident = try town.resident()
        let journal = BrokenJournal(store: town.store)
        try await town.service(journal: journal).application()
            .test(.router) { client in
                let answer = try await client.verify(resident.code(), token)
                #expect(answer.status == 200)
                #expect(answer.verdict == "review")
                #expect(answer.reasons == ["replay_unknown"])
                #expect(answer.part("evidence")["replay"] as? String == "unknown")
                let refused = try await client.verify(resident.code(audience: "urn:elsewhere"), token)
                #expect(refused.verdict == "reject")
                // Nor is anything told in full that does not stand in the trace.
                let masked = try await client.verify(resident.code(), supervisor, and: ["reveal": "群众投诉核查"])
                #expect(masked.verdict == "review")
                #expect(!masked.text.contains(Town.chen))
            }
        #expect(town.log.withLock { $0.contains("a verdict could not be recorded") })
    }

    @Test func `a service does not start on another database than its deployment`() throws {
        let town = try Town()
        let error = #expect(throws: ServiceError.self) {
            try town.service { $0.database = "postgres://u:hunter2@127.0.0.1:1/d" }
        }
        #expect(error?.code == .configuration)
        #expect(error.map { !"\($0)".contains("hunter2") } == true)
    }

    @Test func `a reference code is looked up and shows what is true`() async throws {
        let town = try Town()
        let token = try town.terminal("W1", "window")
        let code = try town.resident().referenceCode()
        try await town.service().application()
            .test(.router) { client in
                let answer = try await client.verify(code, token)
                #expect(answer.verdict == "accept", "\(answer.text)")
                #expect(answer.json["kind"] as? String == "reference")
                #expect(answer.part("identity")["state"] as? String == "confirmed")
            }
    }

    @Test func `a credential that nobody recorded is unknown`() async throws {
        let town = try Town()
        let token = try town.terminal("W1", "window")
        let other = try Town()
        let code = try other.resident().code()
        try await town.service().application()
            .test(.router) { client in
                let answer = try await client.verify(code, token)
                #expect(answer.verdict == "reject")
                #expect(answer.reasons.contains("unknown_issuer_key"))
            }
    }

    @Test func `the credential of somebody whom the registry has forgotten is unknown`() async throws {
        let town = try Town()
        let token = try town.terminal("W1", "window")
        let resident = try town.resident()
        try town.forget(Town.chen)
        try await town.service().application()
            .test(.router) { client in
                for code in [try resident.code(), try resident.referenceCode()] {
                    let answer = try await client.verify(code, token)
                    #expect(answer.verdict == "reject", "\(answer.text)")
                    #expect(answer.reasons == ["credential_unknown"])
                    #expect(answer.part("identity")["state"] as? String == "not_disclosed")
                }
                let other = try await client.verify(town.resident(Town.li).code(), token)
                #expect(other.verdict == "accept", "\(other.text)")
            }
    }

    @Test func `relief that ended counts at the next verification, before any status list`() async throws {
        let town = try Town()
        let token = try town.terminal("W1", "window")
        let resident = try town.resident()
        try await town.service().application()
            .test(.router) { client in
                #expect(try await client.verify(resident.code(), token, item: "MZ-01").verdict == "accept")
                try town.endRelief(of: Town.chen)
                let answer = try await client.verify(resident.code(), token, item: "MZ-01")
                #expect(answer.verdict == "reject")
                #expect(answer.reasons == ["relief_ended"])
                #expect(answer.part("relief")["state"] as? String == "ended")
            }
    }

    @Test func `payments are the registry's, and a household's say so`() async throws {
        let town = try Town()
        let token = try town.terminal("W1", "window")
        try await town.service().application()
            .test(.router) { client in
                let head = try await client.verify(town.resident().code(), token)
                let payments = try #require(head.json["payments"] as? [[String: Any]])
                #expect(payments.count > 1)
                #expect(payments.first?["amount"] as? String == "850.00")
                #expect(payments.allSatisfy { $0["payee"] as? String == "self" && $0["household"] as? Bool == true })
                #expect(payments.allSatisfy { $0["payeeName"] == nil })
                let member = try await client.verify(town.resident(Town.li).code(), token)
                let theirs = try #require(member.json["payments"] as? [[String: Any]])
                #expect(theirs.first?["payee"] as? String == "head")
                #expect(theirs.first?["household"] as? Bool == true)
                #expect(theirs.allSatisfy { $0["payeeName"] as? String == "陈**" })
                #expect(!member.text.contains("陈小明"))
            }
    }

    @Test func `money that is due is told beside what was paid`() async throws {
        let town = try Town()
        let kiosk = try town.terminal("K1", "kiosk", item: "MZ-02", operatorID: "K1")
        let window = try town.terminal("W1", "window")
        // 5 December: November's is to be paid on the 10th.
        town.advance(by: 11 * 86_400)
        try await town.service().application()
            .test(.router) { client in
                let member = try town.resident(Town.li)
                let atWindow = try await client.verify(member.code(), window)
                let payments = try #require(atWindow.json["payments"] as? [[String: Any]], "\(atWindow.text)")
                #expect(payments.map { $0["state"] as? String } == ["due", "paid", "paid", "paid"])
                #expect(payments.first?["period"] as? String == "2026-11")
                #expect(payments.first?["amount"] as? String == "850.00")
                #expect(payments.first?["payee"] as? String == "head")
                let atKiosk = try await client.verify(member.code(), kiosk)
                let told = try #require(atKiosk.json["payments"] as? [[String: String]], "\(atKiosk.text)")
                #expect(told == [["period": "2026-11", "state": "due"]])
                let inCare = try await client.post(
                    "/v1/verifications",
                    [
                        "medium": "by_duty", "idNumber": "440606194808170012", "item": "MZ-02", "business": "1",
                        "operator": "W03",
                    ],
                    token: window
                )
                let none = try #require(inCare.json["payments"] as? [[String: String]], "\(inCare.text)")
                #expect(none == [["period": "2026-11", "item": "特困金", "state": "not_payable"]])
            }
    }

    @Test func `what was paid in part says so, and an unpaid month is overdue`() async throws {
        let town = try Town()
        let window = try town.terminal("W1", "window")
        // 17 December: the days of grace are over, and the bank has reported.
        town.advance(by: 23 * 86_400)
        try town.importPayments("陈小明,6217003080000001019,400.00,11月低保金,2026-12-11\n", of: "202611")
        try await town.service().application()
            .test(.router) { client in
                for person in [Town.chen, Town.li] {
                    let part = try await client.verify(town.resident(person).code(), window)
                    let payments = try #require(part.json["payments"] as? [[String: Any]], "\(part.text)")
                    #expect(payments.map { $0["state"] as? String } == ["partly_paid", "paid", "paid", "paid"])
                    #expect(payments.first?["amount"] as? String == "400.00")
                }
                let none = try await client.verify(town.resident("440605195503150027").code(), window)
                let payments = try #require(none.json["payments"] as? [[String: Any]], "\(none.text)")
                #expect(payments.map { $0["state"] as? String } == ["overdue", "paid", "paid"])
                #expect(payments.first?["amount"] as? String == "1850.00")
            }
    }

    @Test func `each role is told its own`() async throws {
        let town = try Town()
        let kiosk = try town.terminal("K1", "kiosk", item: "MZ-02", operatorID: "K1")
        let window = try town.terminal("W1", "window")
        let supervisor = try town.terminal("S1", "supervisor")
        let resident = try town.resident()
        try await town.service().application()
            .test(.router) { client in
                let atKiosk = try await client.verify(resident.code(), kiosk)
                #expect(atKiosk.part("identity")["name"] as? String == "陈**")
                #expect(atKiosk.part("identity")["idNumber"] == nil)
                #expect(!atKiosk.text.contains("9184"))
                #expect(!atKiosk.text.contains("850.00"))
                let atWindow = try await client.verify(resident.code(), window)
                #expect(atWindow.part("identity")["name"] as? String == "陈小明")
                #expect(atWindow.part("identity")["idNumber"] as? String == "440***********0320")
                #expect(atWindow.part("card")["last4"] as? String == "9184")
                let revealed = try await client.verify(resident.code(), supervisor, and: ["reveal": "群众投诉核查"])
                #expect(revealed.part("identity")["idNumber"] as? String == Town.chen)
                #expect(try town.store.traces(TraceQuery()).first?.how == .reveal)
            }
    }

    @Test func `only a supervisor may have what is masked revealed, and with a reason`() async throws {
        let town = try Town()
        let window = try town.terminal("W1", "window")
        let supervisor = try town.terminal("S1", "supervisor")
        let resident = try town.resident()
        try await town.service().application()
            .test(.router) { client in
                #expect(try await client.verify(resident.code(), window, and: ["reveal": "why"]).code == "forbidden")
                for reason in ["", " ", "440604195505010320", String(repeating: "a", count: 600)] {
                    let answer = try await client.verify(resident.code(), supervisor, and: ["reveal": reason])
                    #expect(answer.code == "request_malformed", "\(reason)")
                }
                #expect(try town.store.traces(TraceQuery()).isEmpty)
            }
    }

    @Test func `an item shows no more than it may, and requires what it requires`() async throws {
        let town = try Town()
        let token = try town.terminal("W1", "window")
        let resident = try town.resident()
        try await town.service().application()
            .test(.router) { client in
                let identity = try await client.verify(resident.code(), token, item: "SF-01")
                #expect(identity.verdict == "accept")
                #expect(identity.part("relief")["state"] as? String == "not_disclosed")
                #expect((identity.json["payments"] as? [Any])?.isEmpty == true)
                let health = try await client.verify(resident.code(), token, item: "WJ-01")
                #expect(health.verdict == "review")
                #expect(health.reasons == ["component_not_disclosed"])
                let disclosed = try await client.verify(
                    resident.code(disclosing: [.identity, .health]),
                    token,
                    item: "WJ-01"
                )
                #expect(disclosed.verdict == "accept", "\(disclosed.text)")
                #expect(disclosed.part("health")["state"] as? String == "green")
            }
    }

    @Test func `what an item does not look at is not told, not even as a reason`() async throws {
        let town = try Town()
        let tokens = try [town.terminal("W1", "window"), town.terminal("S1", "supervisor")]
        let resident = try town.resident()
        try town.endRelief(of: Town.chen)
        try await town.service().application()
            .test(.router) { client in
                for token in tokens {
                    let identity = try await client.verify(resident.code(), token, item: "SF-01")
                    #expect(identity.verdict == "accept", "\(identity.text)")
                    #expect(!identity.text.contains("relief_"))
                    let checks = identity.json["checks"] as? [[String: Any]] ?? []
                    #expect(checks.first { $0["name"] as? String == "relief" }?["state"] as? String == "skipped")
                    let shown = try await client.verify(resident.code(), token, item: "MZ-02")
                    #expect(shown.reasons == ["relief_ended"])
                    #expect(shown.verdict == "review")
                    let required = try await client.verify(resident.code(), token, item: "MZ-03")
                    #expect(required.reasons == ["relief_ended"])
                    #expect(required.verdict == "reject")
                }
            }
        #expect(try town.store.traces(TraceQuery(limit: 1)).first?.reasons == ["relief_ended"])
    }

    @Test func `a card of somebody else is a warning to windows, with the card alone`() async throws {
        let town = try Town()
        let window = try town.terminal("W1", "window")
        let kiosk = try town.terminal("K1", "kiosk", item: "MZ-02", operatorID: "K1")
        let resident = try town.resident()
        // Somebody else's card has the account of hers.
        let cards = try String(decoding: Fixtures.bytes("demo/cards.csv"), as: UTF8.self).split(separator: "\n")
        let row = try #require(cards.first { $0.contains(Town.chen) })
            .split(separator: ",", omittingEmptySubsequences: false)
        let card = try #require(town.desk.registry.file(of: IDNumber(Town.chen))?.cards.first)
        let other = row.map { field in
            switch field {
            case Substring(Town.chen): "440605195503150027"
            case Substring(card.number.description): "Z12345678"
            case "陈小明": "梁𠮷"
            default: String(field)
            }
        }
        try town.importRows(.cards, "\(cards[0])\n\(other.joined(separator: ","))\n")
        try await town.service().application()
            .test(.router) { client in
                let told = try await client.verify(resident.code(), window)
                #expect(told.json["warningCodes"] as? [String] == ["card_of_another"], "\(told.text)")
                #expect(told.verdict == "accept")
                for answer in [
                    try await client.verify(resident.code(), window, item: "MZ-03"),
                    try await client.verify(resident.code(disclosing: [.identity, .relief]), window),
                    try await client.verify(resident.code(), kiosk),
                ] { #expect(!answer.text.contains("card_of_another"), "\(answer.text)") }
            }
    }

    @Test func `after a restore no code is accepted that may have been used before`() async throws {
        let town = try Town()
        let token = try town.terminal("W1", "window")
        let resident = try town.resident()
        let backup = town.directory.appending(path: "backup.tar")
        try town.deployment.backUp(to: backup, at: town.now)
        let lost = try resident.code()
        try await town.service().application()
            .test(.router) { client in
                let first = try await client.verify(lost, token)
                #expect(first.verdict == "accept")
            }

        let restored = town.directory.appending(path: "restored")
        try Deployment.restore(backup, to: restored, at: town.now)
        let deployment = try Deployment(directory: restored)
        let store = try deployment.verificationStore(passphrase: Town.passphrase)
        try await town.service(of: deployment).application()
            .test(.router) { client in
                let again = try await client.verify(lost, token)
                #expect(again.verdict == "review")
                #expect(again.reasons == ["replay_unknown"])
                #expect(again.part("evidence")["replay"] as? String == "unknown")
                #expect(try await store.traces(TraceQuery()).map(\.reasons) == [["replay_unknown"]])
                // It is remembered all the same.
                #expect(try await client.verify(lost, token).reasons == ["replayed"])
                // As far as clocks may differ, a code of later may have been used before as well.
                town.advance(by: 30)
                #expect(try await client.verify(resident.code(), token).reasons == ["replay_unknown"])
                town.advance(by: 1)
                #expect(try await client.verify(resident.code(), token).verdict == "accept")
            }
    }

    @Test func `of other regions' people only the states are told`() async throws {
        let town = try Town()
        let token = try town.terminal("GZ1", "window", region: "440100")
        let resident = try town.resident()
        try await town.service().application()
            .test(.router) { client in
                let answer = try await client.verify(resident.code(), token)
                #expect(answer.verdict == "accept")
                #expect(answer.part("identity")["name"] == nil)
                #expect(answer.part("card")["state"] as? String == "valid")
                #expect(!answer.text.contains("陈") && !answer.text.contains("9184") && !answer.text.contains("850.00"))
            }
    }

    @Test(arguments: ["44", "4406", "440600", "440604", "440604010"])
    func `a terminal of the region, or of one around it, is told more`(_ region: String) async throws {
        let town = try Town()
        let token = try town.terminal("R1", "window", region: region)
        let resident = try town.resident()
        try await town.service().application()
            .test(.router) { client in
                let answer = try await client.verify(resident.code(), token)
                #expect(answer.part("identity")["name"] as? String == "陈小明")
            }
    }

    @Test func `a purpose is named, or it is said what is missing`() async throws {
        let town = try Town()
        let token = try town.terminal("W1", "window")
        let code = try town.resident().code()
        try await town.service().application()
            .test(.router) { client in
                for missing in ["item", "business", "operator"] {
                    var sent: [String: Any] = ["code": code, "item": "MZ-01", "business": "1", "operator": "W03"]
                    sent[missing] = nil
                    let answer = try await client.post("/v1/verifications", sent, token: token)
                    #expect(answer.status == 422)
                    #expect(answer.code == "purpose_required")
                    #expect(answer.json["detail"] as? String == "missing: \(missing)")
                }
                #expect(try await client.verify(code, token, item: "XX-99").code == "item_unknown")
                for text in ["", String(repeating: "a", count: 65), "a\u{7}b"] {
                    let answer = try await client.verify(code, token, and: ["business": text])
                    #expect(answer.code == "request_malformed", "\(text)")
                }
                // None of it has used the code up.
                #expect(try await client.verify(code, token).verdict == "accept")
            }
    }

    @Test func `a kiosk has its purpose configured`() async throws {
        let town = try Town()
        let token = try town.terminal("K1", "kiosk", item: "MZ-01", operatorID: "K1")
        let code = try town.resident().code()
        try await town.service().application()
            .test(.router) { client in
                let answer = try await client.post("/v1/verifications", ["code": code], token: token)
                #expect(answer.verdict == "accept", "\(answer.text)")
                let trace = try #require(try town.store.traces(TraceQuery()).first)
                #expect(trace.item == "MZ-01" && trace.operatorID == "K1" && trace.business == trace.id.description)
            }
    }

    @Test func `by duty is for staff, and never above review`() async throws {
        let town = try Town()
        let kiosk = try town.terminal("K1", "kiosk", item: "MZ-02", operatorID: "K1")
        let window = try town.terminal("W1", "window")
        let purpose: [String: String] = ["medium": "by_duty", "item": "MZ-02", "business": "1", "operator": "W03"]
        @Sendable func sent(_ number: String) -> [String: String] { purpose.merging(["idNumber": number]) { $1 } }
        try await town.service().application()
            .test(.router) { client in
                #expect(try await client.post("/v1/verifications", sent(Town.chen), token: kiosk).code == "forbidden")
                let answer = try await client.post("/v1/verifications", sent(Town.chen), token: window)
                #expect(answer.verdict == "review")
                #expect(answer.reasons == ["printed_needs_document"])
                #expect(answer.part("identity")["name"] as? String == "陈小明")
                #expect(answer.part("evidence")["source"] as? String == "by_duty")
                #expect(try town.store.traces(TraceQuery()).first?.how == .byDuty)
                let unknown = try await client.post("/v1/verifications", sent("440602199003070329"), token: window)
                #expect(unknown.verdict == "reject" || unknown.code == "request_malformed", "\(unknown.text)")
                let wrong = try await client.post("/v1/verifications", sent("440604195505010321"), token: window)
                #expect(wrong.code == "request_malformed")
                #expect(!wrong.text.contains("440604195505010321"))
            }
    }

    @Test(arguments: ["ssc_card", "id_card", "essc_qr", "tea_leaves"])
    func `a medium without an adapter is unsupported`(_ medium: String) async throws {
        let town = try Town()
        let token = try town.terminal("W1", "window")
        try await town.service().application()
            .test(.router) { client in
                let sent = ["medium": medium, "token": "x", "item": "MZ-01", "business": "1", "operator": "W03"]
                let answer = try await client.post("/v1/verifications", sent, token: token)
                #expect(answer.status == 422)
                #expect(answer.code == "unsupported_medium")
            }
    }

    @Test func `a challenge is answered once, and while it stands nothing else is accepted`() async throws {
        let town = try Town()
        let token = try town.terminal("W1", "window")
        let resident = try town.resident()
        try await town.service().application()
            .test(.router) { client in
                let answer = try await client.send(.post, "/v1/challenges", token: token)
                let challenge = try Challenge(text: #require(answer.json["challenge"] as? String))
                #expect(challenge.audience == "urn:heyima:terminal:W1")
                #expect(answer.json["expiresAt"] as? Int64 == town.now + 120)
                let unsolicited = try await client.verify(resident.code(), token)
                #expect(unsolicited.reasons == ["challenge_unknown"])
                let right = try await client.verify(
                    resident.code(audience: challenge.audience, nonce: challenge.nonce),
                    token
                )
                #expect(right.verdict == "accept", "\(right.text)")
                let again = try await client.verify(
                    resident.code(audience: challenge.audience, nonce: challenge.nonce),
                    token
                )
                #expect(again.reasons == ["challenge_unknown"])
            }
    }

    @Test(arguments: [
        "{}", "[]", "null", "{", "\"code\"", #"{"code": 1}"#, #"{"code": null, "medium": null}"#,
        #"{"code": "a", "medium": "by_duty"}"#,
        #"{"medium": "by_duty", "item": "MZ-01", "business": "1", "operator": "1"}"#,
        #"{"code": "a", "item": 1}"#, #"{"code": "a", "touched": "yes"}"#, "{\"code\": \"\\ud800\"}",
    ])
    func `a body that is not what it should be is refused by a code`(_ body: String) async throws {
        let town = try Town()
        let token = try town.terminal("W1", "window")
        try await town.service().application()
            .test(.router) { client in
                let answer = try await client.send(
                    .post,
                    "/v1/verifications",
                    token: token,
                    type: "application/json",
                    body: Array(body.utf8)
                )
                #expect(answer.status == 400, "\(answer.text)")
                #expect(answer.code == "request_malformed")
            }
    }

    @Test func `members that nobody knows are ignored, and titles come in the caller's language`() async throws {
        let town = try Town()
        let token = try town.terminal("W1", "window")
        let resident = try town.resident()
        try await town.service().application()
            .test(.router) { client in
                #expect(try await client.verify(resident.code(), token, and: ["colour": "red"]).verdict == "accept")
                let english = try await client.send(.post, "/v1/challenges")
                #expect(english.json["title"] as? String == "The caller is not known.")
                for language in ["zh", "zh-CN,zh;q=0.9,en;q=0.8", "fr, en;q=0.1, zh;q=0.2"] {
                    let chinese = try await client.send(.post, "/v1/challenges", headers: [.acceptLanguage: language])
                    #expect(chinese.json["title"] as? String == "未通过身份认证。", "\(language)")
                }
            }
    }
}
