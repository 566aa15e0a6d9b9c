// SPDX-License-Identifier: Apache-2.0

/// Who reads a verdict, which decides what they are told (product.md §4).
public enum Role: String, Hashable, Sendable, CaseIterable, Codable {
    /// 自助终端: a machine in a hall, with others looking on.
    case kiosk
    /// 窗口: staff at a service window, or a social worker at the door.
    case window
    /// 主管: who also sees history.
    case supervisor
}
