// SPDX-License-Identifier: Apache-2.0

public import MergedCode

/// How data leave what was issued for good.
///
/// Which entries of status lists are allotted stays known for ever, since none is given twice.
public protocol IssuanceRetention {
    /// Removes the sealed credential of an id, where there is one.
    func removeSealedCredential(_ id: CredentialID) throws

    /// Removes credentials and printed codes, sealed forms included, and tickets that expired before a time.
    ///
    /// - Parameter time: seconds since 1970 UTC.
    /// - Returns: how many credentials and printed codes, and how many tickets.
    /// - Throws: what the engine throws.
    func removeExpired(before time: Int64) throws -> (credentials: Int, tickets: Int)
}
