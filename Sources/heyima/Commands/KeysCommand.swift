// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import COSE
import Deployment
import Foundation
import MergedCode
import Storage
import Trust

struct KeysCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys",
        abstract: "The keys of a deployment, and the trust list that the root signs over them.",
        subcommands: [List.self, Generate.self, Import.self, Revoke.self, Rotate.self, Publish.self]
    )

    enum UseArgument: String, ExpressibleByArgument, CaseIterable {
        case credential, printed
        case statusList = "status-list"
    }

    enum ReasonArgument: String, ExpressibleByArgument, CaseIterable {
        case compromised, superseded
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show the keys.")

        @OptionGroup var place: DeploymentPlace
        @OptionGroup var output: OutputOptions

        func run() throws {
            let deployment = try place.open()
            let published = Set(try deployment.trustList().entries.map(\.keyID.description))
            for record in try deployment.keyRing().records {
                if output.json {
                    try output.console.printJSON(record)
                } else {
                    let isPublished = published.contains(record.kid)
                    output.console.print(line(record, isPublished: isPublished)[output.console.language])
                }
            }
        }

        private func line(_ record: KeyRing.Record, isPublished: Bool) -> Phrase {
            func day(_ time: Int64) -> String { Day(at: time)?.description ?? "" }
            let state =
                switch record.revocationReason {
                case "compromised": Phrase("compromised", "已泄露停用")
                case "superseded": Phrase("superseded", "已更换")
                case let reason?: Phrase(reason, reason)
                case nil: isPublished ? Phrase("published", "已发布") : Phrase("not published", "未发布")
                }
            let uses = record.uses.joined(separator: ",")
            let facts = "\(record.kid)  \(uses.padded(to: 12))  \(day(record.notBefore)) – \(day(record.notAfter))"
            let issuer = record.isOwn ? "" : "  \(record.issuer)"
            return Phrase("\(facts)  \(state.english)\(issuer)", "\(facts)  \(state.chinese)\(issuer)")
        }
    }

    struct Generate: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Make a key; it signs once it is published.")

        @OptionGroup var deployment: DeploymentOptions
        @Option(help: "What it may sign.") var use: UseArgument
        @Option(help: "What it signs with.") var alg: AlgorithmArgument = .sm2

        func run() throws {
            let record = try deployment.open()
                .generateKey(
                    use: use.rawValue,
                    curve: Curve(alg),
                    passphrase: deployment.passphrase.read(.deployment),
                    at: currentTime()
                )
            print(record.kid)
        }
    }

    struct Import: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take in the public key of another issuer, as PEM, so that its codes verify here."
        )

        @OptionGroup var place: DeploymentPlace
        @Argument(help: "The public key, PEM.", completion: .file()) var file: String
        @Option(help: "What it may sign; may be given more than once.") var use: [UseArgument]
        @Option(help: "The issuer's name in what it signs.") var issuer: String?
        @Option(help: "The components it may attest, separated by commas; all without it.") var attests: ComponentList?

        func validate() throws {
            guard !use.isEmpty else { throw ValidationError("--use is missing") }
        }

        func run() throws {
            guard let pem = try? String(contentsOfFile: file, encoding: .utf8) else {
                throw Failure(.cannotRead(file))
            }
            let record = try place.open()
                .importKey(
                    pem: pem,
                    uses: use.map(\.rawValue),
                    issuer: issuer,
                    attests: attests.map { $0.keys.map(\.rawValue).sorted() },
                    at: currentTime()
                )
            print(record.kid)
        }
    }

    struct Revoke: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Withdraw a key; takes effect when published.",
            discussion: "compromised: nothing it signed is good any more. superseded: what it signed before stays good."
        )

        @OptionGroup var place: DeploymentPlace
        @Argument(help: "The kid, as heyima keys list shows it.") var kid: String
        @Option(help: "Why.") var reason: ReasonArgument

        func run() throws {
            try place.open()
                .revokeKey(
                    kid,
                    reason: reason == .compromised ? .compromised : .superseded,
                    at: currentTime()
                )
        }
    }

    struct Rotate: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a key in place of the one in use; what that one signed stays good.",
            discussion: """
                sealing: the key that personal data are sealed and found under. Everything in the database is made anew under the \
                new one, in one transaction; killed, it is run again. Services that run answer 503 from then on until \
                they are started again, with the new keys/sealing.key on each machine (docs/key-ceremony.md).
                """
        )

        enum Use: String, ExpressibleByArgument, CaseIterable {
            case credential, printed
            case statusList = "status-list"
            case sealing
        }

        @OptionGroup var deployment: DeploymentOptions
        @Option(help: "What it may sign; or the sealing key.") var use: Use
        @Option(help: "What it signs with.") var alg: AlgorithmArgument?

        func validate() throws {
            guard alg == nil || use != .sealing else { throw ValidationError("the sealing key has no --alg") }
        }

        func run() throws {
            let opened = try deployment.open()
            let passphrase = try deployment.passphrase.read(.deployment)
            guard use != .sealing else {
                if let error = try opened.rotateSealingKey(passphrase: passphrase) { Self.warn(of: error) }
                return
            }
            let record = try opened.rotateKey(
                use: use.rawValue,
                curve: Curve(alg ?? .sm2),
                passphrase: passphrase,
                at: currentTime()
            )
            print(record.kid)
        }

        private static func warn(of error: StorageError) {
            Console()
                .say(
                    Phrase(
                        "All is under the new keys. What was under the former ones is still in the database's files (\(error.code)), until its next checkpoint or vacuum.",
                        "全部数据已改用新密钥；旧密钥下的内容仍留在数据库文件中（\(error.code)），至下次检查点或清理（VACUUM）为止。"
                    )
                )
        }
    }

    struct Publish: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Sign the trust list with the root key; needed once a month, and after every change of keys."
        )

        @OptionGroup var place: DeploymentPlace
        @Option(help: "The root's private key, such as on a stick.", completion: .file()) var root: String?
        @OptionGroup var passphrase: PassphraseOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            let list = try place.open()
                .publishTrustList(
                    rootKey: root.map { URL(filePath: $0) },
                    passphrase: passphrase.read(.root),
                    at: currentTime()
                )
            output.console.print(
                Phrase(
                    "Trust list \(list.sequence), \(list.entries.count) keys, until \(Day(at: list.expiresAt)?.description ?? "").",
                    "信任列表第 \(list.sequence) 号，\(list.entries.count) 个密钥，有效至 \(Day(at: list.expiresAt)?.description ?? "")。"
                )
            )
        }
    }
}

/// Components as a person lists them: `identity,card`.
struct ComponentList: ExpressibleByArgument {
    let keys: Set<ComponentKey>

    init?(argument: String) {
        let names = argument.split(separator: ",", omittingEmptySubsequences: false)
        let found = names.compactMap { ComponentKey(name: String($0)) }
        guard found.count == names.count else { return nil }
        keys = Set(found)
    }
}
