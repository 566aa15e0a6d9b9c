// SPDX-License-Identifier: Apache-2.0

/// What a bank says of the account on a social security card (金融账户状态).
public enum AccountStatus: String, Hashable, Sendable, CaseIterable {
    /// 正常.
    case normal
    /// 未激活.
    case notActivated
    /// 冻结.
    case frozen
    /// 睡眠: dormant for want of use.
    case dormant
    /// 销户.
    case closed
}
