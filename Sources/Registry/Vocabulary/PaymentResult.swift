// SPDX-License-Identifier: Apache-2.0

/// What became of a payment (发放结果).
public enum PaymentResult: String, Hashable, Sendable, CaseIterable {
    /// 成功, and what a bank that has no such column means.
    case paid
    /// 失败: never left the paying account.
    case failed
    /// 退票: came back.
    case returned
    /// 冲正: taken back by the bank.
    case reversed
}
