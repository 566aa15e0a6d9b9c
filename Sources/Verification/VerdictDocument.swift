// SPDX-License-Identifier: Apache-2.0

import MergedCode

/// A verdict as JSON of product.md §4, with its sentences in one language.
///
/// Keys without a value are left out, except `kind`, which is null where the kind could not be told.
public struct VerdictDocument: Encodable, Sendable {
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

    enum Key: String, CodingKey {
        case verdict, kind, reasons, checks, identity, card, relief, payments, health, warnings, warningCodes, evidence,
            auditID
    }

    enum PartKey: String, CodingKey {
        case state, name, idNumber, region, last4, validUntil, householdSize, certificates, history
    }

    private struct ReasonDocument: Encodable {
        let code: ReasonCode
        let verdict: Outcome
        let message: String
        let next: String
    }

    /// Writes the document.
    public func encode(to encoder: any Encoder) throws {
        var document = encoder.container(keyedBy: Key.self)
        try document.encode(verdict.outcome, forKey: .verdict)
        try document.encode(verdict.kind?.rawValue, forKey: .kind)
        let reasons = verdict.reasons.map { reason in
            let sentences = reason.code.sentences(language)
            return ReasonDocument(
                code: reason.code,
                verdict: reason.outcome,
                message: sentences.message,
                next: sentences.next
            )
        }
        try document.encode(reasons, forKey: .reasons)
        try document.encode(verdict.checks, forKey: .checks)
        try encodeIdentity(to: document.nestedContainer(keyedBy: PartKey.self, forKey: .identity))
        try encodeCard(to: document.nestedContainer(keyedBy: PartKey.self, forKey: .card))
        try encodeRelief(to: document.nestedContainer(keyedBy: PartKey.self, forKey: .relief))
        try document.encode(verdict.payments, forKey: .payments)
        try encodeHealth(to: document.nestedContainer(keyedBy: PartKey.self, forKey: .health))
        try document.encode(verdict.warnings.map { $0.sentence(language) }, forKey: .warnings)
        try document.encode(verdict.warnings, forKey: .warningCodes)
        try document.encode(verdict.evidence, forKey: .evidence)
        try document.encodeIfPresent(auditID, forKey: .auditID)
    }

    private func encodeIdentity(to container: consuming KeyedEncodingContainer<PartKey>) throws {
        switch verdict.identity {
        case .confirmed(let name, let idNumber):
            try container.encode("confirmed", forKey: .state)
            try container.encodeIfPresent(name, forKey: .name)
            try container.encodeIfPresent(idNumber, forKey: .idNumber)
        case .notDisclosed:
            try container.encode("not_disclosed", forKey: .state)
        }
    }

    private func encodeCard(to container: consuming KeyedEncodingContainer<PartKey>) throws {
        try container.encode(verdict.card.state, forKey: .state)
        try container.encodeIfPresent(verdict.card.region, forKey: .region)
        try container.encodeIfPresent(verdict.card.last4, forKey: .last4)
        try container.encodeIfPresent(verdict.card.validUntil, forKey: .validUntil)
    }

    private func encodeRelief(to container: consuming KeyedEncodingContainer<PartKey>) throws {
        try container.encode(verdict.relief.state, forKey: .state)
        try container.encodeIfPresent(verdict.relief.householdSize, forKey: .householdSize)
        if !verdict.relief.categories.isEmpty {
            try container.encode(verdict.relief.categories.map { ["category": $0] }, forKey: .certificates)
        }
        if !verdict.relief.certificates.isEmpty {
            try container.encode(verdict.relief.certificates, forKey: .certificates)
        }
        if !verdict.relief.history.isEmpty { try container.encode(verdict.relief.history, forKey: .history) }
    }

    private func encodeHealth(to container: consuming KeyedEncodingContainer<PartKey>) throws {
        try container.encode(verdict.health.state, forKey: .state)
        try container.encodeIfPresent(verdict.health.validUntil.flatMap(Day.timeText), forKey: .validUntil)
    }
}
