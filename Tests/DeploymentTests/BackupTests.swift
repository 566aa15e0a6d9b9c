// SPDX-License-Identifier: Apache-2.0

import COSE
import Foundation
import Registry
import Signing
import Storage
import TestSupport
import Testing
import Trust

@testable import Deployment

@Suite struct BackupTests {
    static let chen = "440604195505010320"

    let scratch: Scratch
    let deployment: Deployment
    let file: URL
    let restored: URL

    init() async throws {
        scratch = try Scratch()
        deployment = try scratch.deployment()
        file = scratch.url.appending(path: "backup.tar")
        restored = scratch.url.appending(path: "restored")
        let bytes = try Fixtures.bytes("demo/cards.csv")
        let request = ImportRequest(
            kind: .cards,
            fileDigest: SystemCryptography().sha256(bytes[...]).bytes,
            now: Scratch.now,
            by: "test"
        )
        let desk = try deployment.unlock(passphrase: Scratch.passphrase)
        _ = try desk.registry.importFile(request) {
            var chunks = CollectionOfOne(bytes).makeIterator()
            return { chunks.next() }
        }
        let terminal = Terminal(
            id: "W1",
            tokenDigest: TerminalToken.generate().digest,
            role: "window",
            region: "440600",
            createdAt: Scratch.now
        )
        try await deployment.verificationStore(passphrase: Scratch.passphrase).add(terminal)
    }

    @Test func `a city's own words are kept`() throws {
        #expect(try !deployment.backUp(to: file, at: Scratch.now).members.map(\.name).contains("catalogue.json"))
        try FileManager.default.removeItem(at: file)
        let words = #"{"healthLevels": {"绿": 1}}"#
        try Data(words.utf8).write(to: deployment.files.catalogue)
        _ = try deployment.backUp(to: file, at: Scratch.now)
        try Deployment.restore(file, to: restored, at: Scratch.now)
        #expect(try Data(contentsOf: restored.appending(path: "catalogue.json")) == Data(words.utf8))
    }

    private func expectDamaged(_ bytes: some Sequence<UInt8>, at location: SourceLocation = #_sourceLocation) throws {
        let damaged = scratch.url.appending(path: "damaged.tar")
        try Data(bytes).write(to: damaged)
        let code = deploymentCode { try Deployment.restore(damaged, to: restored, at: Scratch.now) }
        #expect(code == .backupDamaged, sourceLocation: location)
        try FileManager.default.removeItem(at: damaged)
        #expect(try scratch.names == ["backup.tar", "data"], sourceLocation: location)
    }

    @Test func `what is restored is the deployment as it was, and says since when it knows codes`() async throws {
        let manifest = try deployment.backUp(to: file, at: Scratch.now + 1)
        #expect(manifest.madeAt == Scratch.now + 1)
        #expect(try mode(file) == 0o600)
        #expect(try scratch.names == ["backup.tar", "data"])
        #expect(try Deployment.restore(file, to: restored, at: Scratch.now + 99) == manifest)
        #expect(try mode(restored) == 0o700)
        #expect(try mode(restored.appending(path: "keys")) == 0o700)
        for member in manifest.members {
            #expect(try mode(restored.appending(path: member.name)) == 0o600, "\(member.name)")
        }

        let again = try Deployment(directory: restored)
        #expect(again.restoredAt == Scratch.now + 99)
        #expect(again.settings == deployment.settings)
        #expect(try again.keyRing() == deployment.keyRing())
        #expect(try again.trustList().bytes == deployment.trustList().bytes)
        let desk = try again.unlock(passphrase: Scratch.passphrase)
        #expect(try desk.registry.file(of: IDNumber(Self.chen))?.name?.description == "陈小明")
        #expect(throws: Never.self) { try desk.signer(for: .credential, at: Scratch.now) }
        #expect(try await again.verificationStore(passphrase: Scratch.passphrase).terminals().map(\.id) == ["W1"])
        let wrong = SecretBytes(copying: Array("another horse".utf8))
        #expect(signingCode { try again.unlock(passphrase: wrong) } == .wrongPassphrase)
    }

    @Test func `tar reads a backup, and nobody is named in it`() throws {
        let manifest = try deployment.backUp(to: file, at: Scratch.now)
        let listed = try Tool("tar").run(["-tf", file.path(percentEncoded: false)])
        #expect(listed.status == 0)
        let names = String(decoding: listed.output, as: UTF8.self).split(separator: "\n").map(String.init)
        #expect(names == ["manifest.json"] + manifest.members.map(\.name))
        let bytes = try Data(contentsOf: file)
        for secret in [Self.chen, "陈小明", "correct horse"] {
            #expect(bytes.firstRange(of: Data(secret.utf8)) == nil)
        }
    }

