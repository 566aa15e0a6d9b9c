// SPDX-License-Identifier: Apache-2.0

import MergedCode
import Registry
import Verification

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
