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
    /// What the verdict rests on.
    public var evidence: Evidence

    /// The worst of the reasons, or accept without any.
    public var outcome: Outcome { reasons.map(\.outcome).max() ?? .accept }

    /// A verdict that shows nothing yet.
    init(evidence: Evidence) {
        reasons = []
        kind = nil
        checks = []
        checks.reserveCapacity(CheckName.count)
        identity = .notDisclosed
        card = .init(state: .notDisclosed)
        relief = .init(state: .notDisclosed)
        payments = []
        health = .init(state: .notDisclosed)
        self.evidence = evidence
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

/// What came of one check.
public struct CheckResult: Hashable, Sendable, Encodable {
    /// What became of a check.
    public enum State: String, Hashable, Sendable, Encodable {
        /// Nothing is against the code.
        case passed
        /// Something is.
        case failed
        /// It could not be decided.
        case unknown
        /// It was not made: it does not apply, or what it needs was not there.
        case skipped
    }

    /// Which check.
    public let name: CheckName
    /// What became of it.
    public let state: State
    /// The date of what it rests on, seconds since 1970 UTC, where that is not the code itself.
    public let asOf: Int64?
}

/// The names of the checks, in the order in which they are made.
public enum CheckName: String, Hashable, Sendable, CaseIterable, Encodable {
    case format
    case trustList = "trust_list"
    case clock
    case lookup
    case issuerKey = "issuer_key"
    case issuerSignature = "issuer_signature"
    case holderSignature = "holder_signature"
    case disclosures
    case audience
    case challenge
    case credentialTime = "credential_time"
    case codeTime = "code_time"
    case status
    case document
    case card
    case relief
    case health
    case requirements
    case replay

    static let count = allCases.count
}

/// Who the person is.
public enum IdentityFinding: Hashable, Sendable {
    /// The credential says so and its signatures hold.
    case confirmed(name: String, idNumber: String?)
    /// The holder did not show it.
    case notDisclosed
}

/// The state of the social security card.
public struct CardFinding: Hashable, Sendable {
    /// What can be the case with a card.
    public enum State: String, Hashable, Sendable, Encodable {
        case valid, lost, cancelled, expired, none, unknown
        case notDisclosed = "not_disclosed"
    }

    /// Which is the case.
    public var state: State
    /// The region that issued it, GB/T 2260, six digits.
    public var region: UInt64?
    /// The last four characters of its number.
    public var last4: String?
    /// The last day it is valid.
    public var validUntil: Day?
}

/// The state of the social assistance.
public struct ReliefFinding: Hashable, Sendable {
    /// What can be the case with social assistance, or with one certificate.
    public enum State: String, Hashable, Sendable, Encodable {
        case valid, ended, suspended, superseded, expired, none, unknown
        case notDisclosed = "not_disclosed"
    }

    /// One certificate.
    public struct Certificate: Hashable, Sendable, Encodable {
        /// The category, a stable word such as `urban_dibao`.
        public var category: String
        /// The number of the certificate.
        public var number: String
        /// Its version, which grows with each reissue.
        public var version: UInt64
        /// The first day it is valid.
        public var validFrom: Day
        /// The last day it is valid; none where it has no end.
        public var validUntil: Day?
        /// The region, GB/T 2260.
        public var region: UInt64
        /// `head` (户主) or `member` (成员).
        public var role: String
        /// Its state.
        public var state: State
    }

    /// The best among the certificates.
    public var state: State
    /// How many people the household has, where that is known.
    public var householdSize: Int?
    /// The certificates, as the code has them.
    public var certificates: [Certificate] = []
    /// The categories, where a role is told no more of the certificates than these.
    public var categories: [String] = []
}

/// One payment.
public struct PaymentFinding: Hashable, Sendable, Encodable {
    /// The month it is for; none for payments that have no month.
    public var period: PaymentMonth?
    /// What it is, in Chinese, such as 低保金 or 补发低保金.
    public var item: String
    /// How much it was.
    public var amount: PaymentAmount?
    /// The bank's own words, where they are known.
    public var memo: String?
    /// The day it was paid.
    public var paidOn: Day?
    /// What became of it; a code carries only payments that were made.
    public var state: String
    /// Whose account it went to, seen from the person: `self`, `head`, `guardian` or `other`; none where not known.
    public var payee: String?
}

/// The health status.
public struct HealthFinding: Hashable, Sendable {
    /// What can be the case with a health status.
    public enum State: String, Hashable, Sendable, Encodable {
        case green, yellow, red, pending, invalid, expired, retired, none, unknown
        case notDisclosed = "not_disclosed"
    }

    /// Which is the case.
    public var state: State
    /// Until when it holds, seconds since 1970 UTC.
    public var validUntil: Int64?
}

/// What a verdict rests on, with its age.
public struct Evidence: Hashable, Sendable, Encodable {
    /// Whether the registry was asked.
    public enum Mode: String, Hashable, Sendable, Encodable {
        case online, offline
    }

    /// What is known about an earlier use of the code.
    public enum Replay: String, Hashable, Sendable, Encodable {
        /// No terminal of the deployment has seen it.
        case checked
        /// This verifier has not seen it; another may have.
        case local
        /// Nobody could be asked.
        case unknown
        /// Not asked: the code was refused before, or is judged as of another time.
        case skipped
    }

    /// The trust list.
    public struct TrustListEvidence: Hashable, Sendable, Encodable {
        /// Its number.
        public let sequence: UInt64
        /// When it was signed, seconds since 1970 UTC.
        public let issuedAt: Int64
        /// Until when it is current, seconds since 1970 UTC.
        public let expiresAt: Int64
    }

    /// The status list that the credential points to.
    public struct StatusListEvidence: Hashable, Sendable, Encodable {
        /// When it was signed, seconds since 1970 UTC.
        public let issuedAt: Int64
        /// Until when it is current, seconds since 1970 UTC.
        public let expiresAt: Int64
    }

    /// Whether the registry was asked.
    public var mode: Mode
    /// The trust list, unless there is no valid one.
    public var trustList: TrustListEvidence?
    /// The status list, where there is one for the credential.
    public var statusList: StatusListEvidence?
    /// What is known about an earlier use.
    public var replay: Replay
}
