// SPDX-License-Identifier: Apache-2.0

/// What a bank's memo (摘要) says about a payment: which item, for which months, whether back pay (product.md §5).
///
/// The grammar, after NFKC and without white space, where month numbers are Arabic or Chinese and items come from the catalogue:
///
///     memo   = [补发] [months] [补发] item
///     months = [year 年] month [月[份]] [dash [year 年] month] 月[份]
public struct PaymentMemo: Hashable, Sendable {
    /// The item, nil where the memo is outside of the grammar (`memo_not_standard`).
    public let item: Catalogue.Item?
    /// The months, nil where none is named or the year cannot be told (`period_unknown`).
    public let periods: ClosedRange<Period>?
    /// Whether it says 补发.
    public let isBackPay: Bool
    /// Whether the year of back pay is a guess, the latest possible (`year_inferred`).
    public let yearIsInferred: Bool

    /// Whether the memo is outside of the grammar.
    public var isNotStandard: Bool { item == nil }

    /// What a memo says.
    ///
    /// A regular payment is for a month from two before to one after the one it was paid in, and that decides the year; a year
    /// that is written counts as written. Back pay takes the year from the paylist's range where that has the months, else the
    /// latest possible one, with months that had begun when it was paid.
    ///
    /// - Parameters:
    ///   - text: The memo as written.
    ///   - paidOn: The day of payment (发放时间).
    ///   - catalogue: Knows the items and the words for them.
    ///   - backPay: Ranges of back pay that the paylist has for the account and item, the likeliest first.
    public init(
        _ text: String,
        paidOn: CalendarDay,
        catalogue: Catalogue,
        backPay: (Catalogue.Item) -> [ClosedRange<Period>] = { _ in [] }
    ) {
        var scanner = MemoScanner(text)
        var isBackPay = scanner.take("补发")
        let months = scanner.months()
        isBackPay = scanner.take("补发") || isBackPay
        guard let item = catalogue.item(named: scanner.rest) else {
            self.init(item: nil, periods: nil, isBackPay: false, yearIsInferred: false)
            return
        }
        let paid = paidOn.period
        var periods: ClosedRange<Period>?
        var yearIsInferred = false
        if let months {
            if months.lastYear != nil {
                periods = months.range()
            } else if !isBackPay {
                periods = (-2...1).lazy.map(paid.advanced(by:)).first { $0.month == months.last }
                    .flatMap { months.range(lastYear: $0.year) }
            } else if let listed = backPay(item).lazy.compactMap(months.range(within:)).first {
                periods = listed
            } else {
                periods = months.range(lastYear: months.last > paid.month ? paid.year - 1 : paid.year)
                yearIsInferred = true
            }
        }
        self.init(item: item, periods: periods, isBackPay: isBackPay, yearIsInferred: yearIsInferred)
    }

    private init(item: Catalogue.Item?, periods: ClosedRange<Period>?, isBackPay: Bool, yearIsInferred: Bool) {
        self.item = item
        self.periods = periods
        self.isBackPay = isBackPay
        self.yearIsInferred = yearIsInferred
    }
}
