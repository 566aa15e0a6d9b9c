// SPDX-License-Identifier: Apache-2.0

/// What 民政 says of a row of the roster (状态).
public enum RosterState: String, Hashable, Sendable, CaseIterable {
    /// 在保: entitled.
    case entitled
    /// 渐退: to leave, still entitled until the end date.
    case tapering
    /// 停保: ended.
    case ended
    /// 死亡: the person has died.
    case deceased
    /// Not in files: the row was left out, and the person is entitled elsewhere since.
    case moved
}
