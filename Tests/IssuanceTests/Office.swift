// SPDX-License-Identifier: Apache-2.0

import COSE
import Foundation
import Issuance
import MergedCode
import Registry
import Signing
import Storage
import TestSupport
import Trust

/// Digests and seals without secrecy, but every call is told apart.
struct OpenSealer: PersonalDataSealer {
    func seal(_ plaintext: [UInt8], context: [UInt8]) -> [UInt8] { context + plaintext.map { ~$0 } }

    func open(_ sealed: [UInt8], context: [UInt8]) throws -> [UInt8] {
        guard sealed.starts(with: context) else { throw RegistryError(.sealedData, "another context") }
        return sealed.dropFirst(context.count).map { ~$0 }
    }

    func digest(_ value: [UInt8], domain: String) -> [UInt8] {
        let input = Array(domain.utf8) + [0] + value
        return Array(SystemCryptography().sha256(input[...]).bytes.prefix(16))
    }
}

/// An issuer on an empty SQLite database that knows the people of the demo.
final class Office: Sendable {
    let store: SQLiteStore
    let registry: PersonRegistry
    let issuer: Issuer
    let key: PrivateKey
    let holder: PrivateKey
    private let directory: URL

    /// 2026-11-23 12:00 in Asia/Shanghai.
    static let now: Int64 = 1_795_406_400
    static let day: Int64 = 86_400
    /// What proofs of possession are addressed to.
    static let origin = "https://heyima.example"
    /// A person with a card, one certificate, a health status and payments.
    static let chen = "440604195505010320"
    /// A person with two certificates.
    static let lu = "440608197306260428"

    init(random: @escaping @Sendable (Int) -> [UInt8] = Office.random) throws {
        directory = FileManager.default.temporaryDirectory.appending(path: "heyima-\(UUID())")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: false)
        store = try SQLiteStore(path: directory.appending(path: "heyima.sqlite").path(percentEncoded: false))
        registry = PersonRegistry(store: store, sealer: OpenSealer())
        issuer = Issuer(
            profile: IssuerProfile(issuer: "fs.mz", statusListPrefix: "https://s.example/"),
            store: store,
            registry: registry,
            sealer: OpenSealer(),
            crypto: SystemCryptography(),
            random: random
        )
        key = try PrivateKey.generate(.p256)
        holder = try PrivateKey.generate(.p256)
        for kind in ImportKind.allCases { try load(kind) }
    }

    deinit { try? FileManager.default.removeItem(at: directory) }

    static let random: @Sendable (Int) -> [UInt8] = { count in
        (0..<count).map { _ in UInt8.random(in: .min ... .max) }
    }

    /// Imports a file of the demo, with the first such text of a person's rows replaced by another.
    func load(_ kind: ImportKind, person: String = "", replacing old: String = "", with new: String = "") throws {
        let lines = try Fixtures.text("demo/\(kind.rawValue).csv").split(separator: "\n")
            .map { line in
                guard !old.isEmpty, line.contains(person), let range = line.range(of: old) else { return String(line) }
                return line.replacingCharacters(in: range, with: new)
            }
        let bytes = Array((lines.joined(separator: "\n") + "\n").utf8)
        var request = ImportRequest(
            kind: kind,
            fileDigest: SystemCryptography().sha256(bytes[...]).bytes,
            now: Self.now,
            by: "test"
        )
        if kind == .payments {
            request.batch = try PaymentBatch(bank: "佛山社保代发", period: Period("202610"), batch: "B1")
        }
        _ = try registry.importFile(request) {
            var chunks = CollectionOfOne(bytes).makeIterator()
            return { chunks.next() }
        }
    }

    func ticket(_ person: String = chen, at now: Int64 = now) throws -> Ticket {
        try issuer.ticket(for: IDNumber(person), at: now)
    }

    /// A proof of possession as a wallet makes it, with a fresh nonce.
    func proof(_ purpose: ProofOfPossession.Purpose, by key: PrivateKey? = nil, at now: Int64 = now) throws -> [UInt8] {
        try ProofOfPossession.make(
            purpose,
            origin: Self.origin,
            nonce: issuer.nonce(at: now).bytes,
            now: now,
            signer: key ?? holder,
            crypto: SystemCryptography()
        )
    }

    func enrol(
        _ ticket: String,
        pin: String,
        proof: [UInt8]? = nil,
        signer: (any Signer)? = nil,
        at now: Int64 = now
    ) throws -> IssuedCredential {
        try issuer.enrol(
            ticket: ticket,
            pin: pin,
            proof: proof ?? self.proof(.enrolment(ticket: ticket), at: now),
            origin: Self.origin,
            signer: signer ?? key,
            at: now
        )
    }

    func enrol(
        _ ticket: Ticket,
        pin: String? = nil,
        by other: PrivateKey? = nil,
        at now: Int64 = now
    ) throws -> IssuedCredential {
        let proof = try proof(.enrolment(ticket: ticket.text), by: other, at: now)
        return try enrol(ticket.text, pin: pin ?? ticket.pin, proof: proof, at: now)
    }

    func enrol(_ person: String = chen, at now: Int64 = now) throws -> IssuedCredential {
        try enrol(ticket(person, at: now), at: now)
    }

    func refresh(
        _ id: CredentialID,
        handle: [UInt8],
        request: [UInt8] = SecureRandom.bytes(16),
        proof: [UInt8]? = nil,
        at now: Int64 = now
    ) throws -> IssuedCredential {
        try issuer.refresh(
            id,
            handle: handle,
            request: request,
            proof: proof ?? self.proof(.refresh(id, handle: handle), at: now),
            origin: Self.origin,
            signer: key,
            at: now
        )
    }

    func refresh(
        _ issued: IssuedCredential,
        request: [UInt8] = SecureRandom.bytes(16),
        at now: Int64 = now
    ) throws -> IssuedCredential {
        try refresh(issued.credential.id, handle: issued.refreshHandle, request: request, at: now)
    }

    func publish(at now: Int64) throws -> [StatusListEntry] { try issuer.publishStatusLists(signer: key, at: now) }

    func entry(_ id: CredentialID) throws -> CredentialEntry? {
        try store.read { (reading: any IssuanceReading) in try reading.credential(id) }
    }

    /// The states of a credential, which its list has to say as well: credential, card, relief, health.
    func states(_ id: CredentialID) throws -> [StatusListBuilder.State]? {
        guard let entry = try entry(id) else { return nil }
        let states = try store.read { (reading: any IssuanceReading) in try reading.states(ofList: entry.list) }
        let listed = (entry.index..<entry.index + 4)
            .map { index in states.first { $0.index == index }?.state ?? .valid }
        return listed == entry.states ? listed : nil
    }

    func states(_ issued: IssuedCredential) throws -> [StatusListBuilder.State]? { try states(issued.credential.id) }
}

/// A wrong PIN of six digits.
func wrong(_ pin: String) -> String { pin == "000000" ? "000001" : "000000" }

/// The issuance error's code that a call throws, nil when it throws none or another.
func code(_ body: () throws -> some Any) -> IssuanceError.Code? {
    do {
        _ = try body()
        return nil
    } catch let error as IssuanceError {
        return error.code
    } catch {
        return nil
    }
}
