// SPDX-License-Identifier: Apache-2.0

/// A line of a bank's report of payments: the five columns of the notice, and what some banks add (product.md §5).
public struct PaymentRecord: Hashable, Sendable {
    /// 户名.
    public let holder: PersonName
    /// 卡号.
    public let account: BankAccountNumber
    /// 金额; below zero for what the bank took back.
    public let amount: Amount
    /// 摘要, as written.
    public let memo: String
    /// 发放时间, unix seconds.
    public let paidAt: Int64
    /// 代发银行.
    public let bank: String?
    /// 批次号.
    public let batch: String?
    /// 交易流水号.
    public let serial: String?
    /// 发放结果; without the column 成功, or 冲正 for an amount below zero.
    public let result: PaymentResult
    /// 原流水号.
    public let originalSerial: String?
    /// 失败原因.
    public let failure: String?
    /// 补贴项目编码.
    public let itemCode: String?

    /// The columns.
    enum Column: Int, ImportColumn {
        case holder
        case account
        case amount
        case memo
        case paidAt
        case bank
        case batch
        case serial
        case result
        case originalSerial
        case failure
        case itemCode

        var heading: String {
            switch self {
            case .holder: "户名*"
            case .account: "卡号*"
            case .amount: "金额*"
            case .memo: "摘要*"
            case .paidAt: "发放时间*"
            case .bank: "代发银行"
            case .batch: "批次号"
            case .serial: "交易流水号"
            case .result: "发放结果"
            case .originalSerial: "原流水号"
            case .failure: "失败原因"
            case .itemCode: "补贴项目编码"
            }
        }
    }

    /// The record of a row.
    init(_ fields: RowFields<Column>) throws(FieldError) {
        holder = try fields.value(.holder, PersonName.init)
        account = try fields.value(.account, BankAccountNumber.init)
        amount = try fields.value(.amount, Amount.init(_:))
        memo = try fields.value(.memo, Self.text)
        paidAt = try fields.value(.paidAt, Timestamp.init).start
        bank = try fields.optional(.bank, Self.text)
        batch = try fields.optional(.batch, Self.text)
        serial = try fields.optional(.serial, Self.text)
        let given = try fields.optionalWord(.result, fields.catalogue.paymentResults)
        result = given ?? (amount.fen < 0 ? .reversed : .paid)
        originalSerial = try fields.optional(.originalSerial, Self.text)
        failure = try fields.optional(.failure, Self.text)
        itemCode = try fields.optional(.itemCode, Self.text)
        let isImpossible = amount.fen < 0 && (result == .paid || result == .failed)
        try fields.refuse(.amount, when: isImpossible, .amountNegative, "only what came back is below zero")
    }

    /// All values in a fixed order, to see whether the row has changed.
    var content: [String?] {
        [
            "\(holder)", "\(account)", "\(amount)", memo, "\(paidAt)", bank, batch, serial, result.rawValue,
            originalSerial, failure, itemCode,
        ]
    }

    private static func text(_ text: String) throws(RegistryError) -> String {
        try PlainText.checked(text, maximum: 128)
    }
}
