// SPDX-License-Identifier: Apache-2.0

/// An invented province of any size: people with valid numbers, their cards, households, roster, paylist and payments, as the five
/// files of product.md §5.
///
/// Everything about a household follows from the seed and the household's index, so that each file is written piece by piece and
/// nothing is kept in memory. Ten ordinary kinds of households take turns (17 people, 13 entitlements, 14 payments in ten
/// households), and all of their payments are as they should be. Every ``discrepancyEvery``-th household is one of
/// ``Discrepancy`` instead, and ``expectations`` says what reconciliation has to find there.
///
/// ```swift
/// let province = Province(households: 1000, discrepancyEvery: 10)
/// try province.write(.roster) { file.write($0) }
/// ```
public struct Province: Sendable {
    /// One of the files; the columns are those of product.md §5.
    public enum File: Hashable, Sendable, CaseIterable {
        case cards
        case roster
        case paylist
        case health
        /// What ``Province/mainBank`` paid: nearly everything.
        case payments
        /// What ``Province/ruralBank`` paid; it has not said that its file is final.
        case ruralPayments
    }

    /// The month that paylist and payments are for (所属期).
    public static let period = "202610"
    /// The bank that pays nearly everybody; its file is final.
    public static let mainBank = "佛山社保代发"
    /// The bank whose file is not final.
    public static let ruralBank = "佛山农村商业银行"
    /// The day on which the files are as they are: after pay day and any grace.
    public static let asOf = "2026-11-23"

    /// How many households there are.
    public let households: Int
    /// Gives other names and amounts.
    public let seed: UInt64
    /// Every so many households one has a discrepancy; 0 for none.
    public let discrepancyEvery: Int
    /// Every so many people one has another 复核日期 than before; 0 for none: a later file of the same roster.
    public var reviewedEvery = 0

    /// A province of so many households.
    public init(households: Int, seed: UInt64 = 1, discrepancyEvery: Int = 0) {
        self.households = households
        self.seed = seed
        self.discrepancyEvery = discrepancyEvery
    }

    /// The smallest province of at least so many people on the roster.
    public init(people: Int, seed: UInt64 = 1, discrepancyEvery: Int = 0) {
        self.init(
            households: (people * Household.Kind.allCases.count + Household.Kind.people - 1) / Household.Kind.people,
            seed: seed,
            discrepancyEvery: discrepancyEvery
        )
    }

    /// What reconciliation of ``period`` has to find, beyond payments and entitlements that are `matched`.
    public var expectations: [Expectation] {
        guard discrepancyEvery > 0 else { return [] }
        return stride(from: discrepancyEvery - 1, to: households, by: discrepancyEvery)
            .flatMap { household($0).expectations }
    }

    /// Writes a file as UTF-8 with a header, in pieces of about 64 KiB.
    public func write(_ file: File, to output: ([UInt8]) throws -> Void) rethrows {
        var rows = CSVLines()
        rows.append(file.header)
        for index in 0..<households {
            household(index).append(file, to: &rows, reviewedEvery: reviewedEvery)
            if rows.bytes.count >= 1 << 16 {
                try output(rows.bytes)
                rows.bytes.removeAll(keepingCapacity: true)
            }
        }
        try output(rows.bytes)
    }

    /// A whole file, for provinces that are small.
    public func bytes(_ file: File) -> [UInt8] {
        var bytes: [UInt8] = []
        write(file) { bytes += $0 }
        return bytes
    }

    func household(_ index: Int) -> Household {
        if discrepancyEvery > 0, index % discrepancyEvery == discrepancyEvery - 1 {
            let all = Discrepancy.allCases
            return Household(index, seed: seed, all[index / discrepancyEvery % all.count])
        }
        let all = Household.Kind.allCases
        return Household(index, seed: seed, all[index % all.count])
    }
}

/// Rows of a CSV file.
struct CSVLines {
    var bytes: [UInt8] = []

    mutating func append(_ fields: [String]) {
        for (index, field) in fields.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            bytes.append(contentsOf: field.utf8)
        }
        bytes.append(UInt8(ascii: "\n"))
    }
}
