// SPDX-License-Identifier: Apache-2.0

import COSE
import MergedCode
import Registry

/// A value to be written; `nil` stands for NULL.
enum SQLValue: Hashable, Sendable {
    case integer(Int64)
    case text(String)
    case bytes([UInt8])
    /// Sixteen bytes as two big-endian words: most of what is written are keys, which so need no array of their own.
    case words(UInt64, UInt64)
}

extension Int64 {
    var sql: SQLValue { .integer(self) }
}

extension Int {
    var sql: SQLValue { .integer(Int64(self)) }
}

extension Bool {
    var sql: SQLValue { .integer(self ? 1 : 0) }
}

extension String {
    var sql: SQLValue { .text(self) }
}

extension [UInt8] {
    var sql: SQLValue { .bytes(self) }
}

extension LookupKey {
    var sql: SQLValue { .words(words.0, words.1) }
}

extension Digest32 {
    var sql: SQLValue { .bytes(bytes) }
}

extension CWTID {
    var sql: SQLValue { .bytes(bytes) }
}
