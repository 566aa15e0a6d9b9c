// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import COSE
import Deployment
import Foundation
import Issuance
import MergedCode
import QRSymbol
import Registry
import Service
import Signing
import Storage
import Verification
import Wallet

/// The way of a code from departments' files to verdicts, with a word on each step.
///
/// Each step checks that what it shows is what should have happened, and fails otherwise.
struct Demo: Sendable {
    /// 陈小明, invented: head of a household with 低保, whose card and payments are in order.
    private static let resident = "440604195505010320"
    /// 梁𠮷, invented, 特困分散供养: whose wallet is left, since the other one's credential is revoked by then.
    private static let other = "440605195503150027"

    /// An item of the built-in catalogue, and who asks.
    private static let purpose = VerificationPurpose(item: "MZ-02", business: "demo-1", operator: "W03")

    let directory: URL
    let fixtures: URL
    let curve: Curve
    let console: Console
    /// Where to go on serving once everything was shown; `nil` to end then.
    let listen: ServiceConfiguration.Address?

    func path(_ name: String) -> String { directory.appending(path: name).path(percentEncoded: false) }

    /// Shows everything, and then goes on serving where that was asked for.
    func run(beforeServing: () -> Void) async throws {
        let passphraseFile = path("passphrase")
        try PrivateFile.create(passphraseFile, Array((Self.word() + "\n").utf8))
        let passphrase = try Passphrase.read(.deployment, from: passphraseFile, isNew: false)

        step(
            "A deployment is made: root, issuer and status keys (\(curve.algorithm)), trust list, database.",
            "建立部署：根密钥、签发密钥、状态密钥（\(curve.algorithm)），信任列表，数据库。"
        )
        let deployment = try Deployment.create(
            at: directory.appending(path: "deployment"),
            settings: DeploymentSettings(issuer: "佛山市民政局", origin: "https://heyima.example"),
            curve: curve,
            passphrase: passphrase,
            now: currentTime()
        )
        let desk = try deployment.unlock(passphrase: passphrase)

        step("The departments' files are imported.", "导入各部门的文件。")
        for kind in ImportKind.allCases { try importFile(kind, desk) }

        step(
            "A service window gets a terminal of its own, with a token that proves who asks.",
            "为服务窗口添加终端，并发放令牌，用以证明核验方身份。"
        )
        let token = try await addTerminal(deployment, passphrase)

        let service = try await service(deployment, passphrase)
        try await service.serving { port in
            let url = "http://127.0.0.1:\(port)"
            step("The service is started: \(url)", "启动服务：\(url)")
            try await ServiceConnection.open(ServiceAddress(url), language: console.language.rawValue) { connection in
                let verifier = RemoteVerifier(service: connection, token: token, purpose: Self.purpose)
                try await show(deployment, desk, connection, verifier, passphrase)
                try await leave(deployment, desk, connection, passphrase)
            }
        }
        guard let listen else { return }
        beforeServing()
        try await self.service(deployment, passphrase).run { port in sayHowToAsk(listen, port) }
    }

