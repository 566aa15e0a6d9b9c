// SPDX-License-Identifier: Apache-2.0

extension PersonRegistry {
    /// What one payee gets into one account.
    private struct Recipient: Hashable {
        let payee: PersonKey
        let account: String?
    }

    private struct Sum {
        var fen: Int64 = 0
        var entitlements = 0
        var items: Set<String> = []
        var banks: Set<String> = []
        var districts: Set<UInt32> = []
        var dueOn = CalendarDay(days: Int(Int32.max))
        var isDerived = false
    }

    /// The payment list of a month: one line per payee and account.
    ///
    /// It holds what reconciliation holds to be due: the month's paylist or, where none has come, what follows from the roster,
    /// paid to the card that counts; the last column says which.
    ///
    /// - Parameters:
    ///   - period: the month.
    ///   - region: leading digits of districts, at most six; empty for all.
    ///   - now: as of when cards count, unix seconds.
    /// - Returns: the list, by ID number and account.
    /// - Throws: what the store and the sealer throw.
    public func paylist(of period: Period, region: String = "", at now: Int64) throws -> RegistryExport {
        try store.read { reading in
            var terms = ReconciliationTerms(asOf: CalendarDay(containing: now))
            terms.listsEverything = true
            terms.region = region
            let reconciliation = try Reconciler.reconcile(
                reading.ledger(of: period),
                terms: terms,
                catalogue: catalogue,
                details: SealedDetails(reading: reading, vault: vault)
            )
            var sums: [Recipient: Sum] = [:]
            for due in reconciliation.entitlements {
                let account = try account(of: due, at: now, in: reading)
                var sum = sums[Recipient(payee: due.payee, account: account)] ?? Sum()
                sum.fen += due.due.fen
                sum.entitlements += 1
                sum.items.insert(due.item)
                if let bank = due.bank { sum.banks.insert(bank) }
                sum.districts.insert(due.district)
                sum.dueOn = min(sum.dueOn, due.dueOn)
                if due.line == nil { sum.isDerived = true }
                sums[Recipient(payee: due.payee, account: account)] = sum
            }
            return try paylist(of: period, sums, in: reading)
        }
    }

    private func paylist(
        of period: Period,
        _ sums: [Recipient: Sum],
        in reading: any RegistryReading
    ) throws -> RegistryExport {
        let lines =
            try sums.map { recipient, sum in
                let data = try reading.person(recipient.payee).map(vault.open)
                return (number: data?.idNumber.description, name: data?.name, recipient: recipient, sum: sum)
            }
            .sorted { left, right in
                (left.number ?? "", left.recipient.account ?? "", left.recipient.payee)
                    < (right.number ?? "", right.recipient.account ?? "", right.recipient.payee)
            }
        var text = CSVText()
        text.add(
            [
                "序号", "领款人姓名", "领款人证件号码", "领款银行卡号", "开户银行", "补贴类型", "笔数", "应发金额", "应发日期", "所属期", "区划代码", "依据",
            ]
            .map { .text($0) }
        )
        var incomplete = 0
        for (position, line) in lines.enumerated() {
            let sum = line.sum
            if line.name == nil || line.number == nil || line.recipient.account == nil { incomplete += 1 }
            text.add([
                .figure("\(position + 1)"), .text(line.name?.description ?? ""), .text(line.number ?? ""),
                .text(line.recipient.account ?? ""), .text(sum.banks.sorted().joined(separator: "、")),
                .text(sum.items.sorted().joined(separator: "、")), .figure("\(sum.entitlements)"),
                .figure("\(Amount(fen: sum.fen))"), .figure("\(sum.dueOn)"), .figure("\(period.number)"),
                .text(sum.districts.filter { $0 > 0 }.sorted().map { "\($0)" }.joined(separator: "、")),
                .text(sum.isDerived ? "名册" : "清单"),
            ])
        }
        return RegistryExport(bytes: text.bytes, rows: lines.count, incomplete: incomplete)
    }

    /// The number of the account that money is to be paid into; nil where nobody has told us.
    private func account(
        of due: Reconciliation.Entitlement,
        at now: Int64,
        in reading: any RegistryReading
    ) throws -> String? {
        if let key = due.line, let line = try reading.paylist(key) { return try vault.account(of: line)?.description }
        let file = try file(for: due.payee, payments: 0, in: reading)
        guard let card = file?.card(at: now), card.state == .active else { return nil }
        return card.card.account.description
    }
}
