// SPDX-License-Identifier: Apache-2.0

import Foundation

/// How much of the full size is measured: `HEYIMA_BENCH_SCALE`, 1 where nobody says.
struct RegistryScale: Sendable {
    /// A share of the full size, above 0.
    let share: Double

    init(environment: [String: String]) throws(WrongResult) {
        guard let text = environment["HEYIMA_BENCH_SCALE"] else {
            share = 1
            return
        }
        guard let share = Double(text), share > 0, share <= 10 else {
            throw WrongResult("HEYIMA_BENCH_SCALE is a share such as 0.01")
        }
        self.share = share
    }

    /// So many of a full number, at least one.
    func of(_ count: Int) -> Int { max(1, Int((Double(count) * share).rounded())) }

    /// A number as figures name it: `1,000,000`.
    static func text(_ count: Int) -> String {
        let digits = String(count)
        return stride(from: digits.count, to: 0, by: -3).map { digits.prefix($0).suffix(3) }.reversed()
            .joined(separator: ",")
    }
}