    /// From the enrolment to a credential that is revoked.
    private func show(
        _ deployment: Deployment,
        _ desk: Desk,
        _ connection: ServiceConnection,
        _ online: RemoteVerifier,
        _ passphrase: SecretBytes
    ) async throws {
        let idNumber = try IDNumber(Self.resident)
        step(
            "An invented resident enrols over HTTP: a ticket and a PIN from the window, a key made in the wallet.",
            "一位虚构居民通过网络申领：窗口发放凭条和 PIN 码，钱包自行生成密钥。"
        )
        let wallet = try await enrol(idNumber, desk, connection, passphrase)

        step(
            "The wallet shows a dynamic code 动态码, here and as a picture (PNG): good for a minute, once.",
            "钱包在终端和图片（PNG）中出示动态码，一分钟内有效，限用一次。"
        )
        let text = try code(wallet)
        if !console.isQuiet {
            console.print(
                try CodeScreen(console: console).drawing(of: text, secondsLeft: HeldCredential.defaultLifetime)
            )
        }

        step(
            "The window asks the service, which also knows what is true now: identity, relief and payments.",
            "窗口联网核验，服务同时给出最新的身份、救助和发放情况。"
        )
        let accepted = try await online.verdict(on: text).verdict
        try expect(accepted, .accept)
        guard case .confirmed = accepted.identity, accepted.card.state == .valid, accepted.relief.state == .valid,
            !accepted.payments.isEmpty
        else { throw Failure(Phrase("the verdict lacks identity, card, relief or payment", "结论缺少身份、社保卡、救助或发放信息")) }

        step("The same code again: a photograph would be refused like this.", "再次核验同一个码：照片或截图会这样被拒绝。")
        try expect(await online.verdict(on: text).verdict, .reject, .replayed)

        step("A new code, sent to the service as a picture, as a camera sees it.", "换一个新码，以图片形式提交服务核验，如同摄像头所见。")
        try OutputFile.write(QRSymbol(encoding: code(wallet)).png(scale: 6), to: path("code.png"))
        try expect(await online.verdict(onPicture: path("code.png")).verdict, .accept)

        step(
            "At somebody's door there is no network: the next code is verified offline, from a bundle of signed files.",
            "上门服务没有网络：用核验数据包离线核验下一个码。"
        )
        _ = try deployment.writeBundle(to: directory.appending(path: "bundle"))
        try expect(await offline(code(wallet)), .accept)

        step("The relief is ended by the department; the next code says so.", "民政部门停保后，新出示的码如实反映。")
        try endRelief(desk, idNumber)
        try expect(await online.verdict(on: code(wallet)).verdict, .review, .reliefEnded)

        step("The credential is revoked; the next code is refused.", "凭证被吊销后，新出示的码被拒绝。")
        _ = try desk.issuer.revokeAll(of: idNumber)
        try desk.settle(at: currentTime())
        try expect(await online.verdict(on: code(wallet)).verdict, .reject, .credentialRevoked)
    }

    /// Leaves the wallet of another resident, a current bundle, and a code that nobody has verified yet.
    private func leave(
        _ deployment: Deployment,
        _ desk: Desk,
        _ connection: ServiceConnection,
        _ passphrase: SecretBytes
    ) async throws {
        try FileManager.default.removeItem(atPath: path("wallet"))
        let wallet = try await enrol(IDNumber(Self.other), desk, connection, passphrase)
        try desk.settle(at: currentTime())
        _ = try deployment.writeBundle(to: directory.appending(path: "bundle"))
        let text = try code(wallet)
        try OutputFile.write(Array((text + "\n").utf8), to: path("code.txt"))
        try OutputFile.write(QRSymbol(encoding: text).png(scale: 6), to: path("code.png"))
    }

    private func enrol(
        _ idNumber: IDNumber,
        _ desk: Desk,
        _ connection: ServiceConnection,
        _ passphrase: SecretBytes
    ) async throws -> HolderWallet {
        let ticket = try desk.issuer.ticket(for: idNumber, at: currentTime())
        var wallet = try HolderWallet(newAt: path("wallet"), passphrase: passphrase)
        try await wallet.enrol(
            ticket: ticket.text,
            pin: ticket.pin,
            with: RemoteIssuer(connection),
            clock: currentTime,
            key: { try PrivateKey.generate(.p256) }
        )
        return wallet
    }

    /// Adds the terminal, and leaves its token as files that commands take, where no list of processes shows it.
    private func addTerminal(_ deployment: Deployment, _ passphrase: SecretBytes) async throws -> String {
        let token = TerminalToken.generate()
        let store: any VerificationStore = try deployment.verificationStore(passphrase: passphrase)
        try await store.add(
            Terminal(
                id: "demo-window",
                tokenDigest: token.digest,
                role: Role.window.rawValue,
                region: "4406",
                createdAt: currentTime()
            )
        )
        try PrivateFile.create(path("token"), Array((token.text + "\n").utf8))
        try PrivateFile.create(path("authorization"), Array("Authorization: Bearer \(token.text)\n".utf8))
        return token.text
    }

    private func service(_ deployment: Deployment, _ passphrase: SecretBytes) async throws -> HeyimaService {
        // Nothing of the environment: the demonstration is the same everywhere.
        let configuration = try await ServiceConfiguration(
            file: nil,
            environment: [:],
            flags: ["listen": listen?.description ?? "127.0.0.1:0", "log.level": "error"]
        )
        return try HeyimaService(
            deployment: deployment,
            passphrase: passphrase,
            configuration: configuration,
            clock: currentTime,
            logger: ServiceLog.standardError(level: configuration.logLevel)
        )
    }

