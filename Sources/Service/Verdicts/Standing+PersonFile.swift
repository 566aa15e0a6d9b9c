// SPDX-License-Identifier: Apache-2.0

import Issuance
import MergedCode
import Registry
import Verification

extension Standing {
    /// What a verdict says of a person, from their file in the registry.
    ///
    /// Payments are those that were made, and those that are due and were not: the latest twelve, or as many as the file has where
    /// somebody asked for more. One that is made to the household as a whole (按户) says so.
    init(_ file: PersonFile, dues: [PersonFile.Due], conflicts: [PersonFile.Conflict], at now: Int64) {
        let certificates = file.certificates(at: now)
        self.init(
            asOf: now,
            hasDied: file.hasDied,
            regions: Set(
                (file.cards.map(\.entry.region) + file.reliefs.map(\.entry.region))
                    .compactMap { MergedCode.RegionCode(rawValue: $0.district) }
            ),
            card: file.card(at: now).map { CardFinding($0) },
            relief: certificates.isEmpty ? nil : ReliefFinding(certificates, of: file, at: now),
            payments: Self.payments(file, dues),
            health: file.health(at: now).map { HealthFinding($0) },
            warnings: Self.warnings(file, conflicts, at: now)
        )
    }

    private static func payments(_ file: PersonFile, _ dues: [PersonFile.Due]) -> [PaymentFinding] {
        let made = file.payments.map { (day: $0.paidOn, finding: PaymentFinding($0, of: file, dues)) }
        // What is partly paid is told by its payments; what nobody is paid belongs to no day and stands before all others.
        let missing = dues.filter { $0.state != .partlyPaid }
            .map { (day: $0.dueOn ?? CalendarDay(days: Int(Int32.max)), finding: PaymentFinding($0)) }
        // Sorting is stable: of one day, what is due stands first.
        let all = (missing + made).sorted { $0.day > $1.day }
        return all.prefix(max(file.payments.count, PersonFile.usualPayments)).map(\.finding)
    }

    private static func warnings(
        _ file: PersonFile,
        _ conflicts: [PersonFile.Conflict],
        at now: Int64
    ) -> [Warning] {
        let told = conflicts.map { conflict -> Warning in
            switch conflict {
            case .nameDiffers: .nameDiffers
            case .severalHeads, .severalHouseholds, .amountsDiffer: .departmentsConflict
            case .cardOfAnother: .cardOfAnother
            }
        }
        var warnings = Warning.allCases.filter(told.contains)
        if file.needsChangeOfHead(at: now) { warnings.append(.headDeceased) }
        let account = file.card(at: now)?.card.entry.accountStatus
        if let account, account != .normal { warnings.append(.accountInactive) }
        return warnings
    }
}

extension CardFinding {
    /// The card that counts.
    fileprivate init(_ standing: PersonFile.CardStanding) {
        let state: State =
            switch standing.state {
            case .active: .valid
            case .lost: .lost
            case .cancelled, .ended, .superseded: .cancelled
            case .expired: .expired
            // Locked, put away, not activated: nobody can tell more than that it is not good now.
            case .suspended, .pending: .unknown
            }
        self.init(
            state: state,
            region: MergedCode.RegionCode(rawValue: standing.card.entry.region.district),
            last4: standing.card.number.last4,
            validUntil: standing.card.entry.validUntil.flatMap { Day(number: Int64($0.days)) }
        )
    }
}

extension ReliefFinding {
    /// The certificates: those that may hold, and those that are over as history; where all are over, they are what
    /// counts.
    fileprivate init(_ certificates: [PersonFile.Certificate], of file: PersonFile, at now: Int64) {
        let found = certificates.compactMap { certificate in
            ReliefCertificate(certificate.relief)
                .map { Certificate($0, state: State(certificate.state)) }
        }
        let over = Set<State>([.ended, .superseded, .expired])
        let current = found.filter { !over.contains($0.state) }
        let history = current.isEmpty ? [] : found.filter { over.contains($0.state) }
        self.init(
            certificates: current.isEmpty ? found : current,
            householdSize: certificates.first.map { file.householdSize(of: $0, at: now) },
            history: history.sorted { $0.validFrom > $1.validFrom }
        )
    }
}

extension ReliefFinding.State {
    fileprivate init(_ state: ComponentState) {
        self =
            switch state {
            case .active: .valid
            // A certificate that begins later entitles to nothing yet.
            case .pending: .none
            case .suspended: .suspended
            case .ended: .ended
            case .superseded: .superseded
            case .expired: .expired
            case .lost, .cancelled: .unknown
            }
    }
}

extension PaymentFinding {
    fileprivate init(_ payment: PersonFile.Payment, of file: PersonFile, _ dues: [PersonFile.Due]) {
        let entry = payment.entry
        let kind = MemoKind(rawValue: UInt64(payment.memoKind))
        let name = entry.item ?? kind.item.description
        let isHousehold = file.reliefs.contains { relief in
            relief.entry.payoutMode == .household && entry.kind.map(relief.entry.category.covers) ?? false
        }
        let isPart = dues.contains { due in
            due.state == .partlyPaid && due.period == payment.period && due.item?.kind == entry.kind
        }
        let arrived: State = isPart ? .partlyPaid : .paid
        self.init(
            period: payment.period.map { PaymentMonth(number: UInt32($0.number)) },
            item: entry.isBackPay ? "补发" + name : name,
            amount: entry.amount.fen > 0 ? PaymentAmount(fen: UInt64(entry.amount.fen)) : nil,
            memo: payment.memo,
            paidOn: Day(number: Int64(payment.paidOn.days)),
            state: entry.result == .paid ? arrived : .returned,
            payee: Payee(payment.payee),
            // An agent may be an institution, whose name has no surname to mask it to.
            payeeName: payment.payee == .other ? nil : payment.holder.description,
            isHousehold: isHousehold && (payment.payee == .oneself || payment.payee == .head)
        )
    }
}

extension PaymentFinding {
    /// What is due and was not paid.
    fileprivate init(_ due: PersonFile.Due) {
        let state: State =
            switch due.state {
            case .due: .due
            case .overdue: .overdue
            case .partlyPaid: .partlyPaid
            case .notPayable: .notPayable
            case .unknown: .unknown
            }
        self.init(
            period: PaymentMonth(number: UInt32(due.period.number)),
            item: due.item?.name,
            amount: due.amount.map { PaymentAmount(fen: UInt64($0.fen)) },
            state: state,
            payee: due.payee.map { Payee($0) },
            isHousehold: due.isHousehold
        )
    }
}

extension PaymentFinding.Payee {
    fileprivate init(_ payee: PersonFile.Payee) {
        self =
            switch payee {
            case .oneself: .own
            case .head: .head
            case .guardian: .guardian
            case .other: .other
            }
    }
}

extension HealthFinding {
    fileprivate init(_ standing: PersonFile.HealthStanding) {
        let level: State =
            switch standing.entry.level {
            case .pending: .pending
            case .green: .green
            case .yellow: .yellow
            case .red: .red
            case .invalid: .invalid
            }
        self.init(state: standing.state == .active ? level : .expired, validUntil: standing.entry.validUntil)
    }
}
