// SPDX-License-Identifier: Apache-2.0

public import MergedCode

/// An issuer as a wallet sees it: behind a service, or on the same machine.
public protocol IssuerConnection: Sendable {
    /// What proofs of possession are made for: `https://host`.
    var origin: String { get }

    /// Where credentials of this issuer came from, as the wallet notes it down and finds it again.
    var place: String { get }

    /// Asks for a nonce to prove the possession of a key with, once.
    func nonce() async throws -> IssuerNonce

    /// Asks for the credential of a ticket.
    ///
    /// - Parameters:
    ///   - ticket: the ticket's text.
    ///   - pin: its PIN.
    ///   - proof: that the wallet has the key which the credential is to be for.
    /// - Returns: the credential and its first handle.
    /// - Throws: ``IssuerRefusal`` where the issuer has decided against it; anything else where it is not known whether
    ///   the request arrived, which may be sent again.
    func enrol(ticket: String, pin: String, proof: [UInt8]) async throws -> Grant

    /// Asks for what is true now in place of a credential.
    ///
    /// - Parameters:
    ///   - credential: the credential to replace.
    ///   - handle: the handle that came with it.
    ///   - request: 16 bytes that are the same when the request is sent again.
    ///   - proof: that the wallet has the credential's key.
    /// - Returns: the new credential and the next handle.
    /// - Throws: as ``enrol(ticket:pin:proof:)``.
    func refresh(_ credential: CredentialID, handle: [UInt8], request: [UInt8], proof: [UInt8]) async throws -> Grant
}

/// A nonce of an issuer (wire-format.md §9).
public struct IssuerNonce: Sendable {
    /// 16 bytes.
    public let bytes: [UInt8]
    /// The issuer's time when it was given, seconds since 1970 UTC; `nil` where it did not say.
    public let time: Int64?

    /// A nonce.
    public init(bytes: [UInt8], time: Int64?) {
        self.bytes = bytes
        self.time = time
    }
}

/// An issuer's decision against a request, which the wallet need not keep any longer.
public struct IssuerRefusal: Error {
    /// Why.
    public let reason: any Error

    /// A refusal.
    public init(_ reason: any Error) { self.reason = reason }
}
