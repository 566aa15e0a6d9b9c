// SPDX-License-Identifier: Apache-2.0

public import COSE
public import Signing

/// What a terminal shows to be known: `hyt_` and base64url of 32 random bytes.
///
/// It is shown once, when the terminal is added; what is stored is its digest.
public struct TerminalToken: Hashable, Sendable, CustomStringConvertible {
    private static let prefix = "hyt_"
    private static let length = 32

    /// The token: a secret, for whoever sets the terminal up.
    public let text: String
    /// SHA-256 of the token's text: what is stored and found.
    public let digest: Digest32

    /// A token from its text; `nil` for a text that no token has.
    public init?(_ text: String) {
        guard text.hasPrefix(Self.prefix),
            let bytes = Base64URL.decode(String(text.dropFirst(Self.prefix.count))), bytes.count == Self.length
        else { return nil }
        self.text = text
        digest = Deployment.crypto.sha256(Array(text.utf8)[...])
    }

    /// A new token.
    ///
    /// - Parameter random: gives as many unpredictable bytes as asked for.
    /// - Returns: the token.
    public static func generate(random: (Int) -> [UInt8] = SecureRandom.bytes) -> TerminalToken {
        guard let token = TerminalToken(prefix + Base64URL.encode(random(length))) else {
            preconditionFailure("as many random bytes as asked for make a token")
        }
        return token
    }

    /// `<terminal token>`: so that no log shows it.
    public var description: String { "<terminal token>" }
}
