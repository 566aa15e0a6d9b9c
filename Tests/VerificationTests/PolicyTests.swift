// SPDX-License-Identifier: Apache-2.0

import Foundation
import MergedCode
import TestSupport
import Testing

@testable import Verification

/// The files that say what roles are told, and what items there are.
@Suite struct PolicyTests {
    private static func text(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    private func refuse(
        policy text: String,
        _ code: VerificationError.Code,
        at location: SourceLocation = #_sourceLocation
    ) {
        #expect(throws: VerificationError(code, ""), sourceLocation: location) {
            try DisclosurePolicy(json: Array(text.utf8))
        }
    }

    private func refuse(
        items text: String,
        _ code: VerificationError.Code,
        at location: SourceLocation = #_sourceLocation
    ) {
        #expect(throws: VerificationError(code, ""), sourceLocation: location) {
            try ItemCatalogue(json: Array(text.utf8))
        }
    }

    @Test func `a policy comes back from its file`() throws {
        let text = try Self.text(DisclosurePolicy.standard)
        #expect(try DisclosurePolicy(json: Array(text.utf8)) == .standard)
        let changed = text.replacing(#""name":"masked""#, with: #""name":"none""#)
        #expect(try DisclosurePolicy(json: Array(changed.utf8)).kiosk.name == .none)
    }

    @Test func `a policy decides what is told`() throws {
        var policy = DisclosurePolicy.standard
        policy.window = RoleDisclosure(
            name: .none,
            idNumber: .none,
            card: .none,
            relief: .none,
            payments: .init(.none),
            health: .none,
            warnings: false,
            reveal: false
        )
        let deployment = try VirtualDeployment()
        let told = try deployment.judge(deployment.dynamic()).told(to: .window, policy: policy)
        #expect(told.identity == .confirmed(name: nil, idNumber: nil))
        #expect(told.card.state == .notDisclosed && told.relief.state == .notDisclosed)
        #expect(told.payments.isEmpty && told.health.state == .notDisclosed)
        policy.window.payments = .init(.full, count: 0)
        #expect(try deployment.judge(deployment.dynamic()).told(to: .window, policy: policy).payments.isEmpty)
    }

    @Test func `a policy with something missing, misspelt or unknown is refused`() throws {
        let text = try Self.text(DisclosurePolicy.standard)
        refuse(policy: "", .malformed)
        refuse(policy: "[]", .malformed)
        refuse(policy: "{}", .malformed)
        refuse(policy: String(text.dropLast()), .malformed)
        refuse(policy: text.replacing(#""card":"state","#, with: ""), .malformed)
        refuse(policy: text.replacing(#""card":"state""#, with: #""card":"states""#), .malformed)
        refuse(policy: text.replacing(#""card":"state""#, with: #""card":true"#), .malformed)
        refuse(policy: text.replacing(#""card":"state""#, with: #""card":null"#), .malformed)
        refuse(policy: text.replacing(#""card":"state""#, with: #""card":"state","cards":"none""#), .unknownKey)
        refuse(policy: text.replacing(#""kiosk":"#, with: #""guest":{},"kiosk":"#), .unknownKey)
        refuse(policy: text.replacing(#""count":12"#, with: #""count":12,"months":1"#), .unknownKey)
    }

    @Test func `no policy tells a kiosk, or without a reveal anybody, more than it can`() throws {
        let text = try Self.text(DisclosurePolicy.standard)
        refuse(policy: text.replacing(#""name":"masked""#, with: #""name":"full""#), .tooMuch)
        refuse(policy: text.replacing(#""idNumber":"none""#, with: #""idNumber":"masked""#), .tooMuch)
        refuse(policy: text.replacing(#""idNumber":"masked""#, with: #""idNumber":"full""#), .malformed)
        refuse(policy: text.replacing("amount_on_touch", with: "full"), .tooMuch)
        refuse(policy: text.replacing(#""reveal":false"#, with: #""reveal":true"#), .tooMuch)
        refuse(policy: text.replacing(#""count":12"#, with: #""count":13"#), .tooMuch)
        refuse(policy: text.replacing(#""count":12"#, with: #""count":-1"#), .tooMuch)
    }

    @Test func `the message names the place, so that it can be put right`() throws {
        let text = try Self.text(DisclosurePolicy.standard)
            .replacing(#""detail":"amount_on_touch""#, with: #""detail":"touch""#)
        let error = #expect(throws: VerificationError.self) { try DisclosurePolicy(json: Array(text.utf8)) }
        #expect(error?.message.hasPrefix("kiosk.payments.detail ") == true, "\(error?.message ?? "")")
    }

    @Test func `the standard catalogue requires what it shows, and each kind of errand is in it`() throws {
        let items = ItemCatalogue.standard
        #expect(items.items.contains { $0.requires == [.identity] })
        #expect(items.items.contains { $0.requires.contains(.relief) })
        #expect(items.items.contains { $0.requires.contains(.health) })
        #expect(items["MZ-01"]?.name(.chinese) == "社会救助对象身份核验")
        #expect(items["MZ-01"]?.name(.english).isEmpty == false)
        #expect(items["mz-01"] == nil && items[""] == nil)
        #expect(try ItemCatalogue(json: Array(Self.text(items).utf8)) == items)
        // Health is asked for where it is the errand, and nowhere else (最小必要).
        #expect(items.items.filter { $0.shows.contains(.health) }.map(\.code) == ["WJ-01"])
    }

    @Test func `items that contradict themselves or one another are refused`() {
        func item(
            _ code: String = "A-1",
            zh: String = "事项",
            en: String = "Item",
            requires: String = #"["identity"]"#,
            shows: String = #"["identity"]"#
        ) -> String {
            #"{"code":"\#(code)","name":{"zh":"\#(zh)","en":"\#(en)"},"requires":\#(requires),"shows":\#(shows)}"#
        }
        func file(_ items: String...) -> String { #"{"items":["# + items.joined(separator: ",") + "]}" }
        #expect(throws: Never.self) { try ItemCatalogue(json: Array(file(item(), item("A-2")).utf8)) }
        refuse(items: file(item(), item()), .duplicateItem)
        refuse(items: file(item(requires: #"["relief"]"#)), .requiredNotShown)
        for code in ["", "a b", "事项", String(repeating: "x", count: 65)] { refuse(items: file(item(code)), .item) }
        for name in ["", "  ", String(repeating: "x", count: 101)] {
            refuse(items: file(item(zh: name)), .item)
            refuse(items: file(item(en: name)), .item)
        }
        refuse(items: file(item(shows: #"["identity","payments"]"#)), .malformed)
        refuse(items: file(item(shows: #""identity""#)), .malformed)
        refuse(items: file(item().replacing(#""code""#, with: #""require":[],"code""#)), .unknownKey)
        refuse(items: file(item().replacing(#""en""#, with: #""de":"","en""#)), .unknownKey)
        refuse(items: #"{"items":[],"item":[]}"#, .unknownKey)
        refuse(items: "{}", .malformed)
        refuse(items: "[]", .malformed)
    }

    @Test(arguments: Warning.allCases)
    func `every warning has a sentence in both languages, and a row in the documentation`(warning: Warning) throws {
        let (english, chinese) = (warning.sentence(.english), warning.sentence(.chinese))
        #expect(english.hasSuffix(".") && !english.contains("。"))
        #expect(chinese.hasSuffix("。") && !chinese.contains("."))
        let errors = try String(contentsOf: Fixtures.repository.appending(path: "docs/errors.md"), encoding: .utf8)
        #expect(errors.contains("| `\(warning.rawValue)` | \(warning.component.name) | \(english)<br>\(chinese) |"))
    }

    @Test(arguments: ReasonCode.allCases)
    func `the documentation has every reason as it is said`(code: ReasonCode) throws {
        let errors = try String(contentsOf: Fixtures.repository.appending(path: "docs/errors.md"), encoding: .utf8)
        let (english, chinese) = (code.sentences(.english), code.sentences(.chinese))
        let row =
            "| `\(code.rawValue)` | \(code.outcome.rawValue) | \(english.message)<br>\(chinese.message) "
            + "| \(english.next)<br>\(chinese.next) |"
        #expect(errors.contains(row))
    }

    @Test func `the document says warnings, household, history and the name of its record`() throws {
        let deployment = try VirtualDeployment()
        let credential = try deployment.credential()
        var standing = Standing.virtual
        standing.warnings = [.headDeceased]
        let certificates = try #require(standing.relief?.certificates)
        standing.relief?.history = certificates
        standing.payments = [
            PaymentFinding(item: "低保金", state: .partlyPaid, payee: .head, payeeName: "陈建国", isHousehold: true)
        ]
        let verdict = try deployment.judge(
            deployment.dynamic(credential),
            lookUp: deployment.recorded(credential, standing: standing)
        )
        let data = Data(VerdictDocument(verdict, language: .chinese, auditID: "00ff").json)
        let expected = """
            {"warnings": ["户主已故，须办理户主变更。"], "warningCodes": ["head_deceased"], "auditID": "00ff",
             "relief": {"state": "valid", "householdSize": 3, "history": [{"number": "4406042026000123"}]},
             "payments": [{"item": "低保金", "state": "partly_paid", "payee": "head", "payeeName": "陈**",
                           "household": true}],
             "evidence": {"mode": "online", "source": "code"}}
            """
        try JSONDecoder().decode(JSONValue.self, from: Data(expected.utf8))
            .expectToBe(partOf: JSONDecoder().decode(JSONValue.self, from: data))
        let away = VerdictDocument(verdict.told(to: .kiosk, terminalRegion: RegionScope("450000")), language: .chinese)
        let text = String(decoding: away.json, as: UTF8.self)
        for word in ["auditID", "陈", "440", "9184", "householdSize", "history", "低保", "head_deceased"] {
            #expect(!text.contains(word), "\(word)")
        }
    }
}
