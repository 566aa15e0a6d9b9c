// SPDX-License-Identifier: Apache-2.0

import COSE

/// The stored form: `{1: version, 2: [* record]}`, a record `{1: root kid, 2: iss, ? 3: [sequence, digest], ? 4: iat,
/// 5: {* URI: iat}}`.
extension TrustMemory {
    private static let version: UInt64 = 1

    /// The memory as bytes to store; equal memories have equal bytes.
    public var encoded: [UInt8] {
        let sorted = records.sorted { left, right in
            (left.key.rootKeyID, left.key.issuer) < (right.key.rootKeyID, right.key.issuer)
        }
        let items = sorted.map { anchor, record in
            var parts: [(key: CBOR, value: CBOR)] = [
                (1, .bytes(anchor.rootKeyID.bytes)),
                (2, .text(anchor.issuer)),
                (
                    5,
                    .map(
                        record.statusLists.map {
                            (.text(String(decoding: $0.key, as: UTF8.self)), .integer($0.value))
                        }
                    )
                ),
            ]
            if let seen = record.trustList {
                parts.append((3, [.unsigned(seen.sequence), .bytes(seen.digest.bytes)]))
            }
            if let latest = record.latestIssuedAt { parts.append((4, .integer(latest))) }
            return CBOR.map(parts)
        }
        return CBOR.map([(1, .unsigned(Self.version)), (2, .array(items))]).encoded
    }

    /// A memory from its stored bytes.
    ///
    /// - Throws: ``TrustError`` `trust-memory.malformed`: to go on as if nothing was ever seen is for the caller to
    ///   decide, not for a damaged file.
    public init(_ bytes: [UInt8]) throws(TrustError) {
        let item: CBORItem
        do { item = try CBORItem(bytes) } catch { throw .memory(error.message) }
        guard item[1]?.unsigned == Self.version, let records = item[2]?.elements else {
            throw .memory("not a memory of version \(Self.version)")
        }
        self.init()
        for record in records {
            guard let keyID = record[1]?.bytes.flatMap({ KeyID($0) }), let issuer = record[2]?.text else {
                throw .memory("a record has no anchor")
            }
            let anchor = AnchorIdentity(rootKeyID: keyID, issuer: issuer)
            guard self.records.updateValue(try Record(record), forKey: anchor) == nil else {
                throw .memory("two records of one anchor")
            }
        }
    }
}

extension TrustMemory.Record {
    fileprivate init(_ item: CBORItem) throws(TrustError) {
        trustList = try item[3]
            .map { (item) throws(TrustError) in
                guard var parts = item.elements, parts.count == 2, let sequence = parts.next()?.unsigned,
                    let digest = parts.next()?.bytes.flatMap({ Digest32($0) })
                else { throw .memory("a trust list is no pair of number and digest") }
                return TrustMemory.Seen(sequence: sequence, digest: digest)
            }
        latestIssuedAt = try item[4]
            .map { (item) throws(TrustError) in
                guard let time = item.time else { throw .memory("a date is no time") }
                return time
            }
        guard let entries = item[5]?.entries else { throw .memory("no status lists") }
        for (uri, issuedAt) in entries {
            guard let uri = uri.textBytes, let time = issuedAt.time else {
                throw .memory("a status list is no pair of uri and time")
            }
            statusLists[Array(uri)] = time
        }
    }
}

extension TrustError {
    fileprivate static func memory(_ message: String) -> TrustError { TrustError(.memoryMalformed, message) }
}
