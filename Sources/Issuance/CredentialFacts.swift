// SPDX-License-Identifier: Apache-2.0

import COSE
public import Registry
import Trust

/// What a credential names of the registry: with it one can tell later whether that still holds.
public struct CredentialFacts: Hashable, Sendable {
    /// A certificate as it stood.
    public struct Certificate: Hashable, Sendable {
        /// The row of the roster.
        public let row: ReliefKey
        /// The version.
        public let version: Int
        /// A keyed digest of its number: a renewed certificate stands in the same row under another number.
        public let number: [UInt8]
    }

    /// The card.
    public var card: CardKey?
    /// The certificates.
    public var certificates: [Certificate]
    /// The health level, by its number on the wire.
    public var healthLevel: Int?

    /// Nothing of the registry.
    public init() { certificates = [] }

    /// Facts from the bytes that ``encoded`` gives; `nil` for others.
    public init?(encoded: [UInt8]) {
        guard let item = try? CBORItem(encoded), item.entries != nil else { return nil }
        card = item[1]?.bytes.flatMap { CardKey(bytes: $0) }
        healthLevel = item[3]?.integer.map { Int($0) }
        certificates = []
        guard let rows = item[2]?.elements else { return nil }
        for row in rows {
            guard var parts = row.elements, let key = parts.next()?.bytes.flatMap({ ReliefKey(bytes: $0) }),
                let version = parts.next()?.integer, let number = parts.next()?.bytes
            else { return nil }
            certificates.append(Certificate(row: key, version: Int(version), number: Array(number)))
        }
    }

    /// The facts as bytes to store.
    public var encoded: [UInt8] {
        var entries: [(key: CBOR, value: CBOR)] = [
            (2, .array(certificates.map { [.bytes($0.row.bytes), .integer(Int64($0.version)), .bytes($0.number)] }))
        ]
        if let card { entries.append((1, .bytes(card.bytes))) }
        if let healthLevel { entries.append((3, .integer(Int64(healthLevel)))) }
        return CBOR.map(entries).encoded
    }
}

extension CredentialFacts {
    /// The facts with their digests anew, when another key takes the place of the one that they were made with.
    ///
    /// - Throws: what the resealing throws.
    public func anew(_ resealing: Resealing) throws -> CredentialFacts {
        var anew = self
        anew.card = try card.map(resealing.key)
        anew.certificates = try certificates.map { certificate in
            Certificate(
                row: try resealing.key(certificate.row),
                version: certificate.version,
                number: try resealing.digest(certificate.number)
            )
        }
        return anew
    }

    /// What the status slots of a credential have to be now: credential, card, relief, health (product.md §5).
    ///
    /// A slot speaks of what the credential *names*: a card that was replaced is gone for it, and stays gone until a
    /// refresh names the new one. The registry says nothing of the credential itself unless the person has died, so
    /// its state stays as it is.
    func states(
        in file: PersonFile,
        at now: Int64,
        credential: StatusListBuilder.State,
        sealer: some PersonalDataSealer
    ) throws -> [StatusListBuilder.State] {
        guard !file.hasDied else { return [.revoked, .revoked, .revoked, .revoked] }
        return [
            credential, cardState(in: file, at: now), try reliefState(in: file, at: now, sealer: sealer),
            healthState(in: file),
        ]
    }

    /// The keyed digest of a certificate's number.
    static func digest(ofNumber number: String, sealer: some PersonalDataSealer) throws -> [UInt8] {
        try Array(sealer.digest(Array(number.utf8), domain: "certificate").prefix(16))
    }

    private func cardState(in file: PersonFile, at now: Int64) -> StatusListBuilder.State {
        guard let card else { return .valid }
        guard let held = file.cards.first(where: { $0.entry.key == card }) else { return .revoked }
        switch held.entry.state(at: now) {
        // The code itself says until when its card is good.
        case .active, .expired, .pending: return .valid
        case .lost, .suspended: return .suspended
        case .cancelled, .ended, .superseded: return .revoked
        }
    }

    private func reliefState(
        in file: PersonFile,
        at now: Int64,
        sealer: some PersonalDataSealer
    ) throws -> StatusListBuilder.State {
        guard !certificates.isEmpty else { return .valid }
        let states = try certificates.map { certificate -> StatusListBuilder.State in
            guard let relief = file.reliefs.first(where: { $0.entry.key == certificate.row }),
                relief.entry.version <= certificate.version,
                try Self.digest(ofNumber: relief.certificate, sealer: sealer) == certificate.number
            else { return .revoked }
            switch relief.entry.state(at: now) {
            case .active, .expired, .pending: return .valid
            case .suspended, .lost: return .suspended
            case .ended, .superseded, .cancelled: return .revoked
            }
        }
        if states.allSatisfy({ $0 == .valid }) { return .valid }
        // One slot stands for all certificates of a code. Where some hold and some do not, neither «valid» nor «ended»
        // would be true of all; suspended has it checked, and a refresh names what is left.
        return states.allSatisfy { $0 == .revoked } ? .revoked : .suspended
    }

    private func healthState(in file: PersonFile) -> StatusListBuilder.State {
        guard let healthLevel else { return .valid }
        guard let now = file.health else { return .revoked }
        return now.level.rawValue == healthLevel ? .valid : .suspended
    }
}
