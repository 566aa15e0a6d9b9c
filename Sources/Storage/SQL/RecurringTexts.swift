// SPDX-License-Identifier: Apache-2.0

/// What the texts of a column mean where few of them recur in many rows, such as statuses, banks and regions: each is made
/// sense of once, and not in every row.
struct RecurringTexts<Value> {
    private static var places: Int { 1024 }

    /// A text has one place, which the latest of those that share it has.
    private var known = [(text: [UInt8], value: Value)?](repeating: nil, count: places)

    /// What a text means; `make` says it of one that is not known.
    mutating func value(of text: borrowing Span<UInt8>, _ make: (String) throws -> Value) throws -> Value {
        // FNV-1a.
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for index in text.indices { hash = (hash ^ UInt64(text[index])) &* 0x100_0000_01B3 }
        let place = Int(truncatingIfNeeded: hash ^ hash >> 32) & (Self.places - 1)
        if let found = known[place], found.text.count == text.count,
            text.indices.allSatisfy({ found.text[$0] == text[$0] })
        {
            return found.value
        }
        let string: String
        do { string = String(copying: try UTF8Span(validating: copy text)) } catch {
            throw StorageError(.corrupt, "a text that is not UTF-8")
        }
        let value = try make(string)
        known[place] = (Array(string.utf8), value)
        return value
    }
}
