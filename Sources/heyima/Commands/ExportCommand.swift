// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Audit
import COSE
import Deployment
import Foundation
import Registry
import Signing
import Storage

extension RegistryCommand {
    struct Export: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists for others: who is to be paid, what is put up in public, certificates, messages.",
            discussion: """
                CSV for a spreadsheet, UTF-8 with byte order mark. The same registry gives the same bytes; their SHA-256 is \
                told, and stands beside the file as FILE.sha256.
                """,
            subcommands: [Paylist.self, Publicity.self, Certificate.self, Notices.self]
        )

        struct Paylist: ParsableCommand {
            static let configuration = CommandConfiguration(
                abstract: "The payment list of a month: one line per payee and account, amounts in yuan.",
                discussion: """
                    From the month's paylist or, where none has come, from the roster and the cards that count. Exit status 1 \
                    says that a line lacks a name, an ID number or an account.
                    """
            )

            @Argument(help: "The month, such as 2026-10.") var period: String
            @OptionGroup var region: RegionOption
            @OptionGroup var deployment: DeploymentOptions
            @OptionGroup var file: ExportOptions

            func run() throws {
                let period = try Period(period)
                let registry = try deployment.unlock().registry
                try file.write(registry.paylist(of: period, region: region.district(), at: currentTime()))
            }
        }

        struct Publicity: ParsableCommand {
            static let configuration = CommandConfiguration(
                abstract: "The list to put up in public (公示): one line per household, names masked.",
                discussion: "No ID number, account or certificate stands in it, and no name of anybody under 18."
            )

            @OptionGroup var region: RegionOption
            @OptionGroup var deployment: DeploymentOptions
            @OptionGroup var file: ExportOptions

            func run() throws {
                let registry = try deployment.unlock().registry
                try file.write(registry.publicity(region: region.digits(), at: currentTime()))
            }
        }

        struct Certificate: ParsableCommand {
            static let configuration = CommandConfiguration(
                abstract: "The metadata of a person's certificates, with their identifiers (电子证照标识, GB/T 36904)."
            )

            @OptionGroup var person: PersonOptions
            @Option(help: "One certificate's number (救助证编号); all unless given.") var certificate: String?
            @OptionGroup var deployment: DeploymentOptions
            @OptionGroup var file: ExportOptions

            func run() throws {
                let registry = try deployment.unlock().registry
                try file.write(
                    registry.certificates(of: person.idNumber(), certificate: certificate, at: currentTime())
                )
            }
        }

        struct Notices: AsyncParsableCommand {
            static let configuration = CommandConfiguration(
                abstract: "The messages that a gateway is to send, each once, for one that takes files.",
                discussion: """
                    What is written counts as handed over and is given to nobody again; an audit record says so. A FILE that \
                    is there already is never written over. Exit status 1 and no file where there is nothing to send.
                    """
            )

            @Argument(help: "The gateway's id, as heyima departments list shows it.") var gateway: String
            @OptionGroup var deployment: DeploymentOptions
            @OptionGroup var file: ExportOptions
            @Option(help: "Who hands them over, an operator's id.") var by = "operator"

            func run() async throws {
                try file.refuseExisting()
                let desk = try deployment.unlock()
                let journal = try deployment.verificationStore()
                // Of two at once the second one finds what the first one has left.
                let lock = try DirectoryLock(desk.deployment.files.directory)
                let entry = try await journal.terminals().first { $0.id == gateway && $0.revokedAt == nil }
                guard let entry, let receiver = entry.receiver else {
                    throw Failure(
                        Phrase("there is no gateway \(gateway)", "没有短信网关 \(gateway)"),
                        hint: Phrase("heyima departments list shows them", "可用 heyima departments list 查看")
                    )
                }
                let now = currentTime()
                try desk.registry.makeNotices(at: now)
                guard let notices = try desk.registry.noticeList(for: receiver) else {
                    file.output.console.say(Phrase("nothing to send", "没有待发送的通知"))
                    throw ExitCode.rejected
                }
                let trace = try TraceRecord(
                    drainedBy: entry,
                    operatorID: by,
                    sequences: notices.first...notices.last,
                    id: AuditID(random: SecureRandom.bytes),
                    at: now
                )
                _ = try await journal.record(VerdictEntry(trace: trace))
                try file.write(notices.list, replacing: false)
                // Only now: an export that was killed is made again.
                let count = try desk.registry.acknowledgeNotices(for: receiver, through: notices.last, at: now)
                _ = consume lock
                guard count == notices.list.rows else {
                    let others = notices.list.rows - count
                    throw Failure(
                        Phrase(
                            "\(others) of the messages were fetched by somebody else or withdrawn meanwhile",
                            "其中 \(others) 条通知同时已被他人取走或撤回"
                        ),
                        hint: Phrase(
                            "compare the list with heyima audit list before it is sent",
                            "发送前请用 heyima audit list 核对清单"
                        )
                    )
                }
            }
        }
    }
}

