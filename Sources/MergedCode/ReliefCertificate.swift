// SPDX-License-Identifier: Apache-2.0

/// One entitlement to social assistance 救助证 (an element of claim -65539, wire-format.md §3).
public struct ReliefCertificate: Hashable, Sendable {
    /// How many a credential can carry.
    public static let maximumCount = 4

    /// What kind of relief it is 救助类别.
    public var category: ReliefCategory
    /// The certificate number 救助证编号.
    public var number: String
    /// The certificate's version 证书版本; a higher one supersedes a lower one.
    public var version: UInt64
    /// The first day of the entitlement.
    public var validFrom: Day
    /// The last day of the entitlement, where one is set.
    public var validUntil: Day?
    /// Which division grants it: six digits of GB/T 2260.
    public var region: RegionCode
    /// The person's place in the household.
    public var role: HouseholdRole

    /// A certificate.
    public init(
        category: ReliefCategory,
        number: String,
        version: UInt64,
        validFrom: Day,
        validUntil: Day? = nil,
        region: RegionCode,
        role: HouseholdRole
    ) {
        self.category = category
        self.number = number
        self.version = version
        self.validFrom = validFrom
        self.validUntil = validUntil
        self.region = region
        self.role = role
    }
}

/// A kind of relief 救助类别 (wire-format.md §3); numbers from 100 up are a deployment's own, from its catalogue.
public struct ReliefCategory: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    /// The number.
    public let rawValue: UInt64

    /// A category from its number, known or not.
    public init(rawValue: UInt64) { self.rawValue = rawValue }

    /// 城市低保.
    public static let urbanDibao = ReliefCategory(rawValue: 1)
    /// 农村低保.
    public static let ruralDibao = ReliefCategory(rawValue: 2)
    /// 特困分散供养.
    public static let dispersedTekun = ReliefCategory(rawValue: 3)
    /// 特困集中供养.
    public static let centralTekun = ReliefCategory(rawValue: 4)
    /// 临时救助.
    public static let temporary = ReliefCategory(rawValue: 5)
    /// 低保边缘家庭.
    public static let dibaoMargin = ReliefCategory(rawValue: 6)
    /// 刚性支出困难家庭.
    public static let rigidExpenditure = ReliefCategory(rawValue: 7)
    /// 低保, where town and country are one.
    public static let dibao = ReliefCategory(rawValue: 8)

    /// The name in JSON, such as `urban_dibao`; `unknown` for other numbers.
    public var description: String {
        switch self {
        case .urbanDibao: "urban_dibao"
        case .ruralDibao: "rural_dibao"
        case .dispersedTekun: "dispersed_tekun"
        case .centralTekun: "central_tekun"
        case .temporary: "temporary"
        case .dibaoMargin: "dibao_margin"
        case .rigidExpenditure: "rigid_expenditure"
        case .dibao: "dibao"
        default: "unknown"
        }
    }
}

/// A person's place in a household 与户主关系.
public struct HouseholdRole: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    /// The number.
    public let rawValue: UInt64

    /// A role from its number, known or not.
    public init(rawValue: UInt64) { self.rawValue = rawValue }

    /// 户主.
    public static let head = HouseholdRole(rawValue: 1)
    /// 成员.
    public static let member = HouseholdRole(rawValue: 2)

    /// The name in JSON; `unknown` for other numbers.
    public var description: String {
        switch self {
        case .head: "head"
        case .member: "member"
        default: "unknown"
        }
    }
}
