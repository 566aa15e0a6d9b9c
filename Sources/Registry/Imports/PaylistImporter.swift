// SPDX-License-Identifier: Apache-2.0

/// Imports the paylist: by batch, month, item, nature, person, payee and months of back pay.
struct PaylistImporter: RowImporter {
    let context: ImportContext
    private(set) var warnings: [RowIssue] = []
    private var seen = SeenKeys<LookupSubject.PaylistRow>()

    init(_ context: ImportContext) { self.context = context }

    /// A row as it is stored, and its account for a warning.
    struct Row: Sendable {
        let entry: PaylistEntry
        let account: BankAccountNumber
    }

    static func read(_ fields: RowFields<PaylistRecord.Column>, _ vault: PersonVault) throws -> Row {
        let record = try PaylistRecord(fields)
        let key = try vault.paylistKey(record.identity)
        let content = try vault.content(record.content)
        return Row(
            entry: PaylistEntry(
                key: key,
                content: content,
                batch: record.batch,
                period: record.period,
                itemCode: record.itemCode,
                item: record.item.name,
                kind: record.item.kind,
                nature: record.nature,
                backPayFrom: record.backPayFrom,
                backPayTo: record.backPayTo,
                household: try record.household.map(vault.key(household:)),
                person: try vault.key(of: record.idNumber),
                payee: try vault.key(of: record.payee),
                relation: record.relation,
                account: try vault.key(of: record.account),
                headcount: record.headcount,
                amount: record.amount,
                dueOn: record.dueOn,
                region: record.region,
                sealed: try vault.seal(record.account, key: key)
            ),
            account: record.account
        )
    }

    func begin(
        _ rows: [Row],
        in transaction: any RegistryTransaction
    ) throws -> EntryWindow<PaylistKey, PaylistEntry> {
        let keys = Set(rows.lazy.map(\.entry.key)).sorted()
        return EntryWindow(keys, try transaction.paylist(keys))
    }

    func end(_ window: EntryWindow<PaylistKey, PaylistEntry>, in transaction: any RegistryTransaction) throws {
        try context.put(window.changes)
    }

    mutating func take(
        _ row: Row,
        _ fields: RowFields<PaylistRecord.Column>,
        in window: inout EntryWindow<PaylistKey, PaylistEntry>
    ) throws -> TakenRow {
        let entry = row.entry
        warnings = fields.warning(.account, row.account)
        let former = window[entry.key]
        try fields.checkRegion(ofReplaced: former?.region, liesIn: context.region)
        let isUnchanged = former?.content == entry.content
        try seen.note(entry.key, isUnchanged: isUnchanged)
        if !isUnchanged { window.put(entry, for: entry.key) }
        return TakenRow(
            outcome: isUnchanged ? .unchanged : former == nil ? .added : .changed,
            place: ImportPlace(entry.region),
            amount: entry.amount
        )
    }
}
