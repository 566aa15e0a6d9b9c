// SPDX-License-Identifier: Apache-2.0

/// One CBOR data item, checked in full and read in place (RFC 8949, narrowed by wire-format.md §10).
///
/// Making an item checks every byte of it: definite and shortest lengths, unique map keys at any depth, UTF-8, a bounded
/// depth and no trailing bytes. Afterwards nothing can fail but a question for the wrong type, which is answered by
/// `nil`. An item shares the bytes that it was made from, so reading one allocates nothing.
public struct CBORItem: Sendable {
    /// How many arrays, maps and tags may stand inside one another (wire-format.md §10).
    public static let maximumDepth = 16

    @usableFromInline let storage: [UInt8]
    @usableFromInline let start: Int
    @usableFromInline let end: Int

    /// The item that the bytes are, all of them.
    ///
    /// - Throws: ``COSEError`` with a `cbor.` code.
    public init(_ bytes: [UInt8]) throws(COSEError) {
        try self.init(bytes[...])
    }

    /// The item that a part of some bytes is, all of it.
    ///
    /// - Throws: ``COSEError`` with a `cbor.` code.
    public init(_ bytes: ArraySlice<UInt8>) throws(COSEError) {
        let length = try CBORGrammar.check(bytes.span)
        guard length == bytes.count else {
            throw COSEError(.trailingBytes, "\(bytes.count - length) bytes follow the item")
        }
        // A slice whose base is the array shares its storage; the indices stay those of the base.
        (storage, start, end) = Self.base(of: bytes)
    }

    @inlinable
    init(storage: [UInt8], start: Int, end: Int) {
        self.storage = storage
        self.start = start
        self.end = end
    }

    private static func base(of bytes: ArraySlice<UInt8>) -> ([UInt8], Int, Int) {
        // Array(slice) copies unless the slice is the whole array; a token is embedded only a few times, so a copy of
        // a few hundred bytes is cheaper than indirection on each read.
        let array = Array(bytes)
        return (array, 0, array.count)
    }

    /// The bytes of the whole item, head included, as they were received.
    @inlinable public var encoded: ArraySlice<UInt8> { storage[start..<end] }

    @inlinable var head: CBORHead { CBORHead(storage.span, at: start) }

    /// The value of an unsigned integer (major type 0).
    @inlinable public var unsigned: UInt64? {
        let head = head
        return head.major == 0 ? head.argument : nil
    }

    /// The value of an integer of either sign that fits 64 bits.
    @inlinable public var integer: Int64? {
        let head = head
        switch head.major {
        case 0: return Int64(exactly: head.argument)
        case 1: return Int64(exactly: head.argument).map { -1 - $0 }
        default: return nil
        }
    }

    /// The content of a byte string.
    @inlinable public var bytes: ArraySlice<UInt8>? {
        let head = head
        return head.major == 2 ? storage[(start + head.length)..<end] : nil
    }

    /// The content of a byte string as the CBOR item that it wraps (`bstr .cbor`), checked anew from depth 0.
    ///
    /// - Throws: ``COSEError`` with a `cbor.` code where the content is not one well-formed item.
    public func wrapped() throws(COSEError) -> CBORItem? {
        guard let bytes else { return nil }
        let length = try CBORGrammar.check(bytes.span)
        guard length == bytes.count else {
            throw COSEError(.trailingBytes, "\(bytes.count - length) bytes follow the wrapped item")
        }
        return CBORItem(storage: storage, start: bytes.startIndex, end: bytes.endIndex)
    }

    /// The content of a byte string that ``wrapped()`` was asked for before and found to be one item; not checked again.
    package var checkedContent: CBORItem? {
        bytes.map { CBORItem(storage: storage, start: $0.startIndex, end: $0.endIndex) }
    }

    /// The UTF-8 bytes of a text string.
    ///
    /// Compare these, not strings: `==` of `String` is canonical equivalence.
    @inlinable public var textBytes: ArraySlice<UInt8>? {
        let head = head
        return head.major == 3 ? storage[(start + head.length)..<end] : nil
    }

    /// The content of a text string.
    public var text: String? { textBytes.map { String(decoding: $0, as: UTF8.self) } }

    /// Whether the item is a text string of exactly these UTF-8 bytes.
    public func isText(_ text: String) -> Bool {
        guard let textBytes else { return false }
        return textBytes.elementsEqual(text.utf8)
    }

    /// The number of a simple value: 20 false, 21 true, 22 null, 23 undefined, others as registered; floats have none.
    @inlinable public var simple: UInt8? {
        let head = head
        return head.major == 7 && head.length <= 2 ? UInt8(truncatingIfNeeded: head.argument) : nil
    }

    /// The value of true or false.
    @inlinable public var bool: Bool? {
        switch simple {
        case 20: false
        case 21: true
        default: nil
        }
    }

    /// Whether the item is null.
    public var isNull: Bool { simple == 22 }

