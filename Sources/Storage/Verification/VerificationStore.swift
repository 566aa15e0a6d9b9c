// SPDX-License-Identifier: Apache-2.0

public import Audit
public import COSE
public import Trust
public import Verification

/// What of a verdict has to be on the disk before it is given out.
public struct VerdictEntry: Sendable {
    /// The code to be remembered; `nil` where there is nothing to remember.
    public var replay: ReplayEntry?
    /// The nonce of the challenge that the code answers, which is spent by it, whatever comes of the code.
    public var challenge: [UInt8]?
    /// The record of the trace, as it is to read where the code is used for the first time.
    public var trace: TraceRecord?

    /// An entry.
    public init(replay: ReplayEntry? = nil, challenge: [UInt8]? = nil, trace: TraceRecord? = nil) {
        self.replay = replay
        self.challenge = challenge
        self.trace = trace
    }
}

/// What the verifying service keeps: the codes that were used, the trace, its terminals and their challenges.
///
/// All who verify for a deployment share one. What throws has not happened.
public protocol VerificationStore: ReplayMemory {
    /// Remembers a code, spends its challenge and writes its trace, in one step that is durable when it returns.
    ///
    /// - Returns: whether code and challenge are used for the first time; otherwise the trace says `replayed`.
    /// - Throws: where it cannot be known or written down; the verdict then says `replay_unknown`.
    func record(_ entry: VerdictEntry) async throws -> Bool

    /// The terminal of a token with what its next verdict depends on.
    ///
    /// - Returns: `nil` where no terminal has this token, or it was revoked.
    func session(tokenDigest: Digest32, now: Int64) async throws -> TerminalSession?

    /// Adds a terminal.
    ///
    /// - Throws: `storage.constraint` where its id or token is there already, revoked ones included.
    func add(_ terminal: Terminal) async throws
    /// All terminals, revoked ones too, by id.
    func terminals() async throws -> [Terminal]
    /// Revokes a terminal for good; its next request is refused.
    ///
    /// - Returns: whether there is one of this id; one that was revoked before keeps its time.
    func revokeTerminal(_ id: String, at now: Int64) async throws -> Bool

    /// Notes that a terminal shows a challenge.
    ///
    /// Those that are past their time are forgotten, and of one terminal all but the last few.
    ///
    /// - Parameters:
    ///   - nonce: its 16 bytes.
    ///   - terminal: the terminal's id.
    ///   - until: from when on it is no longer good, seconds since 1970 UTC.
    ///   - now: seconds since 1970 UTC.
    /// - Throws: `storage.constraint` for a terminal that there is not.
    func addChallenge(_ nonce: [UInt8], for terminal: String, until: Int64, at now: Int64) async throws

    /// Records of the trace.
    func traces(_ query: TraceQuery) async throws -> [TraceRecord]
    /// The whole trace as it is chained, in one snapshot: chain after chain, each from its first record on.
    func readTrace(_ body: (TraceLink) throws -> Void) async throws

    /// What was believed so far, with the highest `iat` of the codes remembered.
    func trustMemory() async throws -> TrustMemory
    /// Remembers a trust list and its status lists.
    func remember(_ snapshot: TrustSnapshot) async throws
}

extension VerificationStore {
    /// Remembers a code without a trace, for whoever only verifies.
    public func remember(_ key: ReplayKey, until: Int64, issuedAt: Int64) async throws -> Bool {
        try await record(VerdictEntry(replay: ReplayEntry(key: key, until: until, issuedAt: issuedAt)))
    }
}
