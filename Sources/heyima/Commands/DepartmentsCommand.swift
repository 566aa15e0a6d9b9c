// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
import COSE
import Deployment
import MergedCode
import Registry
public import Storage
import Verification

struct DepartmentsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "departments",
        abstract: "The departments and platforms of others that may ask the service.",
        subcommands: [Add.self, List.self, Revoke.self]
    )

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add a department; its token is shown once.",
            discussion: """
                Each may read what is its own, of its own region: finance the roster's changes; roster, paylist, payments and \
                finance reconciliations; a gateway, which sends messages to telephones, its notices: with --bank those of \
                payments that the bank reported, else those about relief of its region. With --bank payments are taken under \
                that name alone. Ids are shared with terminals.
                """
        )

        @Argument(help: "The department's id: 1 to 32 letters, digits and dashes; never given to another.") var id:
            String
        @Option(help: "What it brings or follows: cards, roster, paylist, health, payments, finance or gateway.")
        var kind: Department
        @Option(help: "The region that it answers for, GB/T 2260: 2, 4, 6, 9 or 12 digits.") var scope: String
        @Option(help: "For gateway and payments, the bank: the name that its files are imported under.")
        var bank: String?
        @OptionGroup var token: TokenOptions
        @OptionGroup var deployment: DeploymentOptions

        func validate() throws {
            try TokenOptions.check(id: id, of: "department")
            guard [2, 4, 6, 9, 12].contains(scope.utf8.count), scope.utf8.allSatisfy({ (48...57).contains($0) }) else {
                throw ValidationError("--scope takes 2, 4, 6, 9 or 12 digits")
            }
            guard bank == nil || [.gateway, .payments].contains(kind) else {
                throw ValidationError("--bank is for gateway and payments")
            }
            guard bank.map({ (1...64).contains($0.unicodeScalars.count) }) ?? true else {
                throw ValidationError("--bank takes 1 to 64 characters")
            }
        }

        func run() async throws {
            let store = try deployment.verificationStore()
            try await refuseOverlap(in: store)
            try await token.register(in: store) { entry(tokenDigest: $0.digest) }
        }

        private func entry(tokenDigest: Digest32) -> Terminal {
            Terminal(
                id: id,
                tokenDigest: tokenDigest,
                role: kind.rawValue,
                region: scope,
                bank: bank,
                createdAt: currentTime()
            )
        }

        /// Two who drain the same notices would both send them.
        private func refuseOverlap(in store: any VerificationStore) async throws {
            guard let receiver = entry(tokenDigest: Digest32(0, 0, 0, 0)).receiver else { return }
            let other = try await store.terminals()
                .first { $0.revokedAt == nil && $0.receiver.map(receiver.overlaps) ?? false }
            guard let other else { return }
            throw Failure(
                Phrase("\(other.id) drains notices of the same bank or region", "\(other.id) 已负责该银行或该区划的通知"),
                hint: Phrase("revoke it first (heyima departments revoke)", "请先停用（heyima departments revoke）")
            )
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show the departments, revoked ones too.")

        @OptionGroup var deployment: DeploymentOptions
        @OptionGroup var output: OutputOptions

        private struct Row: Encodable {
            let id: String
            let kind: String
            let scope: String
            let bank: String?
            let createdAt: Int64
            let revokedAt: Int64?
        }

        func run() async throws {
            let console = output.console
            for entry in try await deployment.verificationStore().terminals() {
                guard let department = entry.department else { continue }
                guard !output.json else {
                    try console.printJSON(
                        Row(
                            id: entry.id,
                            kind: department.rawValue,
                            scope: entry.region,
                            bank: entry.bank,
                            createdAt: entry.createdAt,
                            revokedAt: entry.revokedAt
                        )
                    )
                    continue
                }
                let state = entry.revokedAt.map { time in
                    Phrase("revoked \(TimeArgument.text(time))", "\(TimeArgument.text(time)) 停用")[console.language]
                }
                let parts = [
                    entry.id.padded(to: 16), Words.department(department)[console.language].padded(to: 16),
                    entry.region.padded(to: 12), entry.bank, state,
                ]
                console.print(parts.compactMap { $0 }.joined(separator: "  "))
            }
        }
    }

    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Revoke a department's token for good; its next request is refused."
        )

        @Argument(help: "The department's id.") var id: String
        @OptionGroup var deployment: DeploymentOptions

        func run() async throws {
            let store = try deployment.verificationStore()
            let isKnown = try await store.terminals().contains { $0.id == id && $0.department != nil }
            guard isKnown, try await store.revokeTerminal(id, at: currentTime()) else {
                throw Failure(
                    Phrase("there is no department \(id)", "没有部门 \(id)"),
                    hint: Phrase("heyima departments list shows them", "可用 heyima departments list 查看")
                )
            }
        }
    }
}

extension Department: ArgumentParser.ExpressibleByArgument {}
