// SPDX-License-Identifier: Apache-2.0

import Audit
import COSE
import MergedCode
import Storage
import Testing
import Verification

extension ReplayEntry {
    /// A code of its own for each number.
    static func sample(_ number: UInt8) throws -> ReplayEntry {
        let id = try #require(CWTID([UInt8](repeating: number, count: 8)[...]))
        return ReplayEntry(key: ReplayKey(credential: id, code: id), until: 1090, issuedAt: 1000)
    }
}

extension TraceRecord {
    /// A record of its own for each number.
    static func sample(_ number: Int, at time: Int64 = 1000, person: UInt8 = 1) throws -> TraceRecord {
        try TraceRecord(
            id: #require(AuditID((0..<16).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) })),
            at: time,
            terminal: "T-1",
            role: "window",
            region: "440604",
            item: "440600-DB-01",
            business: "YW-\(number)",
            operatorID: "op-7",
            how: .code,
            person: [UInt8](repeating: person, count: 16),
            outcome: "accept"
        )
    }
}
