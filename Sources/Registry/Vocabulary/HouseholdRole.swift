// SPDX-License-Identifier: Apache-2.0

/// What a person is in a household (与户主关系), numbered as on the wire (wire-format.md §3).
public enum HouseholdRole: Int, Hashable, Sendable, CaseIterable {
    /// 户主.
    case head = 1
    /// 成员.
    case member = 2
}
