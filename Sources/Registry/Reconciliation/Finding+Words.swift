// SPDX-License-Identifier: Apache-2.0

extension PaymentOutcome {
    /// What people call the finding.
    public var words: (english: String, chinese: String) {
        switch self {
        case .returned: ("came back", "退票或冲正")
        case .returnUnmatched: ("takes back an unknown payment", "退回无对应付款")
        case .cardUnknown: ("to an account that nobody has", "账户不明")
        case .periodUnknown: ("for what or when is unclear", "项目或月份无法确定")
        case .paidToDeceased: ("to somebody who had died", "发给已故人员")
        case .paidAfterEnd: ("after relief had ended", "停保后仍发放")
        case .paidNotOnRoster: ("to somebody not on the roster", "发给不在册人员")
        case .duplicate: ("paid already", "重复发放")
        case .paidWrongPayee: ("not to the payee", "发给非领款人")
        case .paidOldCard: ("to an old or inactive card", "发至旧卡或停用卡")
        case .nameDiffers: ("under another name", "户名不符")
        case .amountDiffers: ("not the amount due", "金额不符")
        case .matched: ("as it should be", "相符")
        }
    }
}

extension EntitlementOutcome {
    /// What people call the finding.
    public var words: (english: String, chinese: String) {
        switch self {
        case .paidWrongPayee: PaymentOutcome.paidWrongPayee.words
        case .paidOldCard: PaymentOutcome.paidOldCard.words
        case .nameDiffers: PaymentOutcome.nameDiffers.words
        case .amountDiffers: PaymentOutcome.amountDiffers.words
        case .matched: PaymentOutcome.matched.words
        case .paidToDeceased: ("only to somebody who had died", "只发给了已故人员")
        case .returned: ("what was paid came back", "款项被退回")
        case .noCard: ("the payee has no card", "领款人无社保卡")
        case .cardNotActive: ("the account is not in use", "银行账户未激活或停用")
        case .notYetDue: ("not due yet", "未到发放期限")
        case .awaitingBankFile: ("the bank's file is not final", "待银行发放结果")
        case .notPaid: ("nothing was paid", "未发放")
        }
    }
}

extension FindingFlags {
    private static let chineseWords = [
        "memo_not_standard": "摘要不规范", "year_inferred": "年份为推定", "overpaid": "多发", "payee_changed": "领款人已变更",
        "not_ssc_account": "非社保卡账户", "derived": "按名册推算",
    ]

    /// What people call the flags that are set, in the order of ``names``.
    var chinese: [String] {
        names.map { Self.chineseWords[$0] ?? PaymentOutcome(rawValue: $0)?.words.chinese ?? $0 }
    }
}

extension PaymentNature {
    /// The word for it in a paylist.
    var chinese: String {
        switch self {
        case .regular: "正常"
        case .backPay: "补发"
        case .supplement: "补差"
        }
    }
}

extension ReliefCategory {
    /// Its name in JSON and the words for it; a city's own category by its number.
    var words: (name: String, chinese: String) {
        switch self {
        case .urbanDibao: ("urban_dibao", "城市低保")
        case .ruralDibao: ("rural_dibao", "农村低保")
        case .dispersedTekun: ("dispersed_tekun", "特困分散供养")
        case .institutionalTekun: ("central_tekun", "特困集中供养")
        case .temporaryRelief: ("temporary", "临时救助")
        case .dibaoMarginal: ("dibao_margin", "低保边缘家庭")
        case .rigidExpenditure: ("rigid_expenditure", "刚性支出困难家庭")
        case .dibao: ("dibao", "低保")
        default: ("category_\(rawValue)", "类别 \(rawValue)")
        }
    }
}
