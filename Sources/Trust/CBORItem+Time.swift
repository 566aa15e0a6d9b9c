// SPDX-License-Identifier: Apache-2.0

import COSE

extension CBORItem {
    /// The last second of the year 9999, beyond which nothing is a time here (wire-format.md §3).
    static let latestTime: UInt64 = 253_402_300_799

    /// The value of an unsigned integer as seconds since 1970 UTC; `nil` for one out of range, and for a float.
    var time: Int64? {
        guard let unsigned, unsigned <= Self.latestTime else { return nil }
        return Int64(unsigned)
    }
}
