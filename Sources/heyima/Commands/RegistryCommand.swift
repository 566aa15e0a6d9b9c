// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Deployment
import Issuance
import Registry

struct RegistryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "registry",
        abstract: "People, cards, roster, paylist, health and payments.",
        subcommands: [
            Import.self, Imports.self, Approve.self, Undo.self, Person.self, Conflicts.self, Ticket.self,
            EndRelief.self, ReportLost.self, ReportDeath.self, ChangeCard.self, ChangeRelief.self, Reconcile.self,
            Reference.self, ShowCatalogue.self, Export.self, Forget.self, RetireHealth.self, Prune.self,
        ]
    )

    struct Person: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show what is known about a person.")

        @OptionGroup var person: PersonOptions
        @OptionGroup var deployment: DeploymentOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            let registry = try deployment.unlock().registry
            let key = try registry.key(of: person.idNumber())
            let now = currentTime()
            let language = output.console.language
            let text = try registry.store.read { people in
                try registry.file(for: key, in: people)
                    .map { file in
                        let conflicts = try registry.conflicts(about: file, at: now, in: people)
                        return PersonText(file: file, conflicts: conflicts, now: now, language: language)
                    }
            }
            guard let text else {
                throw Failure(code: "registry.person_unknown", "nobody of this ID number is in the registry")
            }
            for line in text.lines { output.console.print(line) }
        }
    }

    struct Conflicts: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List people about whom departments or districts contradict each other.",
            discussion: "Nothing is decided by it: what came is kept, and windows are warned until a file settles it."
        )

        @OptionGroup var deployment: DeploymentOptions
        @OptionGroup var output: OutputOptions

        private struct Row: Encodable {
            let name: String?
            let idNumber: String
            let certificates: [String]
            let conflicts: [String]
        }

        func run() throws {
            let desk = try deployment.unlock()
            let console = output.console
            try desk.registry.eachConflict(at: currentTime()) { file, conflicts in
                let certificates = file.reliefs.map(\.certificate)
                guard !output.json else {
                    return try console.printJSON(
                        Row(
                            name: file.name?.description,
                            idNumber: file.idNumber.masked,
                            certificates: certificates,
                            conflicts: conflicts.map(\.rawValue)
                        )
                    )
                }
                let person = [file.name?.description ?? "", file.idNumber.masked] + certificates
                console.print(person.filter { !$0.isEmpty }.joined(separator: "  "))
                for conflict in conflicts { console.print("  " + Words.conflict(conflict)[console.language]) }
            }
        }
    }

    struct Ticket: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Give out a ticket to enrol with; the PIN is handed over apart from it."
        )

        @OptionGroup var person: PersonOptions
        @OptionGroup var deployment: DeploymentOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            let ticket = try deployment.unlock().issuer.ticket(for: person.idNumber(), at: currentTime())
            if output.json {
                try output.console.printJSON(["ticket": ticket.text, "pin": ticket.pin])
                return
            }
            output.console.print(Phrase("Ticket: \(ticket.text)", "申领凭条：\(ticket.text)"))
            output.console.print(Phrase("PIN:    \(ticket.pin)", "PIN 码：\(ticket.pin)"))
            output.console.print(Phrase("Good for a day, once.", "一天内有效，限用一次。"))
        }
    }

    struct EndRelief: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "end-relief",
            abstract: "End a person's relief (停保); their codes say so at once."
        )

        @OptionGroup var person: PersonOptions
        @OptionGroup var deployment: DeploymentOptions
        @OptionGroup var certificate: CertificateOption
        @Option(help: "Who ends it, an operator's id.") var by = "operator"

        func run() throws {
            let desk = try deployment.unlock()
            let now = currentTime()
            try desk.registry.endRelief(of: person.idNumber(), certificate: certificate.number(), now: now, by: by)
            try desk.settle(at: now)
        }
    }

    struct ReportLost: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "report-lost",
            abstract: "Record that a person's card is lost (挂失); their codes say so at once."
        )

        @OptionGroup var person: PersonOptions
        @OptionGroup var deployment: DeploymentOptions
        @OptionGroup var card: CardOption
        @Option(help: "Who records it, an operator's id.") var by = "operator"

        func run() throws {
            let desk = try deployment.unlock()
            let now = currentTime()
            try desk.registry.reportCardLost(of: person.idNumber(), card: card.number(), now: now, by: by)
            try desk.settle(at: now)
        }
    }
}

/// The person a command is about.
struct PersonOptions: ParsableArguments {
    @Argument(help: "The ID number, or - for stdin, where other programs cannot see it.")
    var id: String

    static let question = Phrase("ID number", "身份证号")

    func idNumber() throws -> IDNumber { try IDNumber(StandardInput.value(id, PersonOptions.question)) }
}

/// The card of the person that a command is about.
struct CardOption: ParsableArguments {
    @Option(help: "The number of the social security card (社保卡号), or - for stdin, in a line after the ID number's.")
    var card: String

    func number() throws -> CardNumber {
        try CardNumber(StandardInput.value(card, Phrase("Card number", "社保卡号")))
    }
}

/// The certificate of the person that a command is about.
struct CertificateOption: ParsableArguments {
    @Option(help: "The certificate's number (救助证编号), or - for stdin, in a line after the ID number's.")
    var certificate: String

    func number() throws -> String {
        try StandardInput.value(certificate, Phrase("Certificate", "救助证编号"))
    }
}
