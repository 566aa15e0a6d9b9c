// SPDX-License-Identifier: Apache-2.0

/// Imports cards: by 社保卡号, and with the history of holders' cards and cards' accounts.
struct CardImporter: RowImporter {
    let context: ImportContext
    private(set) var warnings: [RowIssue] = []
    private var seen = SeenKeys<LookupSubject.Card>()

    init(_ context: ImportContext) { self.context = context }

    /// A row with the keys of what it is about.
    struct Row: Sendable {
        let record: CardRecord
        let key: CardKey
        let person: PersonKey
        let account: AccountKey
        let nameKey: AccountNameKey
        let content: ContentKey
    }

    /// The cards of a batch, and the holders of those of which something changes.
    struct Window {
        var cards: EntryWindow<CardKey, CardEntry>
        let people: PeopleWindow
    }

    static func read(_ fields: RowFields<CardRecord.Column>, _ vault: PersonVault) throws -> Row {
        let record = try CardRecord(fields)
        return Row(
            record: record,
            key: try vault.key(of: record.number),
            person: try vault.key(of: record.idNumber),
            account: try vault.key(of: record.account),
            nameKey: try vault.key(of: record.name, on: record.account),
            content: try vault.content(record.content)
        )
    }

    func begin(_ rows: [Row], in transaction: any RegistryTransaction) throws -> Window {
        let keys = Set(rows.lazy.map(\.key)).sorted()
        let cards = EntryWindow(keys, try transaction.cards(keys))
        let holders = rows.filter { cards[$0.key]?.content != $0.content }.map(\.person)
        let people = PeopleWindow(context, transaction)
        try people.find(holders)
        return Window(cards: cards, people: people)
    }

    func end(_ window: Window, in transaction: any RegistryTransaction) throws {
        try window.people.flush { try context.put(window.cards.changes) }
    }

    mutating func take(
        _ row: Row,
        _ fields: RowFields<CardRecord.Column>,
        in window: inout Window
    ) throws -> TakenRow {
        let (record, key, person, content) = (row.record, row.key, row.person, row.content)
        warnings = fields.warning(.account, record.account)
        let former = window.cards[key]
        try fields.checkRegion(ofReplaced: former?.region, liesIn: context.region)
        if let former {
            try fields.refuse(
                .number,
                when: former.person != person,
                .cardHolder,
                "the registry has this card under another id number"
            )
        }
        try seen.note(key, isUnchanged: former?.content == content)
        let place = ImportPlace(record.region)
        if former?.content == content { return TakenRow(outcome: .unchanged, place: place) }

        let entry = CardEntry(
            key: key,
            person: person,
            account: row.account,
            content: content,
            region: record.region,
            status: record.status,
            bank: record.bank,
            validUntil: record.validUntil,
            accountStatus: record.accountStatus,
            enabledOn: record.enabledOn,
            disabledOn: record.disabledOn,
            nameKey: row.nameKey
        )
        window.cards.put(entry, for: key)
        try window.people.update(record.idNumber, key: person) { data in
            data.names[.cards] = record.name
            data.cards[key] = PersonalData.Card(number: record.number, account: record.account)
        }
        let effect = former.map { entry.effect(from: $0.state(at: context.now), at: context.now) ?? .updated }
        context.record(.card, effect ?? .added, of: person, row: key.bytes)
        return TakenRow(outcome: former == nil ? .added : .changed, place: place)
    }
}
