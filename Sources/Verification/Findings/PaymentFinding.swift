// SPDX-License-Identifier: Apache-2.0

public import MergedCode

/// One payment, or one that is due.
public struct PaymentFinding: Hashable, Sendable {
    /// What became of it.
    public enum State: String, Hashable, Sendable, CaseIterable, Decodable {
        case paid, returned, due, overdue, unknown
        case partlyPaid = "partly_paid"
        case notPayable = "not_payable"
    }

    /// Whose account it went to, seen from the person.
    public enum Payee: String, Hashable, Sendable, CaseIterable, Decodable {
        case own = "self"
        case head, guardian, other
    }

    /// The month it is for; none for payments that have no month.
    public var period: PaymentMonth?
    /// What it is, in Chinese, such as 低保金 or 补发低保金; `nil` where the reader is not told.
    public var item: String?
    /// How much it was: the household's total where ``isHousehold``.
    public var amount: PaymentAmount?
    /// The bank's own words, where they are known.
    public var memo: String?
    /// The day it was paid.
    public var paidOn: Day?
    /// What became of it; a code carries only payments that were made.
    public var state: State
    /// Whose account it went to; none where not known.
    public var payee: Payee?
    /// The name of a payee other than the person, masked to the surname; their card is never told.
    public var payeeName: String?
    /// Whether it was paid for the household as one (按户), to the head.
    public var isHousehold: Bool

    /// A payment as the registry knows it.
    ///
    /// - Parameters:
    ///   - period: the month it is for.
    ///   - item: what it is, in Chinese.
    ///   - amount: how much; the household's total where `isHousehold`.
    ///   - memo: the bank's own words.
    ///   - paidOn: the day it was paid.
    ///   - state: what became of it.
    ///   - payee: whose account it went to.
    ///   - payeeName: the payee's name, kept masked, and not at all where that is the person.
    ///   - isHousehold: whether it was paid for the household as one.
    public init(
        period: PaymentMonth? = nil,
        item: String?,
        amount: PaymentAmount? = nil,
        memo: String? = nil,
        paidOn: Day? = nil,
        state: State,
        payee: Payee? = nil,
        payeeName: String? = nil,
        isHousehold: Bool = false
    ) {
        self.period = period
        self.item = item
        self.amount = amount
        self.memo = memo
        self.paidOn = paidOn
        self.state = state
        self.payee = payee
        self.payeeName = payee == .own ? nil : payeeName.map(Identity.maskingGivenName)
        self.isHousehold = isHousehold
    }
}

extension PaymentFinding {
    /// The last payment, as a code carries it.
    init(_ payment: Payment) {
        self.init(
            period: payment.period.map { PaymentMonth(number: $0) },
            item: payment.memo.isBackPayment ? "补发" + payment.memo.description : payment.memo.description,
            amount: PaymentAmount(fen: payment.amount),
            paidOn: payment.paidOn,
            state: .paid
        )
    }
}

extension PaymentFinding: Decodable {
    private enum Key: String, CodingKey {
        case period, item, amount, memo, paidOn, state, payee, payeeName, household
    }

    /// Reads what a ``VerdictDocument`` writes.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        self.init(
            period: try container.decodeIfPresent(PaymentMonth.self, forKey: .period),
            item: try container.decodeIfPresent(String.self, forKey: .item),
            amount: try container.decodeIfPresent(PaymentAmount.self, forKey: .amount),
            memo: try container.decodeIfPresent(String.self, forKey: .memo),
            paidOn: try container.decodeIfPresent(Day.self, forKey: .paidOn),
            state: try container.decode(State.self, forKey: .state),
            payee: try container.decodeIfPresent(Payee.self, forKey: .payee),
            isHousehold: try container.decodeIfPresent(Bool.self, forKey: .household) ?? false
        )
        payeeName = try container.decodeIfPresent(String.self, forKey: .payeeName)
    }
}
