// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@Suite struct DeploymentCommandTests {
    @Test func `the demo shows every step and its outcome`() async throws {
        let kept = try await Kept.shared.value
        #expect(kept.demo.status == 0, "\(kept.demo.error)")
        let output = kept.demo.output
        for sign in ["ACCEPTED", "[replayed]", "[relief_ended]", "[credential_revoked]", "▀"] {
            #expect(output.contains(sign))
        }
    }

    @Test(arguments: ["sm2", "ed25519"])
    func `the demo works with every algorithm`(algorithm: String) async throws {
        let scratch = try Scratch()
        let result = try await Program(home: scratch.url)
            .run(
                "demo",
                "--alg",
                algorithm,
                "--quiet",
                "--fixtures",
                Fixtures.url("demo").path(percentEncoded: false)
            )
        #expect(result.status == 0, "\(result.error)")
        #expect(result.output.contains("[credential_revoked]"))
    }

    @Test func `a directory that is not empty is left alone`() async throws {
        let scratch = try Scratch()
        let passphrase = try scratch.write("correct horse\n", to: "passphrase")
        for command in [["init", "--data"], ["demo", "--keep"]] {
            let tail = command[0] == "init" ? ["--passphrase-file", passphrase] : []
            let result = try await Program(home: scratch.url)
                .run(command + [scratch.url.path(percentEncoded: false)] + tail)
            #expect(result.status == 2)
            #expect(result.error.contains("is not empty"), "\(result.error)")
        }
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: scratch.url.path(percentEncoded: false)) == [
                "passphrase"
            ]
        )
    }

    @Test func `a database on the command line has no password, and is not repeated where it has one`() async throws {
        let scratch = try Scratch()
        let passphrase = try scratch.write("correct horse\n", to: "passphrase")
        let arguments = ["init", "--data", scratch.path("data"), "--passphrase-file", passphrase, "--database"]
        for url in ["postgres://u:hunter2@127.0.0.1:1/d", "postgres://u@127.0.0.1:1/d?password=hunter2"] {
            let result = try await Program(home: scratch.url).run(arguments + [url])
            #expect(result.status == 2)
            #expect(result.error.contains("PGPASSFILE"), "\(result.error)")
            #expect(!result.error.contains("hunter2"), "\(result.error)")
        }
        let other = try await Program(home: scratch.url).run(arguments + ["mysql://u:hunter2@127.0.0.1:1/d"])
        #expect(other.error.contains("storage.address") && !other.error.contains("hunter2"), "\(other.error)")
        #expect(!FileManager.default.fileExists(atPath: scratch.path("data")))
    }

    @Test(.enabled(if: TestServer.isHere, Comment(rawValue: TestServer.absence)))
    func `a deployment remembers its database, which holds one deployment`() async throws {
        let scratch = try Scratch()
        let shared = try ScratchDatabase()
        let program = Program(home: scratch.url)
        let passphrase = try scratch.write("correct horse\n", to: "passphrase")
        func open(_ name: String) -> [String] { ["--data", scratch.path(name), "--passphrase-file", passphrase] }
        let made = try await program.run(["init", "--database", shared.url] + open("data"))
        #expect(made.status == 0, "\(made.error)")
        let added = try await program.run(
            ["terminals", "add", "W1", "--role", "window", "--region", "440604"] + open("data")
        )
        #expect(added.status == 0, "\(added.error)")
        #expect(try shared.execute("SELECT id FROM terminal") == "W1")
        let files = try FileManager.default.contentsOfDirectory(atPath: scratch.path("data"))
        #expect(!files.contains { $0.hasSuffix(".sqlite") }, "\(files)")
        let second = try await program.run(["init", "--database", shared.url] + open("second"))
        #expect(second.status == 2)
        #expect(second.error.contains("deployment.database-not-empty"), "\(second.error)")
        #expect(!FileManager.default.fileExists(atPath: scratch.path("second")))
    }

    @Test func `a full disk leaves no half of a deployment`() async throws {
        let scratch = try Scratch()
        let passphrase = try scratch.write("correct horse\n", to: "passphrase")
        let result = try await Program(home: scratch.url)
            .run(
                withFileLimit: 8,
                ["init", "--data", scratch.path("data"), "--passphrase-file", passphrase]
            )
        #expect(result.status == 2)
        #expect(result.error.hasPrefix("heyima: error: "), "\(result.error)")
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: scratch.url.path(percentEncoded: false)) == [
                "passphrase"
            ]
        )
    }

    @Test func `a wrong passphrase, an open file and an empty one are refused`() async throws {
        let (program, scratch) = try await Kept.copy()
        let data = ["--data", scratch.path("kept/deployment")]
        let cases = [
            (try scratch.write("wrong\n", to: "wrong"), "signing.wrong-passphrase"),
            (try scratch.write("open\n", to: "open", mode: 0o644), "signing.file-permissions"),
            (try scratch.write("\n", to: "empty"), "empty"),
            (scratch.path("absent"), "signing.file-missing"),
        ]
        for (file, code) in cases {
            let result = try await program.run(
                ["registry", "person", "-", "--passphrase-file", file] + data,
                input: "440605195503150027\n"
            )
            #expect(result.status == 2)
            #expect(result.error.contains(code), "\(result.error)")
            #expect(!result.output.contains("梁"))
        }
    }

    @Test func `a key that is missing is said to be missing`() async throws {
        let (program, scratch) = try await Kept.copy()
        for file in try FileManager.default.contentsOfDirectory(atPath: scratch.path("kept/deployment/keys"))
        where file.hasSuffix(".p8") {
            try FileManager.default.removeItem(atPath: scratch.path("kept/deployment/keys/" + file))
        }
        let result = try await program.run(["wallet", "refresh"] + scratch.deployment + scratch.wallet)
        #expect(result.status == 2)
        #expect(result.error.contains("signing.file-missing"), "\(result.error)")
    }

    @Test func `private keys, wallet and database are for their owner alone`() async throws {
        let kept = try await Kept.shared.value
        let keys = try FileManager.default.contentsOfDirectory(atPath: kept.scratch.path("kept/deployment/keys"))
            .filter { !$0.hasSuffix(".pem") && !$0.hasSuffix(".json") }.map { "kept/deployment/keys/" + $0 }
        #expect(keys.count == 5)
        for name in keys + ["kept/wallet", "kept/passphrase", "kept/deployment/heyima.sqlite"] {
            let attributes = try FileManager.default.attributesOfItem(atPath: kept.scratch.path(name))
            #expect(attributes[.posixPermissions] as? Int == 0o600, "\(name)")
        }
    }

    @Test func `neither database nor wallet names anybody`() async throws {
        let kept = try await Kept.shared.value
        for name in ["kept/deployment/heyima.sqlite", "kept/deployment/heyima.sqlite-wal", "kept/wallet"] {
            guard let bytes = try? Data(contentsOf: URL(filePath: kept.scratch.path(name))) else { continue }
            for secret in ["陈小明", "440604195505010320", "6217003080000001019", "FS1009184", "粤佛禅低保20240001"] {
                #expect(bytes.range(of: Data(secret.utf8)) == nil, "\(name) holds \(secret.prefix(3))…")
            }
        }
    }

    @Test func `a compromised key ends what it signed, once published`() async throws {
        let (program, scratch) = try await Kept.copy()
        let data = ["--data", scratch.path("kept/deployment")]
        let keys = try await program.run(["keys", "list", "--json"] + data).output.split(separator: "\n")
        let kid = try #require(
            keys.first { $0.contains(#"["credential"]"#) }?.firstMatch(of: /"kid":"([0-9a-f]{16})"/)?.1
        )
        #expect(try await program.run(["keys", "revoke", String(kid), "--reason", "compromised"] + data).status == 0)
        #expect(try await program.verify(program.code(scratch), scratch).status == 0)
        #expect(try await program.run(["keys", "publish"] + scratch.deployment).status == 0)
        #expect(try await program.run(["bundle", "--out", scratch.bundle] + data).status == 0)
        let result = try await program.verify(program.code(scratch), scratch)
        #expect(result.status == 1)
        #expect(try result.reasons().contains("issuer_key_revoked"))
        #expect(!result.output.contains("梁"))
        let refresh = try await program.run(["wallet", "refresh"] + scratch.deployment + scratch.wallet)
        #expect(refresh.status == 2)
        #expect(refresh.error.contains("deployment.no-signing-key"))
    }

    @Test func `after a rotation old and new credentials are good`() async throws {
        let (program, scratch) = try await Kept.copy()
        let data = ["--data", scratch.path("kept/deployment")]
        #expect(
            try await program.run(["keys", "rotate", "--use", "credential", "--alg", "ed25519"] + scratch.deployment)
                .status == 0
        )
        #expect(try await program.run(["keys", "publish"] + scratch.deployment).status == 0)
        #expect(try await program.run(["bundle", "--out", scratch.bundle] + data).status == 0)
        #expect(try await program.verify(program.code(scratch), scratch).status == 0)
        #expect(try await program.run(["wallet", "refresh"] + scratch.deployment + scratch.wallet).status == 0)
        #expect(try await program.run(["bundle", "--out", scratch.bundle] + data).status == 0)
        let code = try await program.code(scratch)
        #expect(try await program.verify(code, scratch).status == 0)
        let inspected = try await program.run(["inspect", "-", "--json"], input: code)
        #expect(inspected.output.contains("Ed25519"))
    }

    @Test func `an older bundle than one seen is a review`() async throws {
        let (program, scratch) = try await Kept.copy()
        let data = ["--data", scratch.path("kept/deployment")]
        try FileManager.default.copyItem(atPath: scratch.bundle, toPath: scratch.path("older"))
        #expect(try await program.run(["keys", "publish"] + scratch.deployment).status == 0)
        #expect(try await program.run(["bundle", "--out", scratch.bundle] + data).status == 0)
        #expect(try await program.verify(program.code(scratch), scratch).status == 0)
        let result = try await program.run(
            ["verify", "-", "--offline", scratch.path("older"), "--json"],
            input: program.code(scratch)
        )
        #expect(result.status == 3)
        #expect(try result.reasons() == ["trust_list_rollback"])
    }

    @Test func `another root is refused`() async throws {
        let (program, scratch) = try await Kept.copy()
        let other = try await Kept.copy().scratch
        let passphrase = scratch.path("kept/passphrase")
        #expect(
            try await Program(home: other.url)
                .run("init", "--data", other.path("data"), "--passphrase-file", passphrase).status == 0
        )
        let result = try await program.run(
            ["keys", "publish", "--root", other.path("data/keys/root.p8")] + scratch.deployment
        )
        #expect(result.status == 2)
        #expect(result.error.contains("deployment.root-mismatch"), "\(result.error)")
    }
}
