// SPDX-License-Identifier: Apache-2.0

extension TraceRecord {
    /// How long a text can be, in UTF-8 bytes.
    public static let maximumTextLength = 128

    /// How long the reason of a reveal can be, in UTF-8 bytes.
    public static let maximumReasonLength = 512

    /// Whether a text can be an item, a business number, an operator or a terminal: of 1 to 128 bytes, without control
    /// characters.
    public static func isText(_ text: String) -> Bool { isText(text, maximumTextLength) }

    private static func isText(_ text: String, _ maximum: Int) -> Bool {
        (1...maximum).contains(text.utf8.count)
            && text.unicodeScalars.allSatisfy { !isControl($0) }
    }

    /// Whether a character is of the category Cc, which will never have others (Unicode stability policy).
    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
    }

    /// Whether a text is one of our stable words, such as `window` or `replayed`.
    private static func isWord(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 95 }
    }

    func checkValues() throws(AuditError) {
        try Self.expect(at >= 0, "a time before 1970")
        for (name, text) in [("terminal", terminal), ("item", item), ("business", business), ("operator", operatorID)] {
            try Self.expect(Self.isText(text), "\(name) is empty, too long or has control characters")
        }
        let words = [role, outcome] + (kind.map { [$0] } ?? []) + reasons
        try Self.expect(words.allSatisfy(Self.isWord), "role, kind, outcome or a reason is no word")
        try Self.expect(["accept", "review", "reject"].contains(outcome), "the outcome is none of the three")
        try Self.expect(
            (2...12).contains(region.utf8.count) && region.utf8.allSatisfy { (48...57).contains($0) },
            "the region is not 2 to 12 digits"
        )
        try Self.expect(credential.map { $0.count == 8 } ?? true, "the credential's id is not 8 bytes")
        try Self.expect(person.map { $0.count == 16 } ?? true, "the person's digest is not 16 bytes")
        try Self.expect((how == .reveal) == (revealReason != nil), "a reveal has a reason, and nothing else has")
        guard let revealReason else { return }
        try Self.expect(
            Self.isText(revealReason, Self.maximumReasonLength) && !revealReason.allSatisfy(\.isWhitespace),
            "the reason is empty, too long or has control characters"
        )
        guard !Self.hasLongNumber(revealReason) else {
            throw AuditError(.personalData, "the reason holds a number of 15 digits or more")
        }
    }

    /// Whether a number of an ID number's, a card's or an account's length stands in a text.
    private static func hasLongNumber(_ text: String) -> Bool {
        var run = 0
        for character in text {
            if character.wholeNumberValue != nil {
                run += 1
                if run == 15 { return true }
            } else if character != " " && character != "-" {
                run = 0
            }
        }
        return false
    }

    private static func expect(_ isSo: Bool, _ message: String) throws(AuditError) {
        guard isSo else { throw AuditError(.value, message) }
    }
}
