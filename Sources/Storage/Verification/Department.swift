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
    /// A gateway that sends notices: a bank's to its customers, or a city's to those on its roster.
    case gateway

    /// The kind of file that it may bring; `nil` for none.
    public var importKind: ImportKind? { ImportKind(rawValue: rawValue) }
}

extension Terminal {
    /// The department whose credential this is; `nil` for a terminal.
    public var department: Department? { Department(rawValue: role) }

    /// The leading digits of the regions that it answers for: of a province or a city, those without the zeros at the end.
    public var scope: String {
        guard region.count == 6 else { return region }
        var digits = Substring(region)
        while digits.hasSuffix("00") { digits.removeLast(2) }
        return String(digits)
    }

    /// What it drains notices of; `nil` for all but gateways.
    public var receiver: NoticeReceiver? {
        guard department == .gateway else { return nil }
        return bank.map { .bank($0) } ?? .region(scope)
    }
}
