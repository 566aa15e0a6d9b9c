// SPDX-License-Identifier: Apache-2.0

/// One time that somebody looked at a holder's data, as the holder may know it.
public struct LookUp: Hashable, Sendable, Codable {
    /// When, seconds since 1970 UTC.
    public let at: Int64
    /// The service item (事项编码) that it was for, where one was named.
    public let item: String?
    /// The region of the terminal, GB/T 2260 digits, where it has one.
    public let region: String?
    /// The role of the terminal: `kiosk`, `window`, `supervisor`.
    public let role: String
    /// What came of it: `accept`, `review`, `reject`.
    public let verdict: String
    /// How: `code`, `image`, `by_duty`, `medium`, `reveal`.
    public let how: String
}
