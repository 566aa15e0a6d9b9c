// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Deployment
import Registry

extension RegistryCommand {
    struct Reconcile: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Reconcile a month: who was to be paid, and what the banks paid.",
            discussion: """
                Each payment and each entitlement gets one finding. Exit status 1 says that there is something to look at; \
                the files then list it, by the lines of the banks' files and of the paylist, without a name or a number of \
                anybody.
                """
        )

        @Argument(help: "The month, such as 2026-10.") var period: String
        @Option(help: "Judge as of this day, such as 2026-11-23; today unless given.") var asOf: String?
        @Option(help: "Days after the due date in which nothing is late, at most 366; the calendar's unless given.")
        var grace: Int?
        @Flag(help: "List what is as it should be as well.") var all = false
        @Option(help: "A file for the list as CSV, for a spreadsheet.", completion: .file()) var csv: String?
        @Option(help: "A file for the report as a page to read and print, in Chinese.", completion: .file())
        var html: String?
        @OptionGroup var deployment: DeploymentOptions
        @OptionGroup var output: OutputOptions

        func validate() throws {
            guard (0...366).contains(grace ?? 0) else { throw ValidationError("--grace takes days from 0 to 366") }
            guard csv == nil || csv != html else { throw ValidationError("--csv and --html need a file each") }
        }

        func run() throws {
            let period = try Period(period)
            let today = CalendarDay(containing: currentTime())
            var terms = ReconciliationTerms(asOf: try asOf.map { try CalendarDay($0) } ?? today, grace: grace)
            terms.listsEverything = all
            let reconciliation = try deployment.unlock().registry.reconcile(period, terms)
            if let csv { try OutputFile.write(reconciliation.csv(), to: csv) }
            if let html { try OutputFile.write(reconciliation.page(), to: html) }
            let console = output.console
            if output.json {
                try console.printJSON(ReconciliationDocument(reconciliation))
            } else {
                let text = ReconciliationText(reconciliation: reconciliation, console: console)
                for line in text.lines { console.print(line) }
            }
            guard reconciliation.isClean else {
                if !output.json, csv == nil, html == nil {
                    console.say(Phrase("--csv FILE or --html FILE lists each of them", "可用 --csv 文件 或 --html 文件 逐条列出"))
                }
                throw ExitCode.rejected
            }
        }
    }
}
