// SPDX-License-Identifier: Apache-2.0

import Audit
import COSE

extension VerificationTables {
    /// The end of the chain that was written last, and the last position; `nil` before the first record.
    func chain() throws -> (TraceChain, position: Int64)? {
        try connection.first(
            "SELECT chain, sequence, mac, position FROM trace ORDER BY position DESC LIMIT 1",
            []
        ) { columns in
            let chain = TraceChain(
                try Self.chainID(&columns),
                count: try Self.count(&columns) + 1,
                head: try columns.digest()
            )
            return (chain, try columns.integer())
        }
    }

    func traces(_ query: TraceQuery) throws -> [TraceRecord] {
        var conditions: [String] = []
        var values: [SQLValue?] = []
        func require(_ condition: String, _ value: SQLValue?) {
            guard let value else { return }
            conditions.append(condition)
            values.append(value)
        }
        require("made_at >= ?", query.since?.sql)
        require("made_at < ?", query.before?.sql)
        require("terminal = ?", query.terminal?.sql)
        require("business = ?", query.business?.sql)
        if let people = query.people {
            conditions.append("person IN (\(people.map { _ in "?" }.joined(separator: ", ")))")
            values += people.map(\.sql)
        }
        let selection = conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ")
        return try connection.all(
            "SELECT record FROM trace \(selection) ORDER BY made_at DESC, position DESC LIMIT ?",
            values + [query.limit.sql]
        ) { columns in
            do { return try TraceRecord(encoded: columns.bytes()) } catch let error as AuditError {
                throw StorageError(.corrupt, error.message)
            }
        }
    }

    func readTrace(_ body: (TraceLink) throws -> Void) throws {
        try connection.forEach(
            "SELECT chain, sequence, previous, record, mac FROM trace ORDER BY chain, sequence",
            []
        ) { columns in
            let link = TraceLink(
                chain: try Self.chainID(&columns),
                sequence: try Self.count(&columns),
                previous: try columns.digest(),
                record: try columns.bytes(),
                mac: try columns.digest()
            )
            try body(link)
        }
    }

    private static func chainID(_ columns: inout Columns) throws -> ChainID {
        guard let id = ChainID(try columns.bytes()) else { throw StorageError(.corrupt, "a chain without a name") }
        return id
    }

    private static func count(_ columns: inout Columns) throws -> UInt64 {
        guard let count = UInt64(exactly: try columns.integer()) else {
            throw StorageError(.corrupt, "a place in a chain that cannot be")
        }
        return count
    }
}

/// A record of the trace with its place in a chain.
struct ChainedTrace {
    /// Its place among all records, given here: not every server numbers rows in the order of their transactions.
    let position: Int64
    let link: TraceLink
    let record: TraceRecord

    static let table = Table(
        "trace",
        "position",
        "chain",
        "sequence",
        "previous",
        "record",
        "mac",
        "made_at",
        "terminal",
        "business",
        "person"
    )

    var values: [SQLValue?] {
        [
            position.sql, link.chain.bytes.sql, Int64(clamping: link.sequence).sql, link.previous.sql,
            link.record.sql, link.mac.sql, record.at.sql, record.terminal.sql, record.business.sql, record.person?.sql,
        ]
    }
}
