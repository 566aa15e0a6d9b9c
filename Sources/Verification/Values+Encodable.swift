// SPDX-License-Identifier: Apache-2.0

public import MergedCode

extension Day {
    /// A moment as ISO 8601 in China's time, as people there read it.
    static func timeText(_ time: Int64) -> String? {
        guard let day = Day(at: time) else { return nil }
        let second = time - day.start
        func two(_ number: Int64) -> String { (number < 10 ? "0" : "") + String(number) }
        return "\(day)T\(two(second / 3600)):\(two(second / 60 % 60)):\(two(second % 60))+08:00"
    }
}

extension RegionCode: Encodable {}

extension Day: Encodable {
    /// Writes `YYYY-MM-DD`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
