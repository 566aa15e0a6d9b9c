// SPDX-License-Identifier: Apache-2.0

/// A person's health status as stored.
public struct HealthEntry: Hashable, Sendable {
    /// The person.
    public let person: PersonKey
    /// 健康状态.
    public let level: HealthLevel
    /// 评估时间, unix seconds.
    public let assessedAt: Int64
    /// 有效期至, unix seconds: no longer valid from then on.
    public let validUntil: Int64

    /// An entry.
    public init(person: PersonKey, level: HealthLevel, assessedAt: Int64, validUntil: Int64) {
        self.person = person
        self.level = level
        self.assessedAt = assessedAt
        self.validUntil = validUntil
    }
}
