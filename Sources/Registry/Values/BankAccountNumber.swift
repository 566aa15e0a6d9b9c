// SPDX-License-Identifier: Apache-2.0

/// A bank card or account number (银行卡号).
///
/// The Luhn check digit of ISO/IEC 7812-1 is on every bank card, but not on passbooks and on the accounts of institutions
/// (供养机构), and a bank's own report of what it paid must not be lost over it. So a number without it is accepted and
/// ``hasCheckDigit`` says so; imports warn. Refused is only what a spreadsheet certainly damaged.
public struct BankAccountNumber: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The digits.
    public let description: String
    /// Whether the last digit is the Luhn check digit.
    public let hasCheckDigit: Bool

    /// A number of 8 to 32 digits; spaces and hyphens between groups are dropped.
    ///
    /// Throws ``RegistryError`` with `value_missing`, `excel_damaged` or `account_invalid`.
    public init(_ text: String) throws(RegistryError) {
        guard !text.isEmpty else { throw RegistryError(.missing, "an account number is required") }
        try NumberText.refuseScientific(text)
        let digits = text.utf8.filter { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "-") }
        guard (8...32).contains(digits.count), digits.allSatisfy(\.isDigit) else {
            throw RegistryError(.accountNumber, "an account number has 8 to 32 digits")
        }
        description = String(decoding: digits, as: UTF8.self)
        hasCheckDigit = Self.luhn(digits)
        // Spreadsheets keep 15 digits and write zeros after them.
        guard hasCheckDigit || digits.count < 18 || !digits.dropFirst(15).allSatisfy({ $0 == UInt8(ascii: "0") }) else {
            throw RegistryError(.excelDamaged, "a spreadsheet zeroed the end of this number, format the column as text")
        }
    }

    /// The last four digits.
    public var last4: String { String(description.suffix(4)) }

    /// Orders by the digits.
    public static func < (left: BankAccountNumber, right: BankAccountNumber) -> Bool {
        left.description < right.description
    }

    private static func luhn(_ digits: [UInt8]) -> Bool {
        var sum = 0
        for (place, character) in digits.reversed().enumerated() {
            let digit = Int(character & 15)
            sum += place.isMultiple(of: 2) ? digit : digit * 2 - (digit > 4 ? 9 : 0)
        }
        return sum.isMultiple(of: 10)
    }
}
