// SPDX-License-Identifier: Apache-2.0

/// What a bank reports as one file: the same bank, period and batch again replace it.
public struct PaymentBatch: Hashable, Sendable {
    /// The bank.
    public let bank: String
    /// The period the bank's file is for.
    public let period: Period
    /// The bank's own batch number.
    public let batch: String

    /// A batch.
    ///
    /// Throws ``RegistryError`` with `value_missing`, `value_too_long` or `value_character` when a name is not usable.
    public init(bank: String, period: Period, batch: String) throws(RegistryError) {
        self.bank = try PlainText.checked(bank, maximum: 64)
        self.period = period
        self.batch = try PlainText.identifier(batch)
    }
}

/// A payment that a bank reported, as stored.
public struct PaymentEntry: Hashable, Sendable {
    /// The batch it came in.
    public let batch: PaymentBatch
    /// Its line in the batch's file, unique there.
    public let line: Int
    /// Digest of the line's content.
    public let content: ContentKey
    /// 卡号.
    public let account: AccountKey
    /// 金额; negative where the bank took it back.
    public let amount: Amount
    /// 发放时间, unix seconds.
    public let paidAt: Int64
    /// 发放结果.
    public let result: PaymentResult
    /// What the memo (摘要) says the money is, by its catalogue name; nil where it says nothing known.
    public let item: String?
    /// What the memo says the money is.
    public let kind: SubsidyKind?
    /// The first month the memo names, with the year as decided; nil where undecided.
    public let periodFrom: Period?
    /// The last month the memo names.
    public let periodTo: Period?
    /// Whether the memo says 补发.
    public let isBackPay: Bool
    /// Whether the memo is outside of the grammar (`memo_not_standard`).
    public let memoIsNotStandard: Bool
    /// Whether the year is a guess (`year_inferred`).
    public let yearIsInferred: Bool
    /// ``PaymentDetails``, sealed with the content's bytes as context.
    public var sealed: [UInt8]
    /// 户名, on ``account``; nil where it was not noted down.
    public var nameKey: AccountNameKey?

    /// An entry.
    public init(
        batch: PaymentBatch,
        line: Int,
        content: ContentKey,
        account: AccountKey,
        amount: Amount,
        paidAt: Int64,
        result: PaymentResult,
        item: String?,
        kind: SubsidyKind?,
        periodFrom: Period?,
        periodTo: Period?,
        isBackPay: Bool,
        memoIsNotStandard: Bool,
        yearIsInferred: Bool,
        sealed: [UInt8],
        nameKey: AccountNameKey? = nil
    ) {
        self.batch = batch
        self.line = line
        self.content = content
        self.account = account
        self.amount = amount
        self.paidAt = paidAt
        self.result = result
        self.item = item
        self.kind = kind
        self.periodFrom = periodFrom
        self.periodTo = periodTo
        self.isBackPay = isBackPay
        self.memoIsNotStandard = memoIsNotStandard
        self.yearIsInferred = yearIsInferred
        self.sealed = sealed
        self.nameKey = nameKey
    }
}

/// What is sealed of a payment.
public struct SealedPayment: Hashable, Sendable {
    /// ``PaymentEntry/content``.
    public let content: ContentKey
    /// ``PaymentEntry/sealed``.
    public let sealed: [UInt8]

    /// What is sealed of a payment.
    public init(content: ContentKey, sealed: [UInt8]) {
        self.content = content
        self.sealed = sealed
    }
}
