// SPDX-License-Identifier: Apache-2.0

import MergedCode
import Registry
import Verification

/// What came of an import, for a person or a program.
struct ImportReportText {
    let report: ImportReport
    let console: Console

    func print(asJSON isJSON: Bool) throws {
        if isJSON {
            try console.printJSON(ImportReportDocument(report))
            return
        }
        console.print(summary)
        for issue in report.errors { console.print(line(issue, Phrase("error", "错误"))) }
        for issue in report.warnings { console.print(line(issue, Phrase("warning", "提示"))) }
    }

    private var summary: Phrase {
        let counts = report.counts
        switch report.outcome {
        case .alreadyApplied:
            return Phrase(
                "\(report.kind.rawValue): the same file as last time, nothing changed",
                "\(report.kind.rawValue)：与上次相同，未作改动"
            )
        case .refused:
            return Phrase(
                "\(report.kind.rawValue): refused, \(counts.rejected) row(s) with errors, nothing changed",
                "\(report.kind.rawValue)：有 \(counts.rejected) 行错误，整份未导入"
            )
        case .applied, .dryRun:
            let trial = report.outcome == .dryRun
            return Phrase(
                "\(report.kind.rawValue): \(counts.read) rows, \(counts.added) added, \(counts.changed) changed, "
                    + "\(counts.unchanged) unchanged, \(counts.rejected) rejected"
                    + (trial ? " (a trial, nothing changed)" : ""),
                "\(report.kind.rawValue)：共 \(counts.read) 行，新增 \(counts.added)，变更 \(counts.changed)，"
                    + "不变 \(counts.unchanged)，拒收 \(counts.rejected)" + (trial ? "（试运行，未作改动）" : "")
            )
        }
    }

    private func line(_ issue: RowIssue, _ label: Phrase) -> String {
        let code = issue.error.code.rawValue
        let message = issue.error.message
        let reason = Phrase("\(code): \(message)", "\(code): \(ErrorSentences.chinese(code, message))")
        let place = [issue.column, issue.value].compactMap { $0 }.joined(separator: " ")
        return "  \(label[console.language]) \(Phrase("line \(issue.line)", "第 \(issue.line) 行")[console.language])"
            + (place.isEmpty ? "" : " (\(place))") + ": \(reason[console.language])"
    }
}

/// What is known about a person, for the operator.
struct PersonText {
    let file: PersonFile
    let conflicts: [PersonFile.Conflict]
    let now: Int64
    let language: Language

    var lines: [String] {
        var lines = [row(Phrase("Person", "本人"), [file.name?.description ?? "", file.idNumber.masked])]
        if let standing = file.card(at: now) {
            let number = Phrase("card ending in \(standing.card.number.last4)", "社保卡尾号 \(standing.card.number.last4)")
            lines.append(row(Phrase("Card", "社保卡"), [number[language], Words.component(standing.state)[language]]))
        }
        for certificate in file.certificates(at: now) {
            let entry = certificate.relief.entry
            let category = MergedCode.ReliefCategory(rawValue: UInt64(entry.category.rawValue)).description
            lines.append(
                row(
                    Phrase("Relief", "社会救助"),
                    [
                        Words.category(category)[language], certificate.relief.certificate,
                        Phrase("version \(entry.version)", "第 \(entry.version) 版")[language],
                        Words.component(certificate.state)[language],
                    ]
                )
            )
        }
        for payment in file.payments {
            let item = payment.entry.item ?? payment.memo
            lines.append(
                row(
                    Phrase("Payment", "发放"),
                    [payment.period?.description ?? "", item, "\(payment.entry.amount)", "\(payment.paidOn)"]
                )
            )
        }
        if let standing = file.health(at: now) {
            let name = MergedCode.HealthLevel(rawValue: UInt64(standing.entry.level.rawValue)).description
            let level = HealthFinding.State(rawValue: name).map { Words.health($0)[language] } ?? name
            lines.append(row(Phrase("Health", "健康状态"), [level, Words.component(standing.state)[language]]))
        }
        return lines + conflicts.map { Words.conflict($0)[language] }
    }

    private func row(_ label: Phrase, _ parts: [String]) -> String {
        label[language].padded(to: 10) + parts.filter { !$0.isEmpty }.joined(separator: "  ")
    }
}
