// SPDX-License-Identifier: Apache-2.0

import Registry
import Testing

private func memo(_ text: String, _ day: String, backPay: ClosedRange<Period>? = nil) throws -> PaymentMemo {
    try PaymentMemo(text, paidOn: CalendarDay(day), catalogue: .foshan) { _ in backPay.map { [$0] } ?? [] }
}

/// The item, the months and the flags in one line, such as `低保金 2026-10 补发 year_inferred`.
private func summary(_ memo: PaymentMemo) -> String {
    guard let item = memo.item else { return "memo_not_standard" }
    var words = [item.name]
    if let periods = memo.periods {
        let isOne = periods.lowerBound == periods.upperBound
        words.append(isOne ? "\(periods.lowerBound)" : "\(periods.lowerBound)..\(periods.upperBound)")
    }
    if memo.isBackPay { words.append("补发") }
    if memo.yearIsInferred { words.append("year_inferred") }
    return words.joined(separator: " ")
}

struct PaymentMemoTests {
    @Test(arguments: [
        // The notice's own four.
        ("10月低保金", "低保金 2026-10"), ("10月特困金", "特困金 2026-10"), ("临时价格补贴", "临时价格补贴"),
        ("10月补发低保金", "低保金 2026-10 补发 year_inferred"),
        // Ways of writing a month.
        ("十月低保金", "低保金 2026-10"), ("十一月低保金", "低保金 2026-11"), ("十二月低保金", "低保金 2026-12"),
        ("09月低保金", "低保金 2026-09"), ("10月份低保金", "低保金 2026-10"), ("１０月低保金", "低保金 2026-10"), ("㋉低保金", "低保金 2026-10"),
        (" 10 月 低保金\u{3000}", "低保金 2026-10"), ("10⽉低保金", "低保金 2026-10"),
        // Years.
        ("2026年10月低保金", "低保金 2026-10"), ("26年10月低保金", "低保金 2026-10"), ("二〇二六年十月低保金", "低保金 2026-10"),
        ("2025年1月低保金", "低保金 2025-01"),
        // Ranges and back pay.
        ("9-10月低保金", "低保金 2026-09..2026-10"), ("9月-10月低保金", "低保金 2026-09..2026-10"),
        ("九至十月特困金", "特困金 2026-09..2026-10"),
        ("1-3月补发低保金", "低保金 2026-01..2026-03 补发 year_inferred"), ("补发1-3月低保金", "低保金 2026-01..2026-03 补发 year_inferred"),
        ("12月补发低保金", "低保金 2025-12 补发 year_inferred"), ("11-1月补发低保金", "低保金 2025-11..2026-01 补发 year_inferred"),
        ("2025年11月-2026年1月补发低保金", "低保金 2025-11..2026-01 补发"), ("2025年11-1月补发低保金", "低保金 2025-11..2026-01 补发"),
        ("补发2024年5月特困金", "特困金 2024-05 补发"), ("补发低保金", "低保金 补发"), ("补发10月补发低保金", "低保金 2026-10 补发 year_inferred"),
        ("11月补发低保金", "低保金 2026-11 补发 year_inferred"),
        // Items.
        ("10月临时价格补贴", "临时价格补贴 2026-10"), ("10月特困护理补贴", "特困护理补贴 2026-10"), ("10月临时救助金", "临时救助金 2026-10"),
        ("10月最低生活保障金", "低保金 2026-10"), ("价格临时补贴", "临时价格补贴"), ("低保金", "低保金"), ("临时救助金", "临时救助金"),
    ])
    func `a memo by the grammar is read`(text: String, expected: String) throws {
        #expect(summary(try memo(text, "2026-11-11")) == expected)
    }

    @Test(arguments: [
        "", " ", "10月", "补发", "工资", "10月工资", "低保金10月", "10低保金", "0月低保金", "13月低保金", "010月低保金", "十三月低保金", "10月低保金!",
        "10月低保金2", "月低保金", "10-月低保金", "-10月低保金", "10-13月低保金", "9-10低保金", "2026年低保金", "202610低保金", "2026-10低保金",
        "10月9月低保金", "10月低保金补发", "10月 补 低保金", "年10月低保金", "202年10月低保金", "10月低保金特困金", "1-3月,5月低保金", "+10月低保金", "٣月低保金",
    ])
    func `a memo outside of the grammar is told`(text: String) throws {
        let found = try memo(text, "2026-11-11")
        #expect(found.isNotStandard)
        #expect(found.periods == nil)
        #expect(!found.isBackPay)
    }

    @Test(arguments: [
        ("12月低保金", "2027-01-10", "低保金 2026-12"), ("1月低保金", "2026-12-28", "低保金 2027-01"),
        ("11月低保金", "2027-01-10", "低保金 2026-11"), ("2月低保金", "2027-01-31", "低保金 2027-02"),
        ("10月低保金", "2027-01-10", "低保金"), ("3月低保金", "2027-01-10", "低保金"), ("8月低保金", "2026-11-11", "低保金"),
        ("9月低保金", "2026-11-30", "低保金 2026-09"), ("12-1月低保金", "2027-01-10", "低保金 2026-12..2027-01"),
    ])
    func `regular pay is for two months before to one after its payment, else undecided`(
        text: String,
        day: String,
        expected: String
    ) throws {
        #expect(summary(try memo(text, day)) == expected)
    }

    @Test func `back pay takes its year from the paylist where that has the months`() throws {
        let range = try Period("202411")...Period("202502")
        #expect(summary(try memo("12月补发低保金", "2026-11-11", backPay: range)) == "低保金 2024-12 补发")
        #expect(summary(try memo("11-2月补发低保金", "2026-11-11", backPay: range)) == "低保金 2024-11..2025-02 补发")
        #expect(summary(try memo("3月补发低保金", "2026-11-11", backPay: range)) == "低保金 2026-03 补发 year_inferred")
        #expect(summary(try memo("2026年1月补发低保金", "2026-11-11", backPay: range)) == "低保金 2026-01 补发")
    }

    @Test func `back pay paid in January for December belongs to the year before`() throws {
        #expect(summary(try memo("12月补发低保金", "2027-01-05")) == "低保金 2026-12 补发 year_inferred")
    }

    @Test func `ranges that run backwards by their years are undecided`() throws {
        #expect(try memo("2026年5月-2025年1月补发低保金", "2026-11-11").periods == nil)
        #expect(try memo("2001年5月-2025年1月补发低保金", "2026-11-11").periods == nil)
    }
}
