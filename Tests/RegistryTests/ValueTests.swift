// SPDX-License-Identifier: Apache-2.0

import Foundation
import Registry
import Testing

struct ValueTests {
    // Days and times.

    @Test func `days agree with Foundation's calendar from 1600 to 2400`() throws {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(TimeZone(identifier: "UTC"))
        for days in stride(from: -135_000, through: 157_000, by: 97) {
            let date = Date(timeIntervalSince1970: Double(days) * 86400)
            let parts = calendar.dateComponents([.year, .month, .day], from: date)
            let (year, month, day) = try (
                #require(parts.year), #require(parts.month), #require(parts.day)
            )
            #expect(CalendarDay(year: year, month: month, day: day)?.days == days)
            let found = CalendarDay(days: days).components
            #expect(found == (year, month, day))
        }
    }

    @Test func `both forms of a date are one day`() throws {
        #expect(try CalendarDay("2026-11-23") == CalendarDay("20261123"))
        #expect(try CalendarDay("2024-02-29").description == "2024-02-29")
        #expect(try CalendarDay("1970-01-01").days == 0)
        #expect(try CalendarDay("9999-12-31").description == "9999-12-31")
    }

    @Test(arguments: [
        ("", "value_missing"), ("2026-11-31", "date_invalid"), ("2023-02-29", "date_invalid"),
        ("1900-02-29", "date_invalid"),
        ("2026-00-10", "date_invalid"), ("2026-13-10", "date_invalid"), ("2026-11-00", "date_invalid"),
        ("0000-01-01", "date_invalid"), ("2026/11/23", "date_invalid"), ("2026-1-3", "date_invalid"),
        ("26-11-2023", "date_invalid"), ("202611", "date_invalid"), ("2026112", "date_invalid"),
        ("2026-11-23 ", "date_invalid"), ("2026-11-2３", "date_invalid"), ("+2026112", "date_invalid"),
        ("46349", "date_invalid"), ("2.02611E+7", "excel_damaged"), ("2026年11月23日", "date_invalid"),
    ])
    func `what is no date is refused`(text: String, expected: String) {
        #expect(code { try CalendarDay(text) } == expected)
    }

    @Test func `a day lasts until its midnight in Shanghai`() throws {
        let day = try CalendarDay("2026-11-23")
        // date -d '2026-11-24 00:00 +0800' +%s
        #expect(day.end == 1_795_449_600)
        #expect(CalendarDay(containing: day.end - 1) == day)
        #expect(CalendarDay(containing: day.end).days == day.days + 1)
        #expect(CalendarDay(containing: -1).description == "1970-01-01")
        #expect(CalendarDay(containing: -28801).description == "1969-12-31")
    }

    @Test(arguments: [
        ("2026-11-23 08:00:00", 1_795_392_000 as Int64), ("2026-11-23T08:00", 1_795_392_000),
        ("20261123080000", 1_795_392_000),
        ("20261123 08:00:00", 1_795_392_000), ("2026-11-23", 1_795_363_200), ("2026-11-23 23:59:59", 1_795_449_599),
    ])
    func `times of files are Shanghai's`(text: String, expected: Int64) throws {
        #expect(try Timestamp(text).start == expected)
    }

    @Test func `a date alone ends at its midnight and a time at itself`() throws {
        #expect(try Timestamp("2026-11-23").end == CalendarDay("2026-11-23").end)
        #expect(try Timestamp("2026-11-23 08:00").end == 1_795_392_000)
    }

