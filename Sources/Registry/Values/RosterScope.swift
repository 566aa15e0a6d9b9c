// SPDX-License-Identifier: Apache-2.0

/// What a roster is complete for: regions, and a day.
///
/// Only such a file tells who is no longer on the roster (product.md §5).
public struct RosterScope: Hashable, Sendable, CustomStringConvertible {
    /// Leading digits of the regions, in order; none lies in another.
    public let prefixes: [String]
    /// The day as of which the file holds.
    public let asOf: CalendarDay

    /// A scope from leading digits with commas between them; `440600` is the whole city, as in GB/T 2260.
    ///
    /// Throws ``RegistryError`` with `scope_invalid`.
    public init(_ text: String, asOf: CalendarDay) throws(RegistryError) {
        var prefixes: [String] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            prefixes.append(try Self.prefix(part))
        }
        let shortest = Set(prefixes).sorted()
        self.prefixes = shortest.filter { prefix in !shortest.contains { $0 != prefix && prefix.hasPrefix($0) } }
        self.asOf = asOf
    }

    /// The leading digits with commas between them.
    public var description: String { prefixes.joined(separator: ",") }

    /// Whether a region lies in the scope.
    public func contains(_ region: RegionCode) -> Bool { prefixes.contains { region.description.hasPrefix($0) } }

    /// Whether a region can lie in both scopes.
    public func overlaps(_ other: RosterScope) -> Bool {
        prefixes.contains { mine in
            other.prefixes.contains { theirs in mine.hasPrefix(theirs) || theirs.hasPrefix(mine) }
        }
    }

    private static func prefix(_ text: Substring) throws(RegistryError) -> String {
        var digits = text
        while let first = digits.first, first == " " { digits.removeFirst() }
        while let last = digits.last, last == " " { digits.removeLast() }
        if digits.count == 6 { while digits.hasSuffix("00") { digits.removeLast(2) } }
        while digits.count > 6, digits.hasSuffix("000") { digits.removeLast(3) }
        guard (2...12).contains(digits.utf8.count), digits.utf8.allSatisfy(\.isDigit),
            let province = Int(digits.prefix(2)), RegionCode.provinces.contains(province)
        else {
            throw RegistryError(.scope, "a scope is leading digits of regions, such as 440604,440605")
        }
        return String(digits)
    }
}
