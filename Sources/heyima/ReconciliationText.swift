// SPDX-License-Identifier: Apache-2.0

import Registry
import Verification

/// What came of reconciling a month, for a person.
struct ReconciliationText {
    let reconciliation: Reconciliation
    let console: Console

    private var language: Language { console.language }

    /// The summary: totals, and each finding with its count and sum.
    var lines: [String] {
        let (period, asOf, grace) = (reconciliation.period, reconciliation.asOf, reconciliation.grace)
        let totals = reconciliation.totals
        let (due, paid) = (totals.all.allEntitlements, totals.all.allPayments)
        let title = Phrase(
            "Reconciliation of \(period) as of \(asOf), \(grace) days of grace",
            "\(period) 发放核对，基准日 \(asOf)，宽限 \(grace) 天"
        )
        var lines = [console.styled(title[language], .bold)]
        lines.append(row(Phrase("Due", "应发"), due))
        lines.append(row(Phrase("Paid by banks", "银行付款"), paid))
        lines.append(label(Phrase("Reached the payees", "发到应领款人")) + column("", 8) + money(totals.kept))
        lines += section(Phrase("Payments", "付款"), payments)
        lines += section(Phrase("Entitlements", "应发"), entitlements)
        lines.append("")
        lines.append(conclusion(isEmpty: due.count + paid.count == 0))
        return lines
    }

    /// A finding and how often it was made.
    private struct Finding {
        let words: Phrase
        let code: String
        let isGood: Bool
        let tally: ReconciliationTotals.Tally
    }

    private var payments: [Finding] {
        PaymentOutcome.allCases.map { outcome in
            Finding(
                words: Phrase(outcome.words.english, outcome.words.chinese),
                code: outcome.rawValue,
                isGood: outcome == .matched,
                tally: reconciliation.totals.all[outcome]
            )
        }
    }

    private var entitlements: [Finding] {
        EntitlementOutcome.allCases.map { outcome in
            Finding(
                words: Phrase(outcome.words.english, outcome.words.chinese),
                code: outcome.rawValue,
                isGood: outcome.isGood,
                tally: reconciliation.totals.all[outcome]
            )
        }
    }

    private func section(_ title: Phrase, _ findings: [Finding]) -> [String] {
        let found = findings.filter { $0.tally.count > 0 }
        guard !found.isEmpty else { return [] }
        return ["", title[language]]
            + found.map { row($0.words, $0.tally, mark: $0.isGood ? "✔" : "!") + "  [\($0.code)]" }
    }

    private func conclusion(isEmpty: Bool) -> String {
        let problems = reconciliation.totals.all.problems
        if problems > 0 { return Phrase("! \(problems) to look at", "! 需核查 \(problems) 条")[language] }
        if isEmpty { return Phrase("Nothing was due and nothing was paid.", "本月无应发，亦无付款。")[language] }
        return Phrase("✔ nothing to look at", "✔ 无需核查的条目")[language]
    }

    private func row(_ words: Phrase, _ tally: ReconciliationTotals.Tally, mark: String = " ") -> String {
        label(words, mark: mark) + column("\(tally.count)", 8) + money(tally.fen)
    }

    private func label(_ words: Phrase, mark: String = " ") -> String { "  \(mark) \(words[language].padded(to: 32))" }

    private func money(_ fen: Int64) -> String { column(Amount(fen: fen).grouped, 20) }

    private func column(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.columns)) + text
    }
}
