// SPDX-License-Identifier: Apache-2.0

/// Imports the roster: by household, person and category; rows are added and changed, and no row leaves by being absent.
struct RosterImporter: RowImporter {
    let context: ImportContext
    private var seen = SeenKeys<LookupSubject.Relief>()

    init(_ context: ImportContext) { self.context = context }

    mutating func take(
        _ fields: RowFields<RosterRecord.Column>,
        into transaction: any RegistryTransaction
    ) throws -> RowOutcome {
        let record = try RosterRecord(fields)
        let vault = context.vault
        let person = try vault.key(of: record.idNumber)
        let key = try vault.reliefKey(household: record.household, person: record.idNumber, category: record.category)
        let content = try vault.content(record.content)
        let former = try transaction.relief(key)
        if let former, record.version < former.version {
            let certificate = try transaction.person(person).map(vault.open)?.reliefs[key]?.certificate
            try fields.refuse(
                .version,
                when: certificate == record.certificate,
                .versionBack,
                "the registry has a higher version of this certificate"
            )
        }
        let isUnchanged = former?.content == content && former?.absentSince == nil
        try seen.note(key, isUnchanged: isUnchanged)
        if isUnchanged { return .unchanged }

        let entry = ReliefEntry(
            key: key,
            person: person,
            household: try vault.key(household: record.household),
            category: record.category,
            content: content,
            role: record.role,
            version: record.version,
            validFrom: record.validFrom,
            validUntil: record.validUntil,
            region: record.region,
            payoutMode: record.payoutMode,
            monthlyAmount: record.monthlyAmount ?? Amount(fen: 0),
            state: record.state,
            paidFrom: record.paidFrom,
            unpaidFrom: record.unpaidFrom,
            diedOn: record.diedOn,
            stateChangedOn: record.stateChangedOn,
            payee: try record.payee.map(vault.key(of:)),
            reviewOn: record.reviewOn
        )
        try transaction.put(entry)
        try context.update(record.idNumber, key: person, in: transaction) { data in
            data.names[.roster] = record.name
            data.reliefs[key] = PersonalData.Relief(
                household: record.household,
                certificate: record.certificate,
                previousCertificate: record.previousCertificate,
                licence: record.licence?.description
            )
        }
        let effect = former.map { entry.effect(from: $0, at: context.now) ?? .updated }
        try context.record(.relief, effect ?? .added, of: person, row: key.bytes, in: transaction)
        if entry.state == .deceased, former?.state != .deceased {
            try context.record(.person, .died, of: person, row: nil, in: transaction)
        }
        return former == nil ? .added : .changed
    }
}
