// SPDX-License-Identifier: Apache-2.0

/// The rule for columns that hold free text or identifiers without a form of their own.
enum PlainText {
    /// The text, when it is neither empty, nor longer than `maximum` characters, nor holds control or format characters.
    static func checked(_ text: String, maximum: Int) throws(RegistryError) -> String {
        guard !text.isEmpty else { throw RegistryError(.missing, "a value is required") }
        guard text.utf8.count <= maximum || text.unicodeScalars.count <= maximum else {
            throw RegistryError(.tooLong, "at most \(maximum) characters are allowed")
        }
        for scalar in text.unicodeScalars where !isPlain(scalar) {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate:
                throw RegistryError(.character, "control characters are not allowed")
            default: continue
            }
        }
        return text
    }

    /// An identifier of a department, such as a household or batch number, without white space inside.
    static func identifier(_ text: String, maximum: Int = 64) throws(RegistryError) -> String {
        let checked = try checked(text, maximum: maximum)
        try NumberText.refuseScientific(text)
        guard
            !checked.unicodeScalars.contains(where: { $0 == " " || (!isPlain($0) && $0.properties.isWhitespace) })
        else {
            throw RegistryError(.character, "white space is not allowed inside an identifier")
        }
        return checked
    }

    /// ASCII that can be seen, the space, and unified ideographs: most of what comes, and no question to Unicode's tables.
    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        (0x20..<0x7F).contains(scalar.value) || (0x4E00...0x9FFF).contains(scalar.value)
    }
}
