// SPDX-License-Identifier: Apache-2.0

import COSE
import Foundation
import GRDB
import MergedCode
import Registry

/// A value to be written, nil for NULL.
typealias SQLValue = (any DatabaseValueConvertible)?

/// The columns of a row, taken one after the other.
///
/// Nothing that a file may hold stops the process: what is not as it was written throws `storage.corrupt`.
struct Columns {
    private let row: Row
    private var position = 0

    init(_ row: Row) { self.row = row }

    private mutating func next() throws -> DatabaseValue.Storage {
        guard position < row.count else { throw damaged("ends") }
        defer { position += 1 }
        let value: DatabaseValue = row[position]
        return value.storage
    }

    private func damaged(_ what: String) -> StorageError {
        StorageError(.corrupt, "a row \(what) where column \(position) should be")
    }

    private mutating func required<Value>(_ value: Value?) throws -> Value {
        guard let value else { throw damaged("holds another value") }
        return value
    }

    mutating func optionalInteger() throws -> Int64? {
        switch try next() {
        case .null: nil
        case .int64(let value): value
        default: throw damaged("holds no integer")
        }
    }

    mutating func optionalText() throws -> String? {
        switch try next() {
        case .null: nil
        case .string(let value): value
        default: throw damaged("holds no text")
        }
    }

    mutating func optionalBytes() throws -> [UInt8]? {
        switch try next() {
        case .null: nil
        case .blob(let value): Array(value)
        default: throw damaged("holds no bytes")
        }
    }

    mutating func integer() throws -> Int64 { try required(optionalInteger()) }
    mutating func int() throws -> Int { try required(Int(exactly: integer())) }
    mutating func flag() throws -> Bool { try integer() != 0 }
    mutating func text() throws -> String { try required(optionalText()) }
    mutating func bytes() throws -> [UInt8] { try required(optionalBytes()) }

    mutating func key<Subject>() throws -> LookupKey<Subject> { try required(optionalKey()) }
    mutating func optionalKey<Subject>() throws -> LookupKey<Subject>? {
        try optionalBytes().map { bytes in try required(bytes.count == 16 ? LookupKey(bytes: bytes) : nil) }
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
    mutating func amount() throws -> Amount { Amount(fen: try integer()) }
}

extension LookupKey {
    var sql: Data { Data(bytes) }
}

extension Digest32 {
    var sql: Data { Data(bytes) }
}

extension CWTID {
    var sql: Data { Data(bytes) }
}

extension [UInt8] {
    var sql: Data { Data(self) }
}
