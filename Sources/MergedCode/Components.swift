// SPDX-License-Identifier: Apache-2.0

/// What a code says about a person, as far as it was disclosed: a component that was not is `nil`.
public struct Components: Hashable, Sendable {
    /// Who the person is.
    public var identity: Identity?
    /// The social security card.
    public var card: CardClaim?
    /// The entitlements to relief, one to four.
    public var relief: [ReliefCertificate]?
    /// The health status.
    public var health: HealthStatus?
    /// The last payment.
    public var payment: Payment?

    /// Components; `nil` for those that are missing.
    public init(
        identity: Identity? = nil,
        card: CardClaim? = nil,
        relief: [ReliefCertificate]? = nil,
        health: HealthStatus? = nil,
        payment: Payment? = nil
    ) {
        self.identity = identity
        self.card = card
        self.relief = relief
        self.health = health
        self.payment = payment
    }

    /// Which components are there.
    public var keys: Set<ComponentKey> { Set(ComponentKey.allCases.filter(contains)) }

    /// Whether a component is there.
    public func contains(_ key: ComponentKey) -> Bool {
        switch key {
        case .identity: identity != nil
        case .card: card != nil
        case .relief: relief != nil
        case .health: health != nil
        case .payment: payment != nil
        }
    }

    /// These components reduced to some.
    public func restricted(to keys: Set<ComponentKey>) -> Components {
        Components(
            identity: keys.contains(.identity) ? identity : nil,
            card: keys.contains(.card) ? card : nil,
            relief: keys.contains(.relief) ? relief : nil,
            health: keys.contains(.health) ? health : nil,
            payment: keys.contains(.payment) ? payment : nil
        )
    }
}
