// SPDX-License-Identifier: Apache-2.0

import COSE
import Signing
import TestSupport
import Testing

@testable import MergedCode

/// Codes that another implementation wrote (fixtures/independent), as far as reading them alone decides.
@Suite struct IndependentTests {
    struct Case: Decodable, CustomTestStringConvertible {
        let title: String
        let rule: String
        let kind: String?
        let expectedReasons: [String]
        let exact: Bool
        let expectedAnyOf: [String]
        let text: String

        var testDescription: String { "\(title) (\(rule))" }
    }

    private static let cases: [Case] = ["esp256", "ed25519", "sm2"]
        .flatMap { (try? Fixtures.json("independent/\($0)/codes.json", as: [Case].self)) ?? [] }

    /// The reason that reading finds, broken rules between times and disclosures included.
    private static func reason(_ text: String) -> CodeError.Reason? {
        do {
            guard case .dynamic(let code) = try UnverifiedCode(text: text) else { return nil }
            // What signatures decide is not asked here.
            _ = try code.credential.components(of: code.credential.disclosures, Sample.crypto)
            return nil
        } catch { return error.reason }
    }

    @Test func `the codes of the other implementation are there`() { #expect(Self.cases.count > 100) }

    @Test(arguments: Self.cases)
    func `a code of the other implementation is read or refused for the reason that it names`(item: Case) {
        let expected = item.expectedReasons + item.expectedAnyOf
        guard let found = Self.reason(item.text) else {
            // Rules between times are malformed_code where the verifier finds no other reason about time, and a signature
            // may be what is expected to be wrong.
            let left = Set(expected).intersection(CodeError.Reason.allCases.map(\.rawValue))
            let isTimeRule = left == ["malformed_code"] && Self.hasBrokenTimeRule(item.text)
            #expect(left.isEmpty || isTimeRule || !item.expectedAnyOf.isEmpty)
            return
        }
        #expect(expected.contains(found.rawValue))
    }

    private static func hasBrokenTimeRule(_ text: String) -> Bool {
        switch try? UnverifiedCode(text: text) {
        case .dynamic(let code): code.brokenTimeRule != nil
        case .reference: true
        case .printed(let code): code.brokenTimeRule != nil
        case nil: false
        }
    }

    @Test(arguments: Self.cases)
    func `a code of the other implementation has the kind that it names`(item: Case) {
        guard let kind = item.kind, let code = try? UnverifiedCode(text: item.text) else { return }
        #expect(code.kind.rawValue == kind)
    }

    @Test(arguments: ["esp256/credentials/good", "ed25519/credentials/good", "sm2/credentials/good"])
    func `a credential of the other implementation can be held`(path: String) throws {
        let held = try HeldCredential(Fixtures.bytes("independent/\(path).cwt"), crypto: Sample.crypto)
        #expect(held.components.contains(.identity))
        #expect(held.credential.disclosureCount == 5)
    }
}
