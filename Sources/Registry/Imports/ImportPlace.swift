// SPDX-License-Identifier: Apache-2.0

/// Where the rows of a file belong: what an import is counted by.
public struct ImportPlace: Hashable, Sendable, Comparable {
    /// The six digits of the district.
    public let district: UInt32
    /// The category of social assistance, nil where the kind of file has none.
    public let category: ReliefCategory?

    /// A place.
    public init(district: UInt32, category: ReliefCategory?) {
        self.district = district
        self.category = category
    }

    init(_ region: RegionCode, _ category: ReliefCategory? = nil) {
        self.init(district: region.district, category: category)
    }

    init(_ relief: ReliefEntry) { self.init(relief.region, relief.category) }

    /// Orders by district, then by category.
    public static func < (left: Self, right: Self) -> Bool {
        (left.district, left.category?.rawValue ?? 0) < (right.district, right.category?.rawValue ?? 0)
    }
}
