// SPDX-License-Identifier: Apache-2.0

/// A CBOR value to be written, in the one order and form that emitters use (RFC 8949 §4.2.1).
///
/// Reading is done by ``CBORItem``; this type only builds:
///
/// ```swift
/// let payload: CBOR = [3: "urn:heyima:terminal", 4: .unsigned(1_763_900_060)]
/// let bytes = payload.encoded
/// ```
public indirect enum CBOR: Sendable {
    /// An integer from 0 up (major type 0).
    case unsigned(UInt64)
    /// The integer −1 − n (major type 1).
    case negative(UInt64)
    /// A byte string.
    case bytes([UInt8])
    /// A text string.
    case text(String)
    /// An array.
    case array([CBOR])
    /// A map; entries may be given in any order, keys must be unique.
    case map([(key: CBOR, value: CBOR)])
    /// A tagged value.
    case tagged(UInt64, CBOR)
    /// A simple value; 20 false, 21 true, 22 null.
    case simple(UInt8)
    /// A float in the shortest of the three widths that keeps its value.
    case float(Double)
    /// An item that is encoded already, copied as it is.
    case encoded([UInt8])

    /// An integer of either sign.
    public static func integer(_ value: Int64) -> CBOR {
        value < 0 ? .negative(UInt64(-1 - value)) : .unsigned(UInt64(value))
    }

    /// A byte string around an encoded value (`bstr .cbor`).
    public static func wrapped(_ value: CBOR) -> CBOR { .bytes(value.encoded) }

    /// Null.
    public static let null = CBOR.simple(22)

    /// The bytes of the value.
    public var encoded: [UInt8] {
        var bytes: [UInt8] = []
        append(to: &bytes)
        return bytes
    }

    /// Appends the bytes of the value.
    public func append(to bytes: inout [UInt8]) {
        switch self {
        case .unsigned(let value): Self.appendHead(0, value, to: &bytes)
        case .negative(let value): Self.appendHead(1, value, to: &bytes)
        case .bytes(let content):
            Self.appendHead(2, UInt64(content.count), to: &bytes)
            bytes += content
        case .text(let content):
            Self.appendHead(3, UInt64(content.utf8.count), to: &bytes)
            bytes += content.utf8
        case .array(let elements):
            Self.appendHead(4, UInt64(elements.count), to: &bytes)
            for element in elements { element.append(to: &bytes) }
        case .map(let entries):
            Self.appendHead(5, UInt64(entries.count), to: &bytes)
            let sorted = entries.map { (key: $0.key.encoded, value: $0.value) }
                .sorted { $0.key.lexicographicallyPrecedes($1.key) }
            for (key, value) in sorted {
                bytes += key
                value.append(to: &bytes)
            }
        case .tagged(let number, let content):
            Self.appendHead(6, number, to: &bytes)
            content.append(to: &bytes)
        case .simple(let number): Self.appendHead(7, UInt64(number), to: &bytes)
        case .float(let value): Self.appendFloat(value, to: &bytes)
        case .encoded(let content): bytes += content
        }
    }

    /// Appends an initial byte with its argument in the shortest form (RFC 8949 §3).
    static func appendHead(_ major: UInt8, _ argument: UInt64, to bytes: inout [UInt8]) {
        let type = major << 5
        switch argument {
        case 0..<24: bytes.append(type | UInt8(argument))
        case 24...0xFF: append(type | 24, argument, width: 1, to: &bytes)
        case 0x100...0xFFFF: append(type | 25, argument, width: 2, to: &bytes)
        case 0x1_0000...0xFFFF_FFFF: append(type | 26, argument, width: 4, to: &bytes)
        default: append(type | 27, argument, width: 8, to: &bytes)
        }
    }

    private static func append(_ initial: UInt8, _ argument: UInt64, width: Int, to bytes: inout [UInt8]) {
        bytes.append(initial)
        for index in (0..<width).reversed() { bytes.append(UInt8(truncatingIfNeeded: argument >> (8 * index))) }
    }

    private static func appendFloat(_ value: Double, to bytes: inout [UInt8]) {
        let single = Float(value)
        if let half = half(value) {
            append(7 << 5 | 25, UInt64(half), width: 2, to: &bytes)
        } else if Double(single) == value {
            append(7 << 5 | 26, UInt64(single.bitPattern), width: 4, to: &bytes)
        } else {
            append(7 << 5 | 27, value.bitPattern, width: 8, to: &bytes)
        }
    }

    /// The half-precision bits that have exactly this value; every NaN becomes the one quiet NaN (RFC 8949 §4.2.2).
    private static func half(_ value: Double) -> UInt16? {
        if value.isNaN { return 0x7E00 }
        let sign: UInt16 = value.sign == .minus ? 0x8000 : 0
        if value.isInfinite { return sign | 0x7C00 }
        if value.isZero { return sign }
        let magnitude = value.magnitude
        let bits: UInt16
        if magnitude < 0x1p-14 {
            let steps = magnitude * 0x1p24
            guard steps == steps.rounded(.towardZero), steps >= 1 else { return nil }
            bits = UInt16(steps)
        } else {
            guard magnitude <= 65504, magnitude.exponent <= 15 else { return nil }
            let fraction = (magnitude.significand - 1) * 1024
            guard fraction == fraction.rounded(.towardZero) else { return nil }
            bits = UInt16(magnitude.exponent + 15) << 10 | UInt16(fraction)
        }
        return sign | bits
    }
}

extension CBOR: ExpressibleByIntegerLiteral, ExpressibleByStringLiteral, ExpressibleByArrayLiteral,
    ExpressibleByDictionaryLiteral, ExpressibleByBooleanLiteral
{
    /// An integer.
    public init(integerLiteral value: Int64) { self = .integer(value) }

    /// A text string.
    public init(stringLiteral value: String) { self = .text(value) }

    /// An array.
    public init(arrayLiteral elements: CBOR...) { self = .array(elements) }

    /// A map.
    public init(dictionaryLiteral elements: (CBOR, CBOR)...) { self = .map(elements.map { (key: $0.0, value: $0.1) }) }

    /// True or false.
    public init(booleanLiteral value: Bool) { self = .simple(value ? 21 : 20) }
}
