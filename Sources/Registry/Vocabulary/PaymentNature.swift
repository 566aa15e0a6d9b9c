// SPDX-License-Identifier: Apache-2.0

/// Why a line stands in the paylist (发放性质).
public enum PaymentNature: String, Hashable, Sendable, CaseIterable {
    /// 正常: the month's regular payment.
    case regular
    /// 补发: back pay for months that were not paid.
    case backPay
    /// 补差: the difference after a rise.
    case supplement
}
