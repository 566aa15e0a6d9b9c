// SPDX-License-Identifier: Apache-2.0

public import COSE
import MergedCode
import Trust

/// Decides about codes.
///
/// A verdict follows from the code and its ``Circumstances`` alone, so it is the same in a kiosk without network and in
/// the service. What a verifier keeps between codes only saves time: signatures that held before, and keys made ready.
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
    ///   - capacity: how many credentials, and how many holders' keys, are remembered; about 200 bytes each.
    public init(crypto: any CryptoProvider, capacity: Int = 4096) {
        signatures = SignatureMemory(crypto: crypto, capacity: capacity)
        let keys = HolderKeyMemory(crypto: crypto, capacity: capacity)
        // The order matters where a check needs what another established; otherwise it is that of the explanation.
        checks = [
            TrustListCheck(),
            ClockCheck(),
            LookUpCheck(),
            IssuerKeyCheck(),
            IssuerSignatureCheck(),
            HolderSignatureCheck(keys: keys),
            DisclosuresCheck(crypto: crypto),
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
        var (verdict, remembered) = examine(text, in: circumstances)
        guard verdict.outcome != .reject, let remembered else {
            verdict.record(.replay, .skipped)
            return verdict
        }
        guard let replay else {
            verdict.evidence.replay = .unknown
            verdict.record(.replay, .unknown(.replayUnknown))
            return verdict
        }
        do {
            let isFirst = try await replay.remember(
                remembered.key,
                until: remembered.expiration + circumstances.policy.skew,
                issuedAt: remembered.issuedAt
            )
            verdict.evidence.replay = replay.reach
            verdict.record(.replay, isFirst ? .passed : .failed(.replayed))
        } catch {
            verdict.evidence.replay = .unknown
            verdict.record(.replay, .unknown(.replayUnknown))
        }
        return verdict
    }

    /// A verdict that leaves no trace: whether the code was used before is not asked.
    ///
    /// For judging as of another time, in tests and audits.
    public func judge(_ text: String, in circumstances: Circumstances) -> Verdict {
        var (verdict, _) = examine(text, in: circumstances)
        verdict.record(.replay, .skipped)
        return verdict
    }

    /// What of a code has to be remembered.
    private struct Remembered {
        let key: ReplayKey
        let expiration: Int64
        let issuedAt: Int64
    }

    private func examine(_ text: String, in circumstances: Circumstances) -> (Verdict, Remembered?) {
        var verdict = Verdict(evidence: Evidence(circumstances))
        let code: UnverifiedCode
        do throws(CodeError) {
            code = try UnverifiedCode(text: text)
            verdict.record(.format, .passed)
        } catch {
            verdict.kind = error.kind
            verdict.record(.format, .failed(ReasonCode(error.reason)))
            for check in checks { verdict.record(check.name, .skipped) }
            return (verdict, nil)
        }
        verdict.kind = code.kind
        var subject = Case(code: code, circumstances: circumstances, signatures: signatures)
        for check in checks { verdict.record(check.name, check.examine(&subject, &verdict)) }
        guard subject.isHeld == true, let binding = subject.binding, let credential = subject.credential else {
            return (verdict, nil)
        }
        let remembered = Remembered(
            key: ReplayKey(credential: credential.id, code: binding.id),
            expiration: binding.expiration,
            issuedAt: binding.issuedAt
        )
        return (verdict, remembered)
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
        replay = .skipped
    }
}
