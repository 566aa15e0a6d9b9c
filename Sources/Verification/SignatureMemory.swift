// SPDX-License-Identifier: Apache-2.0

import COSE
import Synchronization

/// What was found to be true before and stays true: signatures that hold, and keys made ready.
///
/// A resident shows the same credential again and again; with its issuer's signature remembered a code costs one
/// verification, the holder's. Only what held is remembered, under a digest of the signed bytes, the signature and the
/// key, so that nothing else can pass for it. Both memories are bounded.
final class SignatureMemory: Sendable {
    private let crypto: any CryptoProvider
    private let signatures: Mutex<RecentlyUsed<Digest32, Void>>

    init(crypto: any CryptoProvider, capacity: Int) {
        self.crypto = crypto
        signatures = Mutex(RecentlyUsed(capacity: capacity))
    }

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
            let key = verifier.publicKey
            // The curve and the lengths settle where each part ends, so the parts cannot be shifted against another.
            var bytes: [UInt8] = []
            bytes.reserveCapacity(message.count + signature.count + key.x.count + 13)
            bytes += message[...]
            bytes += signature
            bytes += key.x[...]
            if case .full(let y) = key.y { bytes.append((y.last ?? 0) & 1) }
            appendNumbers(message.count, signature.count, Int(key.curve.rawValue), to: &bytes)
            let digest = memory.crypto.sha256(bytes[...])
            if memory.signatures.withLock({ $0.value(for: digest) }) != nil { return true }
            guard verifier.isValidSignature(signature, over: message) else { return false }
            memory.signatures.withLock { $0.insert((), for: digest) }
            return true
        }

        private func appendNumbers(_ numbers: Int..., to bytes: inout [UInt8]) {
            for number in numbers {
                for shift in stride(from: 0, to: 32, by: 8) { bytes.append(UInt8(truncatingIfNeeded: number >> shift)) }
            }
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
