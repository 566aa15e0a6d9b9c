// SPDX-License-Identifier: Apache-2.0

/// Which records of the trace are asked for; the latest come first.
public struct TraceQuery: Hashable, Sendable {
    /// Only from this time on, seconds since 1970 UTC.
    public var since: Int64?
    /// Only before this time, seconds since 1970 UTC.
    public var before: Int64?
    /// Only of this terminal.
    public var terminal: String?
    /// Only with this business number (业务流水号).
    public var business: String?
    /// Only about a person, by any of the registry's keyed digests that they have had; `nil` for everybody.
    public var people: [[UInt8]]?
    /// How many at most.
    public var limit: Int

    /// A query; everything, unless more is said.
    public init(
        since: Int64? = nil,
        before: Int64? = nil,
        terminal: String? = nil,
        business: String? = nil,
        people: [[UInt8]]? = nil,
        limit: Int = 100
    ) {
        self.since = since
        self.before = before
        self.terminal = terminal
        self.business = business
        self.people = people
        self.limit = limit
    }
}
