// SPDX-License-Identifier: Apache-2.0

/// The months a memo names, with their years where it names those too.
struct MemoMonths: Hashable {
    let first: Int
    let last: Int
    let firstYear: Int?
    let lastYear: Int?

    /// The months with the years as written.
    func range() -> ClosedRange<Period>? { lastYear.flatMap(range(lastYear:)) }

    /// The months when the last is in that year; the first is in the same year, or, when its number is higher, in the year before.
    func range(lastYear: Int) -> ClosedRange<Period>? {
        let firstYear = firstYear ?? (first > last ? lastYear - 1 : lastYear)
        guard let from = Period(year: firstYear, month: first), let to = Period(year: lastYear, month: last),
            from <= to,
            from.distance(to: to) < 60
        else { return nil }
        return from...to
    }

    /// The months with the years that put them inside of another range, nil where none do.
    func range(within outer: ClosedRange<Period>) -> ClosedRange<Period>? {
        for year in (outer.lowerBound.year...outer.upperBound.year).reversed() {
            if let range = range(lastYear: year), outer.contains(range.lowerBound), outer.contains(range.upperBound) {
                return range
            }
        }
        return nil
    }
}
