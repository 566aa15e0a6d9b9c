// SPDX-License-Identifier: Apache-2.0

public import Registry

/// Who asks for a department or a platform of others: their credentials lie among those of terminals, under these roles.
public enum Department: String, Hashable, Sendable, CaseIterable {
    /// 人社, which brings cards.
    case cards
    /// 民政, which brings the roster.
    case roster
    /// 民政 and 财政, which bring the paylist.
    case paylist
    /// 卫健, which brings health status.
    case health
    /// A bank, which brings payments.
    case payments
    /// The finance platform, which follows the roster.
    case finance

    /// The kind of file that it may bring; `nil` for none.
    public var importKind: ImportKind? { ImportKind(rawValue: rawValue) }
}

extension Terminal {
    /// The department whose credential this is; `nil` for a terminal.
    public var department: Department? { Department(rawValue: role) }
}
