// SPDX-License-Identifier: Apache-2.0

import COSE
import Synchronization

/// Signatures that were found to hold, which stays true.
///
/// A resident shows the same credential again and again; with its issuer's signature remembered a code costs one
/// verification, the holder's. Only what held is remembered, and signed bytes, signature and key are compared whole, so
/// that nothing else can pass for it. The memory is bounded.
final class SignatureMemory: Sendable {
    private let signatures: Mutex<RecentlyUsed<Signed, Void>>

    init(capacity: Int) { signatures = Mutex(RecentlyUsed(capacity: capacity)) }

    /// A verifier that answers like the other, from memory where it can.
    func remembering(_ verifier: any SignatureVerifier) -> RememberingVerifier {
        RememberingVerifier(verifier: verifier, memory: self)
    }

    struct RememberingVerifier: SignatureVerifier {
        let verifier: any SignatureVerifier
        let memory: SignatureMemory

        var publicKey: COSEKey { verifier.publicKey }
        var curve: Curve { verifier.curve }

        func isValidSignature(_ signature: ArraySlice<UInt8>, over message: [UInt8]) -> Bool {
            var signed = Signed(message: message, signature: signature, key: verifier.publicKey)
            if memory.signatures.withLock({ $0.value(for: signed) }) != nil { return true }
            guard verifier.isValidSignature(signature, over: message) else { return false }
            // The slice would keep all bytes of the code.
            signed.signature = Array(signature)[...]
            memory.signatures.withLock { $0.insert((), for: signed) }
            return true
        }
    }

    /// What a signature says: whose it is, and over what.
    private struct Signed: Hashable {
        let message: [UInt8]
        var signature: ArraySlice<UInt8>
        let key: COSEKey

        static func == (left: Signed, right: Signed) -> Bool {
            left.signature.isSame(as: right.signature) && left.message[...].isSame(as: right.message[...])
                && left.key == right.key
        }

        /// Hashes the first bytes of the signature, which is random; an array would be hashed byte by byte.
        func hash(into hasher: inout Hasher) {
            hasher.combine(signature.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
        }
    }
}

/// Holders' keys made ready to verify: decompressing a point costs as much as a third of a verification.
final class HolderKeyMemory: Sendable {
    private let crypto: any CryptoProvider
    private let keys: Mutex<RecentlyUsed<COSEKey, any SignatureVerifier>>

    init(crypto: any CryptoProvider, capacity: Int) {
        self.crypto = crypto
        keys = Mutex(RecentlyUsed(capacity: capacity))
    }

    /// The key made ready; `nil` where its coordinates are no usable point.
    func verifier(for key: COSEKey) -> (any SignatureVerifier)? {
        if let known = keys.withLock({ $0.value(for: key) }) { return known }
        guard let point = try? crypto.verifier(for: key) else { return nil }
        let made = HolderVerifier(publicKey: key, point: point)
        keys.withLock { $0.insert(made, for: key) }
        return made
    }

    /// A key that is known as the credential writes it: working out the full `y` takes long, and nobody here asks for it.
    private final class HolderVerifier: SignatureVerifier {
        let publicKey: COSEKey
        let point: any SignatureVerifier

        init(publicKey: COSEKey, point: any SignatureVerifier) {
            self.publicKey = publicKey
            self.point = point
        }

        func isValidSignature(_ signature: ArraySlice<UInt8>, over message: [UInt8]) -> Bool {
            point.isValidSignature(signature, over: message)
        }
    }
}
