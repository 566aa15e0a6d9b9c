// SPDX-License-Identifier: Apache-2.0

extension Reconciliation {
    /// The report as CSV for a spreadsheet: one line for each payment and each entitlement that is listed.
    ///
    /// UTF-8 with byte order mark, RFC 4180. Findings and flags stand by their codes (product.md §6), money in yuan, months as
    /// YYYYMM. Names, ID numbers and account numbers do not stand in it: a payment is named by the line of the bank's file, an
    /// entitlement by its reference. Text that a spreadsheet would take for a formula has a `'` in front.
    public func csv() -> [UInt8] {
        var text = CSVText()
        text.add(
            [
                "对象", "核对结果", "结果说明", "银行", "所属期", "批次号", "行号", "清单行", "补贴类型", "发放性质", "起始月", "截止月", "应发金额",
                "实发金额", "日期", "救助类别", "区划代码", "标记",
            ]
            .map { .text($0) }
        )
        for payment in payments { text.add(Self.row(payment)) }
        for entitlement in entitlements { text.add(row(entitlement)) }
        return text.bytes
    }

    private static func row(_ payment: Payment) -> [CSVText.Cell] {
        [
            .text("付款"), .text(payment.outcome.rawValue), .text(payment.outcome.words.chinese),
            .text(payment.batch.bank), month(payment.batch.period), .text(payment.batch.batch),
            .figure("\(payment.line)"), .empty, payment.item.map { .text($0) } ?? .empty, .empty,
            month(payment.months?.lowerBound), month(payment.months?.upperBound), .empty,
            .figure("\(payment.amount)"), .figure("\(payment.paidOn)"),
        ] + place(payment.category, payment.district, payment.flags)
    }

    private func row(_ entitlement: Entitlement) -> [CSVText.Cell] {
        [
            .text("应发"), .text(entitlement.outcome.rawValue), .text(entitlement.outcome.words.chinese),
            entitlement.bank.map { .text($0) } ?? .empty, Self.month(period), .empty, .empty,
            .text(entitlement.reference), .text(entitlement.item), .text(entitlement.nature.chinese),
            Self.month(entitlement.months.lowerBound), Self.month(entitlement.months.upperBound),
            .figure("\(entitlement.due)"), .figure("\(entitlement.paid)"), .figure("\(entitlement.dueOn)"),
        ] + Self.place(entitlement.category, entitlement.district, entitlement.flags)
    }

    private static func place(_ category: ReliefCategory?, _ district: UInt32, _ flags: FindingFlags) -> [CSVText.Cell]
    {
        [
            category.map { .text($0.words.chinese) } ?? .empty, district > 0 ? .figure("\(district)") : .empty,
            .text(flags.names.joined(separator: " ")),
        ]
    }

    private static func month(_ period: Period?) -> CSVText.Cell { period.map { .figure("\($0.number)") } ?? .empty }
}
