// SPDX-License-Identifier: Apache-2.0

import MergedCode

/// The code was made by the holder just now (wire-format.md §11).
struct CodeTimeCheck: Check {
    let name = CheckName.codeTime

    func examine(_ subject: inout Case, _ verdict: inout Verdict) -> CheckFinding {
        guard let binding = subject.binding else { return .skipped }
        var broken: [ReasonCode] = []
        if binding.issuedAt > subject.now + subject.policy.skew { broken.append(.codeFromFuture) }
        if subject.now >= binding.expiration { broken.append(.codeExpired) }
        if subject.now - binding.issuedAt > subject.policy.maximumAge { broken.append(.codeTooOld) }
        // A code that does not lie within its credential was not made by a wallet that follows the rules, unless the
        // times already say why it is refused (wire-format.md §1).
        let rule = subject.claims.map(binding.brokenTimeRule(with:)) ?? binding.brokenTimeRule
        if rule != nil, !(verdict.reasons.map(\.code) + broken).contains(where: Self.explains) {
            broken.append(.malformedCode)
        }
        return broken.isEmpty ? .passed : CheckFinding(state: .failed, reasons: broken.map { Reason($0) })
    }

    private static func explains(_ reason: ReasonCode) -> Bool {
        reason == .codeFromFuture || reason == .credentialNotYetValid || reason == .credentialExpired
    }
}
