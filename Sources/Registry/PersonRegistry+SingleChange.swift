// SPDX-License-Identifier: Apache-2.0

extension PersonRegistry {
    /// Carries out a change that somebody decides about one person; what is so already changes nothing.
    ///
    /// Codes follow: online with the next verification, offline with the next status list (`Issuer.followRegistry`).
    ///
    /// - Parameters:
    ///   - change: what becomes of what.
    ///   - idNumber: the person.
    ///   - day: since when, for a death, a card that is cancelled, and relief that ends, is suspended or tapers; nil for today.
    ///   - now: unix seconds.
    ///   - by: who decides it, an operator's id.
    /// - Throws: ``RegistryError`` with `person_unknown`, `card_unknown` or `certificate_unknown`; `as_of_future`; `change_final`
    ///   for a card that is cancelled, for relief of the dead or that moved, and for a head whose relief has ended;
    ///   `version_back`; `dates_out_of_order`. What the store and the sealer throw.
    public func apply(
        _ change: SingleChange,
        to idNumber: IDNumber,
        asOf day: CalendarDay? = nil,
        now: Int64,
        by: String
    ) throws {
        let today = CalendarDay(containing: now)
        if let day, day > today { throw RegistryError(.asOf, "the day has not come yet") }
        try store.write { transaction in
            let key = try vault.key(of: idNumber)
            guard let data = try transaction.person(key).map(vault.open) else {
                throw RegistryError(.personUnknown, "nobody with this id number is known")
            }
            let edit = SingleEdit(vault: vault, transaction: transaction, day: day ?? today, now: now, by: by)
            switch change {
            case .death: try edit.noteDeath(of: key)
            case .card(let number, let status): try edit.set(status, of: number, heldBy: key)
            case .relief(let certificate, let change):
                let rows = try transaction.reliefs(of: key)
                    .filter { data.reliefs[$0.key]?.certificate == certificate }
                guard !rows.isEmpty else {
                    throw RegistryError(.certificateUnknown, "the person has no such certificate")
                }
                for row in rows { try edit.carryOut(change, on: row, certificate) }
            }
        }
    }

    /// Ends a person's relief under a certificate (停保): as ``apply(_:to:asOf:now:by:)`` does.
    public func endRelief(of idNumber: IDNumber, certificate: String, now: Int64, by: String) throws {
        try apply(.relief(certificate: certificate, .ended), to: idNumber, now: now, by: by)
    }

    /// Reports a person's card lost (挂失): as ``apply(_:to:asOf:now:by:)`` does, and one that is cancelled stays so.
    public func reportCardLost(of idNumber: IDNumber, card: CardNumber, now: Int64, by: String) throws {
        do { try apply(.card(card, .lost), to: idNumber, now: now, by: by) } catch let error as RegistryError
            where error.code == .changeFinal
        {}
    }
}

/// A change that is being carried out in a transaction.
private struct SingleEdit {
    let vault: PersonVault
    let transaction: any RegistryTransaction
    let day: CalendarDay
    let now: Int64
    let by: String

    func noteDeath(of person: PersonKey) throws {
        let rows = try transaction.reliefs(of: person)
        guard !rows.isEmpty else {
            throw RegistryError(.certificateUnknown, "the person is not on the roster, where deaths are noted")
        }
        let alive = rows.filter { $0.state != .deceased && $0.diedOn == nil }
        guard !alive.isEmpty else { return }
        for row in alive {
            var dead = row
            dead.diedOn = day
            // What had ended or moved before did so then.
            if !row.hasLeft {
                dead.state = .deceased
                dead.absentSince = nil
            }
            try put(dead, after: row)
        }
        try transaction.addChange(at: now, person: person, component: .person, effect: .died, row: nil, by: by)
    }

    func set(_ status: CardStatus, of number: CardNumber, heldBy person: PersonKey) throws {
        guard var card = try transaction.card(vault.key(of: number)), card.person == person else {
            throw RegistryError(.cardUnknown, "the person has no such card")
        }
        guard card.status != status else { return }
        guard card.status != .cancelled else { throw RegistryError(.changeFinal, "the card is cancelled") }
        let before = card.state(at: now)
        card.status = status
        if status == .cancelled { card.disabledOn = card.disabledOn ?? day }
        try transaction.put(card)
        try transaction.addChange(
            at: now,
            person: person,
            component: .card,
            effect: card.effect(from: before, at: now) ?? .updated,
            row: card.key.bytes,
            by: by
        )
    }

