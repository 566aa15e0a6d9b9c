// SPDX-License-Identifier: Apache-2.0

/// Who is paid, seen from the person the money is for (领款人关系).
public enum PayeeRelation: String, Hashable, Sendable, CaseIterable {
    /// 本人.
    case oneself = "self"
    /// 户主.
    case head
    /// 监护人.
    case guardian
    /// 委托代领.
    case agent
    /// 供养机构.
    case institution
}
