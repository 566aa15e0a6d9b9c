// SPDX-License-Identifier: Apache-2.0

import MergedCode

/// The code answers the challenge that was shown, or none where none was (wire-format.md §4).
struct ChallengeCheck: Check {
    let name = CheckName.challenge

    func examine(_ subject: inout Case, _ verdict: inout Verdict) -> CheckFinding {
        guard let binding = subject.binding else {
            // A printed code cannot answer, so it is no answer.
            return subject.circumstances.challenge == nil ? .skipped : .failed(.challengeUnknown)
        }
        switch (subject.circumstances.challenge, binding.nonce) {
        case (nil, nil): return .skipped
        case (let shown?, let answered?) where shown == answered: return .passed
        default: return .failed(.challengeUnknown)
        }
    }
}
