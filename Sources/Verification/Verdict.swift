// SPDX-License-Identifier: Apache-2.0

public import MergedCode

/// The answer to a code: what to do, why, and what it says of the person (product.md §4).
///
/// A refused code is a verdict like any other. What depends on a signature that nobody could confirm is not in it.
public struct Verdict: Sendable {
    /// Every reason not to accept, the worst first; empty for ``Outcome/accept``.
    public var reasons: [Reason]
    /// The kind of code, as far as it could be told.
    public var kind: CodeKind?
    /// Every check in the order made, with what came of it.
    public var checks: [CheckResult]
    /// Who the person is.
    public var identity: IdentityFinding
    /// Their social security card.
    public var card: CardFinding
    /// Their social assistance.
    public var relief: ReliefFinding
    /// What was paid to them, the newest first.
    public var payments: [PaymentFinding]
    /// Their health status.
    public var health: HealthFinding
    /// What whoever reads it should know besides, which is no reason against the code.
    public var warnings: [Warning]
    /// The regions that the person belongs to, where the registry was asked; for the terminals of one region.
    public internal(set) var regions: Set<RegionCode>
    /// What the verdict rests on.
    public var evidence: Evidence
    /// When it was made, seconds since 1970 UTC.
    public let time: Int64

    /// The worst of the reasons, or accept without any.
    public var outcome: Outcome { reasons.map(\.outcome).max() ?? .accept }

    /// A verdict that shows nothing yet.
    init(evidence: Evidence, time: Int64) {
        reasons = []
        kind = nil
        checks = []
        checks.reserveCapacity(CheckName.count)
        identity = .notDisclosed
        card = .init(state: .notDisclosed)
        relief = .init(state: .notDisclosed)
        payments = []
        health = .init(state: .notDisclosed)
        warnings = []
        regions = []
        self.evidence = evidence
        self.time = time
    }

    mutating func record(_ name: CheckName, _ finding: CheckFinding) {
        checks.append(CheckResult(name: name, state: finding.state, asOf: finding.asOf))
        guard !finding.reasons.isEmpty else { return }
        for reason in finding.reasons where !reasons.contains(where: { $0.code == reason.code }) {
            reasons.append(reason)
        }
        // A stable sort keeps the order of the checks among reasons that weigh the same.
        reasons = reasons.enumerated()
            .sorted { left, right in
                (right.element.outcome, left.offset) < (left.element.outcome, right.offset)
            }
            .map(\.element)
    }
}
