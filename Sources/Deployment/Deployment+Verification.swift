// SPDX-License-Identifier: Apache-2.0

public import Signing
public import Storage
public import Audit
import Foundation
import COSE
import Trust

extension Deployment {
    /// Opens what verifying services keep: codes used, the trace, terminals and their challenges.
    ///
    /// It is apart from the registry, so that no import holds up a verdict. The trace is chained under a key of the
    /// sealing file, outside of the database.
    ///
    /// - Throws: `SigningError` `signing.wrong-passphrase` among others, ``DeploymentError``, or what the store throws.
    public func verificationStore(passphrase: SecretBytes) throws -> any VerificationStore {
        guard let chain = ChainID(SecureRandom.bytes(ChainID.length)) else {
            preconditionFailure("as many random bytes as asked for")
        }
        let anchor = try trustList().anchor
        let seal = try seal(passphrase: passphrase)
        if let database {
            return try PostgreSQLVerificationStore(database, anchor: anchor, authenticator: seal, newChain: chain)
        }
        let path = files.verification.path(percentEncoded: false)
        return try SQLiteVerificationStore(path: path, anchor: anchor, authenticator: seal, newChain: chain)
    }

    /// The key that the trace is written under, for auditors.
    ///
    /// - Throws: `SigningError` `signing.wrong-passphrase` among others, or ``DeploymentError``.
    public func traceAuthenticator(passphrase: SecretBytes) throws -> any TraceAuthenticator {
        try seal(passphrase: passphrase)
    }
}

extension PersonalDataSeal: TraceAuthenticator {
    func mac(over bytes: [UInt8]) throws -> Digest32 { try digests[digests.count - 1].digest(bytes, domain: "trace") }

    func generation(of mac: Digest32, over bytes: [UInt8]) throws -> Int? {
        try digests.lastIndex { try $0.digest(bytes, domain: "trace") == mac }
    }
}
