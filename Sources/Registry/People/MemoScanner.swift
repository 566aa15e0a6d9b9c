// SPDX-License-Identifier: Apache-2.0

/// Takes the parts of a memo one after another.
struct MemoScanner {
    private var text: Substring

    /// The memo in NFKC, without white space.
    init(_ text: String) { self.text = Substring(CompatibilityForm.of(text).filter { !$0.isWhitespace }) }

    /// What is left.
    var rest: String { String(text) }

    /// Takes a word if it is next.
    mutating func take(_ word: String) -> Bool {
        guard text.hasPrefix(word) else { return false }
        text.removeFirst(word.count)
        return true
    }

    /// Takes months if they are next, else nothing.
    mutating func months() -> MemoMonths? {
        let start = text
        if let months = scanMonths() { return months }
        text = start
        return nil
    }

    private mutating func scanMonths() -> MemoMonths? {
        let firstYear = year()
        guard let first = month() else { return nil }
        let hasUnit = takeMonthUnit()
        guard Self.dashes.contains(where: { take($0) }) else {
            return hasUnit ? MemoMonths(first: first, last: first, firstYear: firstYear, lastYear: firstYear) : nil
        }
        let lastYear = year()
        guard let last = month(), takeMonthUnit() else { return nil }
        // 2025年11-1月: the year is that of the first month.
        let implied = firstYear.map { last < first ? $0 + 1 : $0 }
        return MemoMonths(first: first, last: last, firstYear: firstYear, lastYear: lastYear ?? implied)
    }

    private mutating func takeMonthUnit() -> Bool {
        guard take("月") else { return false }
        _ = take("份")
        return true
    }

    /// Takes a year of two or four digits and 年, else nothing.
    private mutating func year() -> Int? {
        let digits = text.prefix { $0.isASCII && $0.isNumber || Self.digits[$0] != nil }
        guard digits.count == 2 || digits.count == 4, text.dropFirst(digits.count).first == "年" else { return nil }
        var year = 0
        for digit in digits {
            guard let value = Self.digits[digit] ?? digit.wholeNumberValue else { return nil }
            year = year * 10 + value
        }
        text.removeFirst(digits.count + 1)
        return digits.count == 2 ? 2000 + year : year
    }

    /// Takes a month of one or two Arabic digits, or in Chinese, from 1 to 12.
    private mutating func month() -> Int? {
        let arabic = text.prefix { $0.isASCII && $0.isNumber }
        if !arabic.isEmpty {
            guard arabic.count <= 2, let month = Int(arabic), (1...12).contains(month) else { return nil }
            text.removeFirst(arabic.count)
            return month
        }
        // The longer words first, since 十 begins 十一.
        guard let word = Self.months.last(where: { text.hasPrefix($0.0) }) else { return nil }
        text.removeFirst(word.0.count)
        return word.1
    }

    private static let dashes = ["-", "—", "–", "―", "~", "至", "到"]
    private static let digits: [Character: Int] = [
        "〇": 0, "零": 0, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
    ]
    private static let months: [(String, Int)] = [
        ("一", 1), ("二", 2), ("三", 3), ("四", 4), ("五", 5), ("六", 6), ("七", 7), ("八", 8), ("九", 9), ("十", 10),
        ("十一", 11), ("十二", 12),
    ]
}
