// SPDX-License-Identifier: Apache-2.0

import Hummingbird

/// Writes JSON straight into a buffer, for the small answers of the service.
struct JSONText {
    private(set) var buffer = ByteBuffer()
    private var needsComma = false

    /// `{…}`.
    mutating func object(_ body: (inout JSONText) -> Void) { enclose("{", "}", body) }

    /// `[…]`.
    mutating func array(_ body: (inout JSONText) -> Void) { enclose("[", "]", body) }

    /// `"name":` and whatever the body writes.
    mutating func member(_ name: StaticString, _ body: (inout JSONText) -> Void) {
        separate()
        string(name.description)
        buffer.writeInteger(UInt8(ascii: ":"))
        needsComma = false
        body(&self)
        needsComma = true
    }

    mutating func member(_ name: String, _ value: String) {
        separate()
        string(name)
        buffer.writeInteger(UInt8(ascii: ":"))
        string(value)
    }

    mutating func member(_ name: String, _ value: some BinaryInteger) {
        separate()
        string(name)
        buffer.writeString(":\(value)")
    }

    private mutating func enclose(_ open: Unicode.Scalar, _ close: Unicode.Scalar, _ body: (inout JSONText) -> Void) {
        separate()
        buffer.writeInteger(UInt8(ascii: open))
        needsComma = false
        body(&self)
        buffer.writeInteger(UInt8(ascii: close))
        needsComma = true
    }

    private mutating func separate() {
        if needsComma { buffer.writeInteger(UInt8(ascii: ",")) }
        needsComma = true
    }

    /// A string with what RFC 8259 §7 wants escaped.
    private mutating func string(_ text: String) {
        buffer.writeInteger(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                buffer.writeInteger(UInt8(ascii: "\\"))
                buffer.writeInteger(byte)
            case 0..<0x20: buffer.writeString("\\u00" + (byte < 16 ? "0" : "") + String(byte, radix: 16))
            default: buffer.writeInteger(byte)
            }
        }
        buffer.writeInteger(UInt8(ascii: "\""))
    }
}
