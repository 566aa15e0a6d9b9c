// SPDX-License-Identifier: Apache-2.0

extension PersonRegistry {
    /// Ends a person's relief under a certificate (停保), before the department's next file says so.
    ///
    /// It holds until a file brings the row with other content than before. Ending what has ended changes nothing. Throws
    /// ``RegistryError`` with `person_unknown` or `certificate_unknown`.
    public func endRelief(of idNumber: IDNumber, certificate: String, now: Int64, by: String) throws {
        try store.write { transaction in
            let (key, data) = try known(idNumber, in: transaction)
            let rows = try transaction.reliefs(of: key).filter { data.reliefs[$0.key]?.certificate == certificate }
            guard !rows.isEmpty else {
                throw RegistryError(.certificateUnknown, "the person has no such certificate")
            }
            for row in rows where row.state != .ended && row.state != .deceased {
                var ended = row
                ended.state = .ended
                try transaction.put(ended)
                try transaction.addChange(
                    at: now,
                    person: key,
                    component: .relief,
                    effect: .ended,
                    row: row.key.bytes,
                    by: by
                )
            }
        }
    }

    /// Reports a person's card lost (挂失), before the department's next file says so.
    ///
    /// It holds until a file brings the card with other content than before. A card lost or cancelled already stays as it
    /// is. Throws ``RegistryError`` with `person_unknown` or `card_unknown`.
    public func reportCardLost(of idNumber: IDNumber, card: CardNumber, now: Int64, by: String) throws {
        try store.write { transaction in
            let (key, _) = try known(idNumber, in: transaction)
            guard var entry = try transaction.card(vault.key(of: card)), entry.person == key else {
                throw RegistryError(.cardUnknown, "the person has no such card")
            }
            guard ![.lost, .cancelled].contains(entry.status) else { return }
            let before = entry.state(at: now)
            entry.status = .lost
            try transaction.put(entry)
            guard let effect = entry.effect(from: before, at: now) else { return }
            try transaction.addChange(
                at: now,
                person: key,
                component: .card,
                effect: effect,
                row: entry.key.bytes,
                by: by
            )
        }
    }

    private func known(
        _ idNumber: IDNumber,
        in store: any RegistryReading
    ) throws -> (key: PersonKey, data: PersonalData) {
        let key = try vault.key(of: idNumber)
        guard let entry = try store.person(key) else {
            throw RegistryError(.personUnknown, "nobody with this id number is known")
        }
        return (key, try vault.open(entry))
    }
}
