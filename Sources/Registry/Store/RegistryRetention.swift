// SPDX-License-Identifier: Apache-2.0

/// How data leave a registry for good.
///
/// Nothing is marked as gone: what these take out is in no table any more.
public protocol RegistryRetention {
    /// Removes a person with their cards, the accounts these had, their rows of the roster and their health status.
    func removePerson(_ key: PersonKey) throws

    /// Removes the health statuses that were assessed before one time and are no longer valid at another.
    ///
    /// - Parameters:
    ///   - assessment: 评估时间 lies before it, unix seconds.
    ///   - end: 有效期至 does not lie after it, unix seconds.
    /// - Returns: whose they were, by key.
    /// - Throws: what the engine throws.
    func removeHealth(assessedBefore assessment: Int64, validUntil end: Int64) throws -> [PersonKey]

    /// Replaces what is sealed of a payment, and its name key; the payment is there.
    func replaceDetails(of payment: PaymentEntry) throws

    /// Removes payments made before a time, unix seconds, and batches that are empty then; gives how many payments.
    func removePayments(paidBefore time: Int64) throws -> Int
    /// Removes lines of the paylist that were due before a day; gives how many.
    func removePaylist(dueBefore day: CalendarDay) throws -> Int
    /// Removes notes of imports made before a time, unix seconds; gives how many.
    ///
    /// The latest of each kind and batch stay, those that are held, and the last one, so that no number is given twice.
    func removeImports(madeBefore time: Int64) throws -> Int
    /// Removes changes made before a time, unix seconds, up to the first that is younger and never the last one, so that the
    /// order goes on; gives how many.
    func removeChanges(madeBefore time: Int64) throws -> Int
}
