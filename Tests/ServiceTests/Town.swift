// SPDX-License-Identifier: Apache-2.0

import COSE
import Deployment
import Foundation
import Issuance
import Logging
import MergedCode
import Registry
import Signing
import Synchronization
import TestSupport
import Testing
import Trust

@testable import Service
@testable import Storage

/// A deployment on disk with the invented people of the demonstration, its terminals and a wallet: what a service serves.
final class Town: Sendable {
    /// 2026-11-24, morning in China.
    static let start: Int64 = 1_795_482_000
    /// Head of a household on 低保, with a card, payments and a health status.
    static let chen = "440604195505010320"
    /// A member of the same household.
    static let li = "440604195409230155"
    /// A file of 卫健.
    static let healthFile = Array("公民身份号码,健康状态,评估时间,有效期至\n440604195505010320,黄,2026-11-23,2099-12-31\n".utf8)
    static let passphrase = SecretBytes(copying: Array("correct horse battery staple".utf8))

    let directory: URL
    let deployment: Deployment
    let desk: Desk
    let journal: any VerificationStore
    let log = Mutex("")
    private let time = Mutex(start)

    /// A town whose database is files of its directory, or on a server.
    init(database: DatabaseAddress? = nil) throws {
        directory = FileManager.default.temporaryDirectory.appending(path: "town-\(UUID().uuidString)")
        deployment = try Deployment.create(
            at: directory,
            settings: DeploymentSettings(issuer: "佛山市民政局", origin: "https://heyima.example"),
            database: database,
            curve: .p256,
            passphrase: Self.passphrase,
            cost: .insecureForTests,
            now: Self.start - 86_400
        )
        desk = try deployment.unlock(passphrase: Self.passphrase)
        journal = try deployment.verificationStore(passphrase: Self.passphrase)
        for kind in ImportKind.allCases { try importFile(kind) }
        try desk.settle(at: Self.start)
    }

    deinit { try? FileManager.default.removeItem(at: directory) }

    /// What verifiers keep, in a town with files of its own.
    var store: SQLiteVerificationStore {
        guard let store = journal as? SQLiteVerificationStore else { preconditionFailure("a town on a server") }
        return store
    }

    var now: Int64 { time.withLock { $0 } }
    func advance(by seconds: Int64) { time.withLock { $0 += seconds } }

    private func importFile(_ kind: ImportKind) throws {
        try importFile(kind, Fixtures.bytes("demo/\(kind.rawValue).csv"), of: "202610")
    }

    /// A department brings a file.
    @discardableResult
    func importRows(_ kind: ImportKind, _ text: String) throws -> ImportReport {
        try importFile(kind, Array(text.utf8), of: "202610")
    }

    /// The bank reports payments of a month.
    func importPayments(_ rows: String, of period: String) throws {
        try importFile(.payments, Array(("户名,卡号,金额,摘要,发放时间\n" + rows).utf8), of: period)
    }

    @discardableResult
    private func importFile(_ kind: ImportKind, _ bytes: [UInt8], of period: String) throws -> ImportReport {
        var request = ImportRequest(
            kind: kind,
            fileDigest: SystemCryptography().sha256(bytes[...]).bytes,
            now: Self.start,
            by: "test"
        )
        if kind == .payments {
            request.batch = try PaymentBatch(bank: "佛山农商银行", period: Period(period), batch: "1")
        }
        return try desk.registry.importFile(request) {
            var chunks = CollectionOfOne(bytes).makeIterator()
            return { chunks.next() }
        }
    }

    /// A service on the town, or on another deployment of it; its log lines go to ``log``.
    ///
    /// Verdicts are written to `journal` in place of the deployment's own where there is one.
    func service(
        of other: Deployment? = nil,
        journal: (any VerificationStore)? = nil,
        _ configure: (inout ServiceConfiguration) -> Void = { _ in }
    ) throws -> HeyimaService {
        var configuration = ServiceConfiguration()
        configuration.listen.port = 0
        configuration.scanner = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
            .appending(path: "heyima-scan")
        // Tests ask more often than strangers may, unless that is what they are about.
        configuration.limits.stranger = .init(perMinute: 100_000, burst: 100_000)
        configuration.limits.terminal = .init(perMinute: 100_000, burst: 100_000)
        configure(&configuration)
        return try HeyimaService(
            deployment: other ?? deployment,
            passphrase: Self.passphrase,
            configuration: configuration,
            journal: journal,
            clock: { [weak self] in self?.now ?? Self.start },
            logger: ServiceLog.logger(level: .info) { [weak self] line in self?.log.withLock { $0 += line } }
        )
    }

