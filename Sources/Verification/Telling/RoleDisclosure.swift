// SPDX-License-Identifier: Apache-2.0

/// What one role is told of each component; each level tells all that those before it do.
public struct RoleDisclosure: Hashable, Sendable {
    /// How much of the name.
    public enum Name: String, Level { case none, masked, full }
    /// How much of the ID number; the full one takes a ``Reveal``.
    public enum IDNumber: String, Level { case none, masked }
    /// How much of the card.
    public enum Card: String, Level {
        case none, state
        case lastFour = "last_four"
    }
    /// How much of the relief: the categories, the certificates with the household's size, and earlier ones.
    public enum Relief: String, Level { case none, state, category, certificate, history }
    /// How much of the health status.
    public enum Health: String, Level { case none, state, dates }

    /// Which payments are told, and how much of each.
    public struct Payments: Hashable, Sendable {
        /// How much of a payment.
        public enum Detail: String, Level {
            case none, state
            /// Item and amount, once somebody has touched the screen, and for dynamic codes alone.
            case amountOnTouch = "amount_on_touch"
            case full
        }

        /// How much of each.
        public var detail: Detail
        /// Whether only those of the current month.
        public var isThisMonthOnly: Bool
        /// How many at most, the newest first.
        public var count: Int

        /// Payments.
        public init(_ detail: Detail, isThisMonthOnly: Bool = false, count: Int = 12) {
            self.detail = detail
            self.isThisMonthOnly = isThisMonthOnly
            self.count = count
        }
    }

    /// How much of the name.
    public var name: Name
    /// How much of the ID number.
    public var idNumber: IDNumber
    /// How much of the card.
    public var card: Card
    /// How much of the relief.
    public var relief: Relief
    /// Which payments, and how much of each.
    public var payments: Payments
    /// How much of the health status.
    public var health: Health
    /// Whether the registry's warnings are told.
    public var warnings: Bool
    /// Whether what is masked can be told in full, for a reason that is written into the trace.
    public var reveal: Bool

    /// What a role is told.
    public init(
        name: Name,
        idNumber: IDNumber,
        card: Card,
        relief: Relief,
        payments: Payments,
        health: Health,
        warnings: Bool,
        reveal: Bool
    ) {
        self.name = name
        self.idNumber = idNumber
        self.card = card
        self.relief = relief
        self.payments = payments
        self.health = health
        self.warnings = warnings
        self.reveal = reveal
    }

    /// No more of this than the states: for a terminal of another region.
    var statesOnly: RoleDisclosure {
        var states = self
        states.name = .none
        states.idNumber = .none
        states.card = min(card, .state)
        states.relief = min(relief, .state)
        states.payments.detail = min(payments.detail, .state)
        states.health = min(health, .state)
        states.warnings = false
        states.reveal = false
        return states
    }
}

/// How much is told: a closed list, from nothing to all.
public protocol Level: RawRepresentable, Hashable, Comparable, Sendable, CaseIterable, Codable
where RawValue == String, AllCases == [Self] {}

extension Level {
    /// Whether one tells less than another.
    public static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }

    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

extension RoleDisclosure: Codable {
    private enum Key: String, CodingKey, CaseIterable {
        case name, idNumber, card, relief, payments, health, warnings, reveal
    }

    /// Reads all of it; nothing may be missing, and nothing else be there.
    ///
    /// - Throws: ``VerificationError`` `verification.unknown-key`, or what the decoder throws.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.strictContainer(keyedBy: Key.self)
        self.init(
            name: try values.decode(Name.self, forKey: .name),
            idNumber: try values.decode(IDNumber.self, forKey: .idNumber),
            card: try values.decode(Card.self, forKey: .card),
            relief: try values.decode(Relief.self, forKey: .relief),
            payments: try values.decode(Payments.self, forKey: .payments),
            health: try values.decode(Health.self, forKey: .health),
            warnings: try values.decode(Bool.self, forKey: .warnings),
            reveal: try values.decode(Bool.self, forKey: .reveal)
        )
    }

    /// Writes all of it.
    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: Key.self)
        try values.encode(name, forKey: .name)
        try values.encode(idNumber, forKey: .idNumber)
        try values.encode(card, forKey: .card)
        try values.encode(relief, forKey: .relief)
        try values.encode(payments, forKey: .payments)
        try values.encode(health, forKey: .health)
        try values.encode(warnings, forKey: .warnings)
        try values.encode(reveal, forKey: .reveal)
    }
}

extension RoleDisclosure.Payments: Codable {
    private enum CodingKeys: String, CodingKey, CaseIterable {
        case detail, count
        case isThisMonthOnly = "thisMonthOnly"
    }

    /// Reads all of it; nothing may be missing, and nothing else be there.
    ///
    /// - Throws: ``VerificationError`` `verification.unknown-key` or `verification.too-much`, or what the decoder throws.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.strictContainer(keyedBy: CodingKeys.self)
        self.init(
            try values.decode(Detail.self, forKey: .detail),
            isThisMonthOnly: try values.decode(Bool.self, forKey: .isThisMonthOnly),
            count: try values.decode(Int.self, forKey: .count)
        )
        guard (0...Self.maximumCount).contains(count) else {
            throw VerificationError(.tooMuch, "payments.count is not from 0 to \(Self.maximumCount)")
        }
    }

    /// How many payments can be told without a reveal, at most.
    public static let maximumCount = 12
}
