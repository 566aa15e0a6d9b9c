// SPDX-License-Identifier: Apache-2.0

import Foundation
import Issuance
import MergedCode
import Registry

/// What came of an import, for a person or a program.
struct ImportReportText {
    let report: ImportReport
    /// What codes would become, after a trial.
    var forecast: StatusForecast?
    /// Whether rows with errors are listed; they may be in a file of their own.
    var listsErrors = true
    let console: Console

    private struct Codes: Encodable {
        let revoked: Int
        let suspended: Int
        let restored: Int
    }

    /// The report with what becomes of codes beside it.
    private struct Document: Encodable {
        let report: ImportReportDocument
        let codes: Codes?

        private enum Key: CodingKey { case codes }

        func encode(to encoder: any Encoder) throws {
            try report.encode(to: encoder)
            var members = encoder.container(keyedBy: Key.self)
            try members.encodeIfPresent(codes, forKey: .codes)
        }
    }

    func print(asJSON isJSON: Bool) throws {
        guard !isJSON else {
            return try console.printJSON(
                Document(
                    report: ImportReportDocument(report, listsErrors: listsErrors),
                    codes: forecast.map {
                        Codes(revoked: $0.revoked, suspended: $0.suspended, restored: $0.restored)
                    }
                )
            )
        }
        console.print(summary)
        for hold in report.holds {
            console.print("  " + ImportHoldText(hold: ImportReportDocument.Hold(hold)).sentence[console.language])
        }
        if report.outcome == .held, let id = report.id {
            console.print(
                Phrase(
                    "  somebody else approves it: heyima registry approve \(id) --by ID; "
                        + "to drop it: heyima registry undo \(id) --by ID",
                    "  须由另一人批准：heyima registry approve \(id) --by 编号；撤回：heyima registry undo \(id) --by 编号"
                )
            )
        }
        if report.outcome == .dryRun || report.outcome == .held {
            for (place, counts) in report.places.sorted(by: { $0.key < $1.key }) { console.print(line(place, counts)) }
        }
        if let forecast {
            console.print(
                Phrase(
                    "  codes: \(forecast.revoked) slot(s) would end, \(forecast.suspended) be suspended, "
                        + "\(forecast.restored) be good again",
                    "  码状态：终止 \(forecast.revoked) 项，暂停 \(forecast.suspended) 项，恢复 \(forecast.restored) 项"
                )
            )
        }
        if listsErrors { for issue in report.errors { console.print(line(issue, Phrase("error", "错误"))) } }
        for issue in report.warnings { console.print(line(issue, Phrase("warning", "提示"))) }
    }

    private var summary: Phrase {
        let kind = report.kind.rawValue
        let (english, chinese): (String, String) =
            switch report.outcome {
            case .alreadyApplied: ("the same file as last time, nothing changed", "与上次相同，未作改动")
            case .refused:
                (
                    "refused, \(report.counts.rejected) row(s) with errors, nothing changed",
                    "有 \(report.counts.rejected) 行错误，整份未导入"
                )
            case .held:
                (
                    "held, nothing changed; " + ImportLine.english(report.counts),
                    "已暂缓，未作改动；" + ImportLine.chinese(report.counts)
                )
            case .applied: (ImportLine.english(report.counts), ImportLine.chinese(report.counts))
            case .dryRun:
                (
                    ImportLine.english(report.counts) + " (a trial, nothing changed)",
                    ImportLine.chinese(report.counts) + "（试运行，未作改动）"
                )
            }
        return Phrase("\(kind): \(english)", "\(kind)：\(chinese)")
    }

