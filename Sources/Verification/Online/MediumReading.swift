// SPDX-License-Identifier: Apache-2.0

public import MergedCode

/// What a person can put into a reader, or show to one, in place of a code of ours (刷卡).
public enum Medium: String, Hashable, Sendable, CaseIterable, Codable {
    /// 社会保障卡: the social security card.
    case sscCard = "ssc_card"
    /// 居民身份证: the identity card.
    case idCard = "id_card"
    /// 电子社保卡: the code of the national electronic card.
    case esscQR = "essc_qr"

    /// What the verdict says the person was known by.
    var source: Evidence.Source {
        switch self {
        case .sscCard: .sscCard
        case .idCard: .idCard
        case .esscQR: .esscQR
        }
    }
}

/// What a card reader or another adapter found out about who is there.
public struct MediumReading: Hashable, Sendable {
    /// What was read.
    public var medium: Medium
    /// Whether the medium proved that its holder is there, such as by a PIN or a fresh code; a card that anybody may have
    /// put in does not.
    public var isHolderProven: Bool
    /// Who it is, the ID number masked; `nil` where nobody knows the name.
    public var identity: Identity?

    /// A reading.
    public init(_ medium: Medium, isHolderProven: Bool, identity: Identity?) {
        self.medium = medium
        self.isHolderProven = isHolderProven
        self.identity = identity
    }
}