    /// All certificates of a person end.
    func endRelief(of idNumber: String) throws {
        let number = try IDNumber(idNumber)
        for certificate in try desk.registry.file(of: number)?.activeCertificates(at: now) ?? [] {
            let name = certificate.relief.certificate
            try desk.registry.endRelief(of: number, certificate: name, now: now, by: "test")
        }
    }

    /// The registry knows a person no more; what was issued to them stays on record.
    func forget(_ idNumber: String) throws {
        let key = try desk.registry.key(of: IDNumber(idNumber))
        try desk.registry.store.write { registry in
            let registry = try #require(registry as? SQLRegistry)
            try registry.connection.run("DELETE FROM person WHERE key = ?", key.sql)
        }
    }

    /// A terminal of a role; its token.
    func terminal(
        _ id: String,
        _ role: String,
        region: String = "440600",
        item: String? = nil,
        operatorID: String? = nil
    ) throws -> TerminalToken {
        let token = TerminalToken.generate()
        try store.add(
            Terminal(
                id: id,
                tokenDigest: token.digest,
                role: role,
                region: region,
                item: item,
                operatorID: operatorID,
                createdAt: now
            )
        )
        return token
    }

    /// A window's terminal, of a town on a server too; its token.
    func window(_ id: String) async throws -> TerminalToken {
        let token = TerminalToken.generate()
        try await journal.add(
            Terminal(id: id, tokenDigest: token.digest, role: "window", region: "440600", createdAt: now)
        )
        return token
    }

    /// A resident with a wallet of their own.
    func resident(_ idNumber: String = chen) throws -> Resident {
        let key = try PrivateKey.generate(.p256)
        let ticket = try desk.issuer.ticket(for: IDNumber(idNumber), at: now)
        let proof = try ProofOfPossession.make(
            .enrolment(ticket: ticket.text),
            origin: deployment.settings.origin,
            nonce: desk.issuer.nonce(at: now).bytes,
            now: now,
            signer: key,
            crypto: SystemCryptography()
        )
        let issued = try desk.issuer.enrol(
            ticket: ticket.text,
            pin: ticket.pin,
            proof: proof,
            origin: deployment.settings.origin,
            signer: desk.signer(for: .credential, at: now),
            at: now
        )
        try desk.settle(at: now)
        return Resident(town: self, key: key, credential: issued.credential, handle: issued.refreshHandle)
    }
}

/// Somebody with a credential.
struct Resident: Sendable {
    let town: Town
    let key: PrivateKey
    let credential: HeldCredential
    let handle: [UInt8]

    /// A dynamic code of now.
    func code(
        disclosing: Set<ComponentKey> = ComponentKey.disclosedByDefault,
        audience: String = "urn:heyima:terminal",
        nonce: [UInt8]? = nil
    ) throws -> String {
        try credential.dynamicCode(
            disclosing: disclosing,
            audience: audience,
            nonce: nonce,
            now: town.now,
            signer: key,
            random: SecureRandom.bytes
        )
    }

    /// A reference code of now.
    func referenceCode() throws -> String {
        try credential.referenceCode(
            showing: ComponentKey.disclosedByDefault,
            audience: "urn:heyima:terminal",
            now: town.now,
            signer: key,
            random: SecureRandom.bytes
        )
    }

    /// A proof of possession.
    func proof(_ purpose: ProofOfPossession.Purpose, nonce: [UInt8]) throws -> [UInt8] {
        try ProofOfPossession.make(
            purpose,
            origin: town.deployment.settings.origin,
            nonce: nonce,
            now: town.now,
            signer: key,
            crypto: SystemCryptography()
        )
    }
}
