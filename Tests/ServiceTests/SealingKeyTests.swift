// SPDX-License-Identifier: Apache-2.0

import Audit
import COSE
import Deployment
import Foundation
import HTTPTypes
import HummingbirdTesting
import Issuance
import MergedCode
import Registry
import Signing
import Storage
import TestSupport
import Testing
import Trust

@testable import Service

/// Everything that a registry says of the people of the demonstration, but for the digests that find it.
private struct Told: Equatable {
    var people: [[String]] = []
    var reconciliation: [UInt8] = []
    var certificates: [UInt8] = []

    init(_ registry: PersonRegistry, at now: Int64) throws {
        let terms = ReconciliationTerms(asOf: CalendarDay(containing: now))
        try registry.store.read { reading in
            var last: PersonKey?
            while let entry = try reading.people(after: last, limit: 1).first {
                last = entry.key
                guard let file = try registry.file(for: entry.key, in: reading) else { continue }
                var told = [file.idNumber.description, file.name?.description ?? "", "\(file.namesDiffer)"]
                told += file.cards.map { "\($0.number) \($0.account) \($0.entry.status) \($0.entry.bank)" }.sorted()
                told += file.reliefs.map { "\($0.certificate) \($0.household) \($0.entry.state(at: now))" }.sorted()
                told += file.payments.map { "\($0.memo) \($0.holder) \($0.entry.amount) \($0.payee)" }
                told += try registry.dues(of: file, at: now, in: reading).map { "\($0.period) \($0.state)" }
                told += try registry.conflicts(about: file, at: now, in: reading).map(\.rawValue)
                told.append("\(file.health(at: now)?.entry.level as Any)")
                people.append(told)
            }
        }
        people.sort { $0[0] < $1[0] }
        let report = try registry.reconcile(Period("202610"), terms)
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        // References are digests.
        reconciliation = try String(decoding: encoder.encode(ReconciliationDocument(report)), as: UTF8.self)
            .replacing(/"reference":"[LR][0-9a-f]*"/, with: "").utf8.sorted()
        certificates = try registry.certificates(of: IDNumber(Town.chen), at: now).bytes
    }
}

/// The key that personal data are sealed and found under is replaced, whatever happens meanwhile.
struct SealingKeyTests {
    private static let engines = TestServer.isHere ? [false, true] : [false]

    private func town(shared: Bool) throws -> (Town, ScratchDatabase?) {
        let database = shared ? try ScratchDatabase() : nil
        return (try Town(database: database.map { try DatabaseAddress($0.url) }), database)
    }

    private func rotate(_ town: Town) throws { try town.deployment.rotateSealingKey(passphrase: Town.passphrase) }

    private func reopened(_ town: Town) throws -> Deployment {
        try Deployment(directory: town.directory, database: town.deployment.database)
    }

    private func unlocked(_ town: Town) throws -> Desk { try reopened(town).unlock(passphrase: Town.passphrase) }

    private func code(_ body: () throws -> some Any) -> StorageError.Code? {
        do {
            _ = try body()
            return nil
        } catch { return (error as? StorageError)?.code }
    }

