// SPDX-License-Identifier: Apache-2.0

/// Writes JSON straight into bytes (RFC 8259): Foundation's encoder, which builds a tree first, took a tenth of the service's time.
package struct JSONText {
    /// What was written.
    package private(set) var bytes: [UInt8] = []
    private var needsComma = false

    /// Nothing yet.
    package init() {}

    /// `{…}`.
    package mutating func object(_ body: (inout JSONText) -> Void) { enclose("{", "}", body) }

    /// `[…]`.
    package mutating func array(_ body: (inout JSONText) -> Void) { enclose("[", "]", body) }

    /// `"name":` and whatever the body writes.
    package mutating func member(_ name: StaticString, _ body: (inout JSONText) -> Void) {
        key(name.description)
        body(&self)
        needsComma = true
    }

    /// `"name":"value"`; nothing where there is no value.
    package mutating func member(_ name: String, _ value: String?) {
        guard let value else { return }
        key(name)
        string(value)
        needsComma = true
    }

    /// `"name":value`; nothing where there is no value.
    package mutating func member(_ name: String, _ value: (some BinaryInteger)?) {
        guard let value else { return }
        key(name)
        bytes += String(value).utf8
        needsComma = true
    }

    /// `"name":true`; nothing where it does not hold.
    package mutating func member(_ name: String, ifTrue isTrue: Bool) {
        guard isTrue else { return }
        key(name)
        bytes += "true".utf8
        needsComma = true
    }

    /// `"name":null`.
    package mutating func null(_ name: String) {
        key(name)
        bytes += "null".utf8
        needsComma = true
    }

    /// `"name":[…]` with a string for each value.
    package mutating func member(_ name: StaticString, _ values: some Sequence<String>) {
        member(name) { text in text.array { for value in values { $0.element(value) } } }
    }

    /// `"value"`.
    package mutating func element(_ value: String) {
        separate()
        string(value)
    }

    private mutating func key(_ name: String) {
        separate()
        string(name)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    private mutating func enclose(_ open: Unicode.Scalar, _ close: Unicode.Scalar, _ body: (inout JSONText) -> Void) {
        separate()
        bytes.append(UInt8(ascii: open))
        needsComma = false
        body(&self)
        bytes.append(UInt8(ascii: close))
        needsComma = true
    }

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = true
    }

    /// A string with what RFC 8259 §7 wants escaped.
    private mutating func string(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
            case 0..<0x20: bytes += ("\\u00" + (byte < 16 ? "0" : "") + String(byte, radix: 16)).utf8
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
