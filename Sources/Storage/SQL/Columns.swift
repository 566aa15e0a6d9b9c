// SPDX-License-Identifier: Apache-2.0

import COSE
import MergedCode
import Registry

/// The columns of a row, taken one after the other.
///
/// Nothing that a database may hold stops the process: what is not as it was written throws `storage.corrupt`.
struct Columns {
    private let row: SQLRow
    private let count: Int
    private var position = 0

    init(_ row: SQLRow) {
        self.row = row
        count = row.count
    }

    private mutating func next() throws -> Int {
        guard position < count else { throw StorageError(.corrupt, "a row ends where column \(position) should be") }
        defer { position += 1 }
        return position
    }

    private func required<Value>(_ value: Value?) throws -> Value {
        guard let value else { throw StorageError.damaged(column: position - 1) }
        return value
    }

    mutating func optionalInteger() throws -> Int64? { try row.integer(at: next()) }
    mutating func optionalText() throws -> String? {
        let column = try next()
        return try row.text(at: column) { text in
            do { return String(copying: try UTF8Span(validating: copy text)) } catch {
                throw StorageError.damaged(column: column)
            }
        }
    }
    mutating func optionalBytes() throws -> [UInt8]? { try row.bytes(at: next()) }

    mutating func integer() throws -> Int64 { try required(optionalInteger()) }
    mutating func int() throws -> Int { try required(Int(exactly: integer())) }
    mutating func flag() throws -> Bool { try integer() != 0 }
    mutating func text() throws -> String { try required(optionalText()) }
    mutating func bytes() throws -> [UInt8] { try required(optionalBytes()) }

    mutating func key<Subject>() throws -> LookupKey<Subject> { try required(optionalKey()) }
    mutating func optionalKey<Subject>() throws -> LookupKey<Subject>? {
        try row.words(at: next()).map { LookupKey(words: $0) }
    }
    mutating func digest() throws -> Digest32 { try required(optionalDigest()) }
    mutating func optionalDigest() throws -> Digest32? {
        try optionalBytes().map { bytes in try required(Digest32(bytes[...])) }
    }
    mutating func id() throws -> CWTID { try required(CWTID(bytes()[...])) }

    mutating func name<Value: RawRepresentable>() throws -> Value where Value.RawValue == String {
        try required(Value(rawValue: text()))
    }
    mutating func optionalName<Value: RawRepresentable>() throws -> Value? where Value.RawValue == String {
        try optionalText().map { text in try required(Value(rawValue: text)) }
    }
    /// A text that recurs in many rows; `make` says what it means, where that is not known yet.
    mutating func text<Value>(in known: inout RecurringTexts<Value>, _ make: (String) throws -> Value) throws -> Value {
        try required(optionalText(in: &known, make))
    }
    mutating func optionalText<Value>(
        in known: inout RecurringTexts<Value>,
        _ make: (String) throws -> Value
    ) throws -> Value? {
        try row.text(at: next()) { try known.value(of: $0, make) }
    }
    mutating func name<Value: RawRepresentable>(in known: inout RecurringTexts<Value>) throws -> Value
    where Value.RawValue == String {
        try required(optionalName(in: &known))
    }
    mutating func optionalName<Value: RawRepresentable>(in known: inout RecurringTexts<Value>) throws -> Value?
    where Value.RawValue == String {
        let column = position
        return try optionalText(in: &known) { text in
            guard let value = Value(rawValue: text) else { throw StorageError.damaged(column: column) }
            return value
        }
    }
    mutating func number<Value: RawRepresentable>() throws -> Value where Value.RawValue == Int {
        try required(Value(rawValue: int()))
    }
    mutating func optionalNumber<Value: RawRepresentable>() throws -> Value? where Value.RawValue == Int {
        try optionalInteger().map { value in try required(Int(exactly: value).flatMap { Value(rawValue: $0) }) }
    }

    mutating func day() throws -> CalendarDay { CalendarDay(days: try int()) }
    mutating func optionalDay() throws -> CalendarDay? {
        try optionalInteger().map { value in CalendarDay(days: try required(Int(exactly: value))) }
    }
    mutating func period() throws -> Period { try required(optionalPeriod()) }
    mutating func optionalPeriod() throws -> Period? {
        try optionalInteger().map { value in try required(Int(exactly: value).flatMap { Period(number: $0) }) }
    }
    mutating func region() throws -> Registry.RegionCode { try required(try? Registry.RegionCode(text())) }
    /// No file can say ten billion yuan, so that sums of what it can say stay far from where integers end.
    mutating func amount() throws -> Amount {
        let fen = try integer()
        return Amount(fen: try required(fen.magnitude < 1_000_000_000_000 ? fen : nil))
    }
    /// Unix seconds.
    mutating func time() throws -> Int64 { try required(optionalTime()) }
    mutating func optionalTime() throws -> Int64? {
        try optionalInteger().map { value in try required(Self.times.contains(value) ? value : nil) }
    }

    /// The years 1 to 9999 in Asia/Shanghai, the end of the last included.
    private static var times: ClosedRange<Int64> { -62_135_625_600...253_402_272_000 }
}
