// SPDX-License-Identifier: Apache-2.0

/// A line of a paylist (发放清单), from 民政 and 财政 (product.md §5).
public struct PaylistRecord: Hashable, Sendable {
    /// 清单批次号.
    public let batch: String
    /// 所属期.
    public let period: Period
    /// 补贴项目编码.
    public let itemCode: String
    /// 补贴类型.
    public let item: Catalogue.Item
    /// 发放性质.
    public let nature: PaymentNature
    /// 补发起月.
    public let backPayFrom: Period?
    /// 补发止月.
    public let backPayTo: Period?
    /// 家庭编号.
    public let household: String?
    /// 对象证件号码.
    public let idNumber: IDNumber
    /// 领款人证件号码.
    public let payee: IDNumber
    /// 领款人关系.
    public let relation: PayeeRelation
    /// 领款银行卡号.
    public let account: BankAccountNumber
    /// 计发人数.
    public let headcount: Int?
    /// 应发金额.
    public let amount: Amount
    /// 应发日期.
    public let dueOn: CalendarDay
    /// 区划代码.
    public let region: RegionCode

    /// The columns.
    enum Column: Int, ImportColumn {
        case batch
        case period
        case itemCode
        case item
        case nature
        case backPayFrom
        case backPayTo
        case household
        case idNumber
        case payee
        case relation
        case account
        case headcount
        case amount
        case dueOn
        case region

        var heading: String {
            switch self {
            case .batch: "清单批次号*"
            case .period: "所属期"
            case .itemCode: "补贴项目编码*"
            case .item: "补贴类型*"
            case .nature: "发放性质*"
            case .backPayFrom: "补发起月"
            case .backPayTo: "补发止月"
            case .household: "家庭编号"
            case .idNumber: "对象证件号码*"
            case .payee: "领款人证件号码*"
            case .relation: "领款人关系*"
            case .account: "领款银行卡号*"
            case .headcount: "计发人数"
            case .amount: "应发金额*"
            case .dueOn: "应发日期*"
            case .region: "区划代码*"
            }
        }
    }

    /// The record of a row.
    ///
    /// Where 所属期 is not given, it is the month of 应发日期.
    init(_ fields: RowFields<Column>) throws(FieldError) {
        let catalogue = fields.catalogue
        batch = try fields.value(.batch, Self.identifier)
        dueOn = try fields.value(.dueOn, CalendarDay.init(_:))
        period = try fields.optional(.period, Period.init(_:)) ?? dueOn.period
        itemCode = try fields.value(.itemCode, Self.identifier)
        item = try fields.value(.item) { text throws(RegistryError) in
            guard !text.isEmpty else { throw RegistryError(.missing, "a word is required") }
            guard let item = catalogue.item(named: text) else {
                throw RegistryError(.word, "expected one of \(catalogue.items.map(\.name).joined(separator: " "))")
            }
            return item
        }
        nature = try fields.word(.nature, catalogue.paymentNatures)
        backPayFrom = try fields.optional(.backPayFrom, Period.init(_:))
        backPayTo = try fields.optional(.backPayTo, Period.init(_:))
        household = try fields.optional(.household, Self.identifier)
        idNumber = try fields.idNumber(.idNumber)
        payee = try fields.idNumber(.payee)
        relation = try fields.word(.relation, catalogue.payeeRelations)
        account = try fields.value(.account, BankAccountNumber.init)
        headcount = try fields.optionalNumber(.headcount, in: 1...99)
        amount = try fields.amount(.amount)
        region = try fields.value(.region, RegionCode.init)
        try checkColumnsAgree(fields)
    }

    /// What makes the line this line.
    var identity: [String?] {
        [
            batch, "\(period)", itemCode, nature.rawValue, "\(idNumber)", "\(payee)", backPayFrom?.description,
            backPayTo?.description,
        ]
    }

    /// All values in a fixed order, to see whether the row has changed.
    var content: [String?] {
        identity + [
            item.name, household, relation.rawValue, "\(account)", headcount?.description, "\(amount)", "\(dueOn)",
            "\(region)",
        ]
    }

    private static func identifier(_ text: String) throws(RegistryError) -> String { try PlainText.identifier(text) }

    private func checkColumnsAgree(_ fields: RowFields<Column>) throws(FieldError) {
        let isHalf = (backPayFrom == nil) != (backPayTo == nil)
        try fields.refuse(.backPayTo, when: isHalf, .contradiction, "back pay has a first and a last month")
        if let backPayFrom, let backPayTo {
            try fields.refuse(.backPayTo, when: backPayTo < backPayFrom, .order, "the end lies before the beginning")
        }
        let isRegularRange = nature == .regular && backPayFrom != nil
        try fields.refuse(.backPayFrom, when: isRegularRange, .contradiction, "months of back pay, but 正常")
        // A head may be 户主 as well as 本人 on his own line.
        let isOther = payee == idNumber ? ![.oneself, .head].contains(relation) : relation == .oneself
        try fields.refuse(.relation, when: isOther, .contradiction, "本人 is who the money is for, and nobody else")
    }
}
