// SPDX-License-Identifier: Apache-2.0

import Foundation
import MergedCode
import Verification

/// A verdict as a person reads it: what to do, who it is, what is known, and why not where it is not.
struct VerdictReport {
    let verdict: Verdict
    let console: Console

    private var language: Language { console.language }

    /// The report, in lines.
    func lines(explaining problems: [Phrase]? = nil) -> [String] {
        var lines = [headline]
        lines += identity + card + relief + payments + health
        lines += verdict.warnings.map { "  ! \($0.sentence(language))" }
        for reason in verdict.reasons {
            let sentences = reason.code.sentences(language)
            lines.append("")
            lines.append("\(mark(reason.outcome)) \(sentences.message)  [\(reason.code.rawValue)]")
            lines.append("  \(Phrase("Next", "下一步")[language]): \(sentences.next)")
        }
        if let problems { lines += explanation(problems) }
        return lines
    }

    private var headline: String {
        let (word, style): (Phrase, Console.Style) =
            switch verdict.outcome {
            case .accept: (Phrase("ACCEPTED", "通过"), .good)
            case .review: (Phrase("TO BE REVIEWED", "需人工核对"), .doubtful)
            case .reject: (Phrase("REJECTED", "不通过"), .bad)
            }
        let kind: Phrase? =
            switch verdict.kind {
            case .dynamic: Phrase("dynamic code", "动态码")
            case .reference: Phrase("reference code", "简码")
            case .printed: Phrase("printed code", "纸质码")
            case nil: nil
            }
        let title = console.styled("\(mark(verdict.outcome)) \(word[language])", style)
        return kind.map { "\(title)  (\($0[language]))" } ?? title
    }

    private func mark(_ outcome: Outcome) -> String {
        switch outcome {
        case .accept: "✔"
        case .review: "?"
        case .reject: "✘"
        }
    }

    private func row(_ label: Phrase, _ text: String) -> String { "  \(label[language].padded(to: 14))\(text)" }

    private var identity: [String] {
        guard case .confirmed(let name, let idNumber) = verdict.identity else { return [] }
        return [row(Phrase("Person", "本人"), [name, idNumber].compactMap { $0 }.joined(separator: "  "))]
    }

    private var card: [String] {
        guard verdict.card.state != .notDisclosed else { return [] }
        let number = verdict.card.last4.map { Phrase("ending in \($0)", "尾号 \($0)")[language] }
        let end = verdict.card.validUntil.map(until)
        return [row(Phrase("Card", "社保卡"), [Words.card(verdict.card.state)[language], number, end].joinedParts)]
    }

    private var relief: [String] {
        guard verdict.relief.state != .notDisclosed else { return [] }
        let categories = verdict.relief.categories.map { Words.category($0)[language] }
        var lines = [
            row(
                Phrase("Relief", "社会救助"),
                ([Words.relief(verdict.relief.state)[language]] + categories).joined(separator: "  ")
            )
        ]
        for certificate in verdict.relief.certificates {
            let parts = [
                Words.category(certificate.category)[language], certificate.number,
                Phrase("version \(certificate.version)", "第 \(certificate.version) 版")[language],
                Words.role(certificate.role)[language],
                Phrase("from \(certificate.validFrom)", "\(certificate.validFrom) 起")[language],
                certificate.validUntil.map(until),
                Words.relief(certificate.state)[language],
            ]
            lines.append(row(Phrase("", ""), parts.joinedParts))
        }
        return lines
    }

    private var payments: [String] {
        verdict.payments.enumerated()
            .map { position, payment in
                let amount = payment.amount.map { Phrase("\($0) yuan", "\($0) 元")[language] }
                let day = payment.paidOn.map { Phrase("on \($0)", "\($0) 到账")[language] }
                return row(
                    position == 0 ? Phrase("Payments", "发放情况") : Phrase("", ""),
                    [
                        payment.period?.description, payment.item, amount, day,
                        payment.state == .paid ? nil : Words.payment(payment.state)[language], payee(of: payment),
                    ]
                    .joinedParts
                )
            }
    }

    /// Who got it, where that is not plainly the person.
    private func payee(of payment: PaymentFinding) -> String? {
        let payee: Phrase? =
            switch payment.payee {
            case .head: Phrase("to the head of household", "发给户主")
            case .guardian: Phrase("to the guardian", "发给监护人")
            case .other: Phrase("to another payee", "发给其他领款人")
            case .own: nil
            case nil: isOfHousehold ? household : nil
            }
        let total = payment.isHousehold ? Phrase("for the household", "按户发放")[language] : nil
        let parts = [total, payee?[language], payment.payeeName].joinedParts
        return parts.isEmpty ? nil : parts
    }

    /// Whether the payment may have gone to the head: a member's household is paid through the head where it is paid as one
    /// (按户), and the code does not say which it is.
    private var isOfHousehold: Bool {
        !verdict.relief.certificates.isEmpty && verdict.relief.certificates.allSatisfy { $0.role == "member" }
    }

    private var household: Phrase { Phrase("to the person or the head of household", "发给本人或户主") }

    private var health: [String] {
        guard verdict.health.state != .notDisclosed else { return [] }
        let day = verdict.health.validUntil.flatMap { Day(at: $0 - 1) }.map(until)
        return [row(Phrase("Health", "健康状态"), [Words.health(verdict.health.state)[language], day].joinedParts)]
    }

    private func until(_ day: Day) -> String {
        day.components.year == 9999
            ? Phrase("without end", "长期")[language] : Phrase("until \(day)", "有效期至 \(day)")[language]
    }

    private func explanation(_ problems: [Phrase]) -> [String] {
        var lines = ["", Phrase("Checks", "逐项检查")[language]]
        for check in verdict.checks {
            let asOf = check.asOf.map { Phrase("as of \(time($0))", "截至 \(time($0))")[language] }
            let name = Words.check(check.name)[language].padded(to: 28)
            let state = Words.check(check.state)[language]
            lines.append("  \(name)" + (asOf.map { state.padded(to: 13) + $0 } ?? state))
        }
        lines += ["", Phrase("Evidence", "依据")[language]]
        if let list = verdict.evidence.trustList {
            let label = Phrase("trust list \(list.sequence): ", "信任列表第 \(list.sequence) 号：")[language]
            lines.append("  \(label)\(time(list.issuedAt)) – \(time(list.expiresAt))")
        }
        if let list = verdict.evidence.statusList {
            let label = Phrase("status list: ", "状态列表：")[language]
            lines.append("  \(label)\(time(list.issuedAt)) – \(time(list.expiresAt))")
        }
        let earlier = Phrase("earlier use: ", "是否用过：")[language]
        lines.append("  \(earlier)\(Words.replay(verdict.evidence.replay)[language])")
        lines += problems.map { "  \($0[language])" }
        return lines
    }

    private func time(_ seconds: Int64) -> String { TimeArgument.text(seconds) }
}

extension [String?] {
    fileprivate var joinedParts: String { compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: "  ") }
}
