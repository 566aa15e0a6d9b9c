// SPDX-License-Identifier: Apache-2.0

import COSE
import Foundation
import MergedCode
import Signing
import Synchronization
import TestSupport
import Testing
import Trust
import Verification

/// Codes made and judged by an implementation that shares nothing with ours but the documents.
@Suite struct IndependentCodesTests {
    static let directories = ["esp256", "ed25519", "sm2"]

    static let cases: [IndependentCase] = directories.flatMap { directory in
        ((try? Fixtures.json("independent/\(directory)/codes.json", as: [IndependentCase].self)) ?? [])
            .map { one in
                var one = one
                one.directory = "independent/\(directory)/"
                return one
            }
    }

    static let verifier = Verifier(crypto: SystemCryptography())
    private static let bundles = Mutex<[String: TrustSnapshot?]>([:])

    static func trust(_ path: String) throws -> TrustSnapshot? {
        try bundles.withLock { bundles throws -> TrustSnapshot? in
            if let known = bundles[path] { return known }
            // Git keeps no empty directory, so a bundle without status lists has none.
            let status =
                (try? FileManager.default.contentsOfDirectory(
                    at: Fixtures.url(path + "/status"),
                    includingPropertiesForKeys: nil
                )) ?? []
            let made = try? TrustSnapshot(
                trustListBytes: Fixtures.bytes(path + "/trust-list.cwt"),
                statusListBytes: status.map { try [UInt8](Data(contentsOf: $0)) },
                anchor: TrustAnchor(rootKey: COSEKey(pem: Fixtures.text(path + "/root.pem"))),
                crypto: SystemCryptography()
            )
            bundles[path] = .some(made)
            return made
        }
    }

    @Test func `the cases are there`() {
        #expect(Self.cases.count > 1000)
        #expect(Set(Self.cases.map(\.directory)).count == Self.directories.count)
    }

    @Test(arguments: cases)
    func `our verdict is the other's`(one: IndependentCase) throws {
        var circumstances = Circumstances(now: one.at, trust: try Self.trust(one.directory + one.bundle))
        circumstances.policy.required = Set(one.require.compactMap { ComponentKey(name: $0) })
        circumstances.policy.terminal = one.terminal
        circumstances.challenge = try one.challenge.map { try Challenge(text: $0).nonce }
        if let files = one.lookup, case .reference(let code)? = try? UnverifiedCode(text: one.text) {
            let known = try files.map { try UnverifiedCredential(bytes: Fixtures.bytes(one.directory + $0)) }
            circumstances.lookUp = .none
            if let found = known.first(where: { $0.id == code.credentialID }) {
                let digest = SystemCryptography().sha256(found.sign1.signatureInput()[...])
                circumstances.lookUp = .found(RecordedCredential(credential: found, signedDigest: digest))
            }
        }
        let verdict = Self.verifier.judge(one.text, in: circumstances)
        #expect(verdict.outcome.rawValue == one.expectedVerdict)
        if let kind = one.kind { #expect(verdict.kind?.rawValue == kind) }
        let found = Set(verdict.reasons.map(\.code.rawValue))
        #expect(found.isSuperset(of: one.expectedReasons))
        if one.exact { #expect(found == Set(one.expectedReasons)) }
        if !one.expectedAnyOf.isEmpty { #expect(!found.isDisjoint(with: one.expectedAnyOf)) }
        #expect(verdict.reasons.map(\.outcome) == verdict.reasons.map(\.outcome).sorted(by: >))
        let document = Data(VerdictDocument(verdict, language: .english).json)
        try one.expected.expectToBe(partOf: JSONDecoder().decode(JSONValue.self, from: document))
    }
}

struct IndependentCase: Decodable, Sendable, CustomTestStringConvertible {
    let title, rule, bundle, text, expectedVerdict: String
    let kind, terminal, challenge: String?
    let at: Int64
    let require, expectedReasons, expectedAnyOf: [String]
    let lookup: [String]?
    let exact: Bool
    let expected: JSONValue
    var directory = ""

    private enum CodingKeys: CodingKey {
        case title, rule, bundle, text, expectedVerdict, kind, terminal, challenge, at, require, expectedReasons
        case expectedAnyOf, lookup, exact, expected
    }

    var testDescription: String { "\(directory)\(title)" }
}

/// Any JSON.
enum JSONValue: Decodable, Hashable, Sendable {
    case object([String: JSONValue])
    case array([JSONValue])
    case text(String)
    case number(Double)
    case bool(Bool)
    case null

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .text(value)
        } else if let value = try? container.decode([JSONValue].self) {
            self = .array(value)
        } else {
            self = .object(try container.decode([String: JSONValue].self))
        }
    }

    /// Every field that is here is there with the same value; lists have equal lengths.
    func expectToBe(partOf whole: JSONValue, at path: String = "") throws {
        switch (self, whole) {
        case (.object(let fields), .object(let others)):
            for (name, value) in fields { try value.expectToBe(partOf: others[name] ?? .null, at: "\(path).\(name)") }
        case (.array(let elements), .array(let others)):
            try #require(elements.count == others.count, "\(path)")
            for (index, (element, other)) in zip(elements, others).enumerated() {
                try element.expectToBe(partOf: other, at: "\(path)[\(index)]")
            }
        default: #expect(self == whole, "\(path)")
        }
    }
}
