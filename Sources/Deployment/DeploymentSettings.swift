// SPDX-License-Identifier: Apache-2.0

import COSE
import Issuance
public import Registry

/// What an operator decides about a deployment once: `deployment.json`.
public struct DeploymentSettings: Codable, Hashable, Sendable {
    /// Whom the root speaks for and who issues: `iss` of trust list and credentials.
    ///
    /// Short, since every code carries it.
    public var issuer: String
    /// Where the service is reached, without a slash at the end.
    ///
    /// Status lists are named below it.
    public var origin: String
    /// The audience of the deployment's terminals.
    public var audienceBase: String
    /// How many days a credential is good.
    public var credentialDays: Int
    /// How many days a printed code is good, at most 366.
    public var printedDays: Int
    /// How many days a status list is current.
    public var statusListDays: Int
    /// After how many seconds a verifier should look for a newer status list.
    public var statusListTimeToLive: Int
    /// The URL of the PostgreSQL database; `nil` where the database is files of the deployment.
    ///
    /// A password has no place here: it comes from `HEYIMA_DATABASE`, the service's configuration or a passfile.
    public var database: String?
    /// How long data are kept that nobody needs any more; `nil` for the usual limits.
    public var retention: RetentionLimits?

    /// Settings; the lifetimes are a year, half a year and a week.
    public init(
        issuer: String,
        origin: String,
        audienceBase: String = "urn:heyima:terminal",
        credentialDays: Int = 365,
        printedDays: Int = 180,
        statusListDays: Int = 7,
        statusListTimeToLive: Int = 300
    ) {
        self.issuer = issuer
        self.origin = origin
        self.audienceBase = audienceBase
        self.credentialDays = credentialDays
        self.printedDays = printedDays
        self.statusListDays = statusListDays
        self.statusListTimeToLive = statusListTimeToLive
    }

    /// What the URI of every status list begins with.
    public var statusListPrefix: String { origin + "/v1/status-lists/" }

    var profile: IssuerProfile {
        IssuerProfile(
            issuer: issuer,
            statusListPrefix: statusListPrefix,
            credentialLifetime: Int64(credentialDays) * 86_400,
            printedLifetime: Int64(printedDays) * 86_400,
            statusListLifetime: Int64(statusListDays) * 86_400,
            statusListTimeToLive: UInt64(statusListTimeToLive)
        )
    }

    /// Refuses settings that no credential or list could be made with.
    func check() throws(DeploymentError) {
        guard (1...64).contains(issuer.utf8.count) else {
            throw DeploymentError(.damaged, "the issuer's name has 1 to 64 bytes")
        }
        guard (1...100).contains(origin.utf8.count), !origin.hasSuffix("/") else {
            throw DeploymentError(.damaged, "the origin has 1 to 100 bytes and no slash at its end")
        }
        guard (1...64).contains(audienceBase.utf8.count) else {
            throw DeploymentError(.damaged, "the audience base has 1 to 64 bytes")
        }
        guard (1...3660).contains(credentialDays), (1...366).contains(printedDays), (1...31).contains(statusListDays),
            (1...86_400).contains(statusListTimeToLive)
        else { throw DeploymentError(.damaged, "a span of time is out of range") }
    }
}