    @Test func `a backup is made while others write, and holds what was there before`() async throws {
        let verification = try deployment.verificationStore(passphrase: Scratch.passphrase)
        try deployment.store.write { (registry: any RegistryTransaction) in
            try registry.addChange(
                at: Scratch.now,
                person: deployment.unlock(passphrase: Scratch.passphrase).registry.key(of: IDNumber(Self.chen)),
                component: .person,
                effect: .died,
                row: nil,
                by: "test"
            )
            try deployment.backUp(to: file, at: Scratch.now)
        }
        _ = try await verification.revokeTerminal("W1", at: Scratch.now)
        try Deployment.restore(file, to: restored, at: Scratch.now)
        let again = try Deployment(directory: restored)
        let before = try again.unlock(passphrase: Scratch.passphrase).registry.changes(after: 0)
        let after = try deployment.unlock(passphrase: Scratch.passphrase).registry.changes(after: 0)
        #expect(before.count == after.count - 1)
        #expect(try await again.verificationStore(passphrase: Scratch.passphrase).terminals().map(\.revokedAt) == [nil])
    }

    @Test func `neither a backup nor a directory that holds something is written over`() throws {
        try Data("note".utf8).write(to: file)
        #expect(deploymentCode { try deployment.backUp(to: file, at: Scratch.now) } == .file)
        #expect(try String(contentsOf: file, encoding: .utf8) == "note")
        try FileManager.default.removeItem(at: file)
        try deployment.backUp(to: file, at: Scratch.now)
        #expect(
            deploymentCode { try Deployment.restore(file, to: deployment.files.directory, at: Scratch.now) }
                == .directoryNotEmpty
        )
        #expect(try Deployment(directory: scratch.directory).restoredAt == nil)
        #expect(
            deploymentCode {
                try deployment.backUp(to: scratch.url.appending(path: "none/backup.tar"), at: Scratch.now)
            } == .file
        )
        #expect(try scratch.names == ["backup.tar", "data"])
    }

    @Test func `a changed bit anywhere in a file or a header is found, and nothing is restored`() throws {
        try deployment.backUp(to: file, at: Scratch.now)
        let whole = [UInt8](try Data(contentsOf: file))
        var position = 0
        while let header = TarHeader(Array(whole[position..<(position + TarHeader.block)])) {
            // Its name and its content, at the beginning and the end.
            let content = position + TarHeader.block
            for place in [position, content, content + Int(header.size) - 1] {
                var bytes = whole
                bytes[place] ^= 1
                try expectDamaged(bytes)
            }
            position = content + Int(header.size) + header.padding
        }
        #expect(position == whole.count - 2 * TarHeader.block)
    }

    @Test(arguments: [0, 1, 511, 512, 600, 4_096, 60_000])
    func `a backup that was cut is found`(count: Int) throws {
        try deployment.backUp(to: file, at: Scratch.now)
        try expectDamaged(Data(contentsOf: file).prefix(count))
    }

    @Test(
        arguments: [
            "../deployment.json", "/etc/passwd", "keys/../../x", "keys/.hidden", "keys/", "keys/a/b", "restored.json",
            "heyima.sqlite-wal",
        ]
    )
    func `no name leads anywhere else`(name: String) throws {
        #expect(!BackupManifest.isName(name))
        let names = BackupManifest.required.sorted() + [name]
        let members = names.map { BackupManifest.Member(name: $0, size: 0, sha256: "") }
        #expect(throws: DeploymentError(.backupDamaged, "")) {
            try BackupManifest(madeAt: 0, members: members).check()
        }
    }

    @Test(arguments: BackupManifest.required.sorted())
    func `a backup without something that is needed is none, nor one that has it twice`(name: String) {
        let members = BackupManifest.required.sorted().map { BackupManifest.Member(name: $0, size: 0, sha256: "") }
        #expect(throws: Never.self) { try BackupManifest(madeAt: 0, members: members).check() }
        let twice = members + members.filter { $0.name == name }
        for wrong in [members.filter { $0.name != name }, twice] {
            #expect(throws: DeploymentError(.backupDamaged, "")) {
                try BackupManifest(madeAt: 0, members: wrong).check()
            }
        }
    }

    @Test(arguments: [0, 1, 512, 513, 0o77_777_777_777, 0o100_000_000_000, Int64.max] as [Int64])
    func `a header says every size`(size: Int64) throws {
        let header = TarHeader(name: "a", size: size, mode: 0o600, modifiedAt: Scratch.now)
        #expect(TarHeader(header.bytes) == header)
        var bytes = header.bytes
        bytes[0] ^= 1
        #expect(TarHeader(bytes) == nil)
    }

    @Test func `a deployment that was restored can be backed up and restored again`() throws {
        try deployment.backUp(to: file, at: Scratch.now)
        try Deployment.restore(file, to: restored, at: Scratch.now + 10)
        let second = scratch.url.appending(path: "second.tar")
        try Deployment(directory: restored).backUp(to: second, at: Scratch.now + 20)
        let place = scratch.url.appending(path: "again")
        try Deployment.restore(second, to: place, at: Scratch.now + 30)
        #expect(try Deployment(directory: place).restoredAt == Scratch.now + 30)
    }
}
