// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import COSE
import Deployment
import Foundation
import MergedCode
import QRSymbol
import Registry
import Service
import Signing
import Verification
import Wallet

struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Everything once, on an embedded database: from departments' files to verdicts."
    )

    @Option(help: "Keep what was made in this directory; absent or empty.", completion: .directory) var keep: String?
    @Option(help: "What root, issuer and status keys sign with.") var alg: AlgorithmArgument = .sm2
    @Option(help: "The departments' sample files.", completion: .directory) var fixtures: String?
    @Flag(help: "Go on serving at the end, until Ctrl-C.") var serve = false
    @Option(help: "Where to serve, HOST:PORT of this machine.") var listen = "127.0.0.1:8080"
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard ServiceConfiguration.Address(listen) != nil else { throw ValidationError("--listen takes HOST:PORT") }
    }

    func run() async throws {
        let manager = FileManager.default
        let directory =
            keep.map { URL(filePath: $0) }
            ?? manager.temporaryDirectory.appending(path: "heyima-demo-\(UUID().uuidString)")
        if let contents = try? manager.contentsOfDirectory(atPath: directory.path(percentEncoded: false)),
            !contents.isEmpty
        {
            let path = directory.path(percentEncoded: false)
            throw Failure(Phrase("\(path) is there already and is not empty", "\(path) 已存在且不为空"))
        }
        try manager.createDirectory(
            at: directory,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
        defer { if keep == nil { try? manager.removeItem(at: directory) } }
        let demo = Demo(
            directory: directory,
            fixtures: try fixtures.map { URL(filePath: $0) } ?? Self.usualFixtures(),
            curve: Curve(alg),
            console: output.console,
            listen: serve ? ServiceConfiguration.Address(listen) : nil
        )
        let interrupts = keep == nil ? Self.removing(directory) : []
        try await demo.run { for interrupt in interrupts { interrupt.cancel() } }
        if keep != nil, !serve { demo.sayWhatIsKept() }
    }

    /// Removes the directory where the program is interrupted before it serves, and ends it.
    private static func removing(_ directory: URL) -> [any DispatchSourceSignal] {
        [SIGINT, SIGTERM]
            .map { number in
                signal(number, SIG_IGN)
                let source = DispatchSource.makeSignalSource(signal: number)
                source.setEventHandler {
                    try? FileManager.default.removeItem(at: directory)
                    _exit(128 + number)
                }
                source.resume()
                return source
            }
    }

    /// `fixtures/demo`, looked for above this program and above the working directory.
    private static func usualFixtures() throws -> URL {
        let program = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        for start in [FileManager.default.currentDirectoryPath, program] {
            var directory = URL(filePath: start)
            while directory.path(percentEncoded: false) != "/" {
                let candidate = directory.appending(path: "fixtures/demo")
                if FileManager.default.fileExists(atPath: candidate.path(percentEncoded: false)) { return candidate }
                directory.deleteLastPathComponent()
            }
        }
        throw Failure(
            Phrase("fixtures/demo is not found", "找不到 fixtures/demo"),
            hint: Phrase("name it with --fixtures DIR", "请用 --fixtures 目录 指定")
        )
    }
}
