// SPDX-License-Identifier: Apache-2.0

public import MergedCode

/// The region that a terminal serves: a GB/T 2260 code of 6, 9 or 12 digits, whose trailing pairs of zeros stand for all
/// below it.
public struct RegionScope: Hashable, Sendable {
    /// The digits that count.
    private let prefix: String

    /// A scope from its digits; `nil` for other than 6, 9 or 12.
    public init?(_ digits: String) {
        guard [6, 9, 12].contains(digits.utf8.count), digits.utf8.allSatisfy({ (48...57).contains($0) }) else {
            return nil
        }
        var prefix = digits.prefix(6)
        while prefix.hasSuffix("00") { prefix.removeLast(2) }
        self.prefix = String(prefix)
    }

    /// Whether a region lies in this one, or this one in it: a card of the city is no stranger in the city's districts.
    ///
    /// What people's regions are known by has six digits, so a street's terminal serves its district.
    public func serves(_ region: RegionCode) -> Bool {
        guard let other = RegionScope(region.description) else { return false }
        return prefix.hasPrefix(other.prefix) || other.prefix.hasPrefix(prefix)
    }
}
