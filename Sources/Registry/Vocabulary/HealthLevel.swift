// SPDX-License-Identifier: Apache-2.0

/// The level of a health status (健康状态), numbered as on the wire (wire-format.md §3).
public enum HealthLevel: Int, Hashable, Sendable, CaseIterable {
    /// 审核中.
    case pending = 0
    /// 绿.
    case green = 1
    /// 黄.
    case yellow = 2
    /// 红.
    case red = 3
    /// 失效.
    case invalid = 4
}
