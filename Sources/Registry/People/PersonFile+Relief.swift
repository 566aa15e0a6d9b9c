// SPDX-License-Identifier: Apache-2.0

extension PersonFile {
    /// A certificate (救助证) of the person, and what holds of it.
    public struct Certificate: Hashable, Sendable {
        /// The row of the roster it stands in.
        public let relief: Relief
        /// What holds of it.
        public let state: ComponentState
    }

    /// A credential names at most so many certificates (wire-format.md §3).
    public static let maximumCertificates = 4

    /// Whether the roster says that the person has died: everything has ended.
    public var hasDied: Bool { reliefs.contains { $0.entry.state == .deceased || $0.entry.diedOn != nil } }

    /// All of the person's certificates at a moment: good ones first, then by category, then the latest begun.
    public func certificates(at now: Int64) -> [Certificate] {
        reliefs.map { Certificate(relief: $0, state: hasDied ? .ended : $0.entry.state(at: now)) }
            .sorted { left, right in
                (left.rank, left.relief.entry.category, right.relief.entry.validFrom, left.relief.entry.key)
                    < (right.rank, right.relief.entry.category, left.relief.entry.validFrom, right.relief.entry.key)
            }
    }

    /// The certificates that a credential may name at a moment, at most ``maximumCertificates``.
    public func activeCertificates(at now: Int64) -> [Certificate] {
        Array(certificates(at: now).filter { $0.state == .active }.prefix(Self.maximumCertificates))
    }

    /// What holds of the person's relief as a whole: that of the best certificate; nil when there is none.
    public func relief(at now: Int64) -> ComponentState? { certificates(at: now).first?.state }

    /// What holds at a moment of a certificate as a credential once named it.
    ///
    /// A higher version, or a certificate that names this one as its predecessor (原救助证编号), supersedes it. One that is in
    /// no row any more has ended.
    public func state(ofCertificate number: String, version: Int, at now: Int64) -> ComponentState {
        let certificates = certificates(at: now)
        if let current = certificates.first(where: { $0.relief.certificate == number }) {
            let isOlder = version < current.relief.entry.version
            return isOlder && current.state == .active ? .superseded : current.state
        }
        return certificates.contains { $0.relief.previousCertificate == number && $0.state == .active }
            ? .superseded : .ended
    }

    /// How many people of the household of a certificate are entitled at a moment; a person in several rows counts once.
    public func householdSize(of certificate: Certificate, at now: Int64) -> Int {
        let rows = households[certificate.relief.entry.household] ?? []
        return Set(rows.filter { $0.state(at: now) == .active }.map(\.person)).count
    }

    /// Whether the head of a household the person is entitled in has died, so that 户主变更 is needed; relief stays.
    public func needsChangeOfHead(at now: Int64) -> Bool {
        activeCertificates(at: now)
            .contains { certificate in
                let rows = households[certificate.relief.entry.household] ?? []
                let heads = rows.filter { $0.role == .head }
                return !heads.isEmpty && heads.allSatisfy { $0.state == .deceased || $0.diedOn != nil }
            }
    }
}

extension PersonFile.Certificate {
    private static let order: [ComponentState] = [.active, .suspended, .pending, .superseded, .expired, .ended]

    /// Lower is better.
    fileprivate var rank: Int { Self.order.firstIndex(of: state) ?? Self.order.count }
}

extension ReliefEntry {
    /// What holds of the row at a moment: 渐退 is still entitled until its end date, and what moved is for another row to say.
    public func state(at now: Int64) -> ComponentState {
        if state == .deceased || state == .ended || diedOn != nil { return .ended }
        if state == .moved { return .superseded }
        if let validUntil, validUntil.end <= now { return .expired }
        if absentSince != nil { return .suspended }
        return validFrom.start <= now ? .active : .pending
    }
}
