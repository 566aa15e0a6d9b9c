// SPDX-License-Identifier: Apache-2.0

import COSE
import Signing

@testable import Audit

/// A key that traces are written under.
struct TestKey: TraceAuthenticator {
    let digest: KeyedDigest

    init(_ byte: UInt8 = 1) throws {
        digest = try KeyedDigest(key: SecretBytes(copying: [UInt8](repeating: byte, count: 32)))
    }

    func mac(over bytes: [UInt8]) throws -> Digest32 { try digest.digest(bytes, domain: "trace") }
}

/// A key that took the place of another.
struct SecondKey: TraceAuthenticator {
    let former: TestKey
    let key: TestKey

    func mac(over bytes: [UInt8]) throws -> Digest32 { try key.mac(over: bytes) }

    func generation(of mac: Digest32, over bytes: [UInt8]) throws -> Int? {
        try [former, key].lastIndex { try $0.mac(over: bytes) == mac }
    }
}

/// An authenticator that does not answer.
struct BrokenKey: TraceAuthenticator {
    struct Broken: Error {}
    func mac(over bytes: [UInt8]) throws -> Digest32 { throw Broken() }
}

extension ChainID {
    static let first = ChainID([UInt8](repeating: 1, count: 8))!
    static let second = ChainID([UInt8](repeating: 2, count: 8))!
}

extension TraceRecord {
    /// A record in which everything is as it should be.
    static func sample(
        _ number: UInt8 = 0,
        at: Int64 = 1_795_395_600,
        terminal: String = "K1",
        role: String = "window",
        region: String = "440604",
        item: String = "MZ-01",
        business: String = "20261123000017",
        operatorID: String = "op-7",
        how: How = .code,
        kind: String? = "dynamic",
        credential: [UInt8]? = [1, 2, 3, 4, 5, 6, 7, 8],
        person: [UInt8]? = [UInt8](repeating: 9, count: 16),
        outcome: String = "accept",
        reasons: [String] = [],
        revealReason: String? = nil
    ) throws -> TraceRecord {
        try TraceRecord(
            id: AuditID([UInt8](repeating: number, count: 16))!,
            at: at,
            terminal: terminal,
            role: role,
            region: region,
            item: item,
            business: business,
            operatorID: operatorID,
            how: how,
            kind: kind,
            credential: credential,
            person: person,
            outcome: outcome,
            reasons: reasons,
            revealReason: revealReason
        )
    }
}

/// A chain of records and where it ends.
func trail(_ count: UInt8, of id: ChainID = .first, by key: TestKey) throws -> (links: [TraceLink], end: TraceChain) {
    var chain = TraceChain(id)
    let links = try (0..<count).map { try chain.append(.sample($0), key) }
    return (links, chain)
}

extension TraceLink {
    /// The link with some of it replaced.
    func with(sequence: UInt64? = nil, previous: Digest32? = nil, record: [UInt8]? = nil, mac: Digest32? = nil) -> Self
    {
        TraceLink(
            chain: chain,
            sequence: sequence ?? self.sequence,
            previous: previous ?? self.previous,
            record: record ?? self.record,
            mac: mac ?? self.mac
        )
    }
}
