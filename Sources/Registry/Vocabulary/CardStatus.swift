// SPDX-License-Identifier: Apache-2.0

/// What 人社 says of a social security card (卡状态).
public enum CardStatus: String, Hashable, Sendable, CaseIterable {
    /// 正常.
    case normal
    /// 挂失: reported lost in writing.
    case lost
    /// 临时挂失: reported lost by telephone, for some days.
    case temporarilyLost
    /// 封存: put away, such as after years without use.
    case archived
    /// 锁定: locked after wrong PINs.
    case locked
    /// 注销: gone for good.
    case cancelled
    /// 未激活: handed out and not yet activated.
    case notActivated
}
