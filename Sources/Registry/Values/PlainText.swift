// SPDX-License-Identifier: Apache-2.0

/// The rule for columns that hold free text or identifiers without a form of their own.
enum PlainText {
    /// The text, when it is neither empty, nor longer than `maximum` characters, nor holds control or format characters.
    static func checked(_ text: String, maximum: Int) throws(RegistryError) -> String {
        guard !text.isEmpty else { throw RegistryError(.missing, "a value is required") }
        guard text.unicodeScalars.count <= maximum else {
            throw RegistryError(.tooLong, "at most \(maximum) characters are allowed")
        }
        for scalar in text.unicodeScalars {
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
        guard !checked.unicodeScalars.contains(where: \.properties.isWhitespace) else {
            throw RegistryError(.character, "white space is not allowed inside an identifier")
        }
        return checked
    }
}