    private func sayHowToAsk(_ listen: ServiceConfiguration.Address, _ port: Int) {
        let url = "http://\(ServiceConfiguration.Address(host: listen.host, port: port))"
        step("The service goes on at \(url) until Ctrl-C.", "服务继续运行：\(url)，按 Ctrl-C 结束。")
        console.print(
            Phrase(
                "In another terminal: a fresh code of an invented resident, verified as the demo's service window.",
                "请在另一个终端执行：由虚构居民的钱包出示新码，并以演示窗口的身份核验。"
            )
        )
        let program = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? "heyima"
        let purpose = Self.purpose
        let body = [("item", purpose.item), ("business", purpose.business), ("operator", purpose.operator)]
            .map { #","\#($0)":"\#($1 ?? "")""# }.joined()
        console.print(
            """

            \(program) wallet show --format text --wallet \(path("wallet")) \\
              --wallet-passphrase-file \(path("passphrase")) | sed 's/.*/{"code":"&"\(body)}/' |
              curl -sS -H @\(path("authorization")) --json @- \(url)/v1/verifications

            """
        )
        fflush(nil)
    }

    /// Says what is left in the directory, for whoever asked to keep it.
    func sayWhatIsKept() {
        let place = directory.path(percentEncoded: false)
        step(
            "Kept in \(place): deployment, wallet, bundle, passphrase, token, and code.txt and code.png with a code not yet verified.",
            "已保留在 \(place)：deployment、wallet、bundle、passphrase、token，以及尚未核验的 code.txt 与 code.png。"
        )
        console.print("  heyima verify - --offline \(path("bundle")) < \(path("code.txt"))")
    }

    func step(_ english: String, _ chinese: String) {
        guard !console.isQuiet else { return }
        console.print("\n" + console.styled("▶ " + Phrase(english, chinese)[console.language], .bold))
    }

    private func importFile(_ kind: ImportKind, _ desk: Desk) throws {
        let source = try ImportSource(fixtures.appending(path: "\(kind.rawValue).csv").path(percentEncoded: false))
        let now = currentTime()
        var request = ImportRequest(kind: kind, fileDigest: source.digest, now: now, by: "demo")
        request.isStrict = true
        if kind == .payments {
            request.batch = try PaymentBatch(bank: "佛山农商银行", period: Period("202610"), batch: "1")
        }
        let report = try desk.registry.importFile(request, from: { try source.open() })
        guard report.outcome == .applied else {
            throw Failure(Phrase("\(kind.rawValue).csv was not taken in", "\(kind.rawValue).csv 未能导入"))
        }
        try desk.settle(at: now)
        if !console.isQuiet { try ImportReportText(report: report, console: console).print(asJSON: false) }
    }

    private func code(_ wallet: HolderWallet) throws -> String {
        try wallet.entry()
            .code(.dynamic, disclosing: nil, challenge: nil, at: currentTime(), random: SecureRandom.bytes)
    }

    private func offline(_ text: String) async throws -> Verdict {
        let verifier = try OfflineVerifier(bundle: path("bundle"), state: path("state"))
        return await verifier.verify(text, policy: Policy(), at: nil)
    }

    private func expect(_ verdict: Verdict, _ outcome: Outcome, _ reason: ReasonCode? = nil) throws {
        for line in VerdictReport(verdict: verdict, console: console).lines() { console.print(line) }
        guard verdict.outcome == outcome, reason == nil || verdict.reasons.first?.code == reason else {
            let found = verdict.reasons.map(\.code.rawValue).joined(separator: ", ")
            let expected = reason?.rawValue ?? outcome.rawValue
            throw Failure(
                Phrase(
                    "expected \(expected), found \(verdict.outcome.rawValue): \(found)",
                    "应为 \(expected)，实为 \(verdict.outcome.rawValue)：\(found)"
                )
            )
        }
    }

    private func endRelief(_ desk: Desk, _ idNumber: IDNumber) throws {
        let now = currentTime()
        for certificate in try desk.registry.file(of: idNumber)?.activeCertificates(at: now) ?? [] {
            try desk.registry.endRelief(of: idNumber, certificate: certificate.relief.certificate, now: now, by: "demo")
        }
        try desk.settle(at: now)
    }

    /// A passphrase that nobody has to remember.
    private static func word() -> String {
        SecureRandom.bytes(16).map { String($0, radix: 36) }.joined()
    }
}
