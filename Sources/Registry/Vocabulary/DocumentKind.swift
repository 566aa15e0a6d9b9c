// SPDX-License-Identifier: Apache-2.0

/// The kind of a person's document (证件类型) where the roster names it.
public enum DocumentKind: String, Hashable, Sendable, CaseIterable {
    /// 居民身份证, also 居民户口簿, which holds the same number.
    case residentCard
    /// 港澳台居民居住证.
    case residencePermit
    /// 外国人永久居留身份证.
    case permanentResidence

    /// Whether an ID number of that family can stand on the document.
    func matches(_ family: IDNumber.Family) -> Bool {
        switch self {
        case .residentCard: family == .resident
        case .residencePermit: family == .residencePermit
        case .permanentResidence: family == .permanentResidence
        }
    }
}
