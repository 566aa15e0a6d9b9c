// SPDX-License-Identifier: Apache-2.0

import MergedCode

extension Verdict {
    /// The verdict with no more in it than its reader is told: role ∩ item ∩ what was disclosed.
    ///
    /// Outcome, reasons and checks stay. This is the one place where anything is left out.
    ///
    /// - Parameters:
    ///   - role: who reads it.
    ///   - policy: what each role is told.
    ///   - item: what the person is verified for; `nil` where no purpose was named, which leaves nothing out.
    ///   - terminalRegion: the region that the terminal serves; of others' people it is told the states only, and so where
    ///     nobody knows where they belong. `nil` for a terminal that serves everybody.
    ///   - isTouched: whether somebody has touched the screen to see amounts.
    ///   - reveal: what is to be told in full; without effect for a role that may not ask, and for a refused code.
    /// - Returns: what may be written to a screen or into an answer.
    public func told(
        to role: Role,
        policy: DisclosurePolicy = .standard,
        item: ServiceItem? = nil,
        terminalRegion: RegionScope? = nil,
        isTouched: Bool = false,
        reveal: Reveal? = nil
    ) -> Verdict {
        var disclosure = policy[role]
        if let terminalRegion, !knownRegions.contains(where: terminalRegion.serves) {
            disclosure = disclosure.statesOnly
        }
        let reveal = disclosure.reveal && outcome != .reject ? reveal : nil
        func shows(_ component: ComponentKey) -> Bool { item?.shows.contains(component) ?? true }
        var told = self
        told.identity = shows(.identity) ? identity.told(disclosure, reveal) : .notDisclosed
        told.card = shows(.card) ? card.told(disclosure.card) : CardFinding(state: .notDisclosed)
        told.relief = shows(.relief) ? relief.told(disclosure.relief) : ReliefFinding(state: .notDisclosed)
        told.payments = shows(.payment) ? paymentsTold(disclosure.payments, isTouched: isTouched, reveal) : []
        told.health = shows(.health) ? health.told(disclosure.health) : HealthFinding(state: .notDisclosed)
        told.warnings = disclosure.warnings ? warnings.filter { shows($0.component) } : []
        return told
    }

    /// Where the person belongs, as the registry says or else as far as what is shown says.
    private var knownRegions: Set<RegionCode> {
        guard regions.isEmpty else { return regions }
        let relief = relief.certificates.map(\.region)
        return Set(relief.isEmpty ? card.region.map { [$0] } ?? [] : relief)
    }

    private func paymentsTold(
        _ disclosure: RoleDisclosure.Payments,
        isTouched: Bool,
        _ reveal: Reveal?
    ) -> [PaymentFinding] {
        // What the holder did not disclose, and what a refused code says, is not to be had by a reveal either.
        if let reveal, !payments.isEmpty { return reveal.payments }
        let amounts = disclosure.detail == .full || (isTouched && kind == .dynamic)
        return payments.lazy
            .filter { !disclosure.isThisMonthOnly || $0.isOfMonth(at: time) }
            .prefix(disclosure.count)
            .compactMap { $0.told(disclosure.detail, withAmount: amounts) }
    }
}

extension IdentityFinding {
    fileprivate func told(_ disclosure: RoleDisclosure, _ reveal: Reveal?) -> IdentityFinding {
        guard case .confirmed(let name, let idNumber) = self else { return .notDisclosed }
        let shownName: String? =
            switch disclosure.name {
            case .none: nil
            case .masked: name.map(Identity.maskingGivenName)
            case .full: name
            }
        let shownNumber = disclosure.idNumber == .none ? nil : idNumber
        return .confirmed(name: shownName, idNumber: reveal?.idNumber ?? shownNumber)
    }
}

extension CardFinding {
    fileprivate func told(_ level: RoleDisclosure.Card) -> CardFinding {
        switch level {
        case .none: CardFinding(state: .notDisclosed)
        case .state: CardFinding(state: state)
        case .lastFour: self
        }
    }
}

extension ReliefFinding {
    fileprivate func told(_ level: RoleDisclosure.Relief) -> ReliefFinding {
        var told = ReliefFinding(state: level == .none ? .notDisclosed : state)
        // A category beside a state that is not good would read as an entitlement.
        if level == .category, state == .valid {
            told.categories = Set(certificates.filter { $0.state == .valid }.map(\.category)).sorted()
        }
        if level >= .certificate {
            told.certificates = certificates
            told.householdSize = householdSize
        }
        if level >= .history { told.history = history }
        return told
    }
}

extension HealthFinding {
    fileprivate func told(_ level: RoleDisclosure.Health) -> HealthFinding {
        switch level {
        case .none: HealthFinding(state: .notDisclosed)
        case .state: HealthFinding(state: state)
        case .dates: self
        }
    }
}

extension PaymentFinding {
    /// Whether it is for the month of a moment, or was paid in it, or is not known to have been, whichever month it is for.
    fileprivate func isOfMonth(at time: Int64) -> Bool {
        if [.due, .overdue, .notPayable, .unknown].contains(state) { return true }
        guard let today = Day(at: time)?.components else { return false }
        let paid = paidOn?.components
        return period?.number == UInt32(today.year * 100 + today.month)
            || (paid?.year == today.year && paid?.month == today.month)
    }

    fileprivate func told(_ detail: RoleDisclosure.Payments.Detail, withAmount: Bool) -> PaymentFinding? {
        switch detail {
        case .none: nil
        case .state: PaymentFinding(period: period, item: nil, state: state)
        case .amountOnTouch:
            PaymentFinding(
                period: period,
                item: withAmount ? item : nil,
                amount: withAmount ? amount : nil,
                state: state,
                isHousehold: withAmount && isHousehold
            )
        case .full: self
        }
    }
}
