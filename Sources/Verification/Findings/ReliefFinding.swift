// SPDX-License-Identifier: Apache-2.0

public import MergedCode

/// The state of the social assistance.
public struct ReliefFinding: Hashable, Sendable {
    /// What can be the case with social assistance, or with one certificate.
    public enum State: String, Hashable, Sendable, CaseIterable, Decodable {
        case valid, ended, suspended, superseded, expired, none, unknown
        case notDisclosed = "not_disclosed"
    }

    /// One certificate.
    public struct Certificate: Hashable, Sendable, Decodable {
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
        /// The region, GB/T 2260, six digits.
        public var region: RegionCode
        /// `head` (户主) or `member` (成员).
        public var role: String
        /// Its state.
        public var state: State

        /// A certificate, in a state.
        public init(_ certificate: ReliefCertificate, state: State) {
            category = certificate.category.description
            number = certificate.number
            version = certificate.version
            validFrom = certificate.validFrom
            validUntil = certificate.validUntil
            region = certificate.region
            role = certificate.role.description
            self.state = state
        }
    }

    /// The best among the certificates.
    public var state: State
    /// How many people the household has, where that is known.
    public var householdSize: Int?
    /// The certificates as they are now: the registry's where it was asked, else those of the code.
    public var certificates: [Certificate]
    /// Earlier certificates and versions, the newest first, where the registry was asked.
    public var history: [Certificate]
    /// The categories, where a role is told no more of the certificates than these.
    public internal(set) var categories: [String] = []

    /// A finding.
    public init(
        state: State,
        householdSize: Int? = nil,
        certificates: [Certificate] = [],
        history: [Certificate] = []
    ) {
        self.state = state
        self.householdSize = householdSize
        self.certificates = certificates
        self.history = history
    }

    /// A finding whose state is the best among its certificates, `none` without any.
    public init(certificates: [Certificate], householdSize: Int? = nil, history: [Certificate] = []) {
        // One certificate that holds is enough to be entitled; of several that do not, the nearest to holding is told.
        let order: [State] = [.valid, .unknown, .suspended, .superseded, .expired, .ended, .none]
        let state = order.first { state in certificates.contains { $0.state == state } } ?? .none
        self.init(state: state, householdSize: householdSize, certificates: certificates, history: history)
    }
}
