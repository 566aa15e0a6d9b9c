// SPDX-License-Identifier: Apache-2.0

import MergedCode

/// A verdict as JSON of product.md §4, with its sentences in one language.
///
/// Keys without a value are left out, except `kind`, which is null where the kind could not be told.
public struct VerdictDocument: Sendable {
    /// The verdict.
    public let verdict: Verdict
    /// The language of `message`, `next` and `warnings`.
    public let language: Language
    /// The name of the record that the trace has of it; `nil` where there is none.
    public let auditID: String?

    /// A document of a verdict.
    public init(_ verdict: Verdict, language: Language, auditID: String? = nil) {
        self.verdict = verdict
        self.language = language
        self.auditID = auditID
    }

    /// The document in UTF-8.
    public var json: [UInt8] {
        var text = JSONText()
        text.object(write)
        return text.bytes
    }

    private func write(_ text: inout JSONText) {
        text.member("verdict", verdict.outcome.rawValue)
        if let kind = verdict.kind { text.member("kind", kind.rawValue) } else { text.null("kind") }
        text.member("reasons") { $0.array { for reason in verdict.reasons { write(reason, &$0) } } }
        text.member("checks") { $0.array { for check in verdict.checks { write(check, &$0) } } }
        text.member("identity") { $0.object(writeIdentity) }
        text.member("card") { text in
            text.object {
                $0.member("state", verdict.card.state.rawValue)
                $0.member("region", verdict.card.region?.rawValue)
                $0.member("last4", verdict.card.last4)
                $0.member("validUntil", verdict.card.validUntil?.description)
            }
        }
        text.member("relief") { $0.object(writeRelief) }
        text.member("payments") { $0.array { for payment in verdict.payments { write(payment, &$0) } } }
        text.member("health") { text in
            text.object {
                $0.member("state", verdict.health.state.rawValue)
                $0.member("validUntil", verdict.health.validUntil.flatMap(Day.timeText))
            }
        }
        text.member("warnings", verdict.warnings.map { $0.sentence(language) })
        text.member("warningCodes", verdict.warnings.map(\.rawValue))
        text.member("evidence") { write(verdict.evidence, &$0) }
        text.member("auditID", auditID)
    }

    private func write(_ reason: Reason, _ text: inout JSONText) {
        let sentences = reason.code.sentences(language)
        text.object {
            $0.member("code", reason.code.rawValue)
            $0.member("verdict", reason.outcome.rawValue)
            $0.member("message", sentences.message)
            $0.member("next", sentences.next)
        }
    }

    private func write(_ check: CheckResult, _ text: inout JSONText) {
        text.object {
            $0.member("name", check.name.rawValue)
            $0.member("state", check.state.rawValue)
            $0.member("asOf", check.asOf)
        }
    }

    private func writeIdentity(_ text: inout JSONText) {
        switch verdict.identity {
        case .confirmed(let name, let idNumber):
            text.member("state", "confirmed")
            text.member("name", name)
            text.member("idNumber", idNumber)
        case .notDisclosed:
            text.member("state", "not_disclosed")
        }
    }

    private func writeRelief(_ text: inout JSONText) {
        let relief = verdict.relief
        text.member("state", relief.state.rawValue)
        text.member("householdSize", relief.householdSize)
        if !relief.certificates.isEmpty {
            text.member("certificates") {
                $0.array { for certificate in relief.certificates { write(certificate, &$0) } }
            }
        } else if !relief.categories.isEmpty {
            text.member("certificates") { text in
                text.array { for category in relief.categories { $0.object { $0.member("category", category) } } }
            }
        }
        guard !relief.history.isEmpty else { return }
        text.member("history") { $0.array { for certificate in relief.history { write(certificate, &$0) } } }
    }

    private func write(_ certificate: ReliefFinding.Certificate, _ text: inout JSONText) {
        text.object {
            $0.member("category", certificate.category)
            $0.member("number", certificate.number)
            $0.member("version", certificate.version)
            $0.member("validFrom", certificate.validFrom.description)
            $0.member("validUntil", certificate.validUntil?.description)
            $0.member("region", certificate.region.rawValue)
            $0.member("role", certificate.role)
            $0.member("state", certificate.state.rawValue)
        }
    }

    private func write(_ payment: PaymentFinding, _ text: inout JSONText) {
        text.object {
            $0.member("period", payment.period?.description)
            $0.member("item", payment.item)
            $0.member("amount", payment.amount?.description)
            $0.member("memo", payment.memo)
            $0.member("paidOn", payment.paidOn?.description)
            $0.member("state", payment.state.rawValue)
            $0.member("payee", payment.payee?.rawValue)
            $0.member("payeeName", payment.payeeName)
            $0.member("household", ifTrue: payment.isHousehold)
        }
    }

    private func write(_ evidence: Evidence, _ text: inout JSONText) {
        text.object { text in
            text.member("mode", evidence.mode.rawValue)
            text.member("source", evidence.source.rawValue)
            if let list = evidence.trustList {
                text.member("trustList") { text in
                    text.object {
                        $0.member("sequence", list.sequence)
                        $0.member("issuedAt", list.issuedAt)
                        $0.member("expiresAt", list.expiresAt)
                    }
                }
            }
            if let list = evidence.statusList {
                text.member("statusList") { text in
                    text.object {
                        $0.member("issuedAt", list.issuedAt)
                        $0.member("expiresAt", list.expiresAt)
                    }
                }
            }
            text.member("replay", evidence.replay.rawValue)
        }
    }
}
