// SPDX-License-Identifier: Apache-2.0

extension ArraySlice<UInt8> {
    /// Whether both are the same bytes.
    package func isSame(as other: ArraySlice<UInt8>) -> Bool { areSame(span, other.span) }

    /// Whether these are the bytes of a text; `elementsEqual` would ask for each byte whether the text has one.
    package func isUTF8(of text: String) -> Bool { areSame(span, text.utf8.span) }
}

/// Whether both are the same bytes; without a way out of the loop many are compared in one step.
@inline(__always)
private func areSame(_ one: borrowing Span<UInt8>, _ other: borrowing Span<UInt8>) -> Bool {
    guard one.count == other.count else { return false }
    var difference: UInt8 = 0
    // The lesser of two equal counts: so the compiler sees that neither is passed.
    for index in 0..<min(one.count, other.count) { difference |= one[index] ^ other[index] }
    return difference == 0
}
