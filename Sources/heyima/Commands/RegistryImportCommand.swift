// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
import Deployment
import Foundation
import Issuance
public import Registry
import Storage

extension RegistryCommand {
    struct Import: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take in a department's file: cards, roster, paylist, health or payments.",
            discussion: """
                A row with an error is reported and stops nothing else; exit status 2 says that there was one. A roster that is \
                complete for some regions is imported with --scope and --as-of: whoever is missing is suspended. What is out \
                of bounds is held, exit status 3, until somebody else approves it.
                """
        )

        @Argument(help: "cards, roster, paylist, health or payments.") var kind: ImportKind
        @Argument(help: "The file: CSV in UTF-8 or GB18030, comma or tab.", completion: .file()) var file: String
        @OptionGroup var deployment: DeploymentOptions
        @Option(help: "Roster: regions that the file is complete for, such as 440604,440605.") var scope: String?
        @Option(help: "Roster: the day as of which it is complete, such as 2026-11-23.") var asOf: String?
        @Option(help: "Payments: the bank.") var bank: String?
        @Option(help: "Payments: the month the file is for, such as 2026-10.") var period: String?
        @Option(help: "Payments: the bank's number of the batch.") var batch: String?
        @Flag(help: "Payments: the bank has nothing to add for the month.") var final = false
        @Option(help: "How many rows the file was announced with; held where it has others.") var expectRows: Int?
        @Option(help: "The sum of its amounts in yuan as announced; held where it is another.") var expectSum: String?
        @Flag(help: "Take nothing in when a row has an error.") var strict = false
        @Flag(help: "Show what would change, and change nothing.") var dryRun = false
        @Option(help: "Write the rows with errors to a CSV file for the department.", completion: .file())
        var errors: String?
        @Option(help: "Who imports, an operator's or department's id.") var by = "operator"
        @OptionGroup var output: OutputOptions

        func validate() throws {
            guard kind != .payments || (bank != nil && period != nil && batch != nil) else {
                throw ValidationError("payments need --bank, --period and --batch")
            }
            guard (scope == nil) == (asOf == nil) else { throw ValidationError("--scope and --as-of go together") }
            guard errors.map(Self.place) != Self.place(of: file) else {
                throw ValidationError("--errors would be written over the file")
            }
        }

        private static func place(of path: String) -> URL {
            URL(filePath: path).standardizedFileURL.resolvingSymlinksInPath()
        }

        func run() throws {
            var request = try request(at: currentTime())
            let source = try ImportSource(file)
            request.fileDigest = source.digest
            let desk = try deployment.unlock()
            let console = output.console
            var forecast: StatusForecast?
            let report: ImportReport
            do {
                defer { console.endProgress() }
                report = try desk.registry.importFile(
                    request,
                    from: { try source.open(telling: console) },
                    forecast: { forecast = try desk.issuer.forecast(for: $0, in: $1, at: request.now) }
                )
            }
            try desk.settle(at: request.now)
            try ImportReportText(report: report, forecast: forecast, listsErrors: errors == nil, console: console)
                .print(asJSON: output.json)
            // After what was done, and never over what was written when a file that waits was read.
            if let errors, report.counts.rejected == 0 || !report.errors.isEmpty {
                try write(report, to: errors)
            } else if errors != nil {
                console.say(
                    Phrase(
                        "the file waits and was not read again; --dry-run --errors writes its errors",
                        "文件待批准，未再次读取；用 --dry-run --errors 可重新写出错误"
                    )
                )
            }
            if report.outcome != .applied, !report.holds.isEmpty { throw ExitCode.undecided }
            if report.counts.rejected > 0 { throw ExitCode.badInput }
        }

        private func request(at now: Int64) throws -> ImportRequest {
            var request = ImportRequest(kind: kind, fileDigest: [], now: now, by: by)
            request.isStrict = strict
            request.isDryRun = dryRun
            request.isFinal = final
            if let scope, let asOf { request.scope = try RosterScope(scope, asOf: CalendarDay(asOf)) }
            request.expectedRows = expectRows
            request.expectedSum = try expectSum.map { try Amount($0) }
            // A department wants to see all of its errors; a person reads no more than so many.
            if errors != nil { request.maximumIssues = 100_000 }
            if kind == .payments, let bank, let period, let batch {
                request.batch = try PaymentBatch(bank: bank, period: Period(period), batch: batch)
            }
            return request
        }

        private func write(_ report: ImportReport, to path: String) throws {
            let bytes = report.errorsCSV { ErrorSentences.chinese($0.code.rawValue, $0.message) }
            do { try Data(bytes).write(to: URL(filePath: path), options: .atomic) } catch {
                throw Failure(.cannotWrite(path))
            }
        }
    }

    struct Approve: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Carry out an import that is held, as a second operator.",
            discussion: "The file as it was brought is taken in, whatever is rejected; it need not be at hand."
        )

        @Argument(help: "The import's number.") var id: Int64
        @OptionGroup var deployment: DeploymentOptions
        @Option(help: "Who approves, an operator's id; not who brought the file.") var by: String
        @OptionGroup var output: OutputOptions

        func run() throws {
            let desk = try deployment.unlock()
            let now = currentTime()
            let report = try desk.registry.approveImport(id, now: now, by: by)
            try desk.settle(at: now)
            try ImportReportText(report: report, console: output.console).print(asJSON: output.json)
        }
    }

    struct Undo: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Put back what the last import of its kind changed, or withdraw one that is held.",
            discussion: "Codes that were revoked by it stay so until they are refreshed."
        )

        @Argument(help: "The import's number.") var id: Int64
        @OptionGroup var deployment: DeploymentOptions
        @Option(help: "Who undoes it, an operator's id.") var by: String
        @OptionGroup var output: OutputOptions

        func run() throws {
            let desk = try deployment.unlock()
            let now = currentTime()
            let entry = try desk.registry.undoImport(id, now: now, by: by)
            try desk.settle(at: now)
            try ImportLine(entry: entry, console: output.console).print(asJSON: output.json)
        }
    }

    struct Imports: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the files that were brought, the latest first."
        )

        @Flag(help: "Only those that wait for a second operator.") var held = false
        @Option(help: "How many at most.") var limit = 50
        @OptionGroup var deployment: DeploymentPlace
        @OptionGroup var output: OutputOptions

        func run() throws {
            let entries = try deployment.open().store.read { (reading: any RegistryReading) in try reading.imports() }
                .filter { !held || $0.state == .held }
            for entry in entries.prefix(max(0, limit)) {
                try ImportLine(entry: entry, console: output.console).print(asJSON: output.json)
            }
        }
    }

    struct ShowCatalogue: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "catalogue",
            abstract: "Print the words of departments that are in force, as JSON.",
            discussion:
                "catalogue.json in the deployment's directory replaces them, list by list; without it Foshan's count."
        )

        @OptionGroup var deployment: DeploymentPlace

        func run() throws { print(String(decoding: try deployment.open().catalogue.json(), as: UTF8.self)) }
    }
}

extension Registry.ImportKind: ArgumentParser.ExpressibleByArgument {}
