// SPDX-License-Identifier: Apache-2.0

public import COSE
import MergedCode
public import Registry
import Trust

/// Who issues: names, addresses and spans of time of a deployment.
public struct IssuerProfile: Hashable, Sendable {
    /// `iss`, as the trust list names it.
    public var issuer: String
    /// What the URI of every status list begins with; the list's number follows.
    public var statusListPrefix: String
    /// How long a credential is good, in seconds.
    public var credentialLifetime: Int64
    /// How long a printed code is good, in seconds; at most 366 days.
    public var printedLifetime: Int64
    /// How long a status list is current, in seconds.
    public var statusListLifetime: Int64
    /// After how long a verifier should look for a newer status list, in seconds.
    public var statusListTimeToLive: UInt64

    /// A profile; a credential lives for a year, a printed code for half of one, a status list for a week.
    public init(
        issuer: String,
        statusListPrefix: String,
        credentialLifetime: Int64 = 365 * 86_400,
        printedLifetime: Int64 = 180 * 86_400,
        statusListLifetime: Int64 = 7 * 86_400,
        statusListTimeToLive: UInt64 = 300
    ) {
        self.issuer = issuer
        self.statusListPrefix = statusListPrefix
        self.credentialLifetime = credentialLifetime
        self.printedLifetime = printedLifetime
        self.statusListLifetime = statusListLifetime
        self.statusListTimeToLive = statusListTimeToLive
    }
}

/// The issuer: gives out tickets, credentials and printed codes, and keeps their status in step with the registry.
///
/// It holds no state of its own. Time comes with each call, and calls that sign are given the key they need, so that
/// whoever only looks needs none.
public struct Issuer: Sendable {
    /// Names, addresses and spans of time.
    public let profile: IssuerProfile
    let store: any IssuanceStore
    let registry: PersonRegistry
    let sealer: any PersonalDataSealer
    let crypto: any CryptoProvider
    let random: @Sendable (Int) -> [UInt8]

    /// An issuer.
    ///
    /// - Parameters:
    ///   - profile: names, addresses and spans of time.
    ///   - store: where tickets and credentials are kept.
    ///   - registry: what is known about people.
    ///   - sealer: makes the keyed digests of PINs.
    ///   - crypto: digests and names of keys.
    ///   - random: gives as many unpredictable bytes as asked for.
    public init(
        profile: IssuerProfile,
        store: any IssuanceStore,
        registry: PersonRegistry,
        sealer: any PersonalDataSealer,
        crypto: any CryptoProvider,
        random: @escaping @Sendable (Int) -> [UInt8]
    ) {
        self.profile = profile
        self.store = store
        self.registry = registry
        self.sealer = sealer
        self.crypto = crypto
        self.random = random
    }

    /// The file of a person that something is to be issued to.
    func file(of person: PersonKey) throws -> PersonFile {
        guard let file = try registry.file(for: person, payments: 12) else {
            throw IssuanceError(.personUnknown, "nobody of this id number is in the registry")
        }
        return file
    }

    /// The URI of a status list.
    public func statusListURI(_ number: Int) -> String { profile.statusListPrefix + String(number) }
}
