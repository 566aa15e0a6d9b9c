// SPDX-License-Identifier: Apache-2.0

/// A row of a health file, from 卫健 (product.md §5).
public struct HealthRecord: Hashable, Sendable {
    /// 公民身份号码.
    public let idNumber: IDNumber
    /// 健康状态.
    public let level: HealthLevel
    /// 评估时间, unix seconds.
    public let assessedAt: Int64
    /// 有效期至, unix seconds; a date alone lasts until its 24:00.
    public let validUntil: Int64

    /// The columns.
    enum Column: Int, ImportColumn {
        case idNumber
        case level
        case assessedAt
        case validUntil

        var heading: String {
            switch self {
            case .idNumber: "公民身份号码*"
            case .level: "健康状态*"
            case .assessedAt: "评估时间*"
            case .validUntil: "有效期至*"
            }
        }
    }

    /// The record of a row.
    init(_ fields: RowFields<Column>) throws(FieldError) {
        idNumber = try fields.idNumber(.idNumber)
        level = try fields.word(.level, fields.catalogue.healthLevels)
        let assessed = try fields.value(.assessedAt, Timestamp.init)
        try fields.refuse(.assessedAt, when: assessed.day > fields.today, .order, "a date in the future")
        assessedAt = assessed.start
        validUntil = try fields.value(.validUntil, Timestamp.init).end
        let endsEarly = validUntil <= assessedAt
        try fields.refuse(.validUntil, when: endsEarly, .order, "the end lies before the beginning")
    }
}
