// SPDX-License-Identifier: Apache-2.0

import MergedCode

/// The code was made by the holder just now (wire-format.md §11).
struct CodeTimeCheck: Check {
    let name = CheckName.codeTime

    func examine(_ subject: inout Case, _ verdict: inout Verdict) -> CheckFinding {
        guard let binding = subject.binding else { return .skipped }
        var finding = CheckFinding.passed
        if binding.issuedAt > subject.now + subject.policy.skew {
            finding = .failed(.codeFromFuture)
        } else if subject.now >= binding.expiration {
            finding = .failed(.codeExpired)
        } else if subject.now - binding.issuedAt > subject.policy.maximumAge {
            finding = .failed(.codeTooOld)
        }
        // A code that does not lie within its credential was not made by a wallet that follows the rules, unless the
        // times already say why it is refused (wire-format.md §1).
        let explained: Set<ReasonCode> = [.codeFromFuture, .credentialNotYetValid, .credentialExpired]
        if let claims = subject.claims,
            binding.brokenTimeRule(with: claims) != nil,
            explained.isDisjoint(with: (verdict.reasons + finding.reasons).map(\.code))
        {
            return CheckFinding(state: .failed, reasons: finding.reasons + [Reason(.malformedCode)])
        }
        return finding
    }
}
