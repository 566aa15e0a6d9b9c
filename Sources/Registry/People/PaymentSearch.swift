// SPDX-License-Identifier: Apache-2.0

/// How far a search for a person's payments went, so that what was not found can be told from what could not be found.
struct PaymentSearch: Hashable {
    /// Whether there was one: the file of a person can be had without payments.
    var isMade = false
    /// Whose accounts were looked into: the person's, and those of heads that are paid for the household.
    var holders: Set<PersonKey> = []
    /// The lines of the paylist that came to hand and are for the person or a household of theirs that is paid as one; some twice.
    var lines: [PaylistEntry] = []
    /// Before this moment there may be more payments; nil where all were found.
    var completeSince: Int64?
    /// When the latest payment came in of which nobody can say what it is; nil where there is none.
    var unnamedAt: Int64?
}
