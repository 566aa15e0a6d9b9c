// SPDX-License-Identifier: Apache-2.0

public import COSE

/// Times in tokens: whole seconds since 1970 UTC, never a float (wire-format.md §3, §10).
public enum TokenTime {
    /// 1970-01-01T00:00:00Z to 9999-12-31T23:59:59Z.
    public static let range: ClosedRange<Int64> = 0...253_402_300_799

    /// The time that an item is; `nil` for anything but an unsigned integer within ``range``.
    public static func read(_ item: CBORItem) -> Int64? {
        guard let seconds = item.unsigned, seconds <= UInt64(range.upperBound) else { return nil }
        return Int64(seconds)
    }
}
