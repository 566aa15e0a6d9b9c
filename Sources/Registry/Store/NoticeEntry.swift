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
    /// What kind of thing happened.
    public let kind: Notice.Kind
    /// What happened, so that nobody is told of it twice: with ``kind`` and ``subject`` no two notices have the same.
    ///
    /// It has no digest in it, which would be another one under another key.
    public let event: String
    /// When it was made, unix seconds.
    public let at: Int64
    /// What it is about.
    public let subject: Subject
    /// Address and text, sealed with the sequence as context; empty once it was acknowledged.
    public var sealed: [UInt8]
    /// When its receiver said that it has it, unix seconds; nil before.
    public var acknowledgedAt: Int64?

    /// An entry.
    public init(
        sequence: Int64,
        kind: Notice.Kind,
        event: String,
        at: Int64,
        subject: Subject,
        sealed: [UInt8],
        acknowledgedAt: Int64? = nil
    ) {
        self.sequence = sequence
        self.kind = kind
        self.event = event
        self.at = at
        self.subject = subject
        self.sealed = sealed
        self.acknowledgedAt = acknowledgedAt
    }

    /// What it is sealed with: it opens in its own place only.
    public static func context(of sequence: Int64) -> [UInt8] { Array("notice \(sequence)".utf8) }

    /// Whether a receiver may have it.
    func isFor(_ receiver: NoticeReceiver) -> Bool {
        switch (subject, receiver) {
        case (.payment(let batch, _), .bank(let name)): batch.bank == name
        case (.relief(_, _, let region), .region(let digits)): region.description.hasPrefix(digits)
        default: false
        }
    }
}
