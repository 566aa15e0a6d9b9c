// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import COSE
import Deployment
import Foundation

struct InitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Make a new deployment: keys, trust list, database."
    )

    @Option(name: .customLong("data"), help: "The directory to make; absent or empty.", completion: .directory)
    var directory: String

    @OptionGroup var database: DatabaseOption

    @Option(help: "What root, issuer and status keys sign with.")
    var alg: AlgorithmArgument = .sm2

    @Option(help: "The issuer's name, as every code carries it: short.")
    var issuer = "heyima"

    @Option(help: "Where the service will be reached; status lists are named below it.")
    var origin = "https://heyima.example"

    @OptionGroup var passphrase: PassphraseOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let deployment = try Deployment.create(
            at: URL(filePath: directory),
            settings: DeploymentSettings(issuer: issuer, origin: origin),
            database: database.address(),
            curve: Curve(alg),
            passphrase: passphrase.read(.deployment, isNew: true),
            now: currentTime()
        )
        let ring = try deployment.keyRing()
        if output.json {
            try output.console.printJSON(ring.records)
            return
        }
        output.console.print(
            Phrase(
                "A deployment is in \(directory). Its root key is \(deployment.files.rootPrivateKey.path(percentEncoded: false)): "
                    + "move that file to a stick, and give root.pem to verifiers.",
                "部署已建立：\(directory)。根密钥为 \(deployment.files.rootPrivateKey.path(percentEncoded: false))，"
                    + "请移至离线介质保管；root.pem 发给核验方。"
            )
        )
    }
}

extension Curve {
    init(_ argument: AlgorithmArgument) {
        switch argument {
        case .sm2: self = .sm2
        case .esp256: self = .p256
        case .ed25519: self = .ed25519
        }
    }
}
