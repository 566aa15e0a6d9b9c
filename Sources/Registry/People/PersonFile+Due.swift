// SPDX-License-Identifier: Apache-2.0

extension PersonFile {
    /// A month's money of which nothing is known to have arrived, or not all.
    public struct Due: Hashable, Sendable {
        /// What holds of it.
        public enum State: Hashable, Sendable, CaseIterable {
            /// Its pay day, with the days of grace, is not over.
            case due
            /// Its pay day is over, and nothing has arrived.
            case overdue
            /// Some of it has arrived: its payments are among the file's.
            case partlyPaid
            /// Nobody is to be paid (不发放, as in 集中供养).
            case notPayable
            /// Its pay day is over, and whether it was paid cannot be told.
            case unknown
        }

        /// The month.
        public let period: Period
        /// What the money is; nil where the category gets none month by month.
        public let item: Catalogue.Item?
        /// All that is due, the household's where ``isHousehold``; nil where nothing is.
        public let amount: Amount?
        /// 应发日期; nil where nothing is due.
        public let dueOn: CalendarDay?
        /// Who is to get it; nil where nobody is.
        public let recipient: PersonKey?
        /// Who that is, seen from the person of the file.
        public let payee: Payee?
        /// Whether it is the household's as a whole (按户).
        public let isHousehold: Bool
        /// What holds of it.
        public internal(set) var state: State
    }

    /// What is due by the roster, for the month that is paid in this calendar month and for the one before; the latest first.
    ///
    /// The paylist says how much and when, where a line of it came to hand, else the roster and the calendar. Only what the file
    /// itself shows counts: that a bank has reported the month is asked for by ``PersonRegistry/dues(of:at:in:)``.
    public func dues(by catalogue: Catalogue, at now: Int64) -> [Due] {
        // Nobody is told that the dead are still owed; a household that goes on is in its members' files.
        guard !hasDied else { return [] }
        let today = CalendarDay(containing: now)
        return reliefs.map(\.entry)
            .flatMap { relief -> [Due] in
                // What the roster has left out is suspended until 民政 says what it is.
                guard relief.absentSince == nil else { return [] }
                let month = catalogue.payCalendar.month(dueIn: today.period, district: relief.region.district)
                if relief.payoutMode == .none { return notPayable(relief, for: month, catalogue).map { [$0] } ?? [] }
                return [month, month.advanced(by: -1)].compactMap { due(on: relief, for: $0, catalogue, today) }
            }
            .sorted { $0.period > $1.period }
    }

    /// What is not to be paid on a row for a month, nil where somebody was paid all the same, as an institution is.
    private func notPayable(_ relief: ReliefEntry, for period: Period, _ catalogue: Catalogue) -> Due? {
        guard relief.isEntitled(in: period) else { return nil }
        if let kind = relief.kind, payments.contains(where: { $0.entry.isFor(kind, in: period) }) { return nil }
        return Due(
            period: period,
            item: catalogue.item(for: relief),
            amount: nil,
            dueOn: nil,
            recipient: nil,
            payee: nil,
            isHousehold: false,
            state: .notPayable
        )
    }

    /// What is due on a row for a month, nil where nothing is, or all is told by the payments.
    private func due(on relief: ReliefEntry, for period: Period, _ catalogue: Catalogue, _ today: CalendarDay) -> Due? {
        guard relief.isEntitled(in: period), let item = catalogue.item(for: relief),
            // 临时救助 is paid once, in its first month.
            item.kind != .temporaryRelief || relief.firstMonth == period,
            let paid = paidRow(of: relief, for: period)
        else { return nil }
        let isHousehold = relief.payoutMode == .household
        let lines = Set(
            search.lines.filter { line in
                line.period == period && line.kind == item.kind && line.nature == .regular
                    && (line.person == key || isHousehold && line.household == relief.household)
            }
        )
        let amount = lines.isEmpty ? paid.monthlyAmount.fen : lines.reduce(0) { $0 + $1.amount.fen }
        let dueOn =
            lines.map(\.dueOn).max()
            ?? catalogue.payCalendar.dueDay(of: period, district: relief.region.district)
        let recipient = paid.payee ?? paid.person
        guard amount > 0,
            let state = state(
                of: amount,
                for: item.kind,
                in: period,
                isOver: today.days > dueOn.days + catalogue.payCalendar.graceDays,
                // Where the money goes elsewhere, only a line of the paylist tells which account to look into.
                isFindable: search.holders.contains(recipient) || !lines.isEmpty
            )
        else { return nil }
        return Due(
            period: period,
            item: item,
            amount: Amount(fen: amount),
            dueOn: dueOn,
            recipient: recipient,
            payee: recipient == key ? .oneself : paid.person == key ? .guardian : .head,
            isHousehold: isHousehold,
            state: state
        )
    }

    /// The row that the money of a row stands on: 按户 the head's, also where the head has died and others stay.
    private func paidRow(of relief: ReliefEntry, for period: Period) -> ReliefEntry? {
        guard relief.payoutMode == .household, relief.role == .member else { return relief }
        return households[relief.household]?
            .first { row in
                row.role == .head && row.category == relief.category
                    && (row.isEntitled(in: period) || row.death != nil)
            }
    }

    /// What holds of an amount, nil where the payments themselves tell it.
    private func state(
        of amount: Int64,
        for kind: SubsidyKind,
        in period: Period,
        isOver: Bool,
        isFindable: Bool
    ) -> Due.State? {
        let received = payments.map(\.entry).filter { $0.isFor(kind, in: period) }
        // What came back says so in its own line; how much of several months' money is for one of them, nobody says.
        guard received.allSatisfy({ $0.result == .paid && $0.amount.fen > 0 && $0.periodFrom == $0.periodTo }) else {
            return nil
        }
        let arrived = received.reduce(0) { $0 + $1.amount.fen }
        guard arrived < amount else { return nil }
        let begin = period.firstDay.start
        // More of it may be older than what was read, or among what nobody can tell the kind or the month of.
        let isDecided =
            isFindable && search.completeSince ?? begin <= begin && search.unnamedAt ?? Int64.min < begin
            && !payments.contains { $0.entry.kind == kind && $0.entry.periodTo == nil && $0.entry.paidAt >= begin }
        if arrived > 0 { return isDecided ? .partlyPaid : nil }
        if !isOver { return .due }
        return isDecided ? .overdue : .unknown
    }
}

extension Catalogue {
    /// What a row of the roster is paid, nil where it is paid nothing.
    fileprivate func item(for relief: ReliefEntry) -> Item? {
        relief.kind.flatMap { kind in items.first { $0.kind == kind } }
    }
}

extension PaymentEntry {
    /// Whether it is money of a kind for a month, be it back pay.
    fileprivate func isFor(_ kind: SubsidyKind, in period: Period) -> Bool {
        guard self.kind == kind, let periodFrom, let periodTo else { return false }
        return periodFrom <= period && period <= periodTo
    }
}
