// SPDX-License-Identifier: Apache-2.0

/// A citizen's ID number (公民身份号码, on cards 社会保障号码): 18 characters, GB 11643-1999.
///
/// Three families share the form and the check digit: resident ID cards, residence permits for people of Hong Kong, Macao and
/// Taiwan (港澳台居民居住证, region 810000, 820000 or 830000), and permanent residence cards for foreigners
/// (外国人永久居留身份证 since 2023, first digit 9).
///
/// The 15 digits of the first generation are refused: they ceased to be valid on 2013-01-01 and have no check digit, so that
/// one wrong digit would give a person's relief to somebody else.
public struct IDNumber: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// What document the number is from.
    public enum Family: Hashable, Sendable {
        /// Resident ID card (居民身份证).
        case resident
        /// Residence permit of a person from Hong Kong, Macao or Taiwan.
        case residencePermit
        /// Permanent residence card of a foreigner.
        case permanentResidence
    }

    /// The first 17 digits as a number; the check digit follows from them.
    private let body: UInt64

    /// A number from its text, white space already trimmed; a lower-case x counts as X.
    ///
    /// Throws ``RegistryError`` with `value_missing`, `excel_damaged`, `id_format`, `id_legacy`, `id_region`,
    /// `id_birth_date` or `id_check_digit`.
    public init(_ text: String) throws(RegistryError) {
        guard !text.isEmpty else { throw RegistryError(.missing, "an id number is required") }
        let characters = text.utf8
        guard characters.count == 18 else {
            if characters.count == 15, characters.allSatisfy(\.isDigit) {
                throw RegistryError(.idLegacy, "an id number of 15 digits is no longer valid, 18 are expected")
            }
            try NumberText.refuseScientific(text)
            throw RegistryError(.idFormat, "an id number has 18 characters, found \(text.unicodeScalars.count)")
        }
        var body: UInt64 = 0
        var sum: UInt64 = 0
        for (index, character) in characters.prefix(17).enumerated() {
            guard character.isDigit else {
                try NumberText.refuseScientific(text)
                throw RegistryError(.idFormat, "an id number has 17 digits and a digit or X")
            }
            let digit = UInt64(character & 15)
            body = body * 10 + digit
            sum += digit * Self.weights[index]
        }
        self.body = body
        let check = characters.last ?? 0
        let last = check == UInt8(ascii: "x") ? UInt8(ascii: "X") : check
        guard last.isDigit || last == UInt8(ascii: "X") else {
            throw RegistryError(.idFormat, "an id number has 17 digits and a digit or X")
        }
        try checkRegion()
        guard birthDate != nil else { throw RegistryError(.idBirthDate, "the date of birth does not exist") }
        guard last == Self.checkDigits[Int(sum % 11)] else {
            throw RegistryError(.idCheckDigit, "the check digit of GB 11643 does not match")
        }
    }

    /// What document the number is from.
    public var family: Family {
        switch body / 10_000_000_000_000_000 {
        case 9: .permanentResidence
        case 8: .residencePermit
        default: .resident
        }
    }

    /// The date of birth in the number.
    public var birthday: CalendarDay { birthDate ?? CalendarDay(days: 0) }

    /// The 18 characters, X in upper case.
    public var description: String {
        var digits = [UInt8](repeating: UInt8(ascii: "0"), count: 18)
        var rest = body
        var sum: UInt64 = 0
        for index in (0..<17).reversed() {
            digits[index] += UInt8(rest % 10)
            sum += rest % 10 * Self.weights[index]
            rest /= 10
        }
        digits[17] = Self.checkDigits[Int(sum % 11)]
        return String(decoding: digits, as: UTF8.self)
    }

    /// The number with only its first 3 and last 4 characters (wire-format.md §3): `440***********0320`.
    public var masked: String { Masking.middle(description, first: 3, last: 4) }

    /// Orders by the digits.
    public static func < (left: IDNumber, right: IDNumber) -> Bool { left.body < right.body }

    /// Valid between 1900 and 2099 only: older people are not alive, and a typing error is likelier.
    private var birthDate: CalendarDay? {
        let date = Int(body / 1000 % 100_000_000)
        guard (19_000_101...20_991_231).contains(date) else { return nil }
        return CalendarDay(year: date / 10000, month: date / 100 % 100, day: date % 100)
    }

    /// Counties come and go and numbers stay, so of a resident's region only the province is checked.
    private func checkRegion() throws(RegistryError) {
        let region = Int(body / 100_000_000_000)
        let known =
            switch family {
            case .resident: RegionCode.provinces.contains(region / 10000)
            case .residencePermit: region == 810_000 || region == 820_000 || region == 830_000
            // 9, the province that accepted the application, the numeric country code (ISO 3166-1).
            case .permanentResidence: RegionCode.provinces.contains(region / 1000 % 100)
            }
        guard known else { throw RegistryError(.idRegion, "the id number starts with a region that does not exist") }
    }

    private static let weights: [UInt64] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    private static let checkDigits = Array("10X98765432".utf8)
}
