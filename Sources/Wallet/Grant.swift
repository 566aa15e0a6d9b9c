// SPDX-License-Identifier: Apache-2.0

/// What an issuer gives to a wallet.
public struct Grant: Sendable {
    /// The credential with all its disclosures.
    public let credential: [UInt8]
    /// What the next refresh has to name.
    public let refreshHandle: [UInt8]
    /// The audience base of the deployment.
    public let audienceBase: String

    /// A grant from its parts.
    public init(credential: [UInt8], refreshHandle: [UInt8], audienceBase: String) {
        self.credential = credential
        self.refreshHandle = refreshHandle
        self.audienceBase = audienceBase
    }
}
