// SPDX-License-Identifier: Apache-2.0

import CLibpq

/// The types of the tables, by the object ids that every server has for them (`pg_type.dat`).
enum PostgreSQLType {
    static let bytea: Oid = 17
    static let int8: Oid = 20
    static let int4: Oid = 23
    static let text: Oid = 25
    static let varchar: Oid = 1043

    /// The type of an array of a type; `nil` for a type that no table has.
    static func array(of type: Oid) -> Oid? {
        switch type {
        case bytea: 1001
        case text: 1009
        case int8: 1016
        default: nil
        }
    }
}

/// Values in PostgreSQL's binary form, one behind the other.
struct BinaryBuffer {
    private(set) var bytes: [UInt8] = []

    var count: Int { bytes.count }

    mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

    mutating func append(_ number: some FixedWidthInteger) {
        unsafe withUnsafeBytes(of: number.bigEndian) { unsafe bytes.append(contentsOf: $0) }
    }

    mutating func append(_ value: SQLValue) {
        switch value {
        case .integer(let integer): append(integer)
        case .text(let text): bytes.append(contentsOf: text.utf8)
        case .bytes(let content): bytes.append(contentsOf: content)
        case .words(let high, let low):
            append(high)
            append(low)
        }
    }

    /// Appends an array of one dimension.
    mutating func append(_ values: [SQLValue?], type: Oid) {
        append(Int32(1))
        append(Int32(values.contains { $0 == nil } ? 1 : 0))
        append(Int32(bitPattern: type))
        append(Int32(values.count))
        append(Int32(1))
        for value in values { appendWithLength(value) }
    }

    mutating func append(raw content: some Sequence<UInt8>) { bytes.append(contentsOf: content) }

    /// Appends a value behind its length, or what stands for NULL.
    mutating func appendWithLength(_ value: SQLValue?) {
        guard let value else { return append(Int32(-1)) }
        append(Int32(value.byteCount))
        append(value)
    }
}

extension SQLValue {
    /// How many bytes it takes in PostgreSQL's binary form.
    fileprivate var byteCount: Int {
        switch self {
        case .integer: 8
        case .text(let text): text.utf8.count
        case .bytes(let bytes): bytes.count
        case .words: 16
        }
    }
}
