// SPDX-License-Identifier: Apache-2.0

import Registry

/// What a service gives to a wallet to sign, so that a proof of possession is fresh and good once (wire-format.md §9).
///
/// It is 4 bytes of seconds since 1970 UTC, 4 random ones and 8 of a keyed digest over both. So nothing has to be kept
/// of those that were given out, only of those that were used, and nobody can fill a table by asking for more.
public struct Nonce: Hashable, Sendable {
    /// How long it is good, in seconds.
    public static let lifetime: Int64 = 120

    /// The 16 bytes.
    public let bytes: [UInt8]
    /// The first second at which it is no longer good, since 1970 UTC.
    public let expiresAt: Int64

    /// A new nonce.
    init(at now: Int64, sealer: some PersonalDataSealer, random: (Int) -> [UInt8]) throws {
        let seconds = (0..<4).map { UInt8(truncatingIfNeeded: now >> (24 - 8 * $0)) }
        let head = seconds + random(4)
        bytes = try head + Self.authenticator(of: head, sealer)
        expiresAt = now + Self.lifetime
    }

    /// A nonce that came back.
    ///
    /// - Throws: ``IssuanceError`` `issuance.nonce-unknown` for one that was not given out here, or later than now;
    ///   `issuance.nonce-expired`.
    init(_ bytes: [UInt8], at now: Int64, skew: Int64, sealer: some PersonalDataSealer) throws {
        let head = Array(bytes.prefix(8))
        let madeAt = head.prefix(4).reduce(0) { $0 << 8 | Int64($1) }
        guard try Self.isEqual(Array(bytes.dropFirst(8)), Self.authenticator(of: head, sealer)), madeAt <= now + skew
        else { throw IssuanceError(.nonceUnknown, "the nonce was not given out here") }
        self.bytes = bytes
        expiresAt = madeAt + Self.lifetime
        guard now < expiresAt else {
            throw IssuanceError(.nonceExpired, "the nonce is \(now - madeAt) seconds old")
        }
    }

    private static func authenticator(of head: [UInt8], _ sealer: some PersonalDataSealer) throws -> [UInt8] {
        Array(try sealer.digest(head, domain: "nonce").prefix(8))
    }

    /// Compares in a time that does not tell how much of it is equal.
    private static func isEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        left.count == right.count && zip(left, right).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
