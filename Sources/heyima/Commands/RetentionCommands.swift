// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Deployment
import Issuance
import Registry
import Storage

/// What commands that destroy data have in common.
struct DestructionOptions: ParsableArguments {
    @Flag(help: "Carry it out; without it nothing is destroyed, and what would be is shown.") var yes = false
    @Option(help: "Who decides it, an operator's id.") var by = "operator"
    @OptionGroup var output: OutputOptions

    /// Says that nothing was done, which is no success.
    func finish(_ desk: Desk) throws {
        guard yes else {
            throw Failure(
                Phrase("nothing was destroyed", "未删除任何数据"),
                hint: Phrase("--yes carries it out; there is no way back", "确认后加 --yes 执行，执行后不可恢复")
            )
        }
        try desk.deployment.store.scrub()
    }
}

extension RegistryCommand {
    struct Forget: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Destroy a person's data, and revoke what was issued to them.",
            discussion: """
                Refused while somebody's relief depends on the person. What the law makes us keep is listed; \
                docs/privacy.md says why. A department's next file that still has the person brings them back: have it taken \
                out there first. Backups made before still hold the data.
                """
        )

        @OptionGroup var person: PersonOptions
        @OptionGroup var deployment: DeploymentOptions
        @OptionGroup var destruction: DestructionOptions

        private struct Document: Encodable {
            let carriedOut: Bool
            let cards: Int
            let certificates: Int
            let health: Bool
            let paymentsKept: Int
            let paylistLinesKept: Int
        }

        func run() throws {
            let desk = try deployment.unlock()
            let now = currentTime()
            let report = try desk.registry.forget(
                person.idNumber(),
                now: now,
                by: destruction.by,
                isRehearsal: !destruction.yes
            )
            if destruction.yes { try desk.settle(at: now) }
            try show(report)
            try destruction.finish(desk)
        }

        private func show(_ report: ForgettingReport) throws {
            let console = destruction.output.console
            guard !destruction.output.json else {
                return try console.printJSON(
                    Document(
                        carriedOut: destruction.yes,
                        cards: report.cards,
                        certificates: report.reliefs,
                        health: report.hadHealth,
                        paymentsKept: report.paymentsKept,
                        paylistLinesKept: report.linesKept
                    )
                )
            }
            let health = report.hadHealth ? 1 : 0
            console.print(
                Phrase(
                    "Destroyed: names and numbers, \(report.cards) card(s), \(report.reliefs) row(s) of the roster, "
                        + "\(health) health status, tickets and credentials",
                    "删除：姓名和号码、社保卡 \(report.cards) 张、名册 \(report.reliefs) 行、健康状态 \(health) 条、申领凭条和凭证"
                )
            )
            console.print(
                Phrase(
                    "Kept, without name and account number: \(report.paymentsKept) payment(s), \(report.linesKept) line(s) "
                        + "of the paylist, for 30 years (会计档案管理办法)",
                    "依法保留（不含姓名和账号）：发放记录 \(report.paymentsKept) 笔、发放清单 \(report.linesKept) 行，"
                        + "保管三十年（《会计档案管理办法》）"
                )
            )
            console.print(
                Phrase(
                    "Kept: who looked the person up, without a name, so that the trace stays whole (PIPL art. 51, 54)",
                    "依法保留：查询痕迹（不含姓名），以保证审计链完整（《个人信息保护法》第五十一条、第五十四条）"
                )
            )
        }
    }

    struct RetireHealth: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "retire-health",
            abstract: "Destroy health data that are out of use; codes go on verifying.",
            discussion: """
                A code that shows a health status is told as retired from then on, and everything else in it as before. \
                Whoever shows the health status no more is not affected.
                """
        )

        @Option(
            help: "Only what was assessed (评估时间) before this time, given as for verify --at.",
            transform: TimeArgument.init(text:)
        )
        var before: TimeArgument?
        @Flag(help: "Everybody's.") var all = false
        @OptionGroup var deployment: DeploymentOptions
        @OptionGroup var destruction: DestructionOptions

        func validate() throws {
            guard (before != nil) != all else { throw ValidationError("give one of --before and --all") }
        }

        func run() throws {
            let desk = try deployment.unlock()
            let now = currentTime()
            let count = try desk.registry.retireHealth(
                assessedBefore: before?.seconds,
                now: now,
                by: destruction.by,
                isRehearsal: !destruction.yes
            )
            if destruction.yes { try desk.settle(at: now) }
            let console = destruction.output.console
            if destruction.output.json {
                try console.printJSON(["health": count])
            } else {
                console.print(Phrase("Health statuses: \(count)", "健康状态：\(count) 条"))
            }
            try destruction.finish(desk)
        }
    }

    struct Prune: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Destroy what is older than its limit.",
            discussion: """
                The limits are in deployment.json under retention, in days: health 30, people 1826, payments 10958, \
                uploads 30, imports 3653, changes 1096, notices 60, credentials 365 unless given. docs/privacy.md has their reasons.
                """
        )

        @OptionGroup var deployment: DeploymentOptions
        @OptionGroup var destruction: DestructionOptions

        func run() throws {
            let desk = try deployment.unlock()
            let now = currentTime()
            let limits = desk.deployment.settings.retention ?? RetentionLimits()
            // Status lists have to know of a change before it goes.
            try desk.settle(at: now)
            let found = try desk.registry.prune(
                limits,
                now: now,
                by: destruction.by,
                isRehearsal: !destruction.yes
            )
            let issued = try desk.issuer.prune(limits, at: now, isRehearsal: !destruction.yes)
            if destruction.yes { try desk.settle(at: now) }
            let rows: [(name: String, label: Phrase, count: Int, days: Int)] = [
                ("people", Phrase("people", "人员"), found.people, limits.people),
                ("health", Phrase("health statuses", "健康状态"), found.health, limits.health),
                ("payments", Phrase("payments", "发放记录"), found.payments, limits.payments),
                ("paylist", Phrase("lines of the paylist", "发放清单"), found.lines, limits.payments),
                (
                    "uploads", Phrase("held files and undo logs", "暂缓的文件和撤销记录"), found.uploads, limits.uploads
                ),
                ("imports", Phrase("notes of imports", "导入记录"), found.imports, limits.imports),
                ("changes", Phrase("changes", "变更记录"), found.changes, limits.changes),
                ("notices", Phrase("notices", "通知"), found.notices, limits.notices),
                (
                    "credentials", Phrase("credentials and printed codes", "凭证和纸质码"), issued.credentials,
                    limits.credentials
                ),
                ("tickets", Phrase("tickets", "申领凭条"), issued.tickets, limits.credentials),
            ]
            let console = destruction.output.console
            if destruction.output.json {
                try console.printJSON(Dictionary(uniqueKeysWithValues: rows.map { ($0.name, $0.count) }))
            } else {
                for row in rows {
                    console.print(
                        row.label[console.language].padded(to: 32) + "\(row.count)".padded(to: 10)
                            + Phrase("older than \(row.days) days", "超过 \(row.days) 天")[console.language]
                    )
                }
            }
            try destruction.finish(desk)
        }
    }
}
