// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Deployment
import Foundation
import Issuance
import MergedCode
import PrintedSheet
import QRSymbol
import Registry
import Signing
import Trust

struct IssueCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "issue",
        abstract: "Printed codes, and the revocation of what was issued.",
        subcommands: [Printed.self, Revoke.self]
    )

    struct Printed: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a printed code (纸质码) for somebody without a telephone."
        )

        @Option(name: .customLong("person"), help: "The ID number, or - for stdin.") var id: String
        @Option(help: "Where to: a name ending in .pdf, .png, .svg or .txt.", completion: .file()) var out: String
        @OptionGroup var deployment: DeploymentOptions

        private var format: Format? { Format(rawValue: URL(filePath: out).pathExtension.lowercased()) }

        func validate() throws {
            guard format != nil else { throw ValidationError("--out ends in .pdf, .png, .svg or .txt") }
        }

        func run() throws {
            guard let format else { return }
            let desk = try deployment.unlock()
            let now = currentTime()
            let idNumber = try IDNumber(id == "-" ? StandardInput.line(PersonOptions.question) : id)
            let code = try desk.issuer.issuePrinted(to: idNumber, signer: desk.signer(for: .printed, at: now), at: now)
            let bytes: [UInt8]
            switch format {
            case .txt: bytes = Array((code.text + "\n").utf8)
            case .png: bytes = try QRSymbol(encoding: code.text, minimumLevel: .medium).png(scale: 8)
            case .svg: bytes = Array(try QRSymbol(encoding: code.text, minimumLevel: .medium).svg().utf8)
            case .pdf:
                bytes = try PrintedSheet(code: code, issuer: desk.deployment.settings.issuer, madeAt: now).pdf()
            }
            try OutputFile.write(bytes, to: out)
            try desk.settle(at: now)
        }

        enum Format: String {
            case pdf, png, svg, txt
        }
    }

    struct Revoke: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Revoke a credential or printed code, or all that was issued to a person."
        )

        @Option(help: "The id of one credential or printed code, 16 hexadecimal digits.") var credential: String?
        @Option(name: .customLong("person"), help: "All of this person's; the ID number, or - for stdin.") var id:
            String?
        @Option(
            help: "Only what was issued before this time, given as for verify --at.",
            transform: TimeArgument.init(text:)
        )
        var before: TimeArgument?
        @OptionGroup var deployment: DeploymentOptions
        @OptionGroup var output: OutputOptions

        func validate() throws {
            guard (credential == nil) != (id == nil) else {
                throw ValidationError("give one of --credential and --person")
            }
            if let credential, CredentialID(credential) == nil {
                throw ValidationError("--credential takes 16 hexadecimal digits")
            }
        }

        func run() throws {
            let desk = try deployment.unlock()
            var count = 1
            if let credentialID = credential.flatMap({ CredentialID($0) }) {
                try desk.issuer.revoke(credentialID)
            } else if let id {
                let idNumber = try IDNumber(id == "-" ? StandardInput.line(PersonOptions.question) : id)
                count = try desk.issuer.revokeAll(of: idNumber, issuedBefore: before?.seconds)
            }
            try desk.settle(at: currentTime())
            output.console.print(Phrase("Revoked: \(count)", "已吊销：\(count)"))
        }
    }
}

extension PrintedSheet {
    /// The sheet of a printed code that was issued.
    init(
        code: (text: String, components: Components, expiresAt: Int64),
        issuer: String,
        madeAt now: Int64
    ) throws {
        var details: [Detail] = []
        if let identity = code.components.identity {
            details.append(Detail(Line("身份证号", "ID number"), identity.idNumber))
        }
        if let card = code.components.card {
            details.append(Detail(Line("社保卡", "Social security card"), "尾号 \(card.last4)"))
        }
        for certificate in code.components.relief ?? [] {
            let words = Words.category(certificate.category.description)
            details.append(Detail(Line("社会救助", "Social assistance"), "\(words.chinese) \(certificate.number)"))
        }
        // The last second that the code is good, not the first that it is not.
        if let day = Day(at: code.expiresAt - 1) {
            details.append(Detail(Line("有效期至", "Valid until"), day.description))
        }
        details.append(Detail(Line("签发单位", "Issuer"), issuer))
        self.init(
            symbol: try QRSymbol(encoding: code.text, minimumLevel: .medium),
            name: code.components.identity?.name ?? "",
            details: details,
            madeAt: now
        )
    }
}

/// Files that a command writes for a person: codes and pages, whole or not at all, for their owner's eyes.
enum OutputFile {
    static func write(_ bytes: [UInt8], to path: String) throws {
        let url = URL(filePath: path)
        // A device or a pipe is written to; replacing it whole would put a file in its place.
        let isRegular = (try? url.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile) ?? true
        do {
            if isRegular {
                try PrivateFile.replace(path, bytes)
            } else {
                let handle = try FileHandle(forWritingTo: url)
                try handle.write(contentsOf: Data(bytes))
                try handle.close()
            }
        } catch { throw Failure(.cannotWrite(path)) }
    }
}
