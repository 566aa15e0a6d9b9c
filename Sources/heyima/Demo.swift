// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import COSE
import Deployment
import Foundation
import Issuance
import MergedCode
import QRSymbol
import Registry
import Signing
import Verification
import Wallet

/// The way of a code from departments' files to verdicts, with a word on each step.
///
/// Each step checks that what it shows is what should have happened, and fails otherwise.
struct Demo {
    /// 陈小明, invented: head of a household with 低保, whose card and payments are in order.
    private static let resident = "440604195505010320"
    /// 梁𠮷, invented, 特困分散供养: whose wallet `--keep` leaves, since the other one's relief has ended by then.
    private static let other = "440605195503150027"

    let directory: URL
    let fixtures: URL
    let curve: Curve
    let console: Console
    let isKept: Bool

    private func path(_ name: String) -> String { directory.appending(path: name).path(percentEncoded: false) }

    func run() async throws {
        let passphraseFile = path("passphrase")
        try PrivateFile.create(passphraseFile, Array((Self.word() + "\n").utf8))
        let passphrase = try Passphrase.read(.deployment, from: passphraseFile, isNew: false)
        let idNumber = try IDNumber(Self.resident)

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
            "An invented resident enrols: a ticket and a PIN from the window, a key made in the wallet.",
            "一位虚构居民申领：窗口发放凭条和 PIN 码，钱包自行生成密钥。"
        )
        let ticket = try desk.issuer.ticket(for: idNumber, at: currentTime())
        var wallet = try HolderWallet(newAt: path("wallet"), passphrase: passphrase)
        let issuer = LocalIssuer(desk: desk, place: path("deployment"))
        try await wallet.enrol(
            ticket: ticket.text,
            pin: ticket.pin,
            with: issuer,
            clock: currentTime,
            key: { try PrivateKey.generate(.p256) }
        )
        try issuer.settle(at: currentTime())
        _ = try deployment.writeBundle(to: directory.appending(path: "bundle"))

        step(
            "The wallet shows a dynamic code 动态码, here and as a picture (PNG): good for a minute, once.",
            "钱包在终端和图片（PNG）中出示动态码，一分钟内有效，限用一次。"
        )
        let text = try show(wallet)
        let picture = path("code.png")
        try OutputFile.write(QRSymbol(encoding: text).png(scale: 6), to: picture)
        if !console.isQuiet {
            console.print(
                try CodeScreen(console: console).drawing(of: text, secondsLeft: HeldCredential.defaultLifetime)
            )
        }

        step("The picture of it is scanned, and verified offline from a bundle.", "扫描该码的图片，并用核验数据包离线核验。")
        let scanned = try await scan(picture)
        guard scanned == text else { throw Failure(Phrase("the picture was read as another text", "图片识读结果与原码不一致")) }
        let accepted = try await verify(scanned)
        try expect(accepted, .accept)
        guard case .confirmed = accepted.identity, accepted.card.state == .valid, accepted.relief.state == .valid,
            !accepted.payments.isEmpty
        else { throw Failure(Phrase("the verdict lacks identity, card, relief or payment", "结论缺少身份、社保卡、救助或发放信息")) }

        step("The same code again: a photograph would be refused like this.", "再次核验同一个码：照片或截图会这样被拒绝。")
        try expect(await verify(scanned), .reject, .replayed)

        step("The relief is ended by the department; the next code says so.", "民政部门停保后，新出示的码如实反映。")
        try endRelief(desk, idNumber)
        _ = try deployment.writeBundle(to: directory.appending(path: "bundle"))
        try expect(await verify(show(wallet)), .review, .reliefEnded)

        step("The credential is revoked; the next code is refused.", "凭证被吊销后，新出示的码被拒绝。")
        _ = try desk.issuer.revokeAll(of: idNumber)
        try desk.settle(at: currentTime())
        _ = try deployment.writeBundle(to: directory.appending(path: "bundle"))
        try expect(await verify(show(wallet)), .reject, .credentialRevoked)

        if isKept { try await leave(deployment, desk, IDNumber(Self.other), passphrase) }
    }

    /// What `--keep` leaves: the wallet of another resident, a current bundle, and a code that nobody has verified yet.
    private func leave(
        _ deployment: Deployment,
        _ desk: Desk,
        _ idNumber: IDNumber,
        _ passphrase: SecretBytes
    ) async throws {
        try FileManager.default.removeItem(atPath: path("wallet"))
        var wallet = try HolderWallet(newAt: path("wallet"), passphrase: passphrase)
        let ticket = try desk.issuer.ticket(for: idNumber, at: currentTime())
        let issuer = LocalIssuer(desk: desk, place: path("deployment"))
        try await wallet.enrol(
            ticket: ticket.text,
            pin: ticket.pin,
            with: issuer,
            clock: currentTime,
            key: { try PrivateKey.generate(.p256) }
        )
        try issuer.settle(at: currentTime())
        _ = try deployment.writeBundle(to: directory.appending(path: "bundle"))
        let text = try show(wallet)
        try OutputFile.write(Array((text + "\n").utf8), to: path("code.txt"))
        try OutputFile.write(QRSymbol(encoding: text).png(scale: 6), to: path("code.png"))
        let place = directory.path(percentEncoded: false)
        step(
            "Kept in \(place): deployment, wallet, bundle, passphrase, and code.txt and code.png with a code not yet verified.",
            "已保留在 \(place)：deployment、wallet、bundle、passphrase，以及尚未核验的 code.txt 与 code.png。"
        )
        console.print("  heyima verify - --offline \(path("bundle")) < \(path("code.txt"))")
    }

    private func step(_ english: String, _ chinese: String) {
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
        let report = try desk.registry.importFile(request, from: source.chunks())
        guard report.outcome == .applied else {
            throw Failure(Phrase("\(kind.rawValue).csv was not taken in", "\(kind.rawValue).csv 未能导入"))
        }
        try desk.settle(at: now)
        if !console.isQuiet { try ImportReportText(report: report, console: console).print(asJSON: false) }
    }

    private func show(_ wallet: HolderWallet) throws -> String {
        try wallet.entry()
            .code(.dynamic, disclosing: nil, challenge: nil, at: currentTime(), random: SecureRandom.bytes)
    }

    private func scan(_ picture: String) async throws -> String {
        let answer = try await ScanHelper.scan(picture, preferring: UnverifiedCode.prefix)
        guard let text = answer.texts.first?.text else {
            let code = answer.error?.code ?? "qr_not_found"
            throw Failure(Phrase("the picture was not read: \(code)", "图片未能识读：\(code)"))
        }
        return text
    }

    private func verify(_ text: String) async throws -> Verdict {
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
