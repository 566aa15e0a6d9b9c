// SPDX-License-Identifier: Apache-2.0

import COSE

/// What is in a code, for people who look into it: UNVERIFIED, nothing in it is to be trusted (`heyima inspect`).
///
/// Apart from the types that verification works on, and nothing but text and numbers, so that no verdict can come of it.
public struct UnverifiedInspection: Sendable {
    /// A fact by its name, as the code claims it.
    public struct Fact: Hashable, Sendable {
        /// The name, such as `issuer`, in lower case.
        public let name: String
        /// The value as text; times in seconds since 1970 UTC.
        public let value: String
    }

    /// Which kind it is, `nil` where it is none of the three.
    public let kind: CodeKind?
    /// Why it is no code by the rules of wire-format.md, `nil` where its form is right.
    public let problem: CodeError?
    /// How many bytes it has.
    public let byteCount: Int
    /// What stands in the headers and claims, without anything about the person.
    public let facts: [Fact]
    /// Everything in it, in diagnostic notation (RFC 8949 §8), personal data included; `nil` where it is no CBOR.
    public let diagnostic: String?

    /// Looks into a text.
    ///
    /// - Throws: ``CodeError`` `unsupported_format` or `malformed_base45` where there are no bytes to look into.
    public init(text: String) throws(CodeError) {
        let bytes = try UnverifiedCode.bytes(of: text)
        byteCount = bytes.count
        diagnostic = (try? CBORItem(bytes))?.diagnostic
        do {
            let code = try UnverifiedCode(bytes: bytes)
            (kind, problem, facts) = (code.kind, nil, Self.facts(of: code))
        } catch { (kind, problem, facts) = (nil, error, []) }
    }

    private static func facts(of code: UnverifiedCode) -> [Fact] {
        switch code {
        case .dynamic(let code):
            let disclosed = code.credential.disclosures.compactMap {
                $0.parts?.key?.integer.flatMap(ComponentKey.init(rawValue:))?.name
            }
            return [Fact(name: "algorithm", value: "\(code.algorithm)")] + facts(of: code.binding)
                + facts(of: code.credential.claims, keyID: code.credential.keyID, algorithm: code.credential.algorithm)
                + [Fact(name: "disclosed", value: disclosed.joined(separator: ","))]
        case .reference(let code):
            let shown = code.shown.map { keys in ComponentKey.allCases.filter(keys.contains).map(\.name) }
            return [
                Fact(name: "algorithm", value: "\(code.algorithm)"),
                Fact(name: "credential id", value: "\(code.credentialID)"),
            ] + facts(of: code.binding)
                + (shown.map { [Fact(name: "may be shown", value: $0.joined(separator: ","))] } ?? [])
        case .printed(let code): return facts(of: code.claims, keyID: code.keyID, algorithm: code.algorithm)
        }
    }

    private static func facts(of binding: KeyBinding) -> [Fact] {
        [
            Fact(name: "audience", value: binding.audience),
            Fact(name: "issued at", value: "\(binding.issuedAt)"),
            Fact(name: "expires", value: "\(binding.expiration)"),
            Fact(name: "id", value: "\(binding.id)"),
            Fact(name: "answers a challenge", value: binding.nonce == nil ? "no" : "yes"),
        ]
    }

    private static func facts(of claims: IssuedClaims, keyID: KeyID, algorithm: Algorithm) -> [Fact] {
        [
            Fact(name: "issuer", value: claims.issuer),
            Fact(name: "issuer key", value: "\(keyID)"),
            Fact(name: "issuer algorithm", value: "\(algorithm)"),
            Fact(name: "credential id", value: "\(claims.id)"),
            Fact(name: "credential issued at", value: "\(claims.issuedAt)"),
            Fact(name: "credential expires", value: "\(claims.expiration)"),
            Fact(name: "status list", value: claims.status.uri),
            Fact(name: "status index", value: "\(claims.status.index)"),
        ]
    }
}
