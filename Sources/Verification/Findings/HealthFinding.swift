// SPDX-License-Identifier: Apache-2.0

/// The health status.
public struct HealthFinding: Hashable, Sendable {
    /// What can be the case with a health status.
    public enum State: String, Hashable, Sendable, CaseIterable, Decodable {
        case green, yellow, red, pending, invalid, expired, retired, none, unknown
        case notDisclosed = "not_disclosed"
    }

    /// Which is the case.
    public var state: State
    /// Until when it holds, seconds since 1970 UTC.
    public var validUntil: Int64?

    /// A finding; what is not known is `nil`.
    public init(state: State, validUntil: Int64? = nil) {
        self.state = state
        self.validUntil = validUntil
    }
}