    private func line(_ place: ImportPlace, _ counts: ImportCounts) -> Phrase {
        let category = place.category.map { Words.category($0.wireName) }
        let (english, chinese) = (category.map { " " + $0.english } ?? "", category.map { " " + $0.chinese } ?? "")
        return Phrase(
            "  \(place.district)\(english): " + ImportLine.english(counts),
            "  \(place.district)\(chinese)：" + ImportLine.chinese(counts)
        )
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

/// Why an import is held, for a person.
struct ImportHoldText {
    let hold: ImportReportDocument.Hold

    var sentence: Phrase {
        let category = hold.category.map(Words.category) ?? Phrase("", "")
        let district = hold.district.map { "\($0)" } ?? ""
        let (reason, found, expected) = (hold.reason, hold.found, hold.expected)
        return switch ImportHold.Reason(rawValue: reason) {
        case .manyLeaving:
            Phrase(
                "\(reason): \(found) rows leave \(district) \(category.english), more than \(expected)",
                "\(reason)：\(district) \(category.chinese)有 \(found) 行不再出现，超过 \(expected) 行"
            )
        case .manyRejected:
            Phrase(
                "\(reason): \(found) rows are rejected, more than \(expected) (0.5 %)",
                "\(reason)：拒收 \(found) 行，超过 \(expected) 行（0.5%）"
            )
        case .unreadableRows:
            Phrase(
                "\(reason): of \(found) rejected rows nobody can tell whose they are",
                "\(reason)：有 \(found) 行被拒收且无法辨认归属"
            )
        case .rowsDiffer:
            Phrase(
                "\(reason): \(found) rows, \(expected) were announced",
                "\(reason)：实有 \(found) 行，预告 \(expected) 行"
            )
        case .sumDiffers:
            Phrase(
                "\(reason): \(Amount(fen: found)) yuan, \(Amount(fen: expected)) were announced",
                "\(reason)：合计 \(Amount(fen: found)) 元，预告 \(Amount(fen: expected)) 元"
            )
        case nil: Phrase(reason, reason)
        }
    }
}

/// A file that was brought, in one line.
struct ImportLine {
    let entry: ImportEntry
    let console: Console

    private struct Document: Encodable {
        let id: Int64
        let kind: String
        let state: String
        let at: Int64
        let by: String
        let approvedBy: String?
        let undoneBy: String?
        let scope: String?
        let asOf: String?
        let bank: String?
        let period: String?
        let batch: String?
        let holds: [ImportReportDocument.Hold]
        let read: Int
        let added: Int
        let changed: Int
        let unchanged: Int
        let removed: Int
        let leaving: Int
        let moved: Int
        let rejected: Int
    }

    func print(asJSON isJSON: Bool) throws {
        let counts = entry.counts
        guard !isJSON else {
            return try console.printJSON(
                Document(
                    id: entry.id,
                    kind: entry.kind.rawValue,
                    state: entry.state.rawValue,
                    at: entry.at,
                    by: entry.by,
                    approvedBy: entry.approvedBy,
                    undoneBy: entry.undoneBy,
                    scope: entry.scope?.description,
                    asOf: entry.scope?.asOf.description,
                    bank: entry.batch?.bank,
                    period: entry.batch?.period.description,
                    batch: entry.batch?.batch,
                    holds: entry.holds.map(ImportReportDocument.Hold.init),
                    read: counts.read,
                    added: counts.added,
                    changed: counts.changed,
                    unchanged: counts.unchanged,
                    removed: counts.removed,
                    leaving: counts.leaving,
                    moved: counts.moved,
                    rejected: counts.rejected
                )
            )
        }
        let what = [
            entry.kind.rawValue, entry.batch.map { "\($0.bank) \($0.period) \($0.batch)" },
            entry.scope.map { "\($0) \($0.asOf)" },
        ]
        let parts = [
            "\(entry.id)", TimeArgument.text(entry.at), what.compactMap { $0 }.joined(separator: " "),
            state[console.language],
            [entry.by, entry.approvedBy, entry.undoneBy].compactMap { $0 }.joined(separator: " → "),
            Phrase(Self.english(counts), Self.chinese(counts))[console.language],
        ]
        console.print(parts.joined(separator: "  "))
        guard entry.state == .held else { return }
        for hold in entry.holds {
            console.print("  " + ImportHoldText(hold: ImportReportDocument.Hold(hold)).sentence[console.language])
        }
    }

    private var state: Phrase {
        switch entry.state {
        case .applied: Phrase("applied", "已导入")
        case .held: Phrase("held", "待批准")
        case .undone: Phrase("undone", "已撤销")
        case .withdrawn: Phrase("withdrawn", "已撤回")
        }
    }

    /// What an import did, as far as it did anything.
    static func english(_ counts: ImportCounts) -> String {
        let rare = [(counts.removed, "removed"), (counts.leaving, "leaving"), (counts.moved, "moved")]
        return "\(counts.read) rows, \(counts.added) added, \(counts.changed) changed, \(counts.unchanged) unchanged, "
            + rare.filter { $0.0 > 0 }.map { "\($0.0) \($0.1), " }.joined() + "\(counts.rejected) rejected"
    }

    static func chinese(_ counts: ImportCounts) -> String {
        let rare = [(counts.removed, "删除"), (counts.leaving, "离开"), (counts.moved, "迁出")]
        return "共 \(counts.read) 行，新增 \(counts.added)，变更 \(counts.changed)，不变 \(counts.unchanged)，"
            + rare.filter { $0.0 > 0 }.map { "\($0.1) \($0.0)，" }.joined() + "拒收 \(counts.rejected)"
    }
}

extension Registry.ReliefCategory {
    /// Its name on the wire and in verdicts.
    fileprivate var wireName: String { MergedCode.ReliefCategory(rawValue: UInt64(rawValue)).description }
}
