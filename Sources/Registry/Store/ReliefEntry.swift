// SPDX-License-Identifier: Apache-2.0

/// A row of the roster as stored; household and certificate numbers are sealed in the person's ``PersonalData``.
public struct ReliefEntry: Hashable, Sendable {
    /// The row: 家庭编号 + 公民身份号码 + 救助类别.
    public let key: ReliefKey
    /// The person.
    public let person: PersonKey
    /// The household.
    public let household: HouseholdKey
    /// 救助类别.
    public let category: ReliefCategory
    /// Digest of the row's content.
    public let content: ContentKey
    /// 与户主关系.
    public var role: HouseholdRole
    /// 证书版本.
    public var version: Int
    /// 保障起始日期.
    public let validFrom: CalendarDay
    /// 保障截止日期, nil where it has no end.
    public var validUntil: CalendarDay?
    /// 区划代码.
    public let region: RegionCode
    /// 发放方式.
    public let payoutMode: PayoutMode
    /// 月保障金额.
    public var monthlyAmount: Amount
    /// 状态.
    public var state: RosterState
    /// Since when the row is absent from the roster, in unix seconds: suspended; nil while present.
    public var absentSince: Int64?
    /// 发放起始月.
    public let paidFrom: Period?
    /// 停发起始月: from then on nothing is paid.
    public var unpaidFrom: Period?
    /// 死亡日期.
    public var diedOn: CalendarDay?
    /// 状态变更日期.
    public var stateChangedOn: CalendarDay?
    /// 领款人, nil where it follows from role and payout mode.
    public var payee: PersonKey?
    /// 复核日期.
    public let reviewOn: CalendarDay?

    /// An entry.
    public init(
        key: ReliefKey,
        person: PersonKey,
        household: HouseholdKey,
        category: ReliefCategory,
        content: ContentKey,
        role: HouseholdRole,
        version: Int,
        validFrom: CalendarDay,
        validUntil: CalendarDay?,
        region: RegionCode,
        payoutMode: PayoutMode,
        monthlyAmount: Amount,
        state: RosterState,
        absentSince: Int64? = nil,
        paidFrom: Period? = nil,
        unpaidFrom: Period? = nil,
        diedOn: CalendarDay? = nil,
        stateChangedOn: CalendarDay? = nil,
        payee: PersonKey? = nil,
        reviewOn: CalendarDay? = nil
    ) {
        self.key = key
        self.person = person
        self.household = household
        self.category = category
        self.content = content
        self.role = role
        self.version = version
        self.validFrom = validFrom
        self.validUntil = validUntil
        self.region = region
        self.payoutMode = payoutMode
        self.monthlyAmount = monthlyAmount
        self.state = state
        self.absentSince = absentSince
        self.paidFrom = paidFrom
        self.unpaidFrom = unpaidFrom
        self.diedOn = diedOn
        self.stateChangedOn = stateChangedOn
        self.payee = payee
        self.reviewOn = reviewOn
    }
}
