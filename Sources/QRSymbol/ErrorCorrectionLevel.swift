// SPDX-License-Identifier: Apache-2.0

/// How much of a symbol may be unreadable without loss (ISO/IEC 18004 §7.5.1); the standard has these four.
public enum ErrorCorrectionLevel: Int, CaseIterable, Comparable, Sendable {
    /// About 7 % of the codewords.
    case low
    /// About 15 %: the least for paper.
    case medium
    /// About 25 %.
    case quartile
    /// About 30 %.
    case high

    /// A level is less than another when it corrects less.
    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

extension ErrorCorrectionLevel {
    /// How many alphanumeric characters versions 1 to 40 hold (ISO/IEC 18004 table 7).
    var alphanumericCapacities: [Int] {
        switch self {
        case .low: Self.lowCapacities
        case .medium: Self.mediumCapacities
        case .quartile: Self.quartileCapacities
        case .high: Self.highCapacities
        }
    }

    private static let lowCapacities = [
        25, 47, 77, 114, 154, 195, 224, 279, 335, 395, 468, 535, 619, 667, 758, 854, 938, 1046, 1153, 1249,
        1352, 1460, 1588, 1704, 1853, 1990, 2132, 2223, 2369, 2520, 2677, 2840, 3009, 3183, 3351, 3537, 3729, 3927,
        4087, 4296,
    ]

    private static let mediumCapacities = [
        20, 38, 61, 90, 122, 154, 178, 221, 262, 311, 366, 419, 483, 528, 600, 656, 734, 816, 909, 970,
        1035, 1134, 1248, 1326, 1451, 1542, 1637, 1732, 1839, 1994, 2113, 2238, 2369, 2506, 2632, 2780, 2894, 3054,
        3220, 3391,
    ]

    private static let quartileCapacities = [
        16, 29, 47, 67, 87, 108, 125, 157, 189, 221, 259, 296, 352, 376, 426, 470, 531, 574, 644, 702,
        742, 823, 890, 963, 1041, 1094, 1172, 1263, 1322, 1429, 1499, 1618, 1700, 1787, 1867, 1966, 2071, 2181,
        2298, 2420,
    ]

    private static let highCapacities = [
        10, 20, 35, 50, 64, 84, 93, 122, 143, 174, 200, 227, 259, 283, 321, 365, 408, 452, 493, 557,
        587, 640, 672, 744, 779, 864, 910, 958, 1016, 1080, 1150, 1226, 1307, 1394, 1431, 1530, 1591, 1658,
        1774, 1852,
    ]
}
