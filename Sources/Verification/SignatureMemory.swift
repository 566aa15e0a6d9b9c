// SPDX-License-Identifier: Apache-2.0

import COSE
import Synchronization

/// Signatures that were found to hold, which stays true.
///
/// A resident shows the same credential again and again; with its issuer's signature remembered a code costs one
/// verification, the holder's. Only what held is remembered, and signed bytes, signature and key are compared whole, so
/// that nothing else can pass for it. The memory is bounded.
final class SignatureMemory: Sendable {
    private let signatures: Mutex<RecentEntries<Signed>>

    init(capacity: Int) { signatures = Mutex(RecentEntries(capacity: capacity)) }

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
            let bits = signature.firstBits
            let known = memory.signatures.withLock { signatures in
                signatures.first(bits) { $0.isThis(signature, over: message) && $0.key == verifier.publicKey }
            }
            if known != nil { return true }
            guard verifier.isValidSignature(signature, over: message) else { return false }
            let signed = Signed(signature, over: message, by: verifier.publicKey)
            memory.signatures.withLock { $0.insert(signed, bits) }
            return true
        }
    }

    /// What a signature says: whose it is, and over what.
    private final class Signed: Sendable {
        let key: COSEKey
        private let message: [UInt8]
        private let signature: ArraySlice<UInt8>

        /// Copies the signature: the slice would keep all bytes of the code.
        init(_ signature: ArraySlice<UInt8>, over message: [UInt8], by key: COSEKey) {
            self.key = key
            self.message = message
            self.signature = Array(signature)[...]
        }

        func isThis(_ signature: ArraySlice<UInt8>, over message: [UInt8]) -> Bool {
            self.signature.isSame(as: signature) && self.message[...].isSame(as: message[...])
        }
    }
}

/// Holders' keys made ready to verify: decompressing a point costs as much as a third of a verification.
final class HolderKeyMemory: Sendable {
    private let crypto: any CryptoProvider
    private let keys: Mutex<RecentEntries<HolderVerifier>>

    init(crypto: any CryptoProvider, capacity: Int) {
        self.crypto = crypto
        keys = Mutex(RecentEntries(capacity: capacity))
    }

    /// The key made ready; `nil` where its coordinates are no usable point.
    func verifier(for key: COSEKey) -> HolderVerifier? {
        let bits = key.x[...].firstBits
        if let known = keys.withLock({ keys in keys.first(bits) { $0.publicKey == key } }) { return known }
        guard let point = try? crypto.verifier(for: key) else { return nil }
        let made = HolderVerifier(publicKey: key, point: point)
        keys.withLock { $0.insert(made, bits) }
        return made
    }

    /// A key that is known as the credential writes it: working out the full `y` takes long, and nobody here asks for it.
    final class HolderVerifier: SignatureVerifier {
        let publicKey: COSEKey
        private let point: any SignatureVerifier

        fileprivate init(publicKey: COSEKey, point: any SignatureVerifier) {
            self.publicKey = publicKey
            self.point = point
        }

        func isValidSignature(_ signature: ArraySlice<UInt8>, over message: [UInt8]) -> Bool {
            point.isValidSignature(signature, over: message)
        }
    }
}