/// A part of the deployment's region.
struct RegionOption: ParsableArguments {
    @Option(help: "Only this region, GB/T 2260: its leading digits.") var region: String?

    func digits() throws -> String {
        let digits = region ?? ""
        guard digits.count <= 12, digits.utf8.allSatisfy({ (48...57).contains($0) }) else {
            throw ValidationError("--region takes up to 12 digits")
        }
        return digits
    }

    /// Districts are all that a payment list knows.
    func district() throws -> String {
        guard try digits().count <= 6 else { throw ValidationError("--region takes up to 6 digits here") }
        return try digits()
    }
}

/// Where a list goes.
struct ExportOptions: ParsableArguments {
    @Option(help: "The file, and FILE.sha256 beside it; stdout unless given.", completion: .file()) var out: String?
    @OptionGroup var output: OutputOptions

    private struct Document: Encodable {
        let file: String
        let rows: Int
        let incomplete: Int
        let sha256: String
    }

    func validate() throws {
        guard !output.json || out != nil else { throw ValidationError("--json needs --out: the list goes to a file") }
    }

    /// Refuses a file that is there, before anything is done for it.
    func refuseExisting() throws {
        guard let out, FileManager.default.fileExists(atPath: out) else { return }
        throw Failure(Self.isThere(out))
    }

    private static func isThere(_ path: String) -> Phrase { Phrase("\(path) is there already", "\(path) 已存在") }

    /// Writes a list, its digest beside it; in place of an earlier one unless that is not allowed.
    func write(_ list: RegistryExport, replacing isReplacing: Bool = true) throws {
        let digest = SystemCryptography().sha256(list.bytes[...]).hex
        let console = output.console
        if let out {
            if isReplacing {
                try OutputFile.write(list.bytes, to: out)
            } else {
                do { try PrivateFile.create(out, list.bytes) } catch {
                    throw Failure(error.code == .fileExists ? Self.isThere(out) : .cannotWrite(out))
                }
            }
            // As sha256sum -c reads it.
            let name = URL(filePath: out).lastPathComponent
            try OutputFile.write(Array("\(digest)  \(name)\n".utf8), to: out + ".sha256")
            if output.json {
                try console.printJSON(
                    Document(file: out, rows: list.rows, incomplete: list.incomplete, sha256: digest)
                )
            } else {
                console.print(Phrase("Lines: \(list.rows)", "行数：\(list.rows)"))
                console.print("SHA-256: \(digest)")
            }
        } else {
            do { try FileHandle.standardOutput.write(contentsOf: Data(list.bytes)) } catch {
                throw Failure(.cannotWrite("stdout"))
            }
            console.say(Phrase("SHA-256: \(digest)", "SHA-256: \(digest)"))
        }
        guard list.incomplete == 0 else {
            console.say(
                Phrase(
                    "\(list.incomplete) line(s) lack a name, a number or an account",
                    "有 \(list.incomplete) 行缺少姓名、证件号码或账号"
                )
            )
            throw ExitCode.rejected
        }
    }
}
