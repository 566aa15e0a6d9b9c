// SPDX-License-Identifier: Apache-2.0

import COSE
import Deployment
import MergedCode
import Signing
import Synchronization
import Trust

/// The desk of a service that issues: keeps the keys that sign, and knows the origins that it is reached at.
final class IssuingDesk: Sendable {
    /// For how long a key is used before the trust list is asked again, in seconds.
    private static let keyLifetime: Int64 = 60

    let desk: Desk
    private let keys = Mutex<[KeyUse: (key: PrivateKey, until: Int64)]>([:])
    private let origins: Mutex<[String]>

    init(_ desk: Desk) {
        self.desk = desk
        origins = Mutex([desk.deployment.settings.origin])
    }

    /// The key that signs something now: to open its file anew takes a tenth of a second.
    ///
    /// - Throws: what opening it throws.
    func signer(for use: KeyUse, at now: Int64) throws -> PrivateKey {
        if let kept = keys.withLock({ $0[use] }), now < kept.until, now >= kept.until - Self.keyLifetime {
            return kept.key
        }
        let key = try desk.signer(for: use, at: now)
        keys.withLock { $0[use] = (key, now + Self.keyLifetime) }
        return key
    }

    /// Adds the origins of a port on the loopback interface, where wallets of this machine ask.
    func isReached(atLoopbackPort port: Int) {
        origins.withLock { $0 += ["127.0.0.1", "localhost", "[::1]"].map { "http://\($0):\(port)" } }
    }

    /// What a proof of possession gives, addressed to whichever of the origins.
    func withOrigin<Value>(_ body: (_ origin: String) throws -> Value) throws -> Value {
        let origins = origins.withLock { $0 }
        for origin in origins.dropLast() {
            // The origin is checked before anything is spent.
            do { return try body(origin) } catch let error as CredentialError where error.code == .proofOrigin {
                continue
            }
        }
        return try body(origins[origins.count - 1])
    }
}
