// SPDX-License-Identifier: Apache-2.0

/// How many payments and entitlements there are of each finding, and of how much money.
public struct ReconciliationTotals: Hashable, Sendable {
    /// A number of things and their sum.
    public struct Tally: Hashable, Sendable {
        /// How many.
        public var count = 0
        /// Their sum in fen.
        public var fen: Int64 = 0

        /// Nothing yet.
        public init() {}

        mutating func add(_ amount: Int64) {
            count += 1
            fen += amount
        }

        mutating func add(_ other: Tally) {
            count += other.count
            fen += other.fen
        }
    }

    /// The tallies of one region, category or bank, or of all.
    public struct Group: Hashable, Sendable {
        /// Payments by ``PaymentOutcome``, in its order.
        public internal(set) var payments = [Tally](repeating: Tally(), count: PaymentOutcome.allCases.count)
        /// Entitlements by ``EntitlementOutcome``, in its order.
        public internal(set) var entitlements = [Tally](repeating: Tally(), count: EntitlementOutcome.allCases.count)

        /// All payments.
        public var allPayments: Tally { payments.reduce(into: Tally()) { $0.add($1) } }
        /// All entitlements.
        public var allEntitlements: Tally { entitlements.reduce(into: Tally()) { $0.add($1) } }

        /// Payments and entitlements to be looked at.
        public var problems: Int {
            allPayments.count - self[PaymentOutcome.matched].count
                + EntitlementOutcome.allCases.filter { !$0.isGood }.reduce(0) { $0 + self[$1].count }
        }

        /// Payments of one finding.
        public subscript(outcome: PaymentOutcome) -> Tally { payments[outcome.ordinal] }
        /// Entitlements of one finding.
        public subscript(outcome: EntitlementOutcome) -> Tally { entitlements[outcome.ordinal] }
    }

    /// Everything.
    public internal(set) var all = Group()
    /// By district, six digits; 0 where not known.
    public internal(set) var districts: [UInt32: Group] = [:]
    /// By 救助类别; nil where not known.
    public internal(set) var categories: [ReliefCategory?: Group] = [:]
    /// By bank: who paid, and whose account is to be paid into; nil where not known.
    public internal(set) var banks: [String?: Group] = [:]
    /// What reached somebody who was to get it, in fen.
    public internal(set) var kept: Int64 = 0
}

extension PaymentOutcome {
    /// Its place in the order.
    var ordinal: Int { Self.ordinals[self] ?? 0 }
    private static let ordinals = Dictionary(uniqueKeysWithValues: zip(allCases, 0...))
}

extension EntitlementOutcome {
    /// Its place in the order.
    var ordinal: Int { Self.ordinals[self] ?? 0 }
    private static let ordinals = Dictionary(uniqueKeysWithValues: zip(allCases, 0...))
}
