// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
import Deployment
public import Registry

/// What commands that change one thing of one person have in common.
struct SingleChangeOptions: ParsableArguments {
    @OptionGroup var person: PersonOptions
    @OptionGroup var deployment: DeploymentOptions
    @Option(help: "Since when, such as 2026-11-23; today unless given.") var asOf: String?
    @Option(help: "Who decides it, an operator's id.") var by = "operator"

    /// Carries out a change, whose numbers may follow the person's on stdin.
    func apply(_ change: () throws -> SingleChange) throws {
        let day = try asOf.map { try CalendarDay($0) }
        let desk = try deployment.unlock()
        let now = currentTime()
        let idNumber = try person.idNumber()
        try desk.registry.apply(change(), to: idNumber, asOf: day, now: now, by: by)
        try desk.settle(at: now)
    }
}

extension RegistryCommand {
    struct ReportDeath: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "report-death",
            abstract: "Record that a person has died: their relief and all their codes end at once.",
            discussion: "Relief of the others in a household goes on; they need another head (change-relief --head)."
        )

        @OptionGroup var change: SingleChangeOptions

        func run() throws { try change.apply { .death } }
    }

    struct ChangeCard: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "change-card",
            abstract: "Record a card's status: found (解挂), cancelled (注销) and others; codes say so at once.",
            discussion: """
                It holds until a file brings the card with other content than before. A card that is cancelled stays so. \
                --as-of is when it was cancelled.
                """
        )

        @OptionGroup var change: SingleChangeOptions
        @OptionGroup var card: CardOption
        @Option(help: "What it is now; normal for one that was found.") var status: CardStatus

        func validate() throws {
            guard change.asOf == nil || status == .cancelled else {
                throw ValidationError("--as-of goes with --status cancelled")
            }
        }

        func run() throws { try change.apply { .card(try card.number(), status) } }
    }

    struct ChangeRelief: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "change-relief",
            abstract: "Record what becomes of relief: suspended, resumed, tapering (渐退), a new version, another head.",
            discussion: """
                It holds until a file brings the row with other content than before; a suspension until a file has the \
                row again. A new version is that of everybody in the certificate, and codes that show the older one are \
                superseded until they are refreshed.
                """
        )

        enum State: String, ExpressibleByArgument, CaseIterable {
            case ended, suspended, resumed, tapering
        }

        @OptionGroup var change: SingleChangeOptions
        @OptionGroup var certificate: CertificateOption
        @Option(help: "What becomes of it.") var state: State?
        @Option(help: "The last day of what tapers.") var until: String?
        @Option(help: "The number of the certificate's new version.") var version: Int?
        @Flag(help: "The person is head of the household from now on; takes a new version.") var head = false

        func validate() throws {
            guard (state == nil) != (version == nil) else { throw ValidationError("give one of --state and --version") }
            guard (until != nil) == (state == .tapering) else {
                throw ValidationError("--until goes with --state tapering")
            }
            guard !head || version != nil else { throw ValidationError("another head takes a new --version") }
            guard change.asOf == nil || version == nil else { throw ValidationError("--as-of goes with --state") }
        }

        func run() throws { try change.apply { .relief(certificate: try certificate.number(), try reliefChange()) } }

        private func reliefChange() throws -> SingleChange.ReliefChange {
            if let version { return head ? .head(version: version) : .version(version) }
            return switch state {
            case .suspended: .suspended
            case .resumed: .resumed
            case .tapering: .tapering(until: try CalendarDay(until ?? ""))
            case .ended, nil: .ended
            }
        }
    }
}

extension CardStatus: ArgumentParser.ExpressibleByArgument {}
