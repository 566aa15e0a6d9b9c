// SPDX-License-Identifier: Apache-2.0

public import COSE
public import MergedCode
public import Signing
public import Trust

/// A whole deployment in memory: root, issuer, printer, key for status lists, a holder and a moment.
///
/// A test changes what it is about and leaves the rest as it is, which is good in every way.
public struct VirtualDeployment: Sendable {
    /// The moment of everything, seconds since 1970 UTC: 2026-11-23, morning in China.
    public static let now: Int64 = 1_795_395_600
    /// A day in seconds.
    public static let day: Int64 = 86_400
    /// `iss` of credentials and printed codes.
    public static let issuerName = "广东省民政厅"
    /// Where the deployment's status lists are.
    public static let statusPrefix = "https://heyima.example/v1/status-lists/"
    /// The one status list.
    public static let statusURI = statusPrefix + "1"
    /// `aud` of its codes.
    public static let audience = "urn:heyima:terminal:example"
    /// The first of the four entries of the credential, unless a test says otherwise.
    public static let index: UInt64 = 730_248

    /// Cryptography as it is used.
    public let crypto = SystemCryptography()
    /// Random bytes.
    public let random = VirtualRandom()
    /// The root.
    public let root: PrivateKey
    /// Signs credentials.
    public let issuer: PrivateKey
    /// Signs printed codes.
    public let printer: PrivateKey
    /// Signs status lists.
    public let statusKey: PrivateKey
    /// The resident's key.
    public let holder: PrivateKey
    /// What the trust list says.
    public var trustList: TrustListContents
    /// What the status list says, where it is not 0.
    public var states: [(index: UInt64, state: StatusListBuilder.State)] = []
    /// `iat` of the status list.
    public var statusIssuedAt = Self.now - 600
    /// `exp` of the status list.
    public var statusExpiresAt = Self.now + 3600
    /// Whether there is a status list.
    public var hasStatusList = true

    /// A deployment in which all is well.
    public init(_ issuing: Curve = .p256, holder: Curve = .p256) throws {
        root = try PrivateKey.generate(issuing)
        issuer = try PrivateKey.generate(issuing)
        printer = try PrivateKey.generate(issuing)
        statusKey = try PrivateKey.generate(issuing)
        self.holder = try PrivateKey.generate(holder)
        trustList = TrustListContents(
            issuer: "合一码根",
            issuedAt: Self.now - Self.day,
            expiresAt: Self.now + 20 * Self.day,
            sequence: 7,
            entries: [],
            statusListPrefixes: [Self.statusPrefix],
            audienceBase: Self.audience
        )
        trustList.entries = [
            try entry(issuer, [.credential]), try entry(printer, [.printed]), try entry(statusKey, [.statusList]),
        ]
    }

    /// An entry of the trust list.
    public func entry(
        _ key: PrivateKey,
        _ uses: Set<KeyUse>,
        issuer: String = issuerName,
        from notBefore: Int64 = now - 400 * day,
        to notAfter: Int64 = now + 400 * day,
        revocation: TrustedKey.Revocation? = nil,
        claims: Set<Int64>? = nil
    ) throws -> TrustedKey {
        TrustedKey(
            keyID: try crypto.keyID(of: key.publicKey),
            key: key.publicKey,
            uses: uses,
            issuer: issuer,
            notBefore: notBefore,
            notAfter: notAfter,
            revocation: revocation,
            attestableClaims: claims
        )
    }

    /// The root, as a verifier is told it.
    public var anchor: TrustAnchor { TrustAnchor(rootKey: root.publicKey, issuer: trustList.issuer) }

    /// The signed trust list.
    public func signedTrustList() throws -> TrustList { try TrustList.sign(trustList, by: root, crypto: crypto) }

    /// The signed status list.
    public func signedStatusList(by key: PrivateKey? = nil) throws -> [UInt8] {
        let key = key ?? statusKey
        return try StatusListBuilder(uri: Self.statusURI, states: states)
            .sign(
                issuedAt: statusIssuedAt,
                expiresAt: statusExpiresAt,
                timeToLive: 300,
                by: key,
                keyID: crypto.keyID(of: key.publicKey)
            )
    }

    /// What a verifier believes.
    public func snapshot() throws -> TrustSnapshot {
        TrustSnapshot(
            trustList: try signedTrustList(),
            statusListBytes: hasStatusList ? [try signedStatusList()] : []
        )
    }

    /// Changes the state of one of the credential's four slots.
    public mutating func set(_ slot: CredentialSlot, to state: StatusListBuilder.State) {
        states.append((Self.index + slot.rawValue, state))
    }
}

extension Components {
    /// An invented person who has everything.
    public static let virtual: Components = {
        guard let urban = RegionCode(rawValue: 440_600), let district = RegionCode(rawValue: 440_604),
            let validUntil = Day("2031-05-01"), let from = Day("2026-01-01"), let until = Day("2026-12-31"),
            let paidOn = Day("2026-11-11")
        else { preconditionFailure("invented values that are no values") }
        return Components(
            identity: Identity(name: "陈小明", idNumber: Identity.maskingIDNumber("440604195001010320")),
            card: CardClaim(region: urban, last4: "9184", validUntil: validUntil),
            relief: [
                ReliefCertificate(
                    category: .urbanDibao,
                    number: "4406042026000123",
                    version: 3,
                    validFrom: from,
                    validUntil: until,
                    region: district,
                    role: .head
                )
            ],
            health: HealthStatus(
                level: .green,
                assessedAt: VirtualDeployment.now - 3600,
                validUntil: VirtualDeployment.now + 7200
            ),
            payment: Payment(period: 202_610, amount: 85_000, memo: .dibao, paidOn: paidOn)
        )
    }()
}
