// SPDX-License-Identifier: Apache-2.0

import Registry
import TestSupport
import Testing

@Suite struct ProvinceTests {
    @Test func `each injected discrepancy is found with its exact finding, and no other`() throws {
        let province = Province(households: 1200, discrepancyEvery: 4)
        let found = try ProvinceFindings(province, in: Office())
        let expected = Set(province.expectations)
        #expect(
            found.reported.subtracting(expected).isEmpty,
            "\(Array(found.reported.subtracting(expected).prefix(20)))"
        )
        #expect(
            expected.subtracting(found.reported).isEmpty,
            "\(Array(expected.subtracting(found.reported).prefix(20)))"
        )
        #expect(found.reported.count == found.count)
        // Every kind of finding is among them, but for what matched.
        let findings = Set(expected.map(\.finding))
        for outcome in PaymentOutcome.allCases where outcome != .matched {
            #expect(findings.contains(outcome.rawValue))
        }
        for outcome in EntitlementOutcome.allCases where outcome != .matched {
            #expect(findings.contains(outcome.rawValue))
        }
    }

    @Test func `nothing is found where nothing is wrong`() throws {
        let found = try ProvinceFindings(Province(households: 300), in: Office())
        #expect(found.reported.isEmpty)
        #expect(found.reconciliation.isClean)
        #expect(found.reconciliation.totals.all.allEntitlements.count == 300 * 13 / 10)
        #expect(found.reconciliation.totals.all[PaymentOutcome.matched].count == 300 * 14 / 10)
    }
}
