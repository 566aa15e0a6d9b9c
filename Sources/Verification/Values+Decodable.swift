// SPDX-License-Identifier: Apache-2.0

public import MergedCode

extension Day {
    /// The moment of a text as ``timeText(_:)`` writes it; `nil` for any other.
    static func time(_ text: String) -> Int64? {
        let parts = text.split(separator: "T")
        guard parts.count == 2, let day = Day(String(parts[0])), parts[1].hasSuffix("+08:00") else { return nil }
        let clock = parts[1].dropLast("+08:00".count).split(separator: ":").map { Int64($0) ?? -1 }
        guard clock.count == 3, (0..<24).contains(clock[0]), clock.dropFirst().allSatisfy({ (0..<60).contains($0) })
        else {
            return nil
        }
        return day.start + clock[0] * 3600 + clock[1] * 60 + clock[2]
    }

    /// A moment as ISO 8601 in China's time, as people there read it.
    static func timeText(_ time: Int64) -> String? {
        guard let day = Day(at: time) else { return nil }
        let second = time - day.start
        func two(_ number: Int64) -> String { (number < 10 ? "0" : "") + String(number) }
        return "\(day)T\(two(second / 3600)):\(two(second / 60 % 60)):\(two(second % 60))+08:00"
    }
}

extension RegionCode: Decodable {}

extension Day: Decodable {
    /// Reads `YYYY-MM-DD`.
    public init(from decoder: any Decoder) throws {
        self = try decoder.singleValue("a day") { Day($0) }
    }
}

extension Decoder {
    /// A value from a text that it is written as.
    func singleValue<Value>(_ expected: String, _ value: (String) -> Value?) throws -> Value {
        let container = try singleValueContainer()
        guard let value = value(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "expected \(expected)")
        }
        return value
    }
}
