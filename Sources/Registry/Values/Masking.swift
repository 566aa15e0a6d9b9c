// SPDX-License-Identifier: Apache-2.0

/// How values are shortened where they must not be shown whole.
public enum Masking {
    /// The first and last characters with an asterisk for each one between; all asterisks when nothing would be hidden.
    public static func middle(_ text: String, first: Int, last: Int) -> String {
        let characters = Array(text)
        guard characters.count > first + last else { return String(repeating: "*", count: characters.count) }
        let hidden = String(repeating: "*", count: characters.count - first - last)
        return String(characters.prefix(first)) + hidden + String(characters.suffix(last))
    }

    /// A value of a file as an import report shows it.
    ///
    /// Short dates, amounts and codes are shown, since the department needs to see them. Everything else is masked whatever
    /// its column, because in a shifted row a name or an ID number stands where a date should be.
    public static func reported(_ value: String) -> String {
        let characters = value.utf8
        let open = characters.allSatisfy { $0.isDigit || "+-.,:/Ee ".utf8.contains($0) }
        if open, characters.count <= 10 { return value }
        let short = value.prefix(32)
        let masked =
            short.count >= 12 ? middle(String(short), first: 3, last: 4) : middle(String(short), first: 1, last: 0)
        return short.endIndex == value.endIndex ? masked : masked + "…"
    }
}
