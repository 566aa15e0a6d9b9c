// SPDX-License-Identifier: Apache-2.0

/// The form that libcrypto wants signatures in: `SEQUENCE { r INTEGER, s INTEGER }` in DER, where the wire has r‖s.
enum SignatureDER {
    /// DER of r‖s, both halves of equal length and below 128 bytes together.
    static func encode(_ signature: ArraySlice<UInt8>) -> [UInt8] {
        let half = signature.startIndex + signature.count / 2
        var der: [UInt8] = [0x30, 0]
        der.reserveCapacity(signature.count + 8)
        appendInteger(signature[..<half], to: &der)
        appendInteger(signature[half...], to: &der)
        der[1] = UInt8(der.count - 2)
        return der
    }

    /// r‖s of DER, each padded on the left to `coordinateLength`; `nil` for anything but canonical DER that fits.
    static func decode(_ der: [UInt8], coordinateLength: Int) -> [UInt8]? {
        guard der.count >= 2, der[0] == 0x30, der[1] < 0x80, Int(der[1]) == der.count - 2 else { return nil }
        var rest = der[2...]
        guard let r = takeInteger(&rest), let s = takeInteger(&rest), rest.isEmpty,
            r.count <= coordinateLength, s.count <= coordinateLength
        else { return nil }
        func zeros(before digits: ArraySlice<UInt8>) -> [UInt8] {
            [UInt8](repeating: 0, count: coordinateLength - digits.count)
        }
        return zeros(before: r) + r + zeros(before: s) + s
    }

    private static func appendInteger(_ magnitude: ArraySlice<UInt8>, to der: inout [UInt8]) {
        let digits = magnitude.drop { $0 == 0 }
        // A leading zero keeps the number from being negative; zero itself is one byte.
        let isPadded = digits.first ?? 0x80 >= 0x80
        der += [2, UInt8(digits.count + (isPadded ? 1 : 0))]
        if isPadded { der.append(0) }
        der += digits
    }

    private static func takeInteger(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        guard rest.count >= 3, rest.removeFirst() == 2 else { return nil }
        let count = Int(rest.removeFirst())
        guard (1...rest.count).contains(count) else { return nil }
        let digits = rest.prefix(count)
        rest = rest.dropFirst(count)
        guard let first = digits.first, first < 0x80 else { return nil }
        if first == 0, digits.count > 1 {
            guard digits.dropFirst().first ?? 0 >= 0x80 else { return nil }
            return digits.dropFirst()
        }
        return digits
    }
}
