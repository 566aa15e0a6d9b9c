// SPDX-License-Identifier: Apache-2.0

extension PersonFile {
    /// So many of the latest payments are read where nobody asks for more (product.md §4).
    public static let usualPayments = 12

    /// The last payment that arrived and stayed, nil when there is none.
    public var lastPayment: Payment? { payments.first { $0.entry.result == .paid && $0.entry.amount.fen > 0 } }
}

extension PersonFile.Payment {
    /// The month it is for, the last one where it is for several; nil where the memo does not say.
    public var period: Period? { entry.periodTo }

    /// The memo kind on the wire (wire-format.md §3): the kind, and 100 more for back pay.
    public var memoKind: Int { (entry.kind ?? .other).rawValue + (entry.isBackPay ? 100 : 0) }

    /// The day it arrived.
    public var paidOn: CalendarDay { CalendarDay(containing: entry.paidAt) }
}