    @Test(arguments: engines)
    func `everything is told as before, once and twice, and files that come again change nothing`(shared: Bool) throws {
        let (town, database) = try town(shared: shared)
        let before = try Told(town.desk.registry, at: town.now)
        let ticket = try town.desk.issuer.ticket(for: IDNumber(Town.li), at: town.now)
        let resident = try town.resident()
        try town.desk.registry.makeNotices(at: town.now)
        let bank = NoticeReceiver.bank("佛山农商银行")
        let notices = try town.desk.registry.notices(for: bank, limit: 99)
        #expect(!notices.isEmpty && !before.people.isEmpty)
        for _ in 0..<2 { try rotate(town) }
        let desk = try unlocked(town)
        #expect(try Told(desk.registry, at: town.now) == before)
        #expect(try desk.registry.notices(for: bank, limit: 99) == notices)
        #expect(try desk.settle(at: town.now) == 0)
        #expect(try desk.issuer.followRegistry(at: town.now) == 0)

        // Rows are known again by digests of their content.
        for kind in ImportKind.allCases {
            let bytes = try Fixtures.bytes("demo/\(kind.rawValue).csv") + Array("\n".utf8)
            var request = ImportRequest(
                kind: kind,
                fileDigest: SystemCryptography().sha256(bytes[...]).bytes,
                now: town.now,
                by: "test"
            )
            if kind == .payments {
                request.batch = try PaymentBatch(bank: "佛山农商银行", period: Period("202610"), batch: "1")
            }
            let report = try desk.registry.importFile(request) {
                var chunks = CollectionOfOne(bytes).makeIterator()
                return { chunks.next() }
            }
            #expect(report.outcome == .applied, "\(kind)")
            #expect(report.counts.added == 0 && report.counts.changed == 0 && report.counts.removed == 0, "\(kind)")
        }
        #expect(try desk.registry.makeNotices(at: town.now) == 0)

        // Tickets and credentials of before are good.
        let key = try PrivateKey.generate(.p256)
        let proof = try ProofOfPossession.make(
            .enrolment(ticket: ticket.text),
            origin: town.deployment.settings.origin,
            nonce: desk.issuer.nonce(at: town.now).bytes,
            now: town.now,
            signer: key,
            crypto: SystemCryptography()
        )
        func enrol(_ pin: String) throws -> IssuedCredential {
            try desk.issuer.enrol(
                ticket: ticket.text,
                pin: pin,
                proof: proof,
                origin: town.deployment.settings.origin,
                signer: desk.signer(for: .credential, at: town.now),
                at: town.now
            )
        }
        #expect(try enrol(ticket.pin).credential.id != resident.credential.id)
        let refreshed = try desk.issuer.refresh(
            resident.credential.id,
            handle: resident.handle,
            request: SecureRandom.bytes(16),
            proof: resident.proof(
                .refresh(resident.credential.id, handle: resident.handle),
                nonce: desk.issuer.nonce(at: town.now).bytes
            ),
            origin: town.deployment.settings.origin,
            signer: desk.signer(for: .credential, at: town.now),
            at: town.now
        )
        #expect(refreshed.credential.id != resident.credential.id)
        _ = database
    }