    /// The value of a float of any of the three widths (RFC 8949 §3.3).
    public var float: Double? {
        let head = head
        guard head.major == 7 else { return nil }
        switch head.length {
        case 3: return CBORHead.half(UInt16(truncatingIfNeeded: head.argument))
        case 5: return Double(Float(bitPattern: UInt32(truncatingIfNeeded: head.argument)))
        case 9: return Double(bitPattern: head.argument)
        default: return nil
        }
    }

    /// The elements of an array.
    @inlinable public var elements: Elements? {
        let head = head
        guard head.major == 4 else { return nil }
        return Elements(storage: storage, position: start + head.length, count: Int(head.argument))
    }

    /// The entries of a map in the order received.
    @inlinable public var entries: Entries? {
        let head = head
        guard head.major == 5 else { return nil }
        let keysAndValues = 2 * Int(head.argument)
        return Entries(elements: Elements(storage: storage, position: start + head.length, count: keysAndValues))
    }

    /// The number and content of a tag.
    @inlinable public var tagged: (number: UInt64, content: CBORItem)? {
        let head = head
        guard head.major == 6 else { return nil }
        return (head.argument, CBORItem(storage: storage, start: start + head.length, end: end))
    }

    /// The content of a tag of this number.
    @inlinable public func content(ofTag number: UInt64) -> CBORItem? {
        guard let tagged, tagged.number == number else { return nil }
        return tagged.content
    }

    /// The value that a map has for an integer key.
    public subscript(label: Int64) -> CBORItem? {
        let major: UInt8 = label < 0 ? 1 : 0
        let argument = UInt64(label < 0 ? -1 - label : label)
        return value { key, _ in key.major == major && key.argument == argument }
    }

    /// The value that a map has for a text key, compared by UTF-8 bytes.
    public subscript(name: String) -> CBORItem? {
        let name = name.utf8.span
        return value { key, content in
            guard key.major == 3, key.argument == UInt64(name.count) else { return false }
            for index in name.indices where storage[content + index] != name[index] { return false }
            return true
        }
    }

    /// The value that a map has for a simple-value key, such as simple(59) of SD-CWT.
    public func value(forSimple number: UInt8) -> CBORItem? {
        value { key, _ in key.major == 7 && key.length <= 2 && key.argument == UInt64(number) }
    }

    /// The values that a map has for the keys 1, 2, 3 and so on, in one pass; other keys are passed over.
    public func numbered<let count: Int>() -> InlineArray<count, CBORItem?> {
        var values = InlineArray<count, CBORItem?>(repeating: nil)
        let bytes = storage.span
        let map = CBORHead(bytes, at: start)
        guard map.major == 5 else { return values }
        var position = start + map.length
        for _ in 0..<map.argument {
            let key = CBORHead(bytes, at: position)
            position = CBORGrammar.skip(key, in: bytes, from: position)
            let end = CBORGrammar.skip(bytes, from: position)
            if key.major == 0, key.argument > 0, key.argument <= UInt64(count) {
                values[Int(key.argument) - 1] = CBORItem(storage: storage, start: position, end: end)
            }
            position = end
        }
        return values
    }

    /// The value of the first entry whose key, given as its head and where its content begins, is the one looked for.
    @inline(__always)
    private func value(_ isKey: (CBORHead, Int) -> Bool) -> CBORItem? {
        let bytes = storage.span
        let map = CBORHead(bytes, at: start)
        guard map.major == 5 else { return nil }
        var position = start + map.length
        for _ in 0..<map.argument {
            let key = CBORHead(bytes, at: position)
            let isFound = isKey(key, position + key.length)
            position = CBORGrammar.skip(key, in: bytes, from: position)
            let end = CBORGrammar.skip(bytes, from: position)
            if isFound { return CBORItem(storage: storage, start: position, end: end) }
            position = end
        }
        return nil
    }
}

extension CBORItem {
    /// The elements of an array, in order.
    public struct Elements: Sequence, IteratorProtocol, Sendable {
        @usableFromInline let storage: [UInt8]
        @usableFromInline var position: Int

        /// How many elements are still to come.
        public var count: Int { remaining }
        @usableFromInline var remaining: Int

        @inlinable init(storage: [UInt8], position: Int, count: Int) {
            self.storage = storage
            self.position = position
            remaining = count
        }

        /// The next element.
        @inlinable public mutating func next() -> CBORItem? {
            guard remaining > 0 else { return nil }
            remaining -= 1
            let start = position
            position = CBORGrammar.skip(storage.span, from: start)
            return CBORItem(storage: storage, start: start, end: position)
        }

        /// A lower bound that is exact.
        public var underestimatedCount: Int { count }
    }

    /// The entries of a map, in the order received.
    public struct Entries: Sequence, IteratorProtocol, Sendable {
        @usableFromInline var elements: Elements

        @inlinable init(elements: Elements) { self.elements = elements }

        /// How many entries are still to come.
        @inlinable public var count: Int { elements.count / 2 }

        /// The next key with its value.
        @inlinable public mutating func next() -> (key: CBORItem, value: CBORItem)? {
            guard let key = elements.next(), let value = elements.next() else { return nil }
            return (key, value)
        }

        /// A lower bound that is exact.
        public var underestimatedCount: Int { count }
    }
}
