// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Deployment
import Foundation
import Trust

struct BundleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bundle",
        abstract: "Write what an offline verifier needs: root.pem, trust-list.cwt, status/*.cwt."
    )

    @OptionGroup var place: DeploymentPlace

    @Option(help: "The directory to write to.", completion: .directory)
    var out: String

    @Option(
        name: .customLong("passphrase-file"),
        help: "Sign status lists that changed or are half over before they are written.",
        completion: .file()
    )
    var passphraseFile: String?

    @OptionGroup var output: OutputOptions

    func run() throws {
        let deployment = try place.open()
        if let passphraseFile {
            let passphrase = try Passphrase.read(.deployment, from: passphraseFile, isNew: false)
            try deployment.unlock(passphrase: passphrase).settle(at: currentTime())
        }
        let count = try deployment.writeBundle(to: URL(filePath: out))
        let list = try deployment.trustList()
        if output.json {
            try output.console.printJSON(["sequence": Int64(list.sequence), "statusLists": Int64(count)])
        } else {
            output.console.print(
                Phrase(
                    "\(out): trust list \(list.sequence), \(count) status list(s).",
                    "\(out)：信任列表第 \(list.sequence) 号，状态列表 \(count) 个。"
                )
            )
        }
    }
}