    @Test(arguments: engines)
    func `an import of before is approved and undone after it`(shared: Bool) throws {
        let (town, database) = try town(shared: shared)
        let before = try Told(town.desk.registry, at: town.now)
        let report = try town.importRows(
            .cards,
            "社会保障号码,姓名,社保卡号,发卡地区划,卡状态,银行卡号,开户银行\n440605195503150027,梁𠮷,D98765432,440605,正常,6217212013000002999,建行\n"
        )
        var request = ImportRequest(
            kind: .health,
            fileDigest: SystemCryptography().sha256(Town.healthFile[...]).bytes,
            now: town.now,
            by: "test"
        )
        request.expectedRows = 7
        let held = try town.desk.registry.importFile(request) {
            var chunks = CollectionOfOne(Town.healthFile).makeIterator()
            return { chunks.next() }
        }
        #expect(held.outcome == .held)
        let changed = try Told(town.desk.registry, at: town.now)
        #expect(changed != before)
        try rotate(town)
        let registry = try unlocked(town).registry
        #expect(try Told(registry, at: town.now) == changed)
        try registry.undoImport(#require(report.id), now: town.now, by: "other")
        #expect(try Told(registry, at: town.now) == before)
        let approved = try registry.approveImport(#require(held.id), now: town.now, by: "other")
        #expect(approved.outcome == .applied && approved.counts.added + approved.counts.changed == 1)
        _ = database
    }

    @Test(arguments: engines)
    func `a service with the former key answers nothing wrongly, and one that is started again all`(
        shared: Bool
    ) async throws {
        let (town, database) = try town(shared: shared)
        let token = try await town.window("W1")
        let resident = try town.resident()
        let former = try town.deployment.traceAuthenticator(passphrase: Town.passphrase)
        try await town.service().application()
            .test(.router) { client in
                #expect(try await client.verify(resident.code(), token).verdict == "accept")
                try rotate(town)
                town.advance(by: 1)
                let codes = [try resident.code(), try resident.referenceCode()]
                for code in codes {
                    let answer = try await client.verify(code, token)
                    #expect(answer.status == 503 && answer.code == "unavailable", "\(answer.text)")
                }
                let byDuty = try await client.post(
                    "/v1/verifications",
                    [
                        "medium": "by_duty", "idNumber": Town.chen, "item": "MZ-02", "business": "1", "operator": "W03",
                    ],
                    token: token
                )
                #expect(byDuty.status == 503, "\(byDuty.text)")
                #expect(try await client.send(.get, "/readyz").status == 503)
            }
        #expect(code { try town.desk.registry.file(of: IDNumber(Town.chen)) } == .sealedAnew)
        #expect(code { try town.importRows(.health, String(decoding: Town.healthFile, as: UTF8.self)) } == .sealedAnew)
        #expect(code { try town.desk.issuer.ticket(for: IDNumber(Town.chen), at: town.now) } == .sealedAnew)

        let deployment = try reopened(town)
        try await town.service(of: deployment).application()
            .test(.router) { client in
                town.advance(by: 1)
                let answer = try await client.verify(resident.code(), token)
                #expect(answer.verdict == "accept", "\(answer.text)")
                // Whoever looked before is told all the same.
                let proof = try ProofOfPossession.make(
                    .lookups(target: "/v1/lookups"),
                    origin: "https://heyima.example",
                    nonce: await client.nonce(),
                    now: town.now,
                    signer: resident.key,
                    crypto: SystemCryptography()
                )
                let told = try await client.send(
                    .get,
                    "/v1/lookups",
                    headers: [.authorization: "Heyima-PoP \(Base64URL.encode(proof))"]
                )
                #expect((told.json["lookups"] as? [Any])?.count == 2, "\(told.text)")
            }
        try await checkTrace(of: deployment, former: former)
        _ = database
    }

    /// The trace is one chain over the rotation, and nothing else was made of it.
    private func checkTrace(of deployment: Deployment, former: any TraceAuthenticator) async throws {
        let store = try deployment.verificationStore(passphrase: Town.passphrase)
        var links: [TraceLink] = []
        try await store.readTrace { links.append($0) }
        func examine(_ authenticator: some TraceAuthenticator) async throws -> TraceExamination {
            let links = links
            return try await TraceVerifier(authenticator).examination { try links.forEach($0) }
        }
        let whole = try await examine(deployment.traceAuthenticator(passphrase: Town.passphrase))
        #expect(whole.findings.isEmpty && whole.count == 2)
        // Whoever has only the former key cannot tell what was written since, and so cannot write it.
        let under = try await examine(former)
        #expect(under.findings.map(\.problem) == [.changed] && under.findings.map(\.sequences) == [1...1])
        // What they write in its place is told from it.
        var chain = TraceChain(links[1].chain, count: 2, head: links[1].mac)
        links.append(try chain.append(TraceRecord(encoded: links[1].record), former))
        let forged = try await examine(deployment.traceAuthenticator(passphrase: Town.passphrase))
        #expect(forged.findings.map(\.problem) == [.changed] && forged.findings.map(\.sequences) == [2...2])
    }

    @Test(arguments: engines)
    func `killed before the database changed or after, it works, and run again it is done`(shared: Bool) throws {
        let (town, database) = try town(shared: shared)
        let before = try Told(town.desk.registry, at: town.now)
        let keys = town.deployment.files.keys
        let (current, next) = (keys.appending(path: "sealing.key"), keys.appending(path: "sealing.next"))
        let former = try Data(contentsOf: current)
        try rotate(town)
        let rotated = try Data(contentsOf: current)
        #expect(former != rotated && !FileManager.default.fileExists(atPath: next.path))
        func put(_ data: Data, at url: URL) throws {
            try? FileManager.default.removeItem(at: url)
            try PrivateFile.create(url.path, [UInt8](data))
        }

        // As it lies when killed between the database and the file.
        try put(former, at: current)
        try put(rotated, at: next)
        #expect(try Told(unlocked(town).registry, at: town.now) == before)
        try reopened(town).rotateSealingKey(passphrase: Town.passphrase)
        #expect(try Data(contentsOf: current) == rotated)
        #expect(try Told(unlocked(town).registry, at: town.now) == before)

        // As it lies when killed before the database has changed.
        try reopened(town).rotateSealingKey(passphrase: Town.passphrase)
        let third = try Data(contentsOf: current)
        try put(rotated, at: next)
        #expect(try Told(unlocked(town).registry, at: town.now) == before)
        // A leftover of another rotation is not gone on with.
        #expect(throws: DeploymentError(.damaged, "")) {
            try reopened(town).rotateSealingKey(passphrase: Town.passphrase)
        }
        try? FileManager.default.removeItem(at: next)
        #expect(try Data(contentsOf: current) == third)
        #expect(try Told(unlocked(town).registry, at: town.now) == before)

        // A copy of the directory with the former key is refused, and cannot rotate what it cannot open.
        try put(former, at: current)
        #expect(code { try unlocked(town).registry.file(of: IDNumber(Town.chen)) } == .sealedAnew)
        #expect(code { try reopened(town).rotateSealingKey(passphrase: Town.passphrase) } == .sealedAnew)
        _ = database
    }

    @Test func `a rotation that fails leaves everything under the former key`() throws {
        let town = try Town()
        let before = try Told(town.desk.registry, at: town.now)
        // Something that no key opens.
        let broken: PersonKey = try #require(PersonKey(bytes: [UInt8](repeating: 0xFF, count: 16)))
        try town.desk.registry.store.write { try $0.put([PersonEntry(key: broken, sealed: [1, 2, 3])]) }
        #expect(throws: SigningError.self) { try rotate(town) }
        try town.desk.registry.store.write { try $0.removePerson(broken) }
        #expect(try Told(town.desk.registry, at: town.now) == before)
        #expect(try Told(unlocked(town).registry, at: town.now) == before)
        try rotate(town)
        #expect(try Told(unlocked(town).registry, at: town.now) == before)
    }

    @Test func `no digest and no sealed value of before is left in the files of the database`() throws {
        let town = try Town()
        _ = try town.resident()
        try town.desk.registry.makeNotices(at: town.now)
        var former: Set<[UInt8]> = []
        try town.desk.registry.store.read { reading in
            for person in try reading.people(after: nil, limit: 1000) {
                former.insert(person.key.bytes)
                former.insert(Array(person.sealed.prefix(24)))
                for card in try reading.cards(of: person.key) {
                    former.formUnion([card.key.bytes, card.account.bytes, card.content.bytes])
                    for payment in try reading.payments(into: [card.account], limit: 100) {
                        former.formUnion([payment.content.bytes, Array(payment.sealed.prefix(24))])
                    }
                }
                for row in try reading.reliefs(of: person.key) {
                    former.formUnion([row.key.bytes, row.household.bytes, row.content.bytes])
                }
                for line in try reading.paylist(for: person.key, limit: 100) {
                    former.formUnion([line.key.bytes, line.content.bytes, Array(line.sealed.prefix(24))])
                }
            }
        }
        try rotate(town)
        let windows = ["heyima.sqlite", "heyima.sqlite-wal"]
            .flatMap { name -> [UInt8] in
                (try? [UInt8](Data(contentsOf: town.directory.appending(path: name)))) ?? []
            }
        var found = 0
        for start in windows.indices.dropLast(24) {
            if former.contains(Array(windows[start..<start + 16])) { found += 1 }
            if former.contains(Array(windows[start..<start + 24])) { found += 1 }
        }
        #expect(former.count > 50 && found == 0)
    }
}
