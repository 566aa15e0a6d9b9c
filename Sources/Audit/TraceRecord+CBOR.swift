// SPDX-License-Identifier: Apache-2.0

import COSE

extension TraceRecord {
    /// The keys of the map that a record is written as.
    private enum Key {
        static let id: Int64 = 1
        static let at: Int64 = 2
        static let terminal: Int64 = 3
        static let role: Int64 = 4
        static let region: Int64 = 5
        static let item: Int64 = 6
        static let business: Int64 = 7
        static let operatorID: Int64 = 8
        static let how: Int64 = 9
        static let kind: Int64 = 10
        static let credential: Int64 = 11
        static let person: Int64 = 12
        static let outcome: Int64 = 13
        static let reasons: Int64 = 14
        static let revealReason: Int64 = 15
    }

    /// The record as bytes, the same for equal records: a CBOR map (RFC 8949 §4.2.1).
    public var encoded: [UInt8] {
        var entries: [(key: CBOR, value: CBOR)] = [
            (.integer(Key.id), .bytes(id.bytes)), (.integer(Key.at), .integer(at)),
            (.integer(Key.terminal), .text(terminal)), (.integer(Key.role), .text(role)),
            (.integer(Key.region), .text(region)), (.integer(Key.item), .text(item)),
            (.integer(Key.business), .text(business)), (.integer(Key.operatorID), .text(operatorID)),
            (.integer(Key.how), .text(how.rawValue)), (.integer(Key.outcome), .text(outcome)),
            (.integer(Key.reasons), .array(reasons.map { .text($0) })),
        ]
        if let kind { entries.append((.integer(Key.kind), .text(kind))) }
        if let credential { entries.append((.integer(Key.credential), .bytes(credential))) }
        if let person { entries.append((.integer(Key.person), .bytes(person))) }
        if let revealReason { entries.append((.integer(Key.revealReason), .text(revealReason))) }
        return CBOR.map(entries).encoded
    }

    /// A record from the bytes that ``encoded`` gives.
    ///
    /// - Throws: ``AuditError`` `audit.malformed` for any others.
    public init(encoded bytes: [UInt8]) throws(AuditError) {
        guard let item = try? CBORItem(bytes), item.entries != nil, let record = Self.read(item),
            record.encoded == bytes
        else { throw AuditError(.malformed, "not the bytes of a record") }
        self = record
    }

    private static func read(_ map: CBORItem) -> TraceRecord? {
        func text(_ key: Int64) -> String? { map[key]?.text }
        func bytes(_ key: Int64) -> [UInt8]? { map[key]?.bytes.map { Array($0) } }
        guard let id = bytes(Key.id).flatMap({ AuditID($0) }), let at = map[Key.at]?.integer,
            let terminal = text(Key.terminal), let role = text(Key.role), let region = text(Key.region),
            let item = text(Key.item), let business = text(Key.business), let operatorID = text(Key.operatorID),
            let how = text(Key.how).flatMap(How.init(rawValue:)), let outcome = text(Key.outcome),
            let reasons = map[Key.reasons]?.elements
        else { return nil }
        return try? TraceRecord(
            id: id,
            at: at,
            terminal: terminal,
            role: role,
            region: region,
            item: item,
            business: business,
            operatorID: operatorID,
            how: how,
            kind: text(Key.kind),
            credential: bytes(Key.credential),
            person: bytes(Key.person),
            outcome: outcome,
            reasons: reasons.compactMap(\.text),
            revealReason: text(Key.revealReason)
        )
    }
}
