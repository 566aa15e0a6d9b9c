// SPDX-License-Identifier: Apache-2.0

/// The identifier of an electronic certificate (电子证照标识, GB/T 36904-2018).
///
/// `1.2.156.3005.2.` and, with dots between them, the type of certificate (21 characters), the authority that issued it,
/// a serial, the version (three digits) and a check digit. In the wild the authority is a credit code (统一社会信用代码) or a
/// region of six digits and the serial has up to 32 characters, so these are read as they come; the check digit always has
/// to be right.
public struct LicenceID: Hashable, Sendable, CustomStringConvertible {
    /// The object identifier in front of all of them.
    public static let root = "1.2.156.3005.2"

    /// 证照类型代码: the credit code of the body that defined the type, and three digits.
    public let type: String
    /// 证照颁发机构代码.
    public let issuer: String
    /// 流水号.
    public let serial: String
    /// 版本号, which grows with each reissue.
    public let version: Int

    private let checkCharacter: UInt8

    /// The identifier in full, upper case.
    public var description: String {
        let check = Character(Unicode.Scalar(checkCharacter))
        return "\(Self.root).\(type).\(issuer).\(serial).\(CalendarDay.padded(version, to: 3)).\(check)"
    }

    /// An identifier; without the object identifier in front too, as some systems write it.
    ///
    /// Throws ``RegistryError`` with `licence_invalid` or `licence_check_digit`.
    public init(_ text: String) throws(RegistryError) {
        let upper = text.uppercased()
        let root = Self.root + "."
        let parts = (upper.hasPrefix(root) ? upper.dropFirst(root.count) : upper[...])
            .split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 5, parts.allSatisfy({ $0.utf8.allSatisfy { Self.value(of: $0) != nil } }),
            parts[0].utf8.count == 21, [6, 18].contains(parts[1].utf8.count), (1...32).contains(parts[2].utf8.count),
            parts[3].utf8.count == 3, let version = Int(parts[3]), let check = parts[4].utf8.first,
            parts[4].utf8.count == 1
        else {
            throw RegistryError(.licence, "expected \(Self.root).type.issuer.serial.version.check")
        }
        guard Self.checkCharacter(over: parts.prefix(4).joined()) == check else {
            throw RegistryError(.licenceCheckDigit, "the check digit is not that of the characters before it")
        }
        type = String(parts[0])
        issuer = String(parts[1])
        serial = String(parts[2])
        self.version = version
        checkCharacter = check
    }

    /// An identifier of its parts, with the check digit that they have.
    ///
    /// Throws ``RegistryError`` with `licence_invalid` where a part is not of its form.
    public init(type: String, issuer: String, serial: String, version: Int) throws(RegistryError) {
        let parts = [type, issuer, serial, CalendarDay.padded(version, to: 3)]
        let check = Character(Unicode.Scalar(Self.checkCharacter(over: parts.joined())))
        try self.init((parts + [String(check)]).joined(separator: "."))
    }

    /// The check character of ISO 7064 MOD 37,36 (GB/T 17710), over the parts without root and dots.
    private static func checkCharacter(over characters: String) -> UInt8 {
        var remainder = 36
        for character in characters.utf8 {
            let sum = (remainder + (value(of: character) ?? 0)) % 36
            remainder = (sum == 0 ? 36 : sum) * 2 % 37
        }
        return alphabet[(37 - remainder) % 36]
    }

    private static let alphabet = [UInt8]("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ".utf8)

    private static func value(of character: UInt8) -> Int? {
        switch character {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(character - UInt8(ascii: "0"))
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): Int(character - UInt8(ascii: "A")) + 10
        default: nil
        }
    }
}
