// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Deployment
import Foundation

struct BackupCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Write all that is needed to run a deployment again to one file.",
        discussion: """
            A service that runs is not disturbed. Names, numbers and keys stay sealed: whoever restores it needs the \
            deployment's passphrase, which is not in it.
            """
    )

    @Option(name: .customLong("data"), help: "The deployment's directory.", completion: .directory)
    var directory: String

    @Option(help: "The file to make; not there yet.", completion: .file())
    var out: String

    @OptionGroup var output: OutputOptions

    func run() throws {
        let manifest = try Deployment(directory: URL(filePath: directory))
            .backUp(to: URL(filePath: out), at: currentTime())
        if output.json { return try output.console.printJSON(manifest) }
        let size = manifest.members.reduce(0) { $0 + $1.size }
        output.console.print(
            Phrase(
                "\(out): \(manifest.members.count) files, \(size) bytes.",
                "\(out)：\(manifest.members.count) 个文件，共 \(size) 字节。"
            )
        )
    }
}

struct RestoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Make a deployment of a backup.",
        discussion: """
            Stop the deployment that the backup is of first. What happened after the backup is not in it: codes that were made \
            before now are to be reviewed, and docs/backup.md says what to do next.
            """
    )

    @Argument(help: "What heyima backup wrote.", completion: .file())
    var file: String

    @Option(name: .customLong("data"), help: "The directory to make; absent or empty.", completion: .directory)
    var directory: String

    @OptionGroup var output: OutputOptions

    func run() throws {
        let manifest = try Deployment.restore(URL(filePath: file), to: URL(filePath: directory), at: currentTime())
        if output.json { return try output.console.printJSON(manifest) }
        let time = TimeArgument.text(manifest.madeAt)
        output.console.print(
            Phrase(
                "\(directory): the deployment as it was at \(time).",
                "\(directory)：已恢复到 \(time) 的状态。"
            )
        )
    }
}
