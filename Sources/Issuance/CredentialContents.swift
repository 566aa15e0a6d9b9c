// SPDX-License-Identifier: Apache-2.0

public import MergedCode
public import Registry

/// What a credential says about a person now, and what it names of the registry.
struct CredentialContents {
    var components: Components
    var facts: CredentialFacts

    /// The contents from a person's file.
    ///
    /// - Throws: ``IssuanceError`` `issuance.person-deceased` or `issuance.name-unknown`, or what the sealer throws.
    init(_ file: PersonFile, at now: Int64, sealer: some PersonalDataSealer) throws {
        guard !file.hasDied else { throw IssuanceError(.personDeceased, "the person has died") }
        guard let name = file.name else { throw IssuanceError(.nameUnknown, "no department has given a name") }
        components = Components(identity: Identity(name: name.description, idNumber: file.idNumber.masked))
        facts = CredentialFacts()
        if let standing = file.card(at: now), standing.state == .active {
            components.card = CardClaim(standing.card)
            facts.card = components.card.map { _ in standing.card.entry.key }
        }
        for certificate in file.activeCertificates(at: now) {
            guard let claim = ReliefCertificate(certificate.relief) else { continue }
            components.relief = (components.relief ?? []) + [claim]
            let entry = certificate.relief.entry
            let number = try CredentialFacts.digest(ofNumber: certificate.relief.certificate, sealer: sealer)
            facts.certificates.append(.init(row: entry.key, version: entry.version, number: number))
        }
        if let standing = file.health(at: now), standing.state == .active {
            components.health = HealthStatus(
                level: MergedCode.HealthLevel(rawValue: UInt64(standing.entry.level.rawValue)),
                assessedAt: standing.entry.assessedAt,
                validUntil: standing.entry.validUntil
            )
            facts.healthLevel = standing.entry.level.rawValue
        }
        components.payment = file.lastPayment.flatMap { Payment($0) }
    }
}

extension CardClaim {
    /// 长期: a card without an end, as identity documents write it.
    static let withoutEnd = Day(year: 9999, month: 12, day: 31)

    init?(_ card: PersonFile.Card) {
        guard let region = MergedCode.RegionCode(rawValue: card.entry.region.district),
            let validUntil = card.entry.validUntil.map({ Day(number: Int64($0.days)) }) ?? Self.withoutEnd
        else { return nil }
        self.init(region: region, last4: card.number.last4, validUntil: validUntil)
    }
}

extension ReliefCertificate {
    /// The certificate of a row of the roster; `nil` for a region or a day that no code can carry.
    public init?(_ relief: PersonFile.Relief) {
        guard let region = MergedCode.RegionCode(rawValue: relief.entry.region.district),
            let validFrom = Day(number: Int64(relief.entry.validFrom.days))
        else { return nil }
        self.init(
            category: MergedCode.ReliefCategory(rawValue: UInt64(relief.entry.category.rawValue)),
            number: relief.certificate,
            version: UInt64(relief.entry.version),
            validFrom: validFrom,
            validUntil: relief.entry.validUntil.flatMap { Day(number: Int64($0.days)) },
            region: region,
            role: MergedCode.HouseholdRole(rawValue: UInt64(relief.entry.role.rawValue))
        )
    }
}

extension Payment {
    init?(_ payment: PersonFile.Payment) {
        guard let paidOn = Day(number: Int64(payment.paidOn.days)), payment.entry.amount.fen > 0 else { return nil }
        self.init(
            period: payment.period.map { UInt32($0.number) },
            amount: UInt64(payment.entry.amount.fen),
            memo: MemoKind(rawValue: UInt64(payment.memoKind)),
            paidOn: paidOn
        )
    }
}
