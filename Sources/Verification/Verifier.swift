// SPDX-License-Identifier: Apache-2.0

public import COSE
public import MergedCode
import Trust

/// Decides about codes.
///
/// A verdict follows from the code and its ``Circumstances`` alone, so it is the same in a kiosk without network and in
/// the service. What a verifier keeps between codes only saves time: signatures that held before, keys made ready and, for
/// ten minutes, what was disclosed.
///
/// ```swift
/// let verifier = Verifier(crypto: crypto)
/// let verdict = await verifier.verify(text, in: circumstances, replay: memory)
/// ```
public final class Verifier: Sendable {
    private let signatures: SignatureMemory
    private let checks: [any Check]

    /// A verifier.
    ///
    /// - Parameters:
    ///   - crypto: who does the cryptography.
    ///   - capacity: how many credentials, and how many holders' keys, are remembered; about 2 KB each.
    public init(crypto: any CryptoProvider, capacity: Int = 4096) {
        signatures = SignatureMemory(capacity: capacity)
        let keys = HolderKeyMemory(crypto: crypto, capacity: capacity)
        // The order matters where a check needs what another established; otherwise it is that of the explanation.
        checks = [
            TrustListCheck(),
            ClockCheck(),
            LookUpCheck(),
            IssuerKeyCheck(),
            IssuerSignatureCheck(),
            RecordCheck(crypto: crypto),
            HolderSignatureCheck(keys: keys),
            DisclosuresCheck(crypto: crypto, memory: DisclosureMemory(capacity: capacity)),
            AudienceCheck(),
            ChallengeCheck(),
            CredentialTimeCheck(),
            CodeTimeCheck(),
            StatusCheck(),
            DocumentCheck(),
            CardCheck(),
            ReliefCheck(),
            HealthCheck(),
            RequirementsCheck(),
        ]
    }

    /// A verdict and, last of all, the memory of the code: a code is good once.
    ///
    /// A code that is refused anyway is not remembered, and neither is one whose holder nobody could confirm: what is
    /// remembered is what a stranger could not have made.
    ///
    /// - Parameters:
    ///   - text: the text of the symbol.
    ///   - circumstances: what the verdict depends on.
    ///   - replay: the memory of codes; `nil` where there is none, which cannot give `accept`.
    /// - Returns: the verdict; whatever goes wrong is in it.
    public func verify(
        _ text: String,
        in circumstances: Circumstances,
        replay: (any ReplayMemory)?
    ) async -> Verdict {
        let examination = examine(UnverifiedCode.parse(text), in: circumstances)
        guard let entry = examination.replay else { return examination.verdict(.notAsked) }
        guard let replay else { return examination.verdict(.unknown) }
        do {
            let isFirst = try await replay.remember(entry.key, until: entry.until, issuedAt: entry.issuedAt)
            return examination.verdict(isFirst ? .first(replay.reach) : .repeated(replay.reach))
        } catch {
            return examination.verdict(.unknown)
        }
    }

    /// A verdict that leaves no trace: whether the code was used before is not asked.
    ///
    /// For judging as of another time, in tests and audits.
    public func judge(_ text: String, in circumstances: Circumstances) -> Verdict {
        examine(UnverifiedCode.parse(text), in: circumstances).verdict(.notAsked)
    }

    /// Everything but the memory of codes: a verdict that waits for its answer.
    ///
    /// - Parameters:
    ///   - parsed: the code as it was read; what a look-up needs to know of it can be had from the same value.
    ///   - circumstances: what the verdict depends on.
    /// - Returns: the examination; whatever goes wrong is in its verdict.
    public func examine(_ parsed: Result<UnverifiedCode, CodeError>, in circumstances: Circumstances) -> Examination {
        var verdict = Verdict(evidence: Evidence(circumstances), time: circumstances.now)
        let code: UnverifiedCode
        switch parsed {
        case .success(let read):
            code = read
            verdict.record(.format, .passed)
        case .failure(let error):
            verdict.kind = error.kind
            verdict.record(.format, .failed(ReasonCode(error.reason)))
            for check in checks { verdict.record(check.name, .skipped) }
            return Examination(verdict, replay: nil, credential: nil)
        }
        verdict.kind = code.kind
        var subject = Case(code: code, circumstances: circumstances, signatures: signatures)
        for check in checks { verdict.record(check.name, check.examine(&subject, &verdict)) }
        guard subject.isHeld == true, let binding = subject.binding, let credential = subject.credential else {
            return Examination(consume verdict, replay: nil, credential: code.credentialID)
        }
        let entry = ReplayEntry(
            key: ReplayKey(credential: credential.id, code: binding.id),
            until: binding.expiration + circumstances.policy.skew,
            issuedAt: binding.issuedAt
        )
        // A clock that was ahead may have dated a code after the moment at which it was used.
        let isOlderThanMemory = circumstances.codesKnownSince.map { since in
            binding.issuedAt <= since + circumstances.policy.skew
        }
        return Examination(
            consume verdict,
            replay: entry,
            credential: credential.id,
            isOlderThanMemory: isOlderThanMemory ?? false
        )
    }
}

extension Evidence {
    init(_ circumstances: Circumstances) {
        if case .unavailable = circumstances.lookUp { mode = .offline } else { mode = .online }
        trustList = circumstances.trust.map {
            TrustListEvidence(
                sequence: $0.trustList.sequence,
                issuedAt: $0.trustList.issuedAt,
                expiresAt: $0.trustList.expiresAt
            )
        }
        source = .code
        replay = .skipped
    }
}
