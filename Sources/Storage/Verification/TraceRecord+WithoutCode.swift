// SPDX-License-Identifier: Apache-2.0

public import Audit

extension TraceRecord {
    /// The record of notices that were handed to a gateway.
    ///
    /// - Parameters:
    ///   - gateway: its credential.
    ///   - operatorID: who handed them over; the gateway's own id where it asked itself.
    ///   - sequences: of the first and the last notice.
    ///   - id: its name.
    ///   - now: seconds since 1970 UTC.
    /// - Throws: `AuditError` `audit.value`.
    public init(
        drainedBy gateway: Terminal,
        operatorID: String,
        sequences: ClosedRange<Int64>,
        id: AuditID,
        at now: Int64
    ) throws(AuditError) {
        try self.init(
            id: id,
            at: now,
            terminal: gateway.id,
            role: gateway.role,
            region: gateway.region,
            item: "notices",
            business: "\(sequences.lowerBound)-\(sequences.upperBound)",
            operatorID: operatorID,
            how: .notices,
            outcome: "accept"
        )
    }
}

extension TraceRecord {
    /// What stands in place of a terminal where staff work at the registry itself; no terminal may be named so.
    public static let registryTerminal = "registry"

    /// The record of numbers that staff at the registry were told in full.
    ///
    /// - Parameters:
    ///   - person: whose, by the registry's keyed digest; nil where nobody is known by them.
    ///   - region: where, digits of GB/T 2260.
    ///   - reference: what they asked by.
    ///   - reason: why.
    ///   - operatorID: who asked.
    ///   - id: its name.
    ///   - now: seconds since 1970 UTC.
    /// - Throws: `AuditError` `audit.value`, or `audit.personal-data` for a reason with a long number.
    public init(
        revealing person: [UInt8]?,
        in region: String,
        reference: String,
        reason: String,
        operatorID: String,
        id: AuditID,
        at now: Int64
    ) throws(AuditError) {
        try self.init(
            id: id,
            at: now,
            terminal: Self.registryTerminal,
            role: "operator",
            region: region,
            item: "reference",
            business: reference,
            operatorID: operatorID,
            how: .reveal,
            person: person,
            outcome: "accept",
            revealReason: reason
        )
    }
}
