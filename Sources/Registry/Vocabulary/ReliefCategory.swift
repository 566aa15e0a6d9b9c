// SPDX-License-Identifier: Apache-2.0

/// A category of social assistance (救助类别), numbered as on the wire (wire-format.md §3); unknown numbers survive.
public struct ReliefCategory: RawRepresentable, Hashable, Sendable, Comparable {
    /// The number on the wire; 100 and more come from a city's catalogue.
    public let rawValue: Int

    /// A category from its number.
    public init(rawValue: Int) { self.rawValue = rawValue }

    /// 城市低保.
    public static let urbanDibao = Self(rawValue: 1)
    /// 农村低保.
    public static let ruralDibao = Self(rawValue: 2)
    /// 特困分散供养: living at home.
    public static let dispersedTekun = Self(rawValue: 3)
    /// 特困集中供养: living in an institution, which gets the money if anybody does.
    public static let institutionalTekun = Self(rawValue: 4)
    /// 临时救助.
    public static let temporaryRelief = Self(rawValue: 5)
    /// 低保边缘家庭.
    public static let dibaoMarginal = Self(rawValue: 6)
    /// 刚性支出困难家庭.
    public static let rigidExpenditure = Self(rawValue: 7)
    /// 低保 where town and country are one.
    public static let dibao = Self(rawValue: 8)

    /// Orders by the number.
    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

    /// Whether money of this kind can be meant for a household or person of this category.
    public func covers(_ kind: SubsidyKind) -> Bool {
        switch self {
        case .urbanDibao, .ruralDibao, .dibao: [.dibao, .priceSubsidy, .temporaryRelief, .other].contains(kind)
        case .dispersedTekun, .institutionalTekun: [.tekun, .priceSubsidy, .temporaryRelief, .other].contains(kind)
        default: [.temporaryRelief, .priceSubsidy, .other].contains(kind)
        }
    }
}
