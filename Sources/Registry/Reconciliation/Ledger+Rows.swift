// SPDX-License-Identifier: Apache-2.0

extension Ledger {
    /// What money is for: payments and entitlements of one purse can meet.
    ///
    /// The kind, and within the kind `other` the item.
    struct Purse: Hashable {
        let kind: SubsidyKind
        /// The item's word where the kind alone does not say, else -1.
        let item: Int32

        init(kind: SubsidyKind, item: Int32) {
            self.kind = kind
            self.item = kind == .other ? item : -1
        }
    }

    /// An account that a card has or had.
    struct Card {
        var person: Int32 = -1
        var account: Int32 = -1
        let bank: Int32
        /// Whether the card has this account now.
        let isCurrent: Bool
        let status: CardStatus
        let accountStatus: AccountStatus?
        let enabledOn: CalendarDay?
        let disabledOn: CalendarDay?
        let validUntil: CalendarDay?
        let nameKey: AccountNameKey?
    }

    /// A row of the roster.
    struct Relief {
        let key: ReliefKey
        var person: Int32 = -1
        var household: Int32 = -1
        /// The payee that the row names, -1 where it names none.
        var payee: Int32 = -1
        let category: ReliefCategory
        let role: HouseholdRole
        let payoutMode: PayoutMode
        let state: RosterState
        let amount: Int64
        let validFrom: CalendarDay
        let validUntil: CalendarDay?
        let paidFrom: Period?
        let unpaidFrom: Period?
        let diedOn: CalendarDay?
        let stateChangedOn: CalendarDay?
        let district: UInt32
    }

    /// An entitlement: a line of the paylist, or one derived from the roster.
    struct Line {
        /// The words of the line's key, or of the roster row's where it is derived.
        let key: (UInt64, UInt64)
        var person: Int32 = -1
        var payee: Int32 = -1
        /// -1 where the line names none.
        var household: Int32 = -1
        /// -1 where it is derived.
        var account: Int32 = -1
        let purse: Purse
        let item: Int32
        let nature: PaymentNature
        let relation: PayeeRelation
        let period: Period
        /// The months it is for: those of back pay, else the month of the list.
        let months: ClosedRange<Period>
        let amount: Int64
        let dueOn: CalendarDay
        let district: UInt32
        let isDerived: Bool
    }

    /// A row of a bank's file.
    struct Payment {
        let batch: Int32
        let line: Int32
        var account: Int32 = -1
        let amount: Int64
        let paidAt: Int64
        let result: PaymentResult
        /// Nil where the item is undecided.
        let purse: Purse?
        /// -1 where undecided.
        let item: Int32
        /// Nil where undecided, or where the item has none.
        let months: ClosedRange<Period>?
        let isBackPay: Bool
        let memoIsNotStandard: Bool
        let yearIsInferred: Bool
        let nameKey: AccountNameKey?
    }
}
