// SPDX-License-Identifier: Apache-2.0

import COSE
import Registry

/// A row kept inside of a column of another: its values as one CBOR array.
struct StoredValues {
    private let values: [CBORItem]

    /// The bytes of a row.
    static func encode(_ values: [SQLValue?]) -> [UInt8] {
        CBOR.array(
            values.map { value -> CBOR in
                switch value {
                case nil: .null
                case .integer(let number): .integer(number)
                case .text(let text): .text(text)
                case .bytes(let bytes): .bytes(bytes)
                case .words(let high, let low): .bytes(LookupKey<Void>(words: (high, low)).bytes)
                }
            }
        )
        .encoded
    }

    /// A row from its bytes; throws `storage.corrupt` for others.
    init(_ bytes: [UInt8]) throws(StorageError) {
        guard let elements = (try? CBORItem(bytes))?.elements else {
            throw StorageError(.corrupt, "a row within a row that is none")
        }
        values = Array(elements)
    }

    var count: Int { values.count }

    func integer(at column: Int) throws -> Int64? { try value(at: column, \.integer) }

    func text<Value>(at column: Int, _ body: (borrowing Span<UInt8>) throws -> Value) throws -> Value? {
        try value(at: column, \.text).map { try body(Array($0.utf8).span) }
    }

    func bytes(at column: Int) throws -> [UInt8]? { try value(at: column) { $0.bytes.map { Array($0) } } }

    func words(at column: Int) throws -> (UInt64, UInt64)? {
        try value(at: column) { $0.bytes.flatMap { $0.count == 16 ? LookupKey<Void>(bytes: $0)?.words : nil } }
    }

    private func value<Value>(at column: Int, _ read: (CBORItem) -> Value?) throws -> Value? {
        let item = values[column]
        guard !item.isNull else { return nil }
        guard let value = read(item) else { throw StorageError.damaged(column: column) }
        return value
    }
}
