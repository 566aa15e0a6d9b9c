// SPDX-License-Identifier: Apache-2.0

public import MergedCode

/// The state of the social security card.
public struct CardFinding: Hashable, Sendable {
    /// What can be the case with a card.
    public enum State: String, Hashable, Sendable, CaseIterable, Decodable {
        case valid, lost, cancelled, expired, none, unknown
        case notDisclosed = "not_disclosed"
    }

    /// Which is the case.
    public var state: State
    /// The region that issued it, GB/T 2260, six digits.
    public var region: RegionCode?
    /// The last four characters of its number.
    public var last4: String?
    /// The last day it is valid.
    public var validUntil: Day?

    /// A finding; what is not known is `nil`.
    public init(state: State, region: RegionCode? = nil, last4: String? = nil, validUntil: Day? = nil) {
        self.state = state
        self.region = region
        self.last4 = last4
        self.validUntil = validUntil
    }
}
