// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Audit
import Deployment
import Registry
import Signing
import Storage

extension RegistryCommand {
    struct Reference: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Whom a finding of a reconciliation is about: its L… or R…, or the line of a bank's file.",
            discussion: """
                ID numbers and accounts are masked. With --reason they are told in full, as a line of a department's file is \
                found by them, and an audit record says who asked and why.
                """
        )

        @Argument(help: "The reference, which names nobody; or - for stdin.") var reference: String?
        @Option(help: "Instead of a reference a payment: its bank,") var bank: String?
        @Option(help: "the month of the bank's file,") var period: String?
        @Option(help: "its batch") var batch: String?
        @Option(help: "and the line in it.") var line: Int?
        @Option(help: "Tell all numbers, for this reason.") var reason: String?
        @Option(help: "Who asks, an operator's id.") var by = "operator"
        @OptionGroup var deployment: DeploymentOptions
        @OptionGroup var output: OutputOptions

        func validate() throws {
            let place = [bank != nil, period != nil, batch != nil, line != nil]
            guard place.allSatisfy({ $0 == (reference == nil) }) else {
                throw ValidationError("give a reference, or --bank, --period, --batch and --line")
            }
        }

        func run() async throws {
            let desk = try deployment.unlock()
            let (name, found) = try find(in: desk.registry)
            if let reason {
                let journal = try deployment.verificationStore()
                for (person, region) in found.people {
                    let trace = try TraceRecord(
                        revealing: person?.bytes,
                        in: region,
                        reference: name,
                        reason: reason,
                        operatorID: by,
                        id: AuditID(random: SecureRandom.bytes),
                        at: currentTime()
                    )
                    _ = try await journal.record(VerdictEntry(trace: trace))
                }
            }
            let text = ReferenceText(found: found, isFull: reason != nil, language: output.console.language)
            if output.json {
                try output.console.printJSON(Dictionary(text.rows.map { ($0.name, $0.value) }) { $0 + ", " + $1 })
            } else {
                for line in text.lines { output.console.print(line) }
            }
        }

        private func find(in registry: PersonRegistry) throws -> (name: String, Referred) {
            if let bank, let period, let batch, let line {
                let batch = try PaymentBatch(bank: bank, period: Period(period), batch: batch)
                return (Self.name(of: line, in: batch), try registry.referred(line, of: batch))
            }
            let question = Phrase("Reference", "编号")
            let text = try StandardInput.value(reference ?? "", question)
            return (text, try registry.referred(text))
        }

        /// How the trace names a payment; of a long batch its beginning, since the line has to be in it.
        private static func name(of line: Int, in batch: PaymentBatch) -> String {
            var name = batch.batch
            func whole() -> String { "\(batch.period) \(name) \(line)" }
            while whole().utf8.count > TraceRecord.maximumTextLength { name.removeLast() }
            return whole()
        }
    }
}

extension Referred {
    /// Everybody who is told of, with a region for the trace; nobody once, where an account is on no card.
    fileprivate var people: [(PersonKey?, region: String)] {
        switch self {
        case .line(let line, _, _, _): Set([line.person, line.payee]).sorted().map { ($0, line.region.description) }
        case .row(let row, _): [(row.person, row.region.description)]
        case .payment(_, _, let holders) where holders.isEmpty: [(nil, Self.anyRegion)]
        case .payment(_, _, let holders):
            holders.map { ($0.key, $0.cards.first?.entry.region.description ?? Self.anyRegion) }
        }
    }

    /// What the trace has where no region is known.
    private static let anyRegion = "00"
}
