// SPDX-License-Identifier: Apache-2.0

import COSE
import Deployment
import Foundation
import Issuance
import MergedCode
import Registry
import Signing
import Storage
import Trust

/// A deployment on the disk with residents who hold credentials, and a terminal.
struct ServiceDeployment: Sendable {
    /// A resident's wallet, as far as codes need it.
    struct Holder: Sendable {
        let credential: HeldCredential
        let key: PrivateKey
    }

    static let item = "MZ-02"
    private static let region = "440604"

    let directory: URL
    let now: Int64
    let holders: [Holder]
    let audience: String
    /// A file with the header field that names the terminal.
    let headers: URL
    let passphrase: URL

    /// Makes the deployment, imports the residents as departments would, and has each of them enrol.
    static func make(in directory: URL, issuing curve: Curve, residents: Int) async throws -> ServiceDeployment {
        let now = Int64(Date().timeIntervalSince1970)
        let data = directory.appending(path: "data")
        let word = SecureRandom.bytes(16).map { String($0, radix: 36) }.joined()
        let passphrase = directory.appending(path: "passphrase")
        try Data(word.utf8).write(to: passphrase)
        var bytes = Array(word.utf8)
        let secret = SecretBytes(wiping: &bytes)
        let deployment = try Deployment.create(
            at: data,
            settings: DeploymentSettings(issuer: "urn:heyima:bench", origin: "http://127.0.0.1:8080"),
            curve: curve,
            passphrase: secret,
            now: now
        )
        let desk = try deployment.unlock(passphrase: secret)
        let people = (0..<residents).map(Resident.init)
        try importFile(.cards, Resident.cards(people), into: desk, now)
        try importFile(.roster, Resident.roster(people), into: desk, now)
        let signer = try desk.signer(for: .credential, at: now)
        let holders = try people.map { person in
            let ticket = try desk.issuer.ticket(for: IDNumber(person.idNumber), at: now)
            let key = try PrivateKey.generate(.p256)
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
                signer: signer,
                at: now
            )
            return Holder(credential: issued.credential, key: key)
        }
        try desk.settle(at: now)
        let token = TerminalToken.generate()
        let store = try deployment.verificationStore(passphrase: secret)
        try await store.add(
            Terminal(id: "bench", tokenDigest: token.digest, role: "window", region: region, createdAt: now)
        )
        let headers = directory.appending(path: "headers")
        try Data("Authorization: Bearer \(token.text)\n".utf8).write(to: headers)
        return ServiceDeployment(
            directory: data,
            now: now,
            holders: holders,
            audience: deployment.settings.audienceBase,
            headers: headers,
            passphrase: passphrase
        )
    }

    private static func importFile(_ kind: ImportKind, _ text: String, into desk: Desk, _ now: Int64) throws {
        let bytes = Array(text.utf8)
        var request = ImportRequest(
            kind: kind,
            fileDigest: SystemCryptography().sha256(bytes[...]).bytes,
            now: now,
            by: "bench"
        )
        request.isStrict = true
        let report = try desk.registry.importFile(request) {
            var chunks = CollectionOfOne(bytes).makeIterator()
            return { chunks.next() }
        }
        try expect(report.outcome == .applied, "\(kind.rawValue) was not taken in: \(report.errors.first as Any)")
    }

    /// Writes requests with codes that were not used before, one a line; two threads make them.
    func write(codes count: Int, to file: URL) async throws {
        try await withThrowingTaskGroup(of: [UInt8].self) { group in
            for half in 0..<2 {
                group.addTask {
                    var lines: [UInt8] = []
                    lines.reserveCapacity(count / 2 * 1280)
                    for index in 0..<(count / 2) {
                        let holder = holders[(index * 2 + half) % holders.count]
                        let text = try holder.credential.dynamicCode(
                            disclosing: ComponentKey.disclosedByDefault.intersection(holder.credential.components.keys),
                            audience: audience,
                            nonce: nil,
                            now: now,
                            signer: holder.key,
                            random: SecureRandom.bytes
                        )
                        lines += Array(
                            """
                            {"code":"\(text)","item":"\(Self.item)","business":"B-\(index)","operator":"W01"}\n
                            """
                            .utf8
                        )
                    }
                    return lines
                }
            }
            try Data().write(to: file)
            let handle = try FileHandle(forWritingTo: file)
            for try await lines in group { try handle.write(contentsOf: Data(lines)) }
            try handle.close()
        }
    }
}
