// SPDX-License-Identifier: Apache-2.0

import MergedCode

/// A verdict that another verifier made, from the JSON that a ``VerdictDocument`` writes.
public struct ReceivedVerdict: Decodable, Sendable {
    /// The verdict, as far as the caller was told of it.
    public let verdict: Verdict
    /// The name of the record that the trace has of it; `nil` where there is none.
    public let auditID: String?

    private enum Key: String, CodingKey {
        case verdict, kind, reasons, checks, identity, card, relief, payments, health, warnings, warningCodes, evidence,
            auditID
    }

    private enum PartKey: String, CodingKey {
        case state, name, idNumber, region, last4, validUntil, householdSize, certificates, history
    }

    private struct ReasonDocument: Decodable {
        let code: ReasonCode
        let verdict: Outcome
    }

    /// Reads a document.
    ///
    /// Whatever is not known here, such as the reason of a newer verifier, is an error: half a verdict would be another.
    public init(from decoder: any Decoder) throws {
        let document = try decoder.container(keyedBy: Key.self)
        // When it was made is not in the document; who told it has filtered it by then.
        var verdict = Verdict(evidence: try document.decode(Evidence.self, forKey: .evidence), time: 0)
        verdict.reasons = try document.decode([ReasonDocument].self, forKey: .reasons)
            .map { Reason($0.code, $0.verdict) }
        guard verdict.outcome == (try document.decode(Outcome.self, forKey: .verdict)),
            !verdict.reasons.contains(where: { $0.outcome == .accept })
        else {
            throw DecodingError.dataCorruptedError(
                forKey: .verdict,
                in: document,
                debugDescription: "the verdict does not follow from its reasons"
            )
        }
        verdict.kind = try document.decode(String?.self, forKey: .kind).flatMap(CodeKind.init)
        verdict.checks = try document.decode([CheckResult].self, forKey: .checks)
        verdict.identity = try Self.identity(document.nestedContainer(keyedBy: PartKey.self, forKey: .identity))
        verdict.card = try Self.card(document.nestedContainer(keyedBy: PartKey.self, forKey: .card))
        verdict.relief = try Self.relief(document.nestedContainer(keyedBy: PartKey.self, forKey: .relief))
        verdict.payments = try document.decode([PaymentFinding].self, forKey: .payments)
        verdict.health = try Self.health(document.nestedContainer(keyedBy: PartKey.self, forKey: .health))
        verdict.warnings = try document.decodeIfPresent([Warning].self, forKey: .warningCodes) ?? []
        self.verdict = verdict
        auditID = try document.decodeIfPresent(String.self, forKey: .auditID)
    }

    private static func identity(_ part: KeyedDecodingContainer<PartKey>) throws -> IdentityFinding {
        switch try part.decode(String.self, forKey: .state) {
        case "confirmed":
            .confirmed(
                name: try part.decodeIfPresent(String.self, forKey: .name),
                idNumber: try part.decodeIfPresent(String.self, forKey: .idNumber)
            )
        case "not_disclosed": .notDisclosed
        default: throw DecodingError.dataCorruptedError(forKey: .state, in: part, debugDescription: "unknown state")
        }
    }

    private static func card(_ part: KeyedDecodingContainer<PartKey>) throws -> CardFinding {
        CardFinding(
            state: try part.decode(CardFinding.State.self, forKey: .state),
            region: try part.decodeIfPresent(RegionCode.self, forKey: .region),
            last4: try part.decodeIfPresent(String.self, forKey: .last4),
            validUntil: try part.decodeIfPresent(Day.self, forKey: .validUntil)
        )
    }

    private static func relief(_ part: KeyedDecodingContainer<PartKey>) throws -> ReliefFinding {
        struct Category: Decodable {
            let category: String
            let number: String?
        }
        typealias Certificate = ReliefFinding.Certificate
        let listed = try part.decodeIfPresent([Category].self, forKey: .certificates) ?? []
        // Some roles are told the categories alone.
        let isWhole = listed.contains { $0.number != nil }
        var finding = ReliefFinding(
            state: try part.decode(ReliefFinding.State.self, forKey: .state),
            householdSize: try part.decodeIfPresent(Int.self, forKey: .householdSize),
            certificates: isWhole ? try part.decode([Certificate].self, forKey: .certificates) : [],
            history: try part.decodeIfPresent([Certificate].self, forKey: .history) ?? []
        )
        if !isWhole { finding.categories = listed.map(\.category) }
        return finding
    }

    private static func health(_ part: KeyedDecodingContainer<PartKey>) throws -> HealthFinding {
        HealthFinding(
            state: try part.decode(HealthFinding.State.self, forKey: .state),
            validUntil: try part.decodeIfPresent(String.self, forKey: .validUntil).flatMap(Day.time)
        )
    }
}
