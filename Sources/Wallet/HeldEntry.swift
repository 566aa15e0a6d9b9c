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
        guard let curve = item[1]?.integer.flatMap(Curve.init(rawValue:)), let secret = item[2]?.bytes,
            let credential = item[3]?.bytes, let refreshHandle = item[4]?.bytes,
            let audienceBase = item[5]?.text, let origin = item[6]?.text
        else { throw WalletError(.damaged, "an entry of the wallet is not whole") }
        var secretBytes = Array(secret)
        key = try PrivateKey(curve: curve, secret: SecretBytes(wiping: &secretBytes))
        self.credential = try HeldCredential(Array(credential), crypto: SystemCryptography())
        self.refreshHandle = Array(refreshHandle)
        self.audienceBase = audienceBase
        self.origin = origin
    }

    func cbor() throws -> CBOR {
        let secret = try key.secret.withSpan { span in span.indices.map { span[$0] } }
        return [
            1: .integer(key.curve.rawValue), 2: .bytes(secret), 3: .bytes(credential.encoded),
            4: .bytes(refreshHandle), 5: .text(audienceBase), 6: .text(origin),
        ]
    }
}
