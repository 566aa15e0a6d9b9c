// SPDX-License-Identifier: Apache-2.0

/// The health status 健康码, where it is still in use (claim -65540, wire-format.md §3).
public struct HealthStatus: Hashable, Sendable {
    /// The colour.
    public var level: HealthLevel
    /// When it was assessed, in seconds since 1970 UTC.
    public var assessedAt: Int64
    /// The first second at which it is no longer valid, since 1970 UTC.
    public var validUntil: Int64

    /// A status.
    public init(level: HealthLevel, assessedAt: Int64, validUntil: Int64) {
        self.level = level
        self.assessedAt = assessedAt
        self.validUntil = validUntil
    }
}

/// A level of the health code.
public struct HealthLevel: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    /// The number.
    public let rawValue: UInt64

    /// A level from its number, known or not.
    public init(rawValue: UInt64) { self.rawValue = rawValue }

    /// 审核中.
    public static let pending = HealthLevel(rawValue: 0)
    /// 绿.
    public static let green = HealthLevel(rawValue: 1)
    /// 黄.
    public static let yellow = HealthLevel(rawValue: 2)
    /// 红.
    public static let red = HealthLevel(rawValue: 3)
    /// 失效.
    public static let invalid = HealthLevel(rawValue: 4)

    /// The state in a verdict, such as `green`; `unknown` for other numbers.
    public var description: String {
        switch self {
        case .pending: "pending"
        case .green: "green"
        case .yellow: "yellow"
        case .red: "red"
        case .invalid: "invalid"
        default: "unknown"
        }
    }
}
