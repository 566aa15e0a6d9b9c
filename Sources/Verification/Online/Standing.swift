// SPDX-License-Identifier: Apache-2.0

public import MergedCode

/// What the registry says of a person now.
///
/// Online it takes the place of what the code itself says, component by component and only as far as the holder
/// disclosed it (product.md §4). A component that is `nil` here is one that the person does not have.
public struct Standing: Hashable, Sendable {
    /// When the registry was asked, seconds since 1970 UTC.
    public var asOf: Int64
    /// Whether the person has died: then no credential of theirs is good, whatever its record says.
    public var hasDied: Bool
    /// The regions that the person belongs to, for terminals that serve one region only.
    public var regions: Set<RegionCode>
    /// The social security card.
    public var card: CardFinding?
    /// The social assistance.
    public var relief: ReliefFinding?
    /// The payments, the newest first.
    public var payments: [PaymentFinding]
    /// The health status.
    public var health: HealthFinding?
    /// What whoever reads the verdict should know besides.
    public var warnings: [Warning]

    /// A standing; a component that is not given is one that the person does not have.
    public init(
        asOf: Int64,
        hasDied: Bool = false,
        regions: Set<RegionCode> = [],
        card: CardFinding? = nil,
        relief: ReliefFinding? = nil,
        payments: [PaymentFinding] = [],
        health: HealthFinding? = nil,
        warnings: [Warning] = []
    ) {
        self.asOf = asOf
        self.hasDied = hasDied
        self.regions = regions
        self.card = card
        self.relief = relief
        self.payments = payments
        self.health = health
        self.warnings = warnings
    }
}
