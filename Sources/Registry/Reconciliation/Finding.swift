// SPDX-License-Identifier: Apache-2.0

/// What reconciliation found of a payment, the first that holds in this order (product.md §6).
public enum PaymentOutcome: String, Hashable, Sendable, CaseIterable {
    /// It came back, or is the row that took it back.
    case returned
    /// It takes back a payment that nobody knows.
    case returnUnmatched = "return_unmatched"
    /// Into an account that neither a card ever had nor the paylist names.
    case cardUnknown = "card_unknown"
    /// What or which month it is for cannot be told.
    case periodUnknown = "period_unknown"
    /// The holder of the account had died before the month.
    case paidToDeceased = "paid_to_deceased"
    /// The person or household had left the roster before the month.
    case paidAfterEnd = "paid_after_end"
    /// Nobody there is to get money of this kind.
    case paidNotOnRoster = "paid_not_on_roster"
    /// What was due had been paid already.
    case duplicate
    /// The account is not the payee's.
    case paidWrongPayee = "paid_wrong_payee"
    /// The payee's, but not the listed account, or on a card that was not in use that day.
    case paidOldCard = "paid_old_card"
    /// 户名 is not the holder's name.
    case nameDiffers = "name_differs"
    /// Together with the others that were kept it is not what was due.
    case amountDiffers = "amount_differs"
    /// As it should be.
    case matched
}

/// What reconciliation found of an entitlement (product.md §6).
public enum EntitlementOutcome: String, Hashable, Sendable, CaseIterable {
    /// Paid into an account that is not the payee's.
    case paidWrongPayee = "paid_wrong_payee"
    /// Paid into an account of the payee that was not listed or not in use.
    case paidOldCard = "paid_old_card"
    /// Paid under another name.
    case nameDiffers = "name_differs"
    /// Paid, but not what was due.
    case amountDiffers = "amount_differs"
    /// Paid as it should be.
    case matched
    /// Paid only into the account of somebody who had died.
    case paidToDeceased = "paid_to_deceased"
    /// What was paid came back.
    case returned
    /// The payee has no card.
    case noCard = "no_card"
    /// The payee's bank account is not in use.
    case cardNotActive = "card_not_active"
    /// The day on which it is due has not passed.
    case notYetDue = "not_yet_due"
    /// The bank may still report it.
    case awaitingBankFile = "awaiting_bank_file"
    /// Nothing was paid.
    case notPaid = "not_paid"

    /// Whether there is nothing to look at.
    public var isGood: Bool { [.matched, .notYetDue, .awaitingBankFile].contains(self) }
}

/// What else holds of a payment or an entitlement beside its finding.
public struct FindingFlags: OptionSet, Hashable, Sendable {
    /// One bit for each flag.
    public let rawValue: UInt16

    /// Flags from their bits.
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// The memo is outside of the grammar.
    public static let memoNotStandard = Self(rawValue: 1)
    /// The year of back pay is a guess.
    public static let yearInferred = Self(rawValue: 1 << 1)
    /// More arrived than was due.
    public static let overpaid = Self(rawValue: 1 << 2)
    /// The roster names another payee than the paylist.
    public static let payeeChanged = Self(rawValue: 1 << 3)
    /// The account is on no social security card.
    public static let notSSCAccount = Self(rawValue: 1 << 4)
    /// The entitlement follows from the roster, since there is no paylist.
    public static let derived = Self(rawValue: 1 << 5)
    /// ``PaymentOutcome/paidOldCard`` holds as well.
    public static let oldCard = Self(rawValue: 1 << 6)
    /// ``PaymentOutcome/nameDiffers`` holds as well.
    public static let nameDiffers = Self(rawValue: 1 << 7)
    /// ``PaymentOutcome/amountDiffers`` holds as well.
    public static let amountDiffers = Self(rawValue: 1 << 8)
    /// ``PaymentOutcome/paidWrongPayee`` holds as well, of another of the entitlement's payments.
    public static let wrongPayee = Self(rawValue: 1 << 9)

    private static let all: [(Self, String)] = [
        (.memoNotStandard, "memo_not_standard"), (.yearInferred, "year_inferred"), (.overpaid, "overpaid"),
        (.payeeChanged, "payee_changed"), (.notSSCAccount, "not_ssc_account"), (.derived, "derived"),
        (.wrongPayee, "paid_wrong_payee"), (.oldCard, "paid_old_card"), (.nameDiffers, "name_differs"),
        (.amountDiffers, "amount_differs"),
    ]

    /// The names of the flags that are set, in a fixed order.
    public var names: [String] { Self.all.filter { contains($0.0) }.map(\.1) }
}
