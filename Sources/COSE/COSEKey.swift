// SPDX-License-Identifier: Apache-2.0

/// A public key as it travels: a COSE_Key with the required parameters and no others (RFC 9052 §7, wire-format.md §2).
///
/// Coordinates have the right length; whether they are a point of the curve is for a ``CryptoProvider`` to say.
public struct COSEKey: Hashable, Sendable {
    /// The second coordinate of an EC2 key (RFC 9053 §7.1.1).
    public enum Y: Hashable, Sendable {
        /// In full.
        case full([UInt8])
        /// Only its sign bit, the point being compressed.
        case sign(Bool)

        /// Whether both are written the same.
        public static func == (left: Y, right: Y) -> Bool {
            switch (left, right) {
            case (.full(let one), .full(let another)): one[...].isSame(as: another[...])
            case (.sign(let one), .sign(let another)): one == another
            default: false
            }
        }
    }

    /// The curve.
    public let curve: Curve
    /// The x coordinate, or the public key of Ed25519.
    public let x: [UInt8]
    /// The y coordinate; `nil` for Ed25519 alone.
    public let y: Y?

    /// A key from coordinates of the curve's length.
    ///
    /// - Throws: ``COSEError`` `cose.key` where a length is wrong or `y` is missing or too much.
    public init(curve: Curve, x: [UInt8], y: Y?) throws(COSEError) {
        guard x.count == curve.coordinateLength else {
            throw COSEError(.key, "x is \(x.count) bytes, expected \(curve.coordinateLength)")
        }
        guard (y == nil) == (curve == .ed25519) else { throw COSEError(.key, "y is for EC2 keys, all of them") }
        if case .full(let bytes) = y, bytes.count != curve.coordinateLength {
            throw COSEError(.key, "y is \(bytes.count) bytes, expected \(curve.coordinateLength)")
        }
        self.curve = curve
        self.x = x
        self.y = y
    }

    /// A key from an item: `{1: kty, -1: crv, -2: x, -3: y}`, or without -3 for Ed25519.
    ///
    /// - Throws: ``COSEError`` `cose.key` for any other shape, a private part (-4) and further parameters included.
    public init(_ item: CBORItem) throws(COSEError) {
        guard let entries = item.entries else { throw COSEError(.key, "a COSE_Key is a map") }
        var keyType: Int64?
        var curve: Curve?
        var x: [UInt8]?
        var y: Y?
        for (label, value) in entries {
            switch label.integer {
            case 1: keyType = value.integer
            case -1: curve = value.integer.flatMap { Curve(rawValue: $0) }
            case -2: x = value.bytes.map { [UInt8]($0) }
            case -3: y = value.bytes.map { .full([UInt8]($0)) } ?? value.bool.map { .sign($0) }
            default: throw COSEError(.key, "a parameter other than kty, crv, x and y")
            }
        }
        guard let curve, keyType == curve.keyType else { throw COSEError(.key, "an unknown key type or curve") }
        guard let x else { throw COSEError(.key, "x is missing") }
        guard (item.entries?.count ?? 0) == (curve == .ed25519 ? 3 : 4) else {
            throw COSEError(.key, "a parameter is missing or too much")
        }
        try self.init(curve: curve, x: x, y: y)
    }

    /// The key as a value to embed.
    public var cbor: CBOR {
        var entries: [(key: CBOR, value: CBOR)] = [
            (1, .integer(curve.keyType)), (-1, .integer(curve.rawValue)), (-2, .bytes(x)),
        ]
        switch y {
        case .full(let bytes): entries.append((-3, .bytes(bytes)))
        case .sign(let isOdd): entries.append((-3, .simple(isOdd ? 21 : 20)))
        case nil: break
        }
        return .map(entries)
    }

    /// The key with `y` reduced to its sign bit, as issuers write it in `cnf`.
    public var compressed: COSEKey {
        guard case .full(let bytes) = y else { return self }
        return COSEKey(checked: curve, x: x, y: .sign((bytes.last ?? 0) & 1 == 1))
    }

    /// What the thumbprint is taken over (RFC 9679 §3), or `nil` while `y` is only a sign bit.
    public var thumbprintInput: [UInt8]? {
        if case .sign = y { return nil }
        return cbor.encoded
    }

    /// Hashes what tells almost all keys apart: the first words of `x`; an array would be hashed byte by byte.
    public func hash(into hasher: inout Hasher) {
        var first: UInt64 = 0
        for byte in x.prefix(8) { first = first << 8 | UInt64(byte) }
        hasher.combine(curve)
        hasher.combine(first)
    }

    /// Whether both are written the same.
    public static func == (left: COSEKey, right: COSEKey) -> Bool {
        left.curve == right.curve && left.x[...].isSame(as: right.x[...]) && left.y == right.y
    }

    private init(checked curve: Curve, x: [UInt8], y: Y?) {
        self.curve = curve
        self.x = x
        self.y = y
    }
}
