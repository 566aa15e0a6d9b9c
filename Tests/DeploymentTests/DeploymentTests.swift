// SPDX-License-Identifier: Apache-2.0

import COSE
import Foundation
import Signing
import TestSupport
import Testing
import Trust

@testable import Deployment

@Suite struct DeploymentTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    // MARK: Making and opening

    @Test func `what is made is for its owner alone, and opens again`() throws {
        let deployment = try scratch.deployment()
        let files = deployment.files
        #expect(try scratch.names == ["data"])
        #expect(try mode(files.directory) == 0o700)
        #expect(try mode(files.keys) == 0o700)
        let own = try deployment.keyRing().records.map { files.privateKey($0.kid) }
        #expect(own.count == KeyRing.uses.count)
        for file in own + [files.rootPrivateKey, files.sealingKey, files.database] {
            #expect(try mode(file) == 0o600, "\(file.lastPathComponent)")
        }
        let again = try Deployment(directory: scratch.directory)
        #expect(again.settings == deployment.settings)
        #expect(again.restoredAt == nil)
        #expect(try again.trustList().entries.count == KeyRing.uses.count)
        #expect(try again.unlock(passphrase: Scratch.passphrase).settle(at: Scratch.now) == 0)
    }

    @Test(
        arguments: [
            { $0.issuer = "" }, { $0.issuer = String(repeating: "佛", count: 22) }, { $0.origin = "" },
            { $0.origin = "https://heyima.example/" }, { $0.origin = "https://" + String(repeating: "a", count: 93) },
            { $0.audienceBase = "" }, { $0.audienceBase = String(repeating: "a", count: 65) },
            { $0.credentialDays = 0 }, { $0.credentialDays = 3661 }, { $0.printedDays = 0 }, { $0.printedDays = 367 },
            { $0.statusListDays = 0 }, { $0.statusListDays = 32 }, { $0.statusListTimeToLive = 0 },
            { $0.statusListTimeToLive = 86_401 },
        ] as [@Sendable (inout DeploymentSettings) -> Void]
    )
    func `settings that nothing could be issued with are refused, made or read`(
        change: @Sendable (inout DeploymentSettings) -> Void
    ) throws {
        var settings = DeploymentSettings(issuer: "佛山市民政局", origin: "https://heyima.example")
        change(&settings)
        #expect(deploymentCode { try scratch.deployment(settings) } == .damaged)
        #expect(try scratch.names.isEmpty)
        try FileManager.default.createDirectory(at: scratch.directory, withIntermediateDirectories: false)
        try PlainFile.write(PlainFile.encode(settings), to: DeploymentFiles(directory: scratch.directory).settings)
        #expect(deploymentCode { try Deployment(directory: scratch.directory) } == .damaged)
    }

    @Test(arguments: ["", "{", #"{"issuer": "a"}"#, "[]"])
    func `settings that are none are damaged`(text: String) throws {
        let settings = try scratch.deployment().files.settings
        try Data(text.utf8).write(to: settings)
        #expect(deploymentCode { try Deployment(directory: scratch.directory) } == .damaged)
    }

    @Test func `a directory that is no deployment is said to be none, and left as it is`() throws {
        #expect(deploymentCode { try Deployment(directory: scratch.directory) } == .notADeployment)
        #expect(try scratch.names.isEmpty)
        try Data("note".utf8).write(to: scratch.url.appending(path: "note.txt"))
        #expect(deploymentCode { try Deployment(directory: scratch.url) } == .notADeployment)
        #expect(try scratch.names == ["note.txt"])
        #expect(throws: DeploymentError(.notADeployment, "")) {
            try Deployment(directory: scratch.url.appending(path: "note.txt"))
        }
    }

    @Test func `a directory that holds something is not taken, and an empty one is`() throws {
        try FileManager.default.createDirectory(at: scratch.directory, withIntermediateDirectories: false)
        let note = scratch.directory.appending(path: "note.txt")
        try Data("note".utf8).write(to: note)
        #expect(deploymentCode { try scratch.deployment() } == .directoryNotEmpty)
        #expect(try scratch.names == ["data"])
        #expect(try String(contentsOf: note, encoding: .utf8) == "note")
        try FileManager.default.removeItem(at: note)
        _ = try scratch.deployment()
        #expect(deploymentCode { try scratch.deployment() } == .directoryNotEmpty)
    }

    @Test func `what fails on the way leaves nothing behind`() throws {
        #expect(throws: SigningError.self) { try scratch.deployment(passphrase: SecretBytes(copying: [])) }
        #expect(try scratch.names.isEmpty)
    }

    // MARK: Passphrases

    @Test func `a wrong passphrase opens nothing`() throws {
        let deployment = try scratch.deployment()
        let wrong = SecretBytes(copying: Array("correct horse battery stable".utf8))
        #expect(signingCode { try deployment.unlock(passphrase: wrong) } == .wrongPassphrase)
        #expect(signingCode { try deployment.records(passphrase: wrong) } == .wrongPassphrase)
        #expect(signingCode { try deployment.verificationStore(passphrase: wrong) } == .wrongPassphrase)
        #expect(signingCode { try deployment.traceAuthenticator(passphrase: wrong) } == .wrongPassphrase)
        #expect(
            signingCode { try deployment.publishTrustList(rootKey: nil, passphrase: wrong, at: Scratch.now) }
                == .wrongPassphrase
        )
        #expect(try deployment.trustList().sequence == 1)
        #expect(!FileManager.default.fileExists(atPath: deployment.files.verification.path(percentEncoded: false)))
    }

    @Test func `a sealing key that others can read is not used`() throws {
        let deployment = try scratch.deployment()
        let path = deployment.files.sealingKey.path(percentEncoded: false)
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
        #expect(signingCode { try deployment.unlock(passphrase: Scratch.passphrase) } == .filePermissions)
    }

    // MARK: Keys

    @Test func `keys that are unknown, known already or of another root are refused`() throws {
        let deployment = try scratch.deployment()
        #expect(
            deploymentCode {
                try deployment.revokeKey("0011223344556677", reason: .compromised, at: Scratch.now)
            } == .keyUnknown
        )
        let other = try PrivateKey.generate(.p256)
        func add() throws -> KeyRing.Record {
            try deployment.importKey(
                pem: other.publicKey.pem,
                uses: ["credential"],
                issuer: "other",
                attests: nil,
                at: Scratch.now
            )
        }
        #expect(try !add().isOwn)
        #expect(deploymentCode(add) == .keyKnown)
        #expect(deploymentCode { try deployment.publishTrustList(root: other, at: Scratch.now) } == .rootMismatch)
        #expect(try deployment.trustList().sequence == 1)
    }

    @Test func `a key that was revoked signs nothing once that is published`() throws {
        let deployment = try scratch.deployment()
        let desk = try deployment.unlock(passphrase: Scratch.passphrase)
        let kid = try desk.signer(for: .credential, at: Scratch.now).kid
        try deployment.revokeKey(kid, reason: .superseded, at: Scratch.now)
        #expect(throws: Never.self) { try desk.signer(for: .credential, at: Scratch.now) }
        _ = try deployment.publishTrustList(rootKey: nil, passphrase: Scratch.passphrase, at: Scratch.now + 1)
        #expect(deploymentCode { try desk.signer(for: .credential, at: Scratch.now + 1) } == .noSigningKey)
        #expect(throws: Never.self) { try desk.signer(for: .statusList, at: Scratch.now + 1) }
    }

    @Test func `a key whose private half is gone signs nothing`() throws {
        let deployment = try scratch.deployment()
        let desk = try deployment.unlock(passphrase: Scratch.passphrase)
        let kid = try desk.signer(for: .printed, at: Scratch.now).kid
        try FileManager.default.removeItem(at: deployment.files.privateKey(kid))
        #expect(signingCode { try desk.signer(for: .printed, at: Scratch.now) } == .fileMissing)
    }

    @Test func `over a trust list that cannot be read none is published, and a key ring that is none is said`() throws {
        let deployment = try scratch.deployment()
        try Data("none".utf8).write(to: deployment.files.trustList)
        #expect(
            deploymentCode {
                try deployment.publishTrustList(rootKey: nil, passphrase: Scratch.passphrase, at: Scratch.now)
            } == .damaged
        )
        try Data("none".utf8).write(to: deployment.files.keyRing)
        #expect(deploymentCode { try deployment.keyRing() } == .damaged)
        try FileManager.default.removeItem(at: deployment.files.keyRing)
        #expect(deploymentCode { try deployment.keyRing() } == .file)
    }

    // MARK: Locks

    @Test func `while this process holds a lock another does not get it, and after it does`() throws {
        let arguments = ["--nonblock", scratch.url.path(percentEncoded: false), "true"]
        let lock = try DirectoryLock(scratch.url)
        #expect(try Tool("flock").run(arguments).status == 1)
        _ = consume lock
        #expect(try Tool("flock").run(arguments).status == 0)
    }

    @Test func `a change of keys waits for another process`() async throws {
        let deployment = try scratch.deployment()
        let kid = try #require(deployment.keyRing().records.first?.kid)
        let released = scratch.url.appending(path: "released").path(percentEncoded: false)
        let (input, output) = (Pipe(), Pipe())
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [
            "flock", deployment.files.keys.path(percentEncoded: false), "sh", "-c",
            "echo held; cat; echo > \"$0\"", released,
        ]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        #expect(try output.fileHandleForReading.read(upToCount: 5) == Data("held\n".utf8))
        let change = Task.detached {
            try deployment.revokeKey(kid, reason: .superseded, at: Scratch.now)
            return FileManager.default.fileExists(atPath: released)
        }
        try input.fileHandleForWriting.close()
        #expect(try await change.value)
        process.waitUntilExit()
        #expect(try deployment.keyRing()[kid]?.revokedAt == Scratch.now)
    }

    @Test func `what cannot be locked is said`() throws {
        #expect(throws: DeploymentError(.file, "")) { _ = try DirectoryLock(scratch.url.appending(path: "none")) }
    }

    // MARK: Terminals' tokens

    @Test(arguments: [
        "", "hyt_", "hyt_AAAA", "HYT_" + String(repeating: "A", count: 43), String(repeating: "A", count: 43),
    ])
    func `a text that no token has is none`(text: String) { #expect(TerminalToken(text) == nil) }

    @Test func `a token is told by its text alone`() throws {
        let token = TerminalToken.generate()
        #expect(try #require(TerminalToken(token.text)).digest == token.digest)
        #expect("\(token)" == "<terminal token>")
        #expect(TerminalToken.generate() != token)
    }
}
