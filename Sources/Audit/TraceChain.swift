// SPDX-License-Identifier: Apache-2.0

public import COSE

/// Who makes the codes that hold a chain together, under a key that is not where the trace is.
public protocol TraceAuthenticator: Sendable {
    /// A keyed digest (HMAC or better) of some bytes.
    func mac(over bytes: [UInt8]) throws -> Digest32

    /// Which key a code was made under over some bytes, each that took another's place one higher; `nil` for none of them.
    func generation(of mac: Digest32, over bytes: [UInt8]) throws -> Int?
}

extension TraceAuthenticator {
    /// There has been no other key.
    public func generation(of mac: Digest32, over bytes: [UInt8]) throws -> Int? {
        try self.mac(over: bytes) == mac ? 0 : nil
    }
}

/// One record in its chain, as it is stored.
public struct TraceLink: Hashable, Sendable {
    /// The chain.
    public let chain: ChainID
    /// Its place in the chain, from 0.
    public let sequence: UInt64
    /// The MAC of the record before it; ``TraceChain/genesis`` for the first.
    public let previous: Digest32
    /// The record, as ``TraceRecord/encoded`` gives it.
    public let record: [UInt8]
    /// The keyed digest of chain, previous MAC and record.
    public let mac: Digest32

    /// A link as it was stored.
    public init(chain: ChainID, sequence: UInt64, previous: Digest32, record: [UInt8], mac: Digest32) {
        self.chain = chain
        self.sequence = sequence
        self.previous = previous
        self.record = record
        self.mac = mac
    }

    /// Which key chain, previous MAC and record were written under as they are; `nil` where they were changed.
    ///
    /// The number is not under the MAC: a record's place is the one after the record whose MAC it names.
    public func generation(_ authenticator: some TraceAuthenticator) throws -> Int? {
        try authenticator.generation(of: mac, over: Self.input(chain, previous, record))
    }

    /// What the MAC is over: a CBOR array, which no checkpoint's text can be mistaken for.
    static func input(_ chain: ChainID, _ previous: Digest32, _ record: [UInt8]) -> [UInt8] {
        CBOR.array([.text("heyima-trace"), .bytes(chain.bytes), .bytes(previous.bytes), .bytes(record)]).encoded
    }
}

/// The end of a chain that records are appended to, one chain for each run of a process.
///
/// A value: whoever writes keeps the old one until the new links are durable.
public struct TraceChain: Hashable, Sendable {
    /// What the first record names as the MAC before it.
    public static let genesis = Digest32(0, 0, 0, 0)

    /// The name of the chain.
    public let id: ChainID
    /// How many records it has.
    public private(set) var count: UInt64
    /// The MAC of its last record.
    public private(set) var head: Digest32

    /// A new chain, or the end of one that has records already.
    public init(_ id: ChainID, count: UInt64 = 0, head: Digest32 = genesis) {
        self.id = id
        self.count = count
        self.head = head
    }

    /// Appends a record.
    ///
    /// - Returns: the link to be stored.
    /// - Throws: what the authenticator throws; the chain is then as it was.
    public mutating func append(
        _ record: TraceRecord,
        _ authenticator: some TraceAuthenticator
    ) throws -> TraceLink {
        let bytes = record.encoded
        let mac = try authenticator.mac(over: TraceLink.input(id, head, bytes))
        let link = TraceLink(chain: id, sequence: count, previous: head, record: bytes, mac: mac)
        count += 1
        head = mac
        return link
    }
}
