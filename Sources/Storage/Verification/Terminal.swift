// SPDX-License-Identifier: Apache-2.0

public import COSE

/// A terminal that may ask the service: who it is, what it may be told, and for where.
public struct Terminal: Hashable, Sendable {
    /// Its id, which is never given to another: 1 to 32 characters of `[A-Za-z0-9-]` (wire-format.md §4).
    public let id: String
    /// SHA-256 of its bearer token; the token itself is kept nowhere.
    public let tokenDigest: Digest32
    /// The role that decides what it is told: the raw value of `Verification.Role`.
    public let role: String
    /// The region that it serves: 2, 4, 6, 9 or 12 digits of GB/T 2260.
    public let region: String
    /// The service item (事项编码) of requests that name none; for kiosks.
    public let item: String?
    /// Who is at the terminal where requests do not say; for kiosks.
    public let operatorID: String?
    /// The bank that a gateway is of, or whose payments alone it may bring, by the name that its files are imported under;
    /// `nil` for all others.
    public let bank: String?
    /// When it was added, seconds since 1970 UTC.
    public let createdAt: Int64
    /// When it was revoked, for good, seconds since 1970 UTC; `nil` while it is good.
    public let revokedAt: Int64?

    /// A terminal.
    public init(
        id: String,
        tokenDigest: Digest32,
        role: String,
        region: String,
        item: String? = nil,
        operatorID: String? = nil,
        bank: String? = nil,
        createdAt: Int64,
        revokedAt: Int64? = nil
    ) {
        self.id = id
        self.tokenDigest = tokenDigest
        self.role = role
        self.region = region
        self.item = item
        self.operatorID = operatorID
        self.bank = bank
        self.createdAt = createdAt
        self.revokedAt = revokedAt
    }
}

/// What a request of a terminal has to know before it judges, from one read.
public struct TerminalSession: Hashable, Sendable {
    /// The terminal, which is not revoked.
    public let terminal: Terminal
    /// The nonces of the challenges that it showed and nobody has answered yet, none of them past its time.
    public let challenges: [[UInt8]]
    /// The highest `iat` of all codes ever remembered, seconds since 1970 UTC: a clock below it is not to be believed, and
    /// codes are forgotten by it.
    public let latestIssuedAt: Int64?

    /// A session.
    public init(terminal: Terminal, challenges: [[UInt8]] = [], latestIssuedAt: Int64? = nil) {
        self.terminal = terminal
        self.challenges = challenges
        self.latestIssuedAt = latestIssuedAt
    }
}
