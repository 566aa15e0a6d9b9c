// SPDX-License-Identifier: Apache-2.0

/// A social security card number (社保卡号): neither the ID number on the card nor the bank card number (domain.md §1).
///
/// Its form differs between cities, one or two letters and seven or eight digits being common, so that only letters, digits and
/// the length are checked; letters count as upper case.
public struct CardNumber: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The letters and digits.
    public let description: String

    /// A card number of 6 to 32 letters and digits.
    ///
    /// Throws ``RegistryError`` with `value_missing`, `excel_damaged` or `card_number_invalid`.
    public init(_ text: String) throws(RegistryError) {
        guard !text.isEmpty else { throw RegistryError(.missing, "a card number is required") }
        try NumberText.refuseScientific(text)
        let upper = text.uppercased()
        guard (6...32).contains(upper.utf8.count),
            upper.utf8.allSatisfy({ $0.isDigit || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) })
        else { throw RegistryError(.cardNumber, "a card number has 6 to 32 letters and digits") }
        description = upper
    }

    /// The last four characters, as a code shows them.
    public var last4: String { String(description.suffix(4)) }

    /// Orders by the characters.
    public static func < (left: CardNumber, right: CardNumber) -> Bool { left.description < right.description }
}
