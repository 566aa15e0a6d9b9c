// SPDX-License-Identifier: Apache-2.0

public import COSE
public import MergedCode
public import Trust

/// What the issuer recorded of a credential or printed code, and what the registry says of its person now.
public struct RecordedCredential: Sendable {
    /// The credential with all its disclosures, as issued; only reference codes need it, the others carry it.
    public var credential: UnverifiedCredential?
    /// SHA-256 of the bytes that the issuer signed (Sig_structure, RFC 9052 §4.4).
    public var signedDigest: Digest32
    /// The state of the credential itself; `nil` where the status list is to say it.
    public var state: StatusListBuilder.State?
    /// What the registry says now; `nil` where only credentials can be looked up, so that the code's own components count,
    /// with the status list.
    public var standing: Standing?

    /// A record.
    public init(
        credential: UnverifiedCredential? = nil,
        signedDigest: Digest32,
        state: StatusListBuilder.State? = nil,
        standing: Standing? = nil
    ) {
        self.credential = credential
        self.signedDigest = signedDigest
        self.state = state
        self.standing = standing
    }
}
