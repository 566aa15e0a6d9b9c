// SPDX-License-Identifier: Apache-2.0

/// What all rows of a file are read by: one object, since rows are many.
final class RowReading<Column: ImportColumn>: Sendable {
    let columns: ColumnMap<Column>
    let catalogue: Catalogue
    /// The day of the import in Asia/Shanghai.
    let today: CalendarDay
    let vault: PersonVault

    init(_ columns: ColumnMap<Column>, _ catalogue: Catalogue, today: CalendarDay, _ vault: PersonVault) {
        self.columns = columns
        self.catalogue = catalogue
        self.today = today
        self.vault = vault
    }
}

/// One row's values by column, turned into value types; a wrong one throws with its column and value.
struct RowFields<Column: ImportColumn> {
    let row: CSVRow
    private let reading: RowReading<Column>

    var catalogue: Catalogue { reading.catalogue }
    /// The day of the import in Asia/Shanghai.
    var today: CalendarDay { reading.today }
    private var columns: ColumnMap<Column> { reading.columns }

    /// The row, when it has as many fields as the header; empty ones behind those do not count.
    init(_ row: CSVRow, _ reading: RowReading<Column>) throws(FieldError) {
        self.row = row
        self.reading = reading
        if let fault = row.fault { throw FieldError(fault) }
        let surplus = row.count > columns.count ? row.bytes.count - row.ends[columns.count - 1] : 0
        guard row.count >= columns.count, surplus == 0 else {
            throw FieldError(.fieldCount, "\(columns.count) fields are expected, found \(row.count)")
        }
    }

    /// The value of a column; nothing is a value for a required column to refuse.
    func value<Value>(
        _ column: Column,
        _ parse: (String) throws(RegistryError) -> Value
    ) throws(FieldError) -> Value {
        guard let position = columns.position(of: column) else {
            throw FieldError(RegistryError(.missing, "a value is required"), column: columns.header(of: column))
        }
        do { return try parse(row.text(position)) } catch {
            throw refused(column, error)
        }
    }

    /// The value of a column, nil where the file does not have the column or the row nothing in it.
    func optional<Value>(
        _ column: Column,
        _ parse: (String) throws(RegistryError) -> Value
    ) throws(FieldError) -> Value? {
        guard let position = columns.position(of: column) else { return nil }
        do {
            let text = try row.text(position)
            return text.isEmpty ? nil : try parse(text)
        } catch {
            throw refused(column, error)
        }
    }

    /// An ID number whose date of birth is not in the future.
    func idNumber(_ column: Column) throws(FieldError) -> IDNumber {
        try value(column, bornIDNumber)
    }

    /// An ID number, nil where there is none.
    func optionalIDNumber(_ column: Column) throws(FieldError) -> IDNumber? {
        try optional(column, bornIDNumber)
    }

    /// What a word of the catalogue means.
    func word<Value>(_ column: Column, _ words: [String: Value]) throws(FieldError) -> Value {
        try value(column) { text throws(RegistryError) in try Self.meaning(of: text, in: words) }
    }

    /// What a word of the catalogue means, nil where there is none.
    func optionalWord<Value>(_ column: Column, _ words: [String: Value]) throws(FieldError) -> Value? {
        try optional(column) { text throws(RegistryError) in try Self.meaning(of: text, in: words) }
    }

    /// A whole number in a range.
    func number(_ column: Column, in range: ClosedRange<Int>) throws(FieldError) -> Int {
        try value(column) { text throws(RegistryError) in try Self.number(text, in: range) }
    }

    /// A whole number in a range, nil where there is none.
    func optionalNumber(_ column: Column, in range: ClosedRange<Int>) throws(FieldError) -> Int? {
        try optional(column) { text throws(RegistryError) in try Self.number(text, in: range) }
    }

    /// An amount that is not below zero.
    func amount(_ column: Column) throws(FieldError) -> Amount { try value(column, Self.nonNegative) }

    /// An amount that is not below zero, nil where there is none.
    func optionalAmount(_ column: Column) throws(FieldError) -> Amount? { try optional(column, Self.nonNegative) }

    /// A last day, nil where there is none or the word 长期 says so.
    func lastDay(_ column: Column) throws(FieldError) -> CalendarDay? {
        let day = try optional(column) { text throws(RegistryError) -> CalendarDay? in
            text == "长期" ? nil : try CalendarDay(text)
        }
        return day ?? nil
    }

    /// Throws when a column's value, which is later than it may be or earlier, contradicts another.
    func refuse(
        _ column: Column,
        when isWrong: Bool,
        _ code: RegistryError.Code,
        _ message: String
    ) throws(FieldError) {
        guard isWrong else { return }
        throw refused(column, RegistryError(code, message))
    }

    /// A warning when an account number has no check digit.
    func warning(_ column: Column, _ account: BankAccountNumber) -> [RowIssue] {
        guard !account.hasCheckDigit else { return [] }
        let error = RegistryError(.accountCheckDigit, "the number has no check digit of ISO/IEC 7812-1")
        return [refused(column, error).issue(line: row.line)]
    }

    private func refused(_ column: Column, _ error: RegistryError) -> FieldError {
        let value = columns.position(of: column).map(row.anyText)
        return FieldError(error, column: columns.header(of: column), value: value)
    }

    private func bornIDNumber(_ text: String) throws(RegistryError) -> IDNumber {
        let number = try IDNumber(text)
        guard number.birthday <= today else {
            throw RegistryError(.idBirthDate, "the date of birth is in the future")
        }
        return number
    }

    private static func meaning<Value>(
        of text: String,
        in words: [String: Value]
    ) throws(RegistryError) -> Value {
        guard !text.isEmpty else { throw RegistryError(.missing, "a word is required") }
        // By the bytes first: to look up a Chinese word in its normal form takes longer than to compare a few.
        guard let meaning = words.first(where: { $0.key.utf8.elementsEqual(text.utf8) })?.value ?? words[text] else {
            throw RegistryError(.word, "expected one of \(words.keys.sorted().joined(separator: " "))")
        }
        return meaning
    }

    private static func number(_ text: String, in range: ClosedRange<Int>) throws(RegistryError) -> Int {
        guard !text.isEmpty else { throw RegistryError(.missing, "a number is required") }
        guard let number = NumberText.value(text.utf8, upTo: range.upperBound), range.contains(number) else {
            throw RegistryError(.number, "expected a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    private static func nonNegative(_ text: String) throws(RegistryError) -> Amount {
        let amount = try Amount(text)
        guard amount.fen >= 0 else { throw RegistryError(.amountNegative, "an amount below zero makes no sense here") }
        return amount
    }
}
