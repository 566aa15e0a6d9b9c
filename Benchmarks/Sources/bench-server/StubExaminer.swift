// SPDX-License-Identifier: Apache-2.0

import MergedCode
import Service
import Synchronization
import Verification

/// Answers every code with the verdict on the first one, without a look at its signatures: what is left is the router,
/// the registry, the memory of codes and the trace.
final class StubExaminer: CodeExaminer {
    private let verifier: Verifier
    private let first = Mutex<Verdict?>(nil)

    init(_ verifier: Verifier) { self.verifier = verifier }

    func examine(_ code: Result<UnverifiedCode, CodeError>, in circumstances: Circumstances) -> Examination {
        guard case .success(let code) = code, case .dynamic(let dynamic) = code else {
            return verifier.examine(code, in: circumstances)
        }
        let verdict = first.withLock { first in
            let verdict = first ?? verifier.examine(.success(code), in: circumstances).verdict(.notAsked)
            first = verdict
            return verdict
        }
        let entry = ReplayEntry(
            key: ReplayKey(credential: dynamic.credential.id, code: dynamic.binding.id),
            until: dynamic.binding.expiration + circumstances.policy.skew,
            issuedAt: dynamic.binding.issuedAt
        )
        return Examination(verdict, replay: entry, credential: dynamic.credential.id)
    }
}
