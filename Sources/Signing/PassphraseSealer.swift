// SPDX-License-Identifier: Apache-2.0

/// Sealing under a passphrase, for a file that a person keeps.
///
/// A sealed file is format (1, always 1) ‖ log N (1) ‖ r (1) ‖ p (1) ‖ salt (16) ‖ what ``Sealer`` writes, the first 20
/// bytes authenticated too. The key is derived once and serves to write the file again and again.
public struct PassphraseSealer: Sendable {
    private static let format: UInt8 = 1

    private let header: [UInt8]
    private let sealer: Sealer

    /// A sealer under a fresh salt, for a new file or a new passphrase.
    ///
    /// - Throws: `signing.bad-passphrase`, `signing.library-failed`.
    public init(passphrase: SecretBytes, cost: ScryptCost = .ownFile) throws(SigningError) {
        try self.init(passphrase, cost, salt: SecureRandom.bytes(16))
    }

    /// The sealer that wrote a file.
    ///
    /// - Throws: `signing.not-sealed` for other bytes, a cost out of bounds included; `signing.bad-passphrase`;
    ///   `signing.library-failed`. Whether the passphrase is right shows in ``open(_:associatedData:)``.
    public init(of sealed: [UInt8], passphrase: SecretBytes) throws(SigningError) {
        guard sealed.count >= 20 + Sealer.overhead, sealed[0] == Self.format,
            let cost = try? ScryptCost(logN: Int(sealed[1]), r: Int(sealed[2]), p: Int(sealed[3]))
        else { throw SigningError(.notSealed, "the bytes are not sealed under a passphrase") }
        try self.init(passphrase, cost, salt: [UInt8](sealed[4..<20]))
    }

    private init(_ passphrase: SecretBytes, _ cost: ScryptCost, salt: [UInt8]) throws(SigningError) {
        header = [Self.format, UInt8(cost.logN), UInt8(cost.r), UInt8(cost.p)] + salt
        sealer = Sealer(try SealingKey(cost.key(from: passphrase, salt: salt)))
    }

    /// Encrypts and authenticates the content of a file.
    ///
    /// - Throws: `signing.library-failed`.
    public func seal(_ plaintext: SecretBytes, associatedData: [UInt8] = []) throws(SigningError) -> [UInt8] {
        var bytes = plaintext.withSpan { span in span.indices.map { span[$0] } }
        defer { bytes.wipe() }
        return header + (try sealer.seal(bytes, associatedData: header + associatedData))
    }

    /// Opens what ``seal(_:associatedData:)`` gave.
    ///
    /// - Throws: `signing.wrong-passphrase`; `signing.not-sealed`; `signing.cannot-open` where a byte is another.
    public func open(_ sealed: [UInt8], associatedData: [UInt8] = []) throws(SigningError) -> SecretBytes {
        guard sealed.starts(with: header) else {
            throw SigningError(.notSealed, "the bytes are not what this sealer wrote")
        }
        do {
            return try sealer.openSecret(
                [UInt8](sealed.dropFirst(header.count)),
                associatedData: header + associatedData
            )
        } catch  where error.code == .unknownSealingKey {
            throw SigningError(.wrongPassphrase, "the passphrase does not open the file")
        }
    }
}
