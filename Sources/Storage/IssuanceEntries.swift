// SPDX-License-Identifier: Apache-2.0

import COSE
import Issuance
import MergedCode
import Registry
import Trust

extension TicketEntry: Stored {
    static let table = Table("ticket", "digest", "person", "pin", "expires_at", "tries_left", "holder")

    var values: [SQLValue?] { [digest.sql, person.sql, pin.sql, expiresAt.sql, triesLeft.sql, holder?.bytes.sql] }

    init(_ columns: inout Columns) throws {
        self.init(
            digest: try columns.digest(),
            person: try columns.key(),
            pin: try columns.bytes(),
            expiresAt: try columns.integer(),
            triesLeft: try columns.int(),
            holder: try columns.optionalBytes().flatMap { KeyID($0[...]) }
        )
    }
}

extension CredentialEntry: Stored {
    static let table = Table(
        "credential",
        "id",
        "person",
        "kind",
        "list",
        "first_index",
        "issued_at",
        "expires_at",
        "signed_digest",
        "holder_key",
        "holder",
        "refresh_handle",
        "facts",
        "states"
    )

    var values: [SQLValue?] {
        [
            id.sql, person.sql, kind.rawValue.sql, list.sql, Int64(clamping: index).sql, issuedAt.sql, expiresAt.sql,
            signedDigest.sql,
            holderKey?.cbor.encoded.sql, holder?.bytes.sql, refreshHandle?.sql, facts.encoded.sql,
            states.map(\.rawValue).sql,
        ]
    }

    init(_ columns: inout Columns) throws {
        self.init(
            id: try columns.id(),
            person: try columns.key(),
            kind: try columns.name(),
            list: try columns.int(),
            index: UInt64(clamping: try columns.integer()),
            issuedAt: try columns.integer(),
            expiresAt: try columns.integer(),
            signedDigest: try columns.digest(),
            holderKey: try Self.holderKey(columns.optionalBytes()),
            holder: try columns.optionalBytes().flatMap { KeyID($0[...]) },
            refreshHandle: try columns.optionalDigest(),
            facts: try Self.facts(columns.bytes()),
            states: try Self.states(columns.bytes())
        )
    }

    private static func holderKey(_ bytes: [UInt8]?) throws -> COSEKey? {
        guard let bytes else { return nil }
        do { return try COSEKey(CBORItem(bytes)) } catch {
            throw StorageError(.corrupt, "a holder's key that is none")
        }
    }

    private static func facts(_ bytes: [UInt8]) throws -> CredentialFacts {
        guard let facts = CredentialFacts(encoded: bytes) else {
            throw StorageError(.corrupt, "facts of a credential that are none")
        }
        return facts
    }

    private static func states(_ bytes: [UInt8]) throws -> [StatusListBuilder.State] {
        let states = bytes.compactMap { StatusListBuilder.State(rawValue: $0) }
        guard states.count == CredentialSlot.allCases.count, states.count == bytes.count else {
            throw StorageError(.corrupt, "states of a credential that cannot be")
        }
        return states
    }
}

extension StatusListEntry: Stored {
    static let table = Table("status_list", "number", "issued_at", "expires_at", "is_changed", "signed")

    var values: [SQLValue?] { [number.sql, issuedAt?.sql, expiresAt?.sql, isChanged.sql, signed?.sql] }

    init(_ columns: inout Columns) throws {
        self.init(
            number: try columns.int(),
            issuedAt: try columns.optionalInteger(),
            expiresAt: try columns.optionalInteger(),
            isChanged: try columns.flag(),
            signed: try columns.optionalBytes()
        )
    }
}
