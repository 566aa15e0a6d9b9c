// SPDX-License-Identifier: Apache-2.0

/// The last payment to the person (claim -65541, wire-format.md §3).
public struct Payment: Hashable, Sendable {
    /// The period it is for as YYYYMM, where it has one.
    public var period: UInt32?
    /// The amount in fen 分.
    public var amount: UInt64
    /// What it was for 摘要.
    public var memo: MemoKind
    /// The day it was paid on.
    public var paidOn: Day

    /// A payment.
    public init(period: UInt32?, amount: UInt64, memo: MemoKind, paidOn: Day) {
        self.period = period
        self.amount = amount
        self.memo = memo
        self.paidOn = paidOn
    }
}

/// What a payment was for 摘要 (wire-format.md §3): an item, or the item plus 100 where it was paid later 补发.
public struct MemoKind: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    /// The number.
    public let rawValue: UInt64

    /// A kind from its number, known or not.
    public init(rawValue: UInt64) { self.rawValue = rawValue }

    /// 低保金.
    public static let dibao = MemoKind(rawValue: 1)
    /// 特困金.
    public static let tekun = MemoKind(rawValue: 2)
    /// 临时救助金.
    public static let temporaryRelief = MemoKind(rawValue: 3)
    /// 临时价格补贴.
    public static let priceSubsidy = MemoKind(rawValue: 4)
    /// Something else.
    public static let other = MemoKind(rawValue: 9)

    /// Whether it was paid later than due 补发.
    public var isBackPayment: Bool { (100..<200).contains(rawValue) }

    /// The item alone, without 补发.
    public var item: MemoKind { isBackPayment ? MemoKind(rawValue: rawValue - 100) : self }

    /// This item as 补发.
    public var asBackPayment: MemoKind { rawValue < 100 ? MemoKind(rawValue: rawValue + 100) : self }

    /// The item's name 低保金, 特困金, 临时救助金, 临时价格补贴, 其他; `unknown` for other numbers.
    public var description: String {
        switch item {
        case .dibao: "低保金"
        case .tekun: "特困金"
        case .temporaryRelief: "临时救助金"
        case .priceSubsidy: "临时价格补贴"
        case .other: "其他"
        default: "unknown"
        }
    }
}
