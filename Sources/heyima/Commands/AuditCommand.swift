// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Audit
import COSE
import Deployment
import Foundation
import Registry
import Storage

struct AuditCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "The trace: who looked at whom, when, and what for.",
        subcommands: [List.self, Verify.self, Export.self]
    )

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show records, the latest first.")

        @Option(help: "Only from this time on.", transform: TimeArgument.init(text:)) var since: TimeArgument?
        @Option(help: "Only before this time.", transform: TimeArgument.init(text:)) var before: TimeArgument?
        @Option(help: "Only of this terminal.") var terminal: String?
        @Option(help: "Only with this business number (业务流水号).") var business: String?
        @Flag(help: "Only about one person, whose ID number is read from stdin.") var person = false
        @Option(help: "How many at most.") var limit = 100
        @OptionGroup var deployment: DeploymentOptions
        @OptionGroup var output: OutputOptions

        func validate() throws {
            guard limit > 0 else { throw ValidationError("--limit takes a number above 0") }
        }

        func run() async throws {
            let opened = try deployment.open()
            let passphrase = try deployment.passphrase.read(.deployment)
            var query = TraceQuery(
                since: since?.seconds,
                before: before?.seconds,
                terminal: terminal,
                business: business,
                limit: limit
            )
            if person {
                let idNumber = try IDNumber(StandardInput.line(PersonOptions.question))
                query.people = try opened.unlock(passphrase: passphrase).registry.keys(of: idNumber).map(\.bytes)
            }
            let console = output.console
            let store: any VerificationStore = try opened.verificationStore(passphrase: passphrase)
            for record in try await store.traces(query) {
                let row = TraceRow(record)
                if output.json { try console.printJSON(row) } else { console.print(row.line(console.language)) }
            }
        }
    }

    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Check that nothing was changed, taken out or cut off.",
            discussion: """
                What was cut off the end only shows against a checkpoint that was kept elsewhere: write one now, and give \
                it next time. Exit status 1 says that something is wrong.
                """
        )

        @Option(help: "A checkpoint of an earlier time; may be given more than once.", completion: .file())
        var checkpoint: [String] = []
        @Option(help: "A new file for a checkpoint of now.", completion: .file()) var out: String?
        @OptionGroup var deployment: DeploymentOptions
        @OptionGroup var output: OutputOptions

        private struct Row: Encodable {
            let problem: String
            let chain: String
            let first: UInt64
            let last: UInt64
        }

        func run() async throws {
            let opened = try deployment.open()
            let passphrase = try deployment.passphrase.read(.deployment)
            let trace = try AuditTrail(opened, passphrase)
            let earlier = try checkpoint.map { path in
                guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
                    throw Failure(.cannotRead(path))
                }
                return text
            }
            let examination = try await trace.examination(against: earlier)
            let console = output.console
            for finding in examination.findings {
                if output.json {
                    try console.printJSON(
                        Row(
                            problem: finding.problem.rawValue,
                            chain: finding.chain.description,
                            first: finding.sequences.lowerBound,
                            last: finding.sequences.upperBound
                        )
                    )
                } else {
                    console.print(Words.finding(finding))
                }
            }
            guard examination.findings.isEmpty else { throw ExitCode.rejected }
            // Of a trace that is not whole no checkpoint should say that it was seen so.
            if let out {
                let text = try trace.checkpoint(of: examination.ends, at: currentTime())
                try OutputFile.write(Array(text.utf8), to: out)
            }
            console.say(
                Phrase("The trace is whole: \(examination.count) records.", "审计记录完整，共 \(examination.count) 条。")
            )
        }
    }

    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write every record with its place in its chain, as JSON, one a line."
        )

        @OptionGroup var deployment: DeploymentOptions

        private struct Row: Encodable {
            let chain: String
            let sequence: UInt64
            let record: String
            let mac: String
            let content: TraceRow?
        }

        func run() async throws {
            let opened = try deployment.open()
            let console = Console()
            let store: any VerificationStore = try opened.verificationStore(
                passphrase: deployment.passphrase.read(.deployment)
            )
            // One by one: a trace of years is larger than any memory.
            try await store.readTrace { link in
                try console.printJSON(
                    Row(
                        chain: link.chain.description,
                        sequence: link.sequence,
                        record: Data(link.record).base64EncodedString(),
                        mac: Data(link.mac.bytes).base64EncodedString(),
                        content: (try? TraceRecord(encoded: link.record)).map { TraceRow($0) }
                    )
                )
            }
        }
    }
}
