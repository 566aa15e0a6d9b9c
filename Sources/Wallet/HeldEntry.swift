// SPDX-License-Identifier: Apache-2.0

import COSE
public import MergedCode
public import Signing

/// A credential in a wallet, with what is needed to show and to refresh it.
public struct HeldEntry: Sendable {
    /// The credential with all its disclosures.
    public let credential: HeldCredential
    /// The holder's key.
    public let key: PrivateKey
    /// What the next refresh has to name.
    public let refreshHandle: [UInt8]
    /// The audience base of the deployment that it is for.
    public let audienceBase: String
    /// Where it came from: a service's URL, or a data directory.
    public let origin: String

    /// A text to show.
    ///
    /// - Parameters:
    ///   - kind: dynamic or reference; a wallet has no printed codes.
    ///   - disclosing: what to show; `nil` for what is shown by default, as far as the credential has it.
    ///   - challenge: the challenge to answer.
    ///   - now: seconds since 1970 UTC.
    ///   - random: gives as many unpredictable bytes as asked for.
    /// - Returns: the text for the symbol.
    /// - Throws: ``WalletError`` about the challenge, or `CredentialError`.
    public func code(
        _ kind: CodeKind,
        disclosing: Set<ComponentKey>?,
        challenge: Challenge?,
        at now: Int64,
        random: (Int) -> [UInt8]
    ) throws -> String {
        let shown = disclosing ?? ComponentKey.disclosedByDefault.intersection(credential.components.keys)
        var audience = audienceBase
        if let challenge {
            guard now < challenge.expiration else {
                throw WalletError(.challengeExpired, "the challenge is no longer good")
            }
            // A challenge of somewhere else would have the wallet sign for whoever shows it.
            guard challenge.audience.utf8.starts(with: (audienceBase + ":").utf8) else {
                throw WalletError(.challengeElsewhere, "the challenge is not of this credential's deployment")
            }
            audience = challenge.audience
        }
        if kind == .reference {
            return try credential.referenceCode(
                showing: shown.isEmpty ? nil : shown,
                audience: audience,
                nonce: challenge?.nonce,
                now: now,
                signer: key,
                random: random
            )
        }
        return try credential.dynamicCode(
            disclosing: shown,
            audience: audience,
            nonce: challenge?.nonce,
            now: now,
            signer: key,
            random: random
        )
    }
}

extension HeldEntry {
    /// An entry as it stands in the wallet's file.
    init(_ item: CBORItem) throws {
        guard let key = item[1], let credential = item[2]?.bytes, let refreshHandle = item[3]?.bytes,
            let audienceBase = item[4]?.text, let origin = item[5]?.text
        else { throw WalletError(.damaged, "an entry of the wallet is not whole") }
        self.key = try PrivateKey(stored: key)
        self.credential = try HeldCredential(Array(credential), crypto: SystemCryptography())
        self.refreshHandle = Array(refreshHandle)
        self.audienceBase = audienceBase
        self.origin = origin
    }

    func cbor() throws -> CBOR {
        [
            1: try key.stored(), 2: .bytes(credential.encoded), 3: .bytes(refreshHandle), 4: .text(audienceBase),
            5: .text(origin),
        ]
    }
}

extension PrivateKey {
    /// A key as it stands in the wallet's file: curve and secret bytes.
    init(stored item: CBORItem) throws {
        guard var parts = item.elements, let curve = parts.next()?.integer.flatMap(Curve.init(rawValue:)),
            let secret = parts.next()?.bytes
        else { throw WalletError(.damaged, "a key of the wallet is not whole") }
        var bytes = Array(secret)
        try self.init(curve: curve, secret: SecretBytes(wiping: &bytes))
    }

    func stored() throws -> CBOR {
        let bytes = try secret.withSpan { span in span.indices.map { span[$0] } }
        return [.integer(curve.rawValue), .bytes(bytes)]
    }
}
