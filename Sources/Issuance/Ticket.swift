// SPDX-License-Identifier: Apache-2.0

/// What a resident enrols with: a secret text, and a PIN that is handed over apart from it (wire-format.md §9).
public struct Ticket: Sendable {
    /// How many random bytes it has.
    static let length = 16
    /// How long it is good, in seconds: a day.
    public static let lifetime: Int64 = 86_400
    /// How often a wrong PIN may be given.
    public static let tries = 5

    /// The ticket's text: 32 hexadecimal digits in groups of four.
    public let text: String
    /// Six decimal digits.
    public let pin: String
    /// From when on it is no longer good, seconds since 1970 UTC.
    public let expiresAt: Int64

    /// The bytes of a ticket as a person may type it: any case, with or without dashes and spaces.
    static func bytes(of text: String) -> [UInt8]? {
        let digits = text.utf8.filter { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: " ") }
        guard digits.count == 2 * length else { return nil }
        let values = digits.compactMap { Character(UnicodeScalar($0)).hexDigitValue }
        guard values.count == digits.count else { return nil }
        return stride(from: 0, to: values.count, by: 2).map { UInt8(values[$0] << 4 | values[$0 + 1]) }
    }

    /// The text of a ticket's bytes.
    static func text(of bytes: [UInt8]) -> String {
        let digits = bytes.map { byte in
            let text = String(byte, radix: 16, uppercase: true)
            return text.count == 1 ? "0" + text : text
        }
        return stride(from: 0, to: digits.count, by: 2).map { digits[$0] + digits[$0 + 1] }.joined(separator: "-")
    }

    /// A PIN from random bytes: without bias, since a byte string above the last whole million is drawn again.
    static func pin(random: (Int) -> [UInt8]) -> String {
        let limit: UInt32 = UInt32.max - UInt32.max % 1_000_000
        var value: UInt32
        repeat { value = random(4).reduce(0) { $0 << 8 | UInt32($1) } } while value >= limit
        let digits = String(value % 1_000_000)
        return String(repeating: "0", count: 6 - digits.count) + digits
    }
}
