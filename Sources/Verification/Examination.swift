// SPDX-License-Identifier: Apache-2.0

public import MergedCode

/// What of a code has to be remembered, so that it is good once.
public struct ReplayEntry: Hashable, Sendable {
    /// What it is remembered under.
    public let key: ReplayKey
    /// From when on it may be forgotten, seconds since 1970 UTC.
    public let until: Int64
    /// When the code was made, seconds since 1970 UTC, for the highest such time ever verified.
    public let issuedAt: Int64

    /// An entry.
    public init(key: ReplayKey, until: Int64, issuedAt: Int64) {
        self.key = key
        self.until = until
        self.issuedAt = issuedAt
    }
}

/// What the memory of codes answered.
public enum ReplayAnswer: Hashable, Sendable {
    /// This is the code's first use, as far as the memory reaches.
    case first(Evidence.Replay)
    /// The code was used before.
    case repeated(Evidence.Replay)
    /// Nobody could be asked, which cannot give `accept`.
    case unknown
    /// Nobody was asked on purpose: the verdict is as of another time, or the code was refused before.
    case notAsked
}

/// All there is to say about a code but whether it was used before.
///
/// Whoever keeps the memory of codes can so write down the code, the verdict and its trace in one step, and only then
/// give the verdict out.
public struct Examination: Sendable {
    /// What has to be remembered; `nil` where nothing has: the code is refused, or no holder was confirmed.
    public let replay: ReplayEntry?
    /// The id of the credential or printed code, as far as the code names one; nobody has confirmed it.
    public let credential: CredentialID?

    private var verdict: Verdict
    private let isOlderThanMemory: Bool

    /// An examination that came to this verdict; what is refused is not remembered.
    ///
    /// A code that is older than the memory may have been used before, though the memory does not have it.
    public init(
        _ verdict: consuming Verdict,
        replay: ReplayEntry?,
        credential: CredentialID?,
        isOlderThanMemory: Bool = false
    ) {
        self.isOlderThanMemory = isOlderThanMemory
        self.replay = verdict.outcome == .reject ? nil : replay
        self.credential = credential
        self.verdict = verdict
    }

    /// The verdict, after what the memory answered about ``replay``.
    ///
    /// The answer has no effect where there is nothing to remember.
    public consuming func verdict(_ answer: ReplayAnswer) -> Verdict {
        let isAsked = replay != nil
        let (reach, finding): (Evidence.Replay, CheckFinding) =
            switch answer {
            case _ where !isAsked: (.skipped, .skipped)
            case .first where isOlderThanMemory: (.unknown, .unknown(.replayUnknown))
            case .first(let reach): (reach, .passed)
            case .repeated(let reach): (reach, .failed(.replayed))
            case .unknown: (.unknown, .unknown(.replayUnknown))
            case .notAsked: (.skipped, .skipped)
            }
        // In place, so that whoever gives the examination away pays for no copy of what it holds.
        verdict.evidence.replay = reach
        verdict.record(.replay, finding)
        return verdict
    }
}
