// SPDX-License-Identifier: Apache-2.0

/// Rules for numbers written as text, shared by the value types.
enum NumberText {
    /// Refuses `6.217E+18`: a spreadsheet took an identifier for a number, and its digits are lost.
    static func refuseScientific(_ text: String) throws(RegistryError) {
        guard text.utf8.contains(where: { $0 | 0x20 == UInt8(ascii: "e") }) else { return }
        let parts = text.utf8.split(omittingEmptySubsequences: false) { $0 | 0x20 == UInt8(ascii: "e") }
        guard parts.count == 2, let mantissa = parts.first, let exponent = parts.last, !mantissa.isEmpty else { return }
        let digits = exponent.drop { $0 == UInt8(ascii: "+") }
        guard mantissa.allSatisfy({ $0.isDigit || $0 == UInt8(ascii: ".") }), !digits.isEmpty,
            digits.allSatisfy(\.isDigit)
        else { return }
        throw RegistryError(.excelDamaged, "a spreadsheet shortened this number, format the column as text")
    }

    /// A number from digits only, nil for anything else, nothing, or more than `maximum`.
    static func value(_ text: some Sequence<UInt8>, upTo maximum: Int) -> Int? {
        var value: Int?
        for character in text {
            guard character.isDigit else { return nil }
            let next = (value ?? 0) * 10 + Int(character & 15)
            guard next <= maximum else { return nil }
            value = next
        }
        return value
    }
}

extension UInt8 {
    /// Whether this is one of the ASCII digits.
    var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
}
