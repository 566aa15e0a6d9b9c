// SPDX-License-Identifier: Apache-2.0

/// Imports the paylist: by batch, month, item, nature, person, payee and months of back pay.
struct PaylistImporter: RowImporter {
    let context: ImportContext
    private(set) var warnings: [RowIssue] = []
    private var seen = SeenKeys<LookupSubject.PaylistRow>()

    init(_ context: ImportContext) { self.context = context }

    mutating func take(
        _ fields: RowFields<PaylistRecord.Column>,
        into transaction: any RegistryTransaction
    ) throws -> TakenRow {
        let record = try PaylistRecord(fields)
        warnings = fields.warning(.account, record.account)
        let vault = context.vault
        let key = try vault.paylistKey(record.identity)
        let content = try vault.content(record.content)
        let former = try transaction.paylist(key)
        try seen.note(key, isUnchanged: former?.content == content)
        let place = ImportPlace(record.region)
        if former?.content == content {
            return TakenRow(outcome: .unchanged, place: place, amount: record.amount)
        }

        try context.put(
            PaylistEntry(
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
                person: vault.key(of: record.idNumber),
                payee: vault.key(of: record.payee),
                relation: record.relation,
                account: vault.key(of: record.account),
                headcount: record.headcount,
                amount: record.amount,
                dueOn: record.dueOn,
                region: record.region,
                sealed: vault.seal(record.account, key: key)
            ),
            former: former
        )
        return TakenRow(outcome: former == nil ? .added : .changed, place: place, amount: record.amount)
    }
}
