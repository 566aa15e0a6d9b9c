// SPDX-License-Identifier: Apache-2.0

/// What can be read of the outbox of notices, and what notices are made from.
public protocol NoticeReading {
    /// A receiver's notices that were not acknowledged, with a sequence above `sequence` in order, at most `limit`.
    func notices(for receiver: NoticeReceiver, after sequence: Int64, limit: Int) throws -> [NoticeEntry]
    /// Notices of the payments of a batch, acknowledged ones too, by sequence.
    func notices(of batch: PaymentBatch) throws -> [NoticeEntry]
    /// Notices about each of many rows of the roster, acknowledged ones too, by sequence.
    func notices(about rows: [ReliefKey]) throws -> [[NoticeEntry]]
    /// Notices of payments into any of the accounts, acknowledged ones too.
    func notices(into accounts: [AccountKey]) throws -> [NoticeEntry]
    /// How far one of the things that notices are made from was followed; 0 before the first time.
    func noticePosition(of source: String) throws -> Int64
    /// All positions that are not 0, by what was followed.
    func noticePositions() throws -> [String: Int64]
    /// The imports of a kind that were brought at a time or later, unix seconds, the latest first.
    func imports(of kind: ImportKind, since time: Int64) throws -> [ImportEntry]
    /// Hands over the rows of the roster whose last day lies in a range; `body` asks the store nothing.
    func reliefs(ending days: ClosedRange<CalendarDay>, _ body: (ReliefEntry) throws -> Void) throws
}

/// How the outbox of notices changes.
public protocol NoticeWriting {
    /// Adds notices, which have sequences of their own.
    func add(_ notices: [NoticeEntry]) throws
    /// Takes notices back.
    func removeNotices(_ sequences: [Int64]) throws
    /// Empties a receiver's notices up to a sequence and notes when; gives how many were not acknowledged before.
    func acknowledgeNotices(for receiver: NoticeReceiver, through sequence: Int64, at time: Int64) throws -> Int
    /// Removes notices made before a time, unix seconds, acknowledged or not; gives how many.
    func removeNotices(madeBefore time: Int64) throws -> Int
    /// Removes the notices about a person, and those of payments into accounts.
    func removeNotices(about person: PersonKey, into accounts: [AccountKey]) throws
    /// Notes how far something was followed.
    func setNoticePosition(_ position: Int64, of source: String) throws
}