    @Test(arguments: [
        "2026-11-23 24:00", "2026-11-23 08:60", "2026-11-23 08:00:60", "2026-11-23 8:00", "2026-11-23 08",
        "2026-11-23 ",
        "2026-11-23 08:00:00:00", "2026-11-23 08:00:00Z", "2026-11-23  08:00", "2026112308000", "2026-11-31 08:00",
        "202611230800000", "08:00", "2026-11-23 -8:00",
    ])
    func `what is no time is refused`(text: String) { #expect(code { try Timestamp(text) } == "time_invalid") }

    // Months.

    @Test func `periods count months across years`() throws {
        let period = try Period("202611")
        #expect(period.number == 202611)
        #expect(period.description == "2026-11")
        #expect(period.advanced(by: 2).number == 202701)
        #expect(period.advanced(by: -11).number == 202512)
        #expect(try period.distance(to: Period("2027-02")) == 3)
        #expect(try CalendarDay("2026-01-31").period == Period("202601"))
    }

    @Test(arguments: [
        ("", "value_missing"), ("202600", "period_invalid"), ("202613", "period_invalid"), ("2026", "period_invalid"),
        ("2026-1", "period_invalid"), ("20261101", "period_invalid"), ("202611 ", "period_invalid"),
        ("2026年11月", "period_invalid"), ("189912", "period_invalid"), ("220001", "period_invalid"),
        ("2026/11", "period_invalid"),
    ])
    func `what is no period is refused`(text: String, expected: String) {
        #expect(code { try Period(text) } == expected)
    }

    // Money.

    @Test(arguments: [
        ("850", 85000 as Int64), ("850.5", 85050), ("850.05", 85005), ("1,850.00", 185_000),
        ("1,234,567.89", 123_456_789),
        ("0", 0), ("0.01", 1), ("-850.00", -85000), ("9999999999.99", 999_999_999_999), ("0850.00", 85000),
    ])
    func `amounts are exact`(text: String, fen: Int64) throws { #expect(try Amount(text).fen == fen) }

    @Test(arguments: [
        ("", "value_missing"), ("850.005", "amount_invalid"), ("850.", "amount_invalid"), (".5", "amount_invalid"),
        ("1,85", "amount_invalid"), ("1,8500", "amount_invalid"), (",850", "amount_invalid"),
        ("1850,00", "amount_invalid"),
        ("12345,678", "amount_invalid"), ("1,,850", "amount_invalid"), ("850.0.0", "amount_invalid"),
        ("¥850", "amount_invalid"),
        ("850元", "amount_invalid"), ("+850", "amount_invalid"), ("--850", "amount_invalid"), ("-", "amount_invalid"),
        ("8 50", "amount_invalid"), ("10000000000", "amount_invalid"), ("８５０", "amount_invalid"),
        ("NaN", "amount_invalid"),
        ("1.85E+03", "excel_damaged"), ("6.217E+18", "excel_damaged"), ("99999999999999999999999", "amount_invalid"),
    ])
    func `what is no amount is refused`(text: String, expected: String) {
        #expect(code { try Amount(text) } == expected)
    }

    @Test func `amounts are written with two decimals`() {
        #expect(Amount(fen: 185_000).description == "1850.00")
        #expect(Amount(fen: -5).description == "-0.05")
    }

    // Numbers of cards and regions.

    @Test(arguments: [
        ("", "account_invalid"), ("6.217E+18", "excel_damaged"), ("6.21700308E18", "excel_damaged"),
        ("6217003080000000000", "excel_damaged"), ("621700308000000000", "excel_damaged"),
        ("1234567", "account_invalid"),
        ("621700308000000101A", "account_invalid"), ("123456789012345678901234567890123", "account_invalid"),
        ("６２１７００３０８０００", "account_invalid"),
    ])
    func `what is no account number is refused`(text: String, expected: String) {
        #expect(code { try BankAccountNumber(text) } == (text.isEmpty ? "value_missing" : expected))
    }

    @Test func `groups of an account number are joined`() throws {
        #expect(try BankAccountNumber("6217 0030 8000 0001 019").description == "6217003080000001019")
        #expect(try BankAccountNumber("6217-0030-8000-0001-019").last4 == "1019")
        #expect(try !BankAccountNumber("80010000123456").hasCheckDigit)
    }

    @Test(arguments: [
        ("", "value_missing"), ("FS123", "card_number_invalid"), ("FS-1004321", "card_number_invalid"),
        ("卡1004321", "card_number_invalid"), ("1.0E+10", "excel_damaged"),
        ("A23456789012345678901234567890123", "card_number_invalid"), ("FS 1004321", "card_number_invalid"),
    ])
    func `what is no card number is refused`(text: String, expected: String) {
        #expect(code { try CardNumber(text) } == expected)
    }

    @Test func `letters of a card number count as upper case`() throws {
        #expect(try CardNumber("fs1009184") == CardNumber("FS1009184"))
        #expect(try CardNumber("FS1009184").last4 == "9184")
    }

    @Test(arguments: [
        ("", "value_missing"), ("44060", "region_invalid"), ("4406040", "region_invalid"),
        ("4406040101", "region_invalid"),
        ("4406040100011", "region_invalid"), ("990604", "region_invalid"), ("000000", "region_invalid"),
        ("44O604", "region_invalid"), ("4.40604E+5", "excel_damaged"), ("４４０６０４", "region_invalid"),
    ])
    func `what is no region is refused`(text: String, expected: String) {
        #expect(code { try RegionCode(text) } == expected)
    }

    @Test func `regions lie in one another`() throws {
        let street = try RegionCode("440604010")
        #expect(street.district == 440604)
        #expect(try RegionCode("440604000000") == RegionCode("440604"))
        #expect(try RegionCode("440604010000") == street)
        for outer in ["440000", "440600", "440604", "440604010"] { #expect(try street.lies(in: RegionCode(outer))) }
        for outer in ["440605", "440100", "450000", "440604011", "440604010001"] {
            #expect(try !street.lies(in: RegionCode(outer)))
        }
    }

    // Names.

    @Test(arguments: ["陈小明", "梁𠮷", "黄䶮", "阿卜杜拉·买买提", "Anna Maria", "\u{E863}某"])
    func `names are kept as written`(name: String) throws { #expect(try PersonName(name).description == name) }

    @Test(arguments: [
        ("", "value_missing"), ("陈\u{0007}明", "value_character"), ("陈\u{200D}明", "value_character"),
        ("陈\u{202E}明", "value_character"), ("陈\n明", "value_character"),
        (String(repeating: "陈", count: 65), "value_too_long"),
    ])
    func `what is no name is refused`(text: String, expected: String) {
        #expect(code { try PersonName(text) } == expected)
    }

    @Test func `names match by product rules`() throws {
        let name = try PersonName("阿卜杜拉·买买提")
        for other in ["阿卜杜拉•买买提", "阿卜杜拉・买买提", "阿卜杜拉．买买提", "阿卜***买买提", "阿卜杜拉 · 买买提"] {
            #expect(try name.matches(PersonName(other)))
        }
        for other in ["阿卜杜拉买买提", "阿卜杜拉·买买", "陈小明", "*"] { #expect(try !name.matches(PersonName(other))) }
        #expect(try PersonName("ＡＮＮＡ").matches(PersonName("ANNA")))
        #expect(try PersonName("陈小明").masked == "陈**")
        #expect(try PersonName("陈").masked == "*")
    }

    @Test func `reports show dates and amounts and mask the rest`() {
        #expect(Masking.reported("2026-13-40") == "2026-13-40")
        #expect(Masking.reported("6.217E+18") == "6.217E+18")
        #expect(Masking.reported(Invented.chen) == "440***********0320")
        #expect(Masking.reported("13800138000") == "1**********")
        #expect(Masking.reported("陈小明") == "陈**")
        #expect(Masking.reported("陈") == "*")
        #expect(Masking.reported(String(repeating: "9", count: 40)).count == 33)
    }
}
