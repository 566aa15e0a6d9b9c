// SPDX-License-Identifier: Apache-2.0

/// A line of the paylist (发放清单) as stored: who is to get what.
public struct PaylistEntry: Hashable, Sendable {
    /// The line: batch, period, item, nature, person, payee and the months of back pay.
    public let key: PaylistKey
    /// Digest of the line's content.
    public let content: ContentKey
    /// 清单批次号.
    public let batch: String
    /// 所属期.
    public let period: Period
    /// 补贴项目编码.
    public let itemCode: String
    /// 补贴类型, by its catalogue name.
    public let item: String
    /// 补贴类型 as a kind.
    public let kind: SubsidyKind
    /// 发放性质.
    public let nature: PaymentNature
    /// 补发起月.
    public let backPayFrom: Period?
    /// 补发止月.
    public let backPayTo: Period?
    /// 家庭编号.
    public let household: HouseholdKey?
    /// 对象, the person the money is for.
    public let person: PersonKey
    /// 领款人.
    public let payee: PersonKey
    /// 领款人关系.
    public let relation: PayeeRelation
    /// 领款银行卡号.
    public let account: AccountKey
    /// 计发人数.
    public let headcount: Int?
    /// 应发金额.
    public let amount: Amount
    /// 应发日期.
    public let dueOn: CalendarDay
    /// 区划代码.
    public let region: RegionCode
    /// The payee's account number, sealed with the key's bytes as context; empty where the payee was forgotten.
    public var sealed: [UInt8]

    /// The months of back pay, nil where it is none.
    public var backPay: ClosedRange<Period>? { Period.range(backPayFrom, backPayTo) }

    /// An entry.
    public init(
        key: PaylistKey,
        content: ContentKey,
        batch: String,
        period: Period,
        itemCode: String,
        item: String,
        kind: SubsidyKind,
        nature: PaymentNature,
        backPayFrom: Period?,
        backPayTo: Period?,
        household: HouseholdKey?,
        person: PersonKey,
        payee: PersonKey,
        relation: PayeeRelation,
        account: AccountKey,
        headcount: Int?,
        amount: Amount,
        dueOn: CalendarDay,
        region: RegionCode,
        sealed: [UInt8]
    ) {
        self.key = key
        self.content = content
        self.batch = batch
        self.period = period
        self.itemCode = itemCode
        self.item = item
        self.kind = kind
        self.nature = nature
        self.backPayFrom = backPayFrom
        self.backPayTo = backPayTo
        self.household = household
        self.person = person
        self.payee = payee
        self.relation = relation
        self.account = account
        self.headcount = headcount
        self.amount = amount
        self.dueOn = dueOn
        self.region = region
        self.sealed = sealed
    }
}
