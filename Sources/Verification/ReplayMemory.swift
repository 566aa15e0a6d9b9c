// SPDX-License-Identifier: Apache-2.0

public import MergedCode

/// What a code is remembered under: never its signature, which can be made again (wire-format.md §11).
public struct ReplayKey: Hashable, Sendable {
    /// The credential.
    public let credential: CredentialID
    /// The `cti` of the code itself, 8 bytes.
    public let code: CWTID

    /// A key from the two ids.
    public init(credential: CredentialID, code: CWTID) {
        self.credential = credential
        self.code = code
    }
}

/// The memory of codes that were used.
public protocol ReplayMemory: Sendable {
    /// How far the memory reaches: `checked` for the whole deployment, `local` for this verifier alone.
    var reach: Evidence.Replay { get }

    /// Remembers a code, in one atomic step that is durable when it returns.
    ///
    /// - Parameters:
    ///   - key: what the code is remembered under.
    ///   - until: when it may be forgotten, seconds since 1970 UTC.
    ///   - issuedAt: when the code was made, for the highest such time ever verified.
    /// - Returns: whether this is its first use.
    /// - Throws: where it cannot be known; the verdict then says `replay_unknown`.
    func remember(_ key: ReplayKey, until: Int64, issuedAt: Int64) async throws -> Bool
}
