// SPDX-License-Identifier: Apache-2.0

/// The claim key of a component, one of the five that a holder can choose to disclose (wire-format.md §3).
public enum ComponentKey: Int64, Hashable, Sendable, CaseIterable {
    /// 身份: name and masked ID number.
    case identity = -65537
    /// 社保卡: the social security card.
    case card = -65538
    /// 社会救助: relief certificates.
    case relief = -65539
    /// 健康码: the health status, where it is still in use.
    case health = -65540
    /// 发放: the last payment.
    case payment = -65541

    /// What a wallet discloses unless told otherwise: all but health (product.md §2).
    public static let disclosedByDefault: Set<ComponentKey> = [.identity, .card, .relief, .payment]

    /// The name in commands and JSON, such as `identity`.
    public var name: String {
        switch self {
        case .identity: "identity"
        case .card: "card"
        case .relief: "relief"
        case .health: "health"
        case .payment: "payment"
        }
    }

    /// The component with this ``name``.
    public init?(name: String) {
        guard let key = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = key
    }
}
