// SPDX-License-Identifier: Apache-2.0

/// As of when, and how, a month is reconciled.
public struct ReconciliationTerms: Sendable {
    /// The day as of which it is judged.
    public var asOf: CalendarDay
    /// Days after 应发日期 in which nothing is late; nil for the calendar's.
    public var grace: Int?
    /// Whether to list what is matched as well.
    public var listsEverything = false
    /// Leading digits of the districts that are told, at most six; empty for all, and for what nobody knows the district of.
    public var region = ""

    /// Whether a district is told.
    func tell(_ district: UInt32) -> Bool { region.isEmpty || "\(district)".hasPrefix(region.prefix(6)) }

    /// Terms.
    public init(asOf: CalendarDay, grace: Int? = nil) {
        self.asOf = asOf
        self.grace = grace
    }
}

/// A payment's place in the banks' files.
public struct PaymentPlace: Hashable, Sendable {
    /// The file.
    public let batch: PaymentBatch
    /// The line in it.
    public let line: Int

    /// A place.
    public init(batch: PaymentBatch, line: Int) {
        self.batch = batch
        self.line = line
    }
}

/// What is sealed, and asked for only where a finding hangs on it.
public protocol ReconciliationDetails {
    /// What the bank wrote of payments, in their order.
    func details(of payments: [PaymentPlace]) throws -> [PaymentDetails]
    /// Of payments, in their order: whether the 户名 is none of the names that departments have for the account's holder; no
    /// where nobody has a name.
    func namesDiffer(_ payments: [(place: PaymentPlace, holder: PersonKey)]) throws -> [Bool]
}
