// SPDX-License-Identifier: Apache-2.0

/// A notice as stored: to whom it goes and what it says are sealed, and gone once it was acknowledged.
public struct NoticeEntry: Hashable, Sendable {
    /// What it is about, and who may have it.
    public enum Subject: Hashable, Sendable {
        /// A payment of a batch, into an account: for the batch's bank.
        case payment(PaymentBatch, AccountKey)
        /// A row of the roster, of a person in a region: for whoever answers for the region.
        case relief(ReliefKey, PersonKey, RegionCode)
    }

    /// Its place in the outbox; no number is given twice.
    public var sequence: Int64
    /// What happened, so that nobody is told of it twice.
    public let key: NoticeKey
    /// What kind of thing happened.
    public let kind: Notice.Kind
    /// When it was made, unix seconds.
    public let at: Int64
    /// What it is about.
    public let subject: Subject
    /// Address and text, sealed with the key's bytes as context; empty once it was acknowledged.
    public var sealed: [UInt8]
    /// When its receiver said that it has it, unix seconds; nil before.
    public var acknowledgedAt: Int64?

    /// An entry.
    public init(
        sequence: Int64,
        key: NoticeKey,
        kind: Notice.Kind,
        at: Int64,
        subject: Subject,
        sealed: [UInt8],
        acknowledgedAt: Int64? = nil
    ) {
        self.sequence = sequence
        self.key = key
        self.kind = kind
        self.at = at
        self.subject = subject
        self.sealed = sealed
        self.acknowledgedAt = acknowledgedAt
    }

    /// Whether a receiver may have it.
    func isFor(_ receiver: NoticeReceiver) -> Bool {
        switch (subject, receiver) {
        case (.payment(let batch, _), .bank(let name)): batch.bank == name
        case (.relief(_, _, let region), .region(let digits)): region.description.hasPrefix(digits)
        default: false
        }
    }
}
