// SPDX-License-Identifier: Apache-2.0

import COSE
import MergedCode
import Signing

/// An invented issuer, holder and person, and codes of them.
enum Sample {
    static let crypto = SystemCryptography()
    static let issuer = try! PrivateKey.generate(.p256)
    static let holder = try! PrivateKey.generate(.p256)
    static let now: Int64 = 1_795_460_000  // 2026-11-23
    static let audience = Audience.defaultBase

    /// Random bytes that differ from call to call.
    static func random(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }

    static let components = Components(
        identity: Identity(name: "陈小明", idNumber: Identity.maskingIDNumber("440604195001010320")),
        card: CardClaim(region: RegionCode(rawValue: 440_600)!, last4: "9184", validUntil: Day("2031-05-01")!),
        relief: [
            ReliefCertificate(
                category: .urbanDibao,
                number: "4406042026000123",
                version: 3,
                validFrom: Day("2026-01-01")!,
                validUntil: Day("2026-12-31")!,
                region: RegionCode(rawValue: 440_604)!,
                role: .head
            )
        ],
        health: HealthStatus(level: .green, assessedAt: now - 3600, validUntil: now + 86400),
        payment: Payment(period: 202_610, amount: 85000, memo: .dibao, paidOn: Day("2026-11-11")!)
    )

    static let status = StatusReference(uri: "https://s.gd.gov.cn/s/1", index: 730_248)!

    static func draft(_ components: Components = components, holder: some Signer = holder) -> CredentialDraft {
        CredentialDraft(
            issuer: "gd.mz",
            issuedAt: now - 1000,
            expiration: now + 90 * 86400,
            holderKey: holder.publicKey,
            status: status,
            components: components
        )
    }

    static func held(_ components: Components = components) throws -> HeldCredential {
        try draft(components).issue(signer: issuer, crypto: crypto, random: random)
    }

    static func printedDraft(_ components: Components = components) -> PrintedCodeDraft {
        PrintedCodeDraft(
            issuer: "gd.mz",
            issuedAt: now,
            expiration: now + 366 * 86400,
            status: status,
            components: components
        )
    }

    static func dynamicText(disclosing keys: Set<ComponentKey> = Set(ComponentKey.allCases)) throws -> String {
        try held()
            .dynamicCode(disclosing: keys, audience: audience, now: now, signer: holder, random: random)
    }

    static func verifier(_ key: some Signer) throws -> Verifier {
        Verifier(base: try crypto.verifier(for: key.publicKey))
    }

    /// A verifier of any key.
    struct Verifier: SignatureVerifier {
        let base: any SignatureVerifier
        var publicKey: COSEKey { base.publicKey }

        func isValidSignature(_ signature: ArraySlice<UInt8>, over message: [UInt8]) -> Bool {
            base.isValidSignature(signature, over: message)
        }
    }
}
