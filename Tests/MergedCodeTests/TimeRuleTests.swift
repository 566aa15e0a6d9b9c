// SPDX-License-Identifier: Apache-2.0

import COSE
import MergedCode
import Testing

@Suite struct TimeRuleTests {
    private static let now = Sample.now

    private func rule(
        credential: [Int64: Int64] = [:],
        binding: [Int64: Int64] = [:]
    ) throws -> String? {
        var forged = try ForgedCode([])
        for (claim, time) in credential { forged.credential.payload[claim] = .integer(time) }
        for (claim, time) in binding { forged.binding.payload[claim] = .integer(time) }
        return try forged.parse().brokenTimeRule
    }

    @Test func `times that keep the draft's rules break none, to the second`() throws {
        let now = Self.now
        #expect(try rule() == nil)
        #expect(try rule(credential: [5: now - 1000, 6: now - 1000]) == nil)
        #expect(try rule(credential: [6: now], binding: [6: now]) == nil)
        #expect(try rule(credential: [4: now + 60], binding: [4: now + 60]) == nil)
        #expect(try rule(credential: [5: now - 2000], binding: [5: now]) == nil)
    }

    @Test(
        arguments: [
            ([:], [4: now]),  // KBT iat = exp
            ([4: now - 1000], [:]),  // credential iat = exp
            ([5: now - 999], [:]),  // credential nbf after iat
            ([6: now + 1], [:]),  // KBT iat before the credential's
            ([4: now], [:]),  // KBT iat at the credential's exp
            ([4: now + 59], [:]),  // KBT exp after the credential's
            ([:], [5: now + 1]),  // KBT nbf after iat
            ([5: now - 1000], [5: now - 1001]),  // KBT nbf before the credential's
        ] as [([Int64: Int64], [Int64: Int64])]
    )
    func `each rule between times that is broken is named`(credential: [Int64: Int64], binding: [Int64: Int64]) throws {
        #expect(try rule(credential: credential, binding: binding) != nil)
    }

    @Test func `a reference code is held against the looked-up credential`() throws {
        let held = try Sample.held()
        let text = try held.referenceCode(
            audience: Sample.audience,
            now: Sample.now,
            signer: Sample.holder,
            random: Sample.random
        )
        guard case .reference(let code) = try UnverifiedCode(text: text) else { return }
        #expect(code.binding.brokenTimeRule == nil)
        #expect(code.binding.brokenTimeRule(with: held.claims) == nil)
        let later = try ForgedCode([]).parse().credential.claims
        #expect(later.issuedAt == held.claims.issuedAt)
    }
}