    func carryOut(_ change: SingleChange.ReliefChange, on row: ReliefEntry, _ certificate: String) throws {
        var changed = row
        switch change {
        case .ended:
            guard ![.ended, .deceased, .moved].contains(row.state) else { return }
            changed.state = .ended
            changed.stateChangedOn = day
        case .suspended:
            try refuseFinal(row)
            guard row.absentSince == nil, row.state != .ended else { return }
            changed.absentSince = day.start
        case .resumed:
            try refuseFinal(row)
            changed.absentSince = nil
            if let stop = row.unpaidFrom, row.state == .ended || stop <= day.period { changed.unpaidFrom = nil }
            if row.state == .ended {
                changed.state = .entitled
                changed.stateChangedOn = day
            }
        case .tapering(let last):
            try refuseFinal(row)
            guard last >= max(row.validFrom, day) else {
                throw RegistryError(.order, "the end lies before the beginning")
            }
            changed.state = .tapering
            changed.stateChangedOn = day
            changed.validUntil = last
            changed.absentSince = nil
        case .version(let version):
            try refuseFinal(row)
            for other in try household(of: row, certificate) { try put(renewed(other, version), after: other) }
            return
        case .head(let version): return try makeHead(row, version, certificate)
        }
        if changed != row { try put(changed, after: row) }
    }

    /// The household's amount (按户) stands on the head's row, so it moves there with the role.
    private func makeHead(_ row: ReliefEntry, _ version: Int, _ certificate: String) throws {
        try refuseFinal(row)
        guard row.state != .ended else {
            throw RegistryError(.changeFinal, "relief that has ended makes nobody head: resume it first")
        }
        let rows = try household(of: row, certificate)
        // Of several the one of the latest version, and rather one that did not leave before.
        let former = rows.filter { $0.role == .head && $0.key != row.key }
            .max { ($0.version, $0.hasLeft ? 0 : 1) < ($1.version, $1.hasLeft ? 0 : 1) }
        for other in rows {
            var changed = try renewed(other, version)
            let isNew = other.key == row.key
            changed.role = isNew ? .head : .member
            if row.payoutMode == .household, row.role == .member, let amount = former?.monthlyAmount {
                if isNew {
                    changed.monthlyAmount = amount
                } else if other.role == .head {
                    changed.monthlyAmount = Amount(fen: 0)
                }
            }
            // Whoever was paid in place of the former head is for a file to say.
            if isNew { changed.payee = nil }
            try put(changed, after: other)
        }
    }

    private func renewed(_ row: ReliefEntry, _ version: Int) throws -> ReliefEntry {
        guard version > row.version, version <= 9999 else {
            throw RegistryError(.versionBack, "a new version is higher than \(row.version), and at most 9999")
        }
        var renewed = row
        renewed.version = version
        return renewed
    }

    /// The rows of everybody who is in a certificate.
    private func household(of row: ReliefEntry, _ certificate: String) throws -> [ReliefEntry] {
        try transaction.reliefs(household: row.household)
            .filter { other in
                let data = try transaction.person(other.person).map(vault.open)
                return other.category == row.category && data?.reliefs[other.key]?.certificate == certificate
            }
    }

    private func refuseFinal(_ row: ReliefEntry) throws {
        guard ![.deceased, .moved].contains(row.state), row.diedOn == nil else {
            throw RegistryError(.changeFinal, "the person has died, or the relief has moved")
        }
    }

    private func put(_ row: ReliefEntry, after former: ReliefEntry) throws {
        try transaction.put(row)
        try transaction.addChange(
            at: now,
            person: row.person,
            component: .relief,
            effect: row.effect(from: former, at: now) ?? .updated,
            row: row.key.bytes,
            by: by
        )
    }
}

extension ReliefEntry {
    /// Whether it ended or moved, while the person may live.
    fileprivate var hasLeft: Bool { state == .ended || state == .moved }
}
