// SPDX-License-Identifier: Apache-2.0

/// A reconciliation as JSON; amounts in yuan as text, months `YYYY-MM`, findings and flags by their codes (product.md §6).
///
/// Names, ID numbers and account numbers do not stand in it.
public struct ReconciliationDocument: Encodable, Sendable {
    /// How many payments or entitlements of one finding, and their sum.
    public struct Tally: Encodable, Sendable {
        /// The finding's code.
        public let finding: String
        /// How many.
        public let count: Int
        /// Their sum in yuan.
        public let amount: String
    }

    /// Counts and sums by finding; findings that do not occur are left out.
    public struct Group: Encodable, Sendable {
        /// The district, six digits; only among regions, absent where not known.
        public internal(set) var region: UInt32?
        /// 救助类别 by its name in verdicts; only among categories, absent where not known.
        public internal(set) var category: String?
        /// The bank; only among banks, absent where not known.
        public internal(set) var bank: String?
        /// Payments and entitlements to be looked at.
        public let problems: Int
        /// Payments.
        public let payments: [Tally]
        /// Entitlements.
        public let entitlements: [Tally]
    }

    /// Everything, and the same by region, category and bank.
    public struct Totals: Encodable, Sendable {
        /// What reached somebody who was to get it, in yuan.
        public let reached: String
        /// Everything.
        public let all: Group
        /// By district.
        public let regions: [Group]
        /// By 救助类别.
        public let categories: [Group]
        /// By bank.
        public let banks: [Group]
    }

    /// The months that money is for.
    public struct Months: Encodable, Sendable {
        /// The first.
        public let from: String
        /// The last.
        public let to: String
    }

    /// A payment, named by its line in the bank's file.
    public struct Payment: Encodable, Sendable {
        /// The finding's code.
        public let finding: String
        /// The flags' codes.
        public let flags: [String]
        /// The bank that paid.
        public let bank: String
        /// The month of the bank's file.
        public let period: String
        /// The bank's number of the batch.
        public let batch: String
        /// The line in the file.
        public let line: Int
        /// What was paid, in yuan.
        public let amount: String
        /// 发放时间, the day.
        public let paidOn: String
        /// 补贴类型, absent where undecided.
        public let item: String?
        /// The months it is for, absent where undecided.
        public let months: Months?
        /// 救助类别, absent where not known.
        public let category: String?
        /// The district, absent where not known.
        public let region: UInt32?
    }

    /// An entitlement, named by its reference.
    public struct Entitlement: Encodable, Sendable {
        /// The finding's code.
        public let finding: String
        /// The flags' codes.
        public let flags: [String]
        /// ``Reconciliation/Entitlement/reference``.
        public let reference: String
        /// What is due, in yuan.
        public let due: String
        /// What was kept of the payments for it, in yuan.
        public let paid: String
        /// 应发日期.
        public let dueOn: String
        /// 补贴类型.
        public let item: String
        /// 发放性质.
        public let nature: String
        /// The months it is for.
        public let months: Months
        /// 救助类别, absent where the roster does not say.
        public let category: String?
        /// The bank of the account, absent where not known.
        public let bank: String?
        /// The district, absent where not known.
        public let region: UInt32?
    }

    /// The month.
    public let period: String
    /// The day as of which it was judged.
    public let asOf: String
    /// Days after 应发日期 in which nothing is late.
    public let grace: Int
    /// Whether there is nothing to look at.
    public let clean: Bool
    /// Counts and sums.
    public let totals: Totals
    /// The payments that are listed.
    public let payments: [Payment]
    /// The entitlements that are listed.
    public let entitlements: [Entitlement]

    /// The document of a reconciliation.
    public init(_ reconciliation: Reconciliation) {
        period = reconciliation.period.description
        asOf = reconciliation.asOf.description
        grace = reconciliation.grace
        clean = reconciliation.isClean
        totals = Totals(reconciliation.totals)
        payments = reconciliation.payments.map(Payment.init)
        entitlements = reconciliation.entitlements.map(Entitlement.init)
    }
}

extension ReconciliationDocument.Totals {
    init(_ totals: ReconciliationTotals) {
        reached = Amount(fen: totals.kept).description
        all = ReconciliationDocument.Group(totals.all)
        regions = totals.districtsInOrder.map { district, group in
            var document = ReconciliationDocument.Group(group)
            document.region = known(district)
            return document
        }
        categories = totals.categoriesInOrder.map { category, group in
            var document = ReconciliationDocument.Group(group)
            document.category = category?.words.name
            return document
        }
        banks = totals.banksInOrder.map { bank, group in
            var document = ReconciliationDocument.Group(group)
            document.bank = bank
            return document
        }
    }
}

extension ReconciliationDocument.Group {
    init(_ group: ReconciliationTotals.Group) {
        problems = group.problems
        payments = PaymentOutcome.allCases.compactMap { .init($0.rawValue, group[$0]) }
        entitlements = EntitlementOutcome.allCases.compactMap { .init($0.rawValue, group[$0]) }
    }
}

extension ReconciliationDocument.Tally {
    init?(_ finding: String, _ tally: ReconciliationTotals.Tally) {
        guard tally.count > 0 else { return nil }
        self.init(finding: finding, count: tally.count, amount: Amount(fen: tally.fen).description)
    }
}

extension ReconciliationDocument.Months {
    init(_ months: ClosedRange<Period>) {
        self.init(from: months.lowerBound.description, to: months.upperBound.description)
    }
}

extension ReconciliationDocument.Payment {
    init(_ payment: Reconciliation.Payment) {
        finding = payment.outcome.rawValue
        flags = payment.flags.names
        bank = payment.batch.bank
        period = payment.batch.period.description
        batch = payment.batch.batch
        line = payment.line
        amount = payment.amount.description
        paidOn = payment.paidOn.description
        item = payment.item
        months = payment.months.map { .init($0) }
        category = payment.category?.words.name
        region = known(payment.district)
    }
}

extension ReconciliationDocument.Entitlement {
    init(_ entitlement: Reconciliation.Entitlement) {
        finding = entitlement.outcome.rawValue
        flags = entitlement.flags.names
        reference = entitlement.reference
        due = entitlement.due.description
        paid = entitlement.paid.description
        dueOn = entitlement.dueOn.description
        item = entitlement.item
        nature = entitlement.nature.rawValue
        months = .init(entitlement.months)
        category = entitlement.category?.words.name
        bank = entitlement.bank
        region = known(entitlement.district)
    }
}

/// A district, nil where it is the 0 of the unknown.
private func known(_ district: UInt32) -> UInt32? { district > 0 ? district : nil }
