// SPDX-License-Identifier: Apache-2.0

/// How an entry stood before an import changed it: what undoing the import puts back.
public enum FormerEntry: Hashable, Sendable {
    /// A person, nil where the import brought them.
    case person(PersonKey, PersonEntry?)
    /// A card, nil where the import brought it.
    case card(CardKey, CardEntry?)
    /// An account that the card had not had before.
    case account(CardKey, AccountKey)
    /// A row of the roster, nil where the import brought it.
    case relief(ReliefKey, ReliefEntry?)
    /// A health status, nil where the import brought it.
    case health(PersonKey, HealthEntry?)
    /// A line of the paylist, nil where the import brought it.
    case paylist(PaylistKey, PaylistEntry?)
    /// A payment of the batch that the import replaced.
    case payment(PaymentEntry)
}
