// SPDX-License-Identifier: Apache-2.0

import COSE

// The values of the five components as they travel (wire-format.md §3). Unknown map keys are ignored and unknown numbers
// of an enumeration kept; a missing key or a wrong type makes the whole value `nil`.

extension Components {
    /// Reads the value of a component into its place; `false` where it is not of the component's form.
    mutating func read(_ item: CBORItem, as key: ComponentKey) -> Bool {
        switch key {
        case .identity: identity = Identity(item)
        case .card: card = CardClaim(item)
        case .relief: relief = ReliefCertificate.list(item)
        case .health: health = HealthStatus(item)
        case .payment: payment = Payment(item)
        }
        return contains(key)
    }

    /// The value of a component, `nil` where it is missing.
    func cbor(_ key: ComponentKey) -> CBOR? {
        switch key {
        case .identity: identity?.cbor
        case .card: card?.cbor
        case .relief: relief.map { .array($0.map(\.cbor)) }
        case .health: health?.cbor
        case .payment: payment?.cbor
        }
    }

    /// Refuses what a reader would refuse, and an ID number that is not masked.
    func checkForIssuing() throws(CredentialError) {
        if let identity {
            guard !identity.name.isEmpty else { throw CredentialError(.claim, "the name is empty") }
            guard identity.isIDNumberMasked else { throw CredentialError(.claim, "the id number is not masked") }
        }
        if let relief, !(1...ReliefCertificate.maximumCount).contains(relief.count) {
            throw CredentialError(.claim, "\(relief.count) relief certificates, expected 1 to 4")
        }
        if let card, card.last4.count != 4 { throw CredentialError(.claim, "last four of the card number, no more") }
        if let payment, let period = payment.period, !Payment.isPeriod(UInt64(period)) {
            throw CredentialError(.claim, "a period is YYYYMM")
        }
        if let payment, payment.amount > Payment.maximumAmount { throw CredentialError(.claim, "amount too large") }
        if let health, !TokenTime.range.contains(health.assessedAt) || !TokenTime.range.contains(health.validUntil) {
            throw CredentialError(.claim, "a time is out of range")
        }
    }
}

extension Identity {
    fileprivate init?(_ item: CBORItem) {
        let fields: InlineArray<2, CBORItem?> = item.numbered()
        guard let name = fields[0]?.text, let idNumber = fields[1]?.text else { return nil }
        self.init(name: name, idNumber: idNumber)
    }

    fileprivate var cbor: CBOR { [1: .text(name), 2: .text(idNumber)] }
}

extension CardClaim {
    fileprivate init?(_ item: CBORItem) {
        let fields: InlineArray<3, CBORItem?> = item.numbered()
        guard let region = fields[0].flatMap(RegionCode.init(item:)), let last4 = fields[1]?.text,
            let validUntil = fields[2].flatMap(Day.init(item:))
        else { return nil }
        self.init(region: region, last4: last4, validUntil: validUntil)
    }

    fileprivate var cbor: CBOR { [1: region.cbor, 2: .text(last4), 3: validUntil.cbor] }
}

extension RegionCode {
    fileprivate init?(item: CBORItem) {
        guard let number = item.unsigned, let code = UInt32(exactly: number) else { return nil }
        self.init(rawValue: code)
    }

    fileprivate var cbor: CBOR { .unsigned(UInt64(rawValue)) }
}

extension ReliefCertificate {
    fileprivate static func list(_ item: CBORItem) -> [ReliefCertificate]? {
        guard let elements = item.elements, (1...maximumCount).contains(elements.count) else { return nil }
        let certificates = elements.compactMap { ReliefCertificate($0) }
        return certificates.count == elements.count ? certificates : nil
    }

    private init?(_ item: CBORItem) {
        let fields: InlineArray<7, CBORItem?> = item.numbered()
        guard let category = fields[0]?.unsigned, let number = fields[1]?.text, let version = fields[2]?.unsigned,
            let validFrom = fields[3].flatMap(Day.init(item:)), let region = fields[5].flatMap(RegionCode.init(item:)),
            let role = fields[6]?.unsigned
        else { return nil }
        var validUntil: Day?
        if let last = fields[4] {
            validUntil = Day(item: last)
            guard validUntil != nil else { return nil }
        }
        self.init(
            category: ReliefCategory(rawValue: category),
            number: number,
            version: version,
            validFrom: validFrom,
            validUntil: validUntil,
            region: region,
            role: HouseholdRole(rawValue: role)
        )
    }

    fileprivate var cbor: CBOR {
        var entries: [(key: CBOR, value: CBOR)] = [
            (1, .unsigned(category.rawValue)), (2, .text(number)), (3, .unsigned(version)), (4, validFrom.cbor),
            (6, region.cbor), (7, .unsigned(role.rawValue)),
        ]
        if let validUntil { entries.append((5, validUntil.cbor)) }
        return .map(entries)
    }
}

extension HealthStatus {
    fileprivate init?(_ item: CBORItem) {
        let fields: InlineArray<3, CBORItem?> = item.numbered()
        guard let level = fields[0]?.unsigned, let assessedAt = fields[1].flatMap(TokenTime.read),
            let validUntil = fields[2].flatMap(TokenTime.read)
        else { return nil }
        self.init(level: HealthLevel(rawValue: level), assessedAt: assessedAt, validUntil: validUntil)
    }

    fileprivate var cbor: CBOR {
        [1: .unsigned(level.rawValue), 2: .integer(assessedAt), 3: .integer(validUntil)]
    }
}

extension Payment {
    /// 10¹⁵ fen: more than any payment, and far from every overflow.
    static let maximumAmount: UInt64 = 1_000_000_000_000_000

    static func isPeriod(_ number: UInt64) -> Bool {
        (100_000...999_999).contains(number) && (1...12).contains(number % 100)
    }

    fileprivate init?(_ item: CBORItem) {
        let fields: InlineArray<4, CBORItem?> = item.numbered()
        guard let amount = fields[1]?.unsigned, amount <= Self.maximumAmount, let memo = fields[2]?.unsigned,
            let paidOn = fields[3].flatMap(Day.init(item:))
        else { return nil }
        var period: UInt32?
        if let number = fields[0] {
            guard let number = number.unsigned, Self.isPeriod(number) else { return nil }
            period = UInt32(number)
        }
        self.init(period: period, amount: amount, memo: MemoKind(rawValue: memo), paidOn: paidOn)
    }

    fileprivate var cbor: CBOR {
        var entries: [(key: CBOR, value: CBOR)] = [
            (2, .unsigned(amount)), (3, .unsigned(memo.rawValue)), (4, paidOn.cbor),
        ]
        if let period { entries.append((1, .unsigned(UInt64(period)))) }
        return .map(entries)
    }
}
