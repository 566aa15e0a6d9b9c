// SPDX-License-Identifier: Apache-2.0

/// The initial byte of an item with its argument, read from bytes that were checked before (RFC 8949 §3).
@usableFromInline struct CBORHead {
    @usableFromInline let major: UInt8
    /// The argument; for a float its bits.
    @usableFromInline let argument: UInt64
    /// How many bytes the head takes: 1, 2, 3, 5 or 9.
    @usableFromInline let length: Int

    @inlinable @inline(__always)
    init(_ bytes: borrowing Span<UInt8>, at position: Int) {
        let initial = bytes[position]
        major = initial >> 5
        let information = initial & 31
        switch information {
        case 0..<24:
            argument = UInt64(information)
            length = 1
        case 24:
            argument = UInt64(bytes[position + 1])
            length = 2
        default:
            let width = 1 << Int(information - 24)
            var value: UInt64 = 0
            for offset in 1...width { value = value << 8 | UInt64(bytes[position + offset]) }
            argument = value
            length = 1 + width
        }
    }

    /// The value of a half-precision float (RFC 8949 appendix D).
    static func half(_ bits: UInt16) -> Double {
        let exponent = Int(bits >> 10 & 31)
        let mantissa = Double(bits & 1023)
        let sign: Double = bits >> 15 == 0 ? 1 : -1
        switch exponent {
        case 0: return sign * mantissa * 0x1p-24
        case 31: return mantissa == 0 ? sign * .infinity : .nan
        default: return sign * Double(sign: .plus, exponent: exponent - 25, significand: mantissa + 1024)
        }
    }
}

/// What is a well-formed item here: RFC 8949 §3 without indefinite lengths, with the rules of wire-format.md §10.
@usableFromInline enum CBORGrammar {
    /// The length of the item at the start of the bytes, every rule checked.
    static func check(_ bytes: borrowing Span<UInt8>) throws(COSEError) -> Int {
        try check(bytes, from: 0, depth: 0)
    }

    private static func check(_ bytes: borrowing Span<UInt8>, from start: Int, depth: Int) throws(COSEError) -> Int {
        guard start < bytes.count else { throw COSEError(.truncated, "an item is missing") }
        let information = bytes[start] & 31
        let isSimple = bytes[start] >> 5 == 7
        if information >= 24 {
            guard information <= 27 else {
                throw information == 31
                    ? COSEError(.indefiniteLength, "an indefinite length or a break")
                    : COSEError(.reservedEncoding, "additional information \(information)")
            }
            guard bytes.count - start > 1 << Int(information - 24) else {
                throw COSEError(.truncated, "a head is cut short")
            }
        }
        let head = CBORHead(bytes, at: start)
        if isSimple {
            guard information != 24 || head.argument >= 32 else {
                throw COSEError(.reservedEncoding, "a simple value below 32 in two bytes")
            }
            return start + head.length
        }
        if information >= 24 {
            let least: UInt64 = information == 24 ? 24 : 1 << (UInt64(4) << UInt64(information - 24))
            guard head.argument >= least else { throw COSEError(.notShortest, "a number is not in its shortest form") }
        }
        let position = start + head.length
        switch head.major {
        case 0, 1:
            return position
        case 2, 3:
            guard head.argument <= UInt64(bytes.count - position) else {
                throw COSEError(.truncated, "a string is longer than the input")
            }
            let end = position + Int(head.argument)
            if head.major == 3, !isUTF8(bytes.extracting(position..<end)) {
                throw COSEError(.notUTF8, "a text string is not UTF-8")
            }
            return end
        default:
            guard depth < CBORItem.maximumDepth else {
                throw COSEError(.tooDeep, "more than \(CBORItem.maximumDepth) containers inside one another")
            }
            switch head.major {
            case 4: return try checkArray(bytes, from: position, count: head.argument, depth: depth + 1)
            case 5: return try checkMap(bytes, from: position, count: head.argument, depth: depth + 1)
            default: return try check(bytes, from: position, depth: depth + 1)
            }
        }
    }

