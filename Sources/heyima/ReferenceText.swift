// SPDX-License-Identifier: Apache-2.0

import Registry
import Verification

/// What a reference stands for, for staff.
struct ReferenceText {
    typealias Row = (name: String, label: Phrase, value: String)

    let found: Referred
    /// Whether numbers are told in full.
    let isFull: Bool
    let language: Language

    var lines: [String] { rows.map { $0.label[language].padded(to: 16) + $0.value } }

    var rows: [Row] {
        let rows: [Row] =
            switch found {
            case .line(let line, let person, let payee, let account):
                [
                    ("batch", Phrase("Paylist batch", "清单批次号"), line.batch),
                    ("period", Phrase("Month", "所属期"), line.period.description),
                    ("item", Phrase("Item", "补贴类型"), "\(line.item) \(line.itemCode) \(line.nature.rawValue)"),
                    ("amount", Phrase("Due", "应发金额"), "\(line.amount) \(line.dueOn)"),
                    ("region", Phrase("Region", "区划"), line.region.description),
                    ("person", Phrase("For", "对象"), name(person)),
                    ("payee", Phrase("Payee", "领款人"), "\(name(payee)) \(line.relation.rawValue)"),
                    ("account", Phrase("Account", "领款卡号"), account.map(number) ?? ""),
                ]
            case .row(let row, let person):
                [
                    ("person", Phrase("Person", "本人"), name(person)),
                    ("certificate", Phrase("Certificate", "救助证编号"), own(row, person)?.certificate ?? ""),
                    ("household", Phrase("Household", "家庭编号"), own(row, person)?.household ?? ""),
                    ("version", Phrase("Version", "证书版本"), "\(row.version)"),
                    ("amount", Phrase("Month by month", "月保障金额"), row.monthlyAmount.description),
                    ("region", Phrase("Region", "区划"), row.region.description),
                ]
            case .payment(let payment, let details, let holders):
                [
                    ("bank", Phrase("Bank", "代发银行"), payment.batch.bank),
                    ("batch", Phrase("Batch", "批次号"), "\(payment.batch.period) \(payment.batch.batch)"),
                    ("line", Phrase("Line", "行号"), "\(payment.line)"),
                    ("serial", Phrase("Serial", "交易流水号"), details.serial ?? ""),
                    ("amount", Phrase("Paid", "金额"), "\(payment.amount) \(CalendarDay(containing: payment.paidAt))"),
                    ("memo", Phrase("Memo", "摘要"), details.memo),
                    ("holder", Phrase("Account holder", "户名"), details.holder.description),
                    ("account", Phrase("Account", "卡号"), details.account.map(number) ?? ""),
                ] + holders.map { ("person", Phrase("Card of", "持卡人"), name($0)) }
            }
        return rows.filter { !$0.value.isEmpty }
    }

    private func name(_ person: PersonFile?) -> String {
        guard let person else { return Phrase("not in the registry", "库中无此人")[language] }
        return "\(person.name?.description ?? "") \(isFull ? person.idNumber.description : person.idNumber.masked)"
    }

    private func number(_ account: BankAccountNumber) -> String { isFull ? account.description : "*" + account.last4 }

    private func own(_ row: ReliefEntry, _ person: PersonFile?) -> PersonFile.Relief? {
        person?.reliefs.first { $0.entry.key == row.key }
    }
}
