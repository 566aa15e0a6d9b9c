// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
import Foundation
import MergedCode
public import Verification

struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Decide about a code, offline.",
        discussion: "Exit status: 0 accepted, 1 rejected, 2 bad input, 3 to be reviewed."
    )

    @Argument(help: "The code's text, or - for stdin, where other programs cannot see it.")
    var code: String?

    @Option(help: "A picture with the code, PNG or JPEG.", completion: .file())
    var image: String?

    @Option(help: "A directory with root.pem, trust-list.cwt and status/*.cwt.", completion: .directory)
    var offline: String

    @Option(help: "The components that the purpose requires, such as identity,relief.")
    var require: ComponentList?

    @Option(help: "The challenge that was shown, HYMQ1:…")
    var challenge: String?

    @Option(help: "The id of this terminal, which codes may be addressed to.")
    var terminal: String?

    @Option(
        parsing: .unconditional,
        help: "Judge as of this time, seconds since 1970, a day or ISO 8601; nothing is remembered.",
        transform: TimeArgument.init(text:)
    )
    var at: TimeArgument?

    @Option(help: "Where the memory of codes is kept.", completion: .directory)
    var state: String?

    @Option(help: "Who reads the verdict, which decides how much is told: kiosk, window or supervisor.")
    var role: Role = .window

    @Flag(help: "Show each check with its state, and what it rests on.")
    var explain = false

    @Flag(help: "Go on with every line of stdin, as a scanner types them.")
    var follow = false

    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard [code != nil, image != nil, follow].count(where: { $0 }) == 1 else {
            throw ValidationError("give one of CODE, - , --image FILE and --follow")
        }
        if let terminal, !Audience.isTerminalID(terminal) {
            throw ValidationError("--terminal takes 1 to 32 letters, digits and dashes")
        }
    }

    func run() async throws {
        let verifier = try OfflineVerifier(
            bundle: offline,
            state: at == nil ? state ?? OfflineVerifier.usualState : nil
        )
        let policy = Policy(required: require?.keys ?? [], terminal: terminal)
        let challenge = try shownChallenge(verifier)
        if follow {
            while let line = readLine() {
                guard !line.allSatisfy(\.isWhitespace) else { continue }
                try report(await verifier.verify(line, policy: policy, challenge: challenge, at: at?.seconds), verifier)
            }
            return
        }
        let verdict = await verifier.verify(try await text(), policy: policy, challenge: challenge, at: at?.seconds)
        try report(verdict, verifier)
        switch verdict.outcome {
        case .accept: return
        case .reject: throw ExitCode.rejected
        case .review: throw ExitCode.undecided
        }
    }

    /// The challenge that was shown, which has to be this terminal's own and still good.
    private func shownChallenge(_ verifier: OfflineVerifier) throws -> Challenge? {
        guard let text = challenge else { return nil }
        let challenge = try Challenge(text: text)
        guard let audience = verifier.audience(of: terminal)?.description,
            challenge.audience.utf8.elementsEqual(audience.utf8)
        else {
            throw Failure(
                Phrase("the challenge is not of this terminal", "挑战码不是本终端出示的"),
                hint: Phrase("give the same --terminal to both commands", "两条命令请使用相同的 --terminal")
            )
        }
        guard (at?.seconds ?? currentTime()) < challenge.expiration else {
            throw Failure(
                Phrase("the challenge is no longer good", "挑战码已失效"),
                hint: Phrase("heyima challenge makes another", "请用 heyima challenge 重新生成")
            )
        }
        return challenge
    }

    private func report(_ verdict: Verdict, _ verifier: OfflineVerifier) throws {
        let told = verdict.told(to: role)
        if output.json {
            try output.console.printJSON(VerdictDocument(told, language: output.console.language))
        } else {
            let report = VerdictReport(verdict: told, console: output.console)
            for line in report.lines(explaining: explain ? verifier.problems : nil) { output.console.print(line) }
        }
        // A window reads each verdict while the next person steps up.
        fflush(nil)
    }

    private func text() async throws -> String {
        if let image {
            let answer = try await ScanHelper.scan(image, preferring: UnverifiedCode.prefix)
            if let error = answer.error {
                throw Failure(code: error.code, error.message, hint: Self.hint(error.code))
            }
            // Among several symbols the first of ours counts; where none is, the verdict says so.
            guard
                let found = answer.texts.first(where: { $0.text.hasPrefix(UnverifiedCode.prefix) })
                    ?? answer.texts.first
            else {
                let code = "qr_not_found"
                throw Failure(code: code, "no code was found in the picture", hint: Self.hint(code))
            }
            return found.text
        }
        guard let code, code != "-" else { return try StandardInput.text() }
        return code
    }

    static func hint(_ code: String) -> Phrase? {
        switch code {
        case "qr_not_found": Phrase("hold the code flat, closer, and without reflections", "请将码放平、靠近，避免反光")
        case "image_too_large": Phrase("send a smaller picture", "请使用更小的图片")
        case "image_unreadable": Phrase("send a PNG or JPEG", "请使用 PNG 或 JPEG 图片")
        default: nil
        }
    }
}

extension Role: ArgumentParser.ExpressibleByArgument {}

/// What other programs pipe in.
enum StandardInput {
    private static let limit = 1 << 16

    /// The whole of stdin as text; what is no UTF-8 is no code, which the verdict says.
    static func text() throws -> String {
        let data = try FileHandle.standardInput.read(upToCount: limit) ?? Data()
        return String(decoding: data, as: UTF8.self)
    }

    /// The first line of stdin, asked for where a person types it.
    static func line(_ question: Phrase) throws -> String {
        if isatty(STDIN_FILENO) == 1 {
            FileHandle.standardError.write(Data("\(question[Console().language]): ".utf8))
        }
        guard let line = readLine(), !line.isEmpty else {
            throw Failure(Phrase("nothing came on standard input", "标准输入没有内容"))
        }
        return line
    }
}
