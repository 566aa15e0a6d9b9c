// SPDX-License-Identifier: Apache-2.0

import COSE
import Issuance
import MergedCode
import Registry
import Trust

/// Tickets, credentials and their status inside of a transaction.
struct SQLIssuance: IssuanceTransaction {
    let connection: any SQLConnection

    func ticket(_ digest: Digest32) throws -> TicketEntry? { try connection.first("WHERE digest = ?", digest.sql) }

    func credential(_ id: CredentialID) throws -> CredentialEntry? { try connection.first("WHERE id = ?", id.sql) }

    func credentials(of person: PersonKey) throws -> [CredentialEntry] {
        try connection.all("WHERE person = ? ORDER BY issued_at, sequence", person.sql)
    }

    func credentials(heldBy holder: KeyID) throws -> [CredentialEntry] {
        try connection.all("WHERE holder = ? ORDER BY issued_at, sequence", holder.bytes.sql)
    }

    func sealedCredential(_ id: CredentialID) throws -> [UInt8]? {
        try connection.first("SELECT sealed FROM sealed_credential WHERE id = ?", [id.sql]) { try $0.bytes() }
    }

    func isAllotted(_ index: UInt64, inList list: Int) throws -> Bool {
        try connection.first(
            "SELECT 1 FROM allotment WHERE list = ? AND first_index = ?",
            [list.sql, Int64(clamping: index).sql]
        ) { _ in true } ?? false
    }

    func allottedCount(inList list: Int) throws -> Int {
        try connection.first("SELECT allotted FROM allotment_count WHERE list = ?", [list.sql]) { try $0.int() } ?? 0
    }

    func states(ofList list: Int) throws -> [(index: UInt64, state: StatusListBuilder.State)] {
        try connection.all("SELECT entry, state FROM status WHERE list = ? ORDER BY entry", [list.sql]) { columns in
            guard let index = UInt64(exactly: try columns.integer()),
                let state = UInt8(exactly: try columns.integer()).flatMap({ StatusListBuilder.State(rawValue: $0) })
            else { throw StorageError(.corrupt, "a status that cannot be") }
            return (index, state)
        }
    }

    func statusLists() throws -> [StatusListEntry] { try connection.all("ORDER BY number") }

    func registryPosition() throws -> Int64 {
        try connection.first("SELECT position FROM followed WHERE source = 'registry'", []) { try $0.integer() } ?? 0
    }

    func put(_ ticket: TicketEntry) throws { try connection.put(ticket) }

    func removeTicket(_ digest: Digest32) throws {
        try connection.run("DELETE FROM ticket WHERE digest = ?", digest.sql)
    }

    func removeTickets(of person: PersonKey, expiredBefore time: Int64) throws {
        try connection.run("DELETE FROM ticket WHERE person = ? OR expires_at < ?", person.sql, time.sql)
    }

    func put(_ credential: CredentialEntry) throws {
        try connection.put(credential)
        // Kept apart from the credential, since an index is never given again whatever becomes of its first owner.
        let isNew = try connection.changes(
            "INSERT INTO allotment (list, first_index) VALUES (?, ?) ON CONFLICT DO NOTHING",
            credential.list.sql,
            Int64(clamping: credential.index).sql
        )
        guard isNew > 0 else { return }
        try connection.run(
            """
            INSERT INTO allotment_count (list, allotted) VALUES (?, 1) \
            ON CONFLICT (list) DO UPDATE SET allotted = allotment_count.allotted + 1
            """,
            credential.list.sql
        )
    }

    func addSealedCredential(_ sealed: [UInt8], of id: CredentialID) throws {
        try connection.run("INSERT INTO sealed_credential (id, sealed) VALUES (?, ?)", id.sql, sealed.sql)
    }

    func spendNonce(_ nonce: [UInt8], until: Int64, at now: Int64) throws -> Bool {
        try connection.run("DELETE FROM spent_nonce WHERE until <= ?", now.sql)
        return try connection.changes(
            "INSERT INTO spent_nonce (nonce, until) VALUES (?, ?) ON CONFLICT DO NOTHING",
            nonce.sql,
            until.sql
        ) == 1
    }

    func setState(_ state: StatusListBuilder.State, at index: UInt64, inList list: Int) throws {
        let index = Int64(clamping: index)
        if state == .valid {
            try connection.run("DELETE FROM status WHERE list = ? AND entry = ?", list.sql, index.sql)
        } else {
            try connection.run(
                """
                INSERT INTO status (list, entry, state) VALUES (?, ?, ?) \
                ON CONFLICT (list, entry) DO UPDATE SET state = excluded.state
                """,
                list.sql,
                index.sql,
                Int64(state.rawValue).sql
            )
        }
        try connection.run(
            """
            INSERT INTO status_list (number, is_changed) VALUES (?, 1) \
            ON CONFLICT (number) DO UPDATE SET is_changed = 1
            """,
            list.sql
        )
    }

    func put(_ list: StatusListEntry) throws { try connection.put(list) }

    func setRegistryPosition(_ sequence: Int64) throws {
        try connection.run(
            """
            INSERT INTO followed (source, position) VALUES ('registry', ?) \
            ON CONFLICT (source) DO UPDATE SET position = excluded.position
            """,
            sequence.sql
        )
    }
}
