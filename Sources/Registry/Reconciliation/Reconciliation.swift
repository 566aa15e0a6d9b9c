// SPDX-License-Identifier: Apache-2.0

/// What came of reconciling a month: exactly one finding for each payment and each entitlement (product.md §6).
public struct Reconciliation: Sendable {
    /// A payment and what was found of it.
    public struct Payment: Hashable, Sendable {
        /// The bank's file.
        public let batch: PaymentBatch
        /// The line in the file.
        public let line: Int
        /// The finding.
        public let outcome: PaymentOutcome
        /// What else holds.
        public let flags: FindingFlags
        /// What was paid, in fen.
        public let amount: Amount
        /// 发放时间, unix seconds.
        public let paidAt: Int64
        /// 补贴类型, nil where undecided.
        public let item: String?
        /// The months it is for, nil where undecided.
        public let months: ClosedRange<Period>?
        /// Whose account it is, nil where nobody knows.
        public let holder: PersonKey?
        /// 救助类别 of whom it was for, nil where not known.
        public let category: ReliefCategory?
        /// The district, 0 where not known.
        public let district: UInt32

        /// The day of 发放时间 in Asia/Shanghai.
        public var paidOn: CalendarDay { CalendarDay(containing: paidAt) }
    }

    /// An entitlement and what was found of it.
    public struct Entitlement: Hashable, Sendable {
        /// The words of the paylist line's key, or of the roster row's where it is derived.
        let words: [UInt64]
        /// The finding.
        public let outcome: EntitlementOutcome
        /// What else holds.
        public let flags: FindingFlags
        /// What is due.
        public let due: Amount
        /// What was kept of the payments for it.
        public let paid: Amount
        /// 补贴类型.
        public let item: String
        /// 发放性质.
        public let nature: PaymentNature
        /// The months it is for.
        public let months: ClosedRange<Period>
        /// 应发日期.
        public let dueOn: CalendarDay
        /// Whom it is for.
        public let person: PersonKey
        /// Who is to get it.
        public let payee: PersonKey
        /// 救助类别, nil where the roster does not say.
        public let category: ReliefCategory?
        /// The bank of the account, nil where not known.
        public let bank: String?
        /// The district.
        public let district: UInt32

        /// The line of the paylist, nil where it is derived from the roster.
        public var line: PaylistKey? { flags.contains(.derived) ? nil : LookupKey(words: (words[0], words[1])) }
    }

    /// The month.
    public let period: Period
    /// The day as of which it was judged.
    public let asOf: CalendarDay
    /// Days after 应发日期 in which nothing is late.
    public let grace: Int
    /// Payments by finding, bank, file and line: those that have to be looked at, or all when the terms say so.
    public let payments: [Payment]
    /// Entitlements by finding, district and key: those that have to be looked at, or all when the terms say so.
    public let entitlements: [Entitlement]
    /// Counts and sums.
    public let totals: ReconciliationTotals

    /// Whether everything is matched, not yet due or waiting for a bank's file.
    public var isClean: Bool { totals.all.problems == 0 }
}
