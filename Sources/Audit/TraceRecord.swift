// SPDX-License-Identifier: Apache-2.0

/// Who looked at whom, when, why, and what the answer was: one record of the trace.
///
/// No personal data of the person looked at is in it: they stand there as the registry's keyed digest, so that their
/// own look-ups can be found for them, and for nobody who lacks the key.
public struct TraceRecord: Hashable, Sendable {
    /// How it was looked.
    public enum How: String, Hashable, Sendable, CaseIterable {
        /// The text of a code.
        case code
        /// A picture of one.
        case image
        /// 依职能: by the ID number, without a code.
        case byDuty = "by_duty"
        /// 刷卡: a card or another medium, through an adapter.
        case medium
        /// What is kept masked was told in full, for a reason given.
        case reveal
        /// Notices were handed to a gateway: not about one person, and the business number names them by their sequences.
        case notices
    }

    /// The name of the record.
    public let id: AuditID
    /// When, seconds since 1970 UTC.
    public let at: Int64
    /// The id of the terminal.
    public let terminal: String
    /// The role that it was told the verdict in.
    public let role: String
    /// The region that the terminal serves, digits of GB/T 2260.
    public let region: String
    /// What for: the service item (事项编码).
    public let item: String
    /// The business number (业务流水号).
    public let business: String
    /// Who was at the terminal, by the id that their office gives them.
    public let operatorID: String
    /// How it was looked.
    public let how: How
    /// The kind of code, where there was one.
    public let kind: String?
    /// The id of the credential or printed code, 8 bytes, as far as one was named.
    public let credential: [UInt8]?
    /// The registry's keyed digest of the person, 16 bytes, as far as they are known.
    public let person: [UInt8]?
    /// The verdict: `accept`, `review` or `reject`.
    public private(set) var outcome: String
    /// The reasons, the worst first.
    public private(set) var reasons: [String]
    /// Why what is masked had to be told in full; there for a reveal, and only there.
    public let revealReason: String?

    /// A record.
    ///
    /// - Throws: ``AuditError`` `audit.value` for a value that does not belong there, `audit.personal-data` for a reason
    ///   that holds a long number.
    public init(
        id: AuditID,
        at: Int64,
        terminal: String,
        role: String,
        region: String,
        item: String,
        business: String,
        operatorID: String,
        how: How,
        kind: String? = nil,
        credential: [UInt8]? = nil,
        person: [UInt8]? = nil,
        outcome: String,
        reasons: [String] = [],
        revealReason: String? = nil
    ) throws(AuditError) {
        self.id = id
        self.at = at
        self.terminal = terminal
        self.role = role
        self.region = region
        self.item = item
        self.business = business
        self.operatorID = operatorID
        self.how = how
        self.kind = kind
        self.credential = credential
        self.person = person
        self.outcome = outcome
        self.reasons = reasons
        self.revealReason = revealReason
        try checkValues()
    }

    /// The record of a code that was used before: the same, refused, with `replayed` in front of the reasons.
    ///
    /// A record is made before the memory of codes has answered, so both are at hand for one write.
    public func repeated() -> TraceRecord {
        var record = self
        record.outcome = "reject"
        record.reasons = ["replayed"] + reasons.filter { $0 != "replayed" }
        return record
    }
}
