// SPDX-License-Identifier: Apache-2.0

/// An administrative region (区划代码): GB/T 2260 down to the district, with 3 more digits for the street or town and 3 more
/// for the community or village (GB/T 10114, 统计用区划代码).
///
/// Trailing zeros of the longer forms are dropped, so that `440604000000` and `440604` are one region.
public struct RegionCode: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The 6, 9 or 12 digits.
    public let description: String

    /// A region from 6, 9 or 12 digits.
    ///
    /// Throws ``RegistryError`` with `value_missing`, `excel_damaged` or `region_invalid`.
    public init(_ text: String) throws(RegistryError) {
        guard !text.isEmpty else { throw RegistryError(.missing, "a region is required") }
        try NumberText.refuseScientific(text)
        var digits = text.utf8[...]
        guard [6, 9, 12].contains(digits.count), digits.allSatisfy(\.isDigit) else {
            throw RegistryError(.region, "a region has 6, 9 or 12 digits")
        }
        guard let province = NumberText.value(digits.prefix(2), upTo: 99), Self.provinces.contains(province) else {
            throw RegistryError(.region, "no province has these two digits")
        }
        while digits.count > 6, digits.suffix(3).allSatisfy({ $0 == UInt8(ascii: "0") }) { digits.removeLast(3) }
        description = digits.count == text.utf8.count ? text : String(Substring(digits))
    }

    /// The six digits of the district as a number, as the wire format has them (wire-format.md §3).
    public var district: UInt32 { UInt32(NumberText.value(description.utf8.prefix(6), upTo: 999_999) ?? 0) }

    /// Whether the region is `other` or lies in it: a province, city or district covers what shares its leading digits.
    public func lies(in other: RegionCode) -> Bool {
        var prefix = Substring(other.description)
        if prefix.count == 6 { while prefix.hasSuffix("00") { prefix.removeLast(2) } }
        return description.hasPrefix(prefix)
    }

    /// Orders by the digits.
    public static func < (left: RegionCode, right: RegionCode) -> Bool { left.description < right.description }

    /// The first two digits of GB/T 2260.
    static let provinces: Set<Int> = [
        11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52, 53, 54, 61, 62,
        63,
        64, 65, 71, 81, 82,
    ]
}
