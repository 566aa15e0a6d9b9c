// SPDX-License-Identifier: Apache-2.0

import Foundation
import HTTPTypes
import Issuance
import MergedCode
import Testing
import TestSupport

@testable import Service

struct ProblemDocumentTests {
    private static var documented: [(code: String, status: Int, sentences: String)] {
        get throws {
            let text = try String(
                contentsOf: Fixtures.repository.appending(path: "docs/errors.md"),
                encoding: .utf8
            )
            let start = try #require(text.firstRange(of: "## Problems of the service"))
            let end = try #require(text.firstRange(of: "## Errors of the program"))
            return text[start.upperBound..<end.lowerBound]
                .matches(of: /(?m)^\| `([a-z_.-]+)` \| (\d+) \| (.+) \|$/)
                .map { (String($0.output.1), Int($0.output.2) ?? 0, String($0.output.3)) }
        }
    }

    @Test func `docs errors lists every kind with its status and both sentences, and no other`() throws {
        let rows = try Self.documented
        #expect(Set(rows.map(\.code)) == Set(ProblemDocument.Kind.all.map(\.code)))
        #expect(rows.count == ProblemDocument.Kind.all.count)
        for kind in ProblemDocument.Kind.all {
            let row = try #require(rows.first { $0.code == kind.code })
            #expect(row.status == kind.status.code)
            #expect(row.sentences == "\(kind.english)<br>\(kind.chinese)")
        }
    }

    @Test func `openapi lists every kind, and no other`() throws {
        let text = String(decoding: PackageResources.openapi_yaml, as: UTF8.self)
        let schema = try #require(text.firstRange(of: "\n    Problem:\n"))
        let codes = text[schema.upperBound...].matches(of: /(?m)^            - ([a-z_.-]+)$/)
            .map { String($0.output.1) }
        #expect(Set(codes) == Set(ProblemDocument.Kind.all.map(\.code)))
    }

    private struct Secret: Error, CustomStringConvertible {
        let description = "陈小明 440604195505010320"
    }

    @Test func `an error that nobody named is an id and nothing else`() throws {
        let problem = ProblemDocument(Secret())
        #expect(problem.kind == .internalError)
        #expect(problem.instance != nil)
        #expect(problem.detail == nil)
    }

    @Test(arguments: [
        (IssuanceError.Code.pinWrong, 403), (.ticketUnknown, 403), (.credentialUnknown, 404), (.personDeceased, 409),
        (.nonceSpent, 401), (.nonceExpired, 401), (.nonceUnknown, 401),
    ])
    func `an error of issuance has a status`(_ code: IssuanceError.Code, _ status: Int) {
        let problem = ProblemDocument(IssuanceError(code, "…"))
        #expect(problem.kind.status.code == status)
        #expect((status == 401) == (problem.kind == .nonceInvalid))
    }

    @Test func `a code of issuance that has no status is found here, not by a caller`() {
        let all: [IssuanceError.Code] = [
            .personUnknown, .personDeceased, .nameUnknown, .ticketUnknown, .ticketExpired, .pinWrong, .pinExhausted,
            .credentialUnknown, .credentialRevoked, .credentialSuspended, .handleSpent, .nonceUnknown, .nonceExpired,
            .nonceSpent,
        ]
        #expect(all.allSatisfy { ProblemDocument(IssuanceError($0, "")).kind != .internalError })
    }
}
