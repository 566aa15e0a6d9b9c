// SPDX-License-Identifier: Apache-2.0

import Trust

/// The trust list is current, and no older than one seen before (wire-format.md §7).
struct TrustListCheck: Check {
    let name = CheckName.trustList

    func examine(_ subject: inout Case, _ verdict: inout Verdict) -> CheckFinding {
        guard let trust = subject.circumstances.trust else { return .failed(.trustListInvalid) }
        var finding = CheckFinding(state: .passed, asOf: trust.trustList.issuedAt)
        switch trust.trustList.freshness(at: subject.now) {
        case .current: break
        case .stale: finding = .unknown(.trustListStale, asOf: trust.trustList.issuedAt)
        case .expired: finding = .failed(.trustListStale, .reject, asOf: trust.trustList.issuedAt)
        }
        if subject.circumstances.memory?.isRollback(trust.trustList) == true {
            finding.reasons.append(Reason(.trustListRollback))
            if finding.state == .passed {
                finding = CheckFinding(state: .unknown, asOf: finding.asOf, reasons: finding.reasons)
            }
        }
        return finding
    }
}