    private static func checkArray(
        _ bytes: borrowing Span<UInt8>,
        from start: Int,
        count: UInt64,
        depth: Int
    ) throws(COSEError) -> Int {
        // An element takes a byte at least, so a count that lies is found before any work is done for it.
        guard count <= UInt64(bytes.count - start) else {
            throw COSEError(.truncated, "an array has more elements than the input has bytes")
        }
        var position = start
        for _ in 0..<count { position = try check(bytes, from: position, depth: depth) }
        return position
    }

    private static func checkMap(
        _ bytes: borrowing Span<UInt8>,
        from start: Int,
        count: UInt64,
        depth: Int
    ) throws(COSEError) -> Int {
        guard count <= UInt64(bytes.count - start) / 2 else {
            throw COSEError(.truncated, "a map has more entries than the input has bytes")
        }
        var position = start
        var previous = 0..<0
        var isAscending = true
        for _ in 0..<count {
            let keyEnd = try check(bytes, from: position, depth: depth)
            let key = position..<keyEnd
            if isAscending, !previous.isEmpty { isAscending = precedes(bytes, previous, key) }
            previous = key
            position = try check(bytes, from: keyEnd, depth: depth)
        }
        // Keys in strictly ascending order, as emitters write them (RFC 8949 §4.2.1), cannot repeat. Since only the
        // shortest encodings are accepted, equal keys have equal bytes.
        if !isAscending { try checkUniqueKeys(bytes, from: start, count: Int(count)) }
        return position
    }

    private static func checkUniqueKeys(
        _ bytes: borrowing Span<UInt8>,
        from start: Int,
        count: Int
    ) throws(COSEError) {
        var seen = Set<[UInt8]>(minimumCapacity: count)
        var position = start
        for _ in 0..<count {
            let keyEnd = skip(bytes, from: position)
            var key: [UInt8] = []
            key.reserveCapacity(keyEnd - position)
            for index in position..<keyEnd { key.append(bytes[index]) }
            guard seen.insert(key).inserted else { throw COSEError(.duplicateKey, "a map has the same key twice") }
            position = skip(bytes, from: keyEnd)
        }
    }

    /// Bytewise lexicographic order (RFC 8949 §4.2.1), strict.
    private static func precedes(_ bytes: borrowing Span<UInt8>, _ left: Range<Int>, _ right: Range<Int>) -> Bool {
        let common = min(left.count, right.count)
        for offset in 0..<common {
            let (one, other) = (bytes[left.lowerBound + offset], bytes[right.lowerBound + offset])
            if one != other { return one < other }
        }
        return left.count < right.count
    }

    private static func isUTF8(_ bytes: consuming Span<UInt8>) -> Bool {
        do {
            _ = try UTF8Span(validating: bytes)
            return true
        } catch {
            return false
        }
    }

    /// The end of an item that was checked before.
    @usableFromInline static func skip(_ bytes: borrowing Span<UInt8>, from start: Int) -> Int {
        skip(CBORHead(bytes, at: start), in: bytes, from: start)
    }

    /// The end of an item that was checked before, whose head is read already.
    @inline(__always)
    static func skip(_ head: CBORHead, in bytes: borrowing Span<UInt8>, from start: Int) -> Int {
        switch head.major {
        case 0, 1, 7: start + head.length
        case 2, 3: start + head.length + Int(head.argument)
        default: skipContainer(bytes, from: start)
        }
    }

    private static func skipContainer(_ bytes: borrowing Span<UInt8>, from start: Int) -> Int {
        var position = start
        var pending = 1
        while pending > 0 {
            pending -= 1
            let head = CBORHead(bytes, at: position)
            position += head.length
            switch head.major {
            case 2, 3: position += Int(head.argument)
            case 4: pending += Int(head.argument)
            case 5: pending += 2 * Int(head.argument)
            case 6: pending += 1
            default: break
            }
        }
        return position
    }
}
