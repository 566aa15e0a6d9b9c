// SPDX-License-Identifier: Apache-2.0

public import MergedCode
import Trust

extension Verifier {
    /// 依职能: a verdict about somebody whose ID number staff gave, without a code.
    ///
    /// It is never better than `review`, since nothing shows that the person is there or agrees.
    ///
    /// - Parameters:
    ///   - standing: what the registry says of the person; `nil` where it does not know them.
    ///   - identity: who it is, the ID number masked; `nil` where nobody knows the name.
    ///   - circumstances: time and rules; the rest has no part in it.
    /// - Returns: the verdict, of no kind of code; its evidence says what it rests on.
    public static func verdictByDuty(
        standing: Standing?,
        identity: Identity?,
        in circumstances: Circumstances
    ) -> Verdict {
        verdict(from: .byDuty, isHolderProven: false, standing, identity, circumstances)
    }

    /// A verdict about somebody whose card, or other medium, an adapter has read.
    ///
    /// What the adapter vouches for takes the place of a code's signatures. A medium that does not prove that its holder
    /// is there gives no better than `review`; a social security card in the reader has to be in use itself.
    ///
    /// - Parameters:
    ///   - reading: what the adapter found out.
    ///   - standing: what the registry says of the person; `nil` where it does not know them.
    ///   - circumstances: time and rules; the rest has no part in it.
    /// - Returns: the verdict, of no kind of code; its evidence says what it rests on.
    public static func verdict(
        on reading: MediumReading,
        standing: Standing?,
        in circumstances: Circumstances
    ) -> Verdict {
        var circumstances = circumstances
        if reading.medium == .sscCard { circumstances.policy.required.insert(.card) }
        return verdict(
            from: reading.medium.source,
            isHolderProven: reading.isHolderProven,
            standing,
            reading.identity,
            circumstances
        )
    }

    private static func verdict(
        from source: Evidence.Source,
        isHolderProven: Bool,
        _ standing: Standing?,
        _ identity: Identity?,
        _ circumstances: Circumstances
    ) -> Verdict {
        var evidence = Evidence(circumstances)
        evidence.mode = .online
        evidence.source = source
        var verdict = Verdict(evidence: evidence, time: circumstances.now)
        if let standing { verdict.show(standing, of: identity, circumstances.policy) }
        for name in CheckName.allCases {
            verdict.record(
                name,
                standing.map { verdict.finding(name, $0, isHolderProven: isHolderProven, circumstances.policy) }
                    ?? (name == .lookup ? .failed(.credentialUnknown) : .skipped)
            )
        }
        return verdict
    }
}

extension Verdict {
    /// All that the registry says: there is no holder to choose what is disclosed, so item and role decide alone.
    fileprivate mutating func show(_ standing: Standing, of identity: Identity?, _ policy: Policy) {
        if policy.looksAt(.identity), let identity {
            self.identity = .confirmed(name: identity.name, idNumber: identity.idNumber)
        }
        if policy.looksAt(.card) { card = standing.card ?? CardFinding(state: .none) }
        if policy.looksAt(.relief) { relief = standing.relief ?? ReliefFinding(state: .none) }
        if policy.looksAt(.health) { health = standing.health ?? HealthFinding(state: .none) }
        if policy.looksAt(.payment) { payments = standing.payments }
        warnings = standing.warnings.filter { policy.looksAt($0.component) }
        regions = standing.regions
    }

    /// What comes of a check where there is no code.
    fileprivate func finding(
        _ name: CheckName,
        _ standing: Standing,
        isHolderProven: Bool,
        _ policy: Policy
    ) -> CheckFinding {
        let asOf = standing.asOf
        switch name {
        case .lookup: return CheckFinding(state: .passed, asOf: asOf)
        case .status:
            return standing.hasDied
                ? .failed(.credentialRevoked, asOf: asOf) : CheckFinding(state: .passed, asOf: asOf)
        case .document: return isHolderProven ? .passed : .unknown(.printedNeedsDocument)
        // Nobody showed a component that was never there, so only a purpose that requires it makes something of that.
        case .card:
            return standing.card == nil || !policy.looksAt(.card) ? .skipped : card.judged(by: policy, asOf: asOf)
        case .relief:
            let isMissing = standing.relief == nil && !policy.required.contains(.relief)
            return isMissing || !policy.looksAt(.relief) ? .skipped : relief.judged(by: policy, asOf: asOf)
        case .health:
            return standing.health == nil || !policy.looksAt(.health) ? .skipped : health.judged(by: policy, asOf: asOf)
        case .requirements: return requirements(standing, policy)
        case .format, .trustList, .clock, .issuerKey, .issuerSignature, .record, .holderSignature, .disclosures,
            .audience, .challenge, .credentialTime, .codeTime, .replay:
            return .skipped
        }
    }

    private func requirements(_ standing: Standing, _ policy: Policy) -> CheckFinding {
        guard !policy.required.isEmpty else { return .skipped }
        let isMissing = policy.required.contains { component in
            switch component {
            case .identity: identity == .notDisclosed
            case .card: standing.card == nil
            case .health: standing.health == nil
            case .payment: standing.payments.isEmpty
            // Having none says so itself: `relief_none`.
            case .relief: false
            }
        }
        return isMissing ? .unknown(.componentNotDisclosed, asOf: standing.asOf) : .passed
    }
}
