// SPDX-License-Identifier: Apache-2.0

/// A person's name (姓名), or the name on an account (户名), as a department wrote it.
public struct PersonName: Hashable, Sendable, CustomStringConvertible {
    /// The name as written, white space trimmed.
    public let description: String

    /// A name of 1 to 64 characters without control characters.
    ///
    /// Throws ``RegistryError`` with `value_missing`, `value_too_long` or `value_character`.
    public init(_ text: String) throws(RegistryError) {
        description = try PlainText.checked(text, maximum: 64)
    }

    /// The family name's first character and asterisks: 陈**.
    public var masked: String { Masking.middle(description, first: 1, last: 0) }

    /// Whether two names are the same person's by product.md §6: compatibility form (NFKC), all middle dots equal, and a
    /// masked character matches any.
    public func matches(_ other: PersonName) -> Bool {
        if description == other.description { return true }
        let left = Array(comparableForm)
        let right = Array(other.comparableForm)
        return left.count == right.count && zip(left, right).allSatisfy { $0 == $1 || $0 == "*" || $1 == "*" }
    }

    /// What two ways of writing one name have in common.
    var comparableForm: String {
        let dots: Set<Character> = ["·", "•", "‧", "・", "․", ".", "⋅", "∙", "●"]
        return String(
            CompatibilityForm.of(description).filter { !$0.isWhitespace }.map { dots.contains($0) ? "·" : $0 }
        )
    }
}
