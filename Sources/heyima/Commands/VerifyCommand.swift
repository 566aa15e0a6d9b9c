// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
import Foundation
import MergedCode
import Registry
public import Verification

struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Decide about a code: offline, or with a service.",
        discussion: """
            Offline it decides here, by the files of --offline. With --service the service decides, which knows what is \
            true now; it has to be told what for: --item, --business and --operator. Staff with an identity document in hand \
            do without a code by --by-duty, which is never better than a review.

            Exit status: 0 accepted, 1 rejected, 2 bad input, 3 to be reviewed.
            """
    )

    @Argument(help: "The code's text, or - for stdin, where other programs cannot see it.")
    var code: String?

    @Option(help: "A picture with the code, PNG or JPEG.", completion: .file())
    var image: String?

    @Option(help: "A directory with root.pem, trust-list.cwt and status/*.cwt.", completion: .directory)
    var offline: String?

    @OptionGroup var service: ServiceOptions
    @OptionGroup var purpose: PurposeOptions

    @Flag(help: "Service: 依职能, for staff: by the ID number, which is read from stdin, in place of a code.")
    var byDuty = false

    @Option(help: "Offline: the components that the purpose requires, such as identity,relief.")
    var require: ComponentList?

    @Option(help: "Offline: the challenge that was shown, HYMQ1:…")
    var challenge: String?

    @Option(help: "Offline: the id of this terminal, which codes may be addressed to.")
    var terminal: String?

    @Option(
        parsing: .unconditional,
        help: "Offline: judge as of this time, seconds since 1970, a day or ISO 8601; nothing is remembered.",
        transform: TimeArgument.init(text:)
    )
    var at: TimeArgument?

    @Option(help: "Offline: where the memory of codes is kept.", completion: .directory)
    var state: String?

    @Option(
        help: "Offline: who reads the verdict, which decides how much is told: kiosk, window (default) or supervisor."
    )
    var role: Role?

    @Flag(help: "Show each check with its state, and what it rests on.")
    var explain = false

    @Flag(help: "Go on with every line of stdin, as a scanner types them.")
    var follow = false

    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard [code != nil, image != nil, follow, byDuty].count(where: { $0 }) == 1 else {
            throw ValidationError("give one of CODE, - , --image FILE, --follow and --by-duty")
        }
        guard (offline == nil) != (service.service == nil) else {
            throw ValidationError("give --offline DIR or --service URL")
        }
        if service.service != nil {
            // The service knows the terminal by its token, and keeps its own time and memory.
            let isOffline =
                require != nil || challenge != nil || terminal != nil || at != nil || state != nil || role != nil
            guard !isOffline else {
                throw ValidationError("--require, --challenge, --terminal, --at, --state and --role are for --offline")
            }
        }
        let isBeyond = purpose.touched || purpose.reveal != nil
        guard service.service != nil || !(isBeyond || byDuty) else {
            throw ValidationError("--by-duty, --touched and --reveal are for --service")
        }
        guard image == nil || !isBeyond else {
            throw ValidationError("--touched and --reveal are not for --image: read the code first, then give its text")
        }
        if let terminal, !Audience.isTerminalID(terminal) {
            throw ValidationError("--terminal takes 1 to 32 letters, digits and dashes")
        }
    }

    func run() async throws {
        guard let offline else {
            let token = try purpose.token()
            return try await service.connect(console: output.console) { service in
                let verifier = RemoteVerifier(service: service, token: token, purpose: purpose.purpose)
                guard byDuty else { return try await run(verifier) }
                let idNumber = try IDNumber(StandardInput.line(PersonOptions.question))
                try finish(await verifier.verdict(byDutyOf: idNumber), verifier)
            }
        }
        let verifier = try OfflineVerifier(
            bundle: offline,
            state: at == nil ? state ?? OfflineVerifier.usualState : nil
        )
        let challenge = try shownChallenge(verifier)
        try await run(
            LocalVerifier(
                verifier: verifier,
                policy: Policy(required: require?.keys ?? [], terminal: terminal),
                challenge: challenge,
                time: at?.seconds,
                role: role ?? .window
            )
        )
    }

    private func run(_ verifier: some CommandVerifier) async throws {
        if follow {
            while let line = readLine() {
                guard !line.allSatisfy(\.isWhitespace) else { continue }
                try report(await verifier.verdict(on: line), verifier)
            }
            return
        }
        let answer =
            if let image { try await verifier.verdict(onPicture: image) } else {
                try await verifier.verdict(on: code == "-" ? StandardInput.text() : code ?? "")
            }
        try finish(answer, verifier)
    }

    /// Reports the one verdict, and ends with its status.
    private func finish(_ answer: CommandVerdict, _ verifier: some CommandVerifier) throws {
        try report(answer, verifier)
        switch answer.verdict.outcome {
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

    private func report(_ answer: CommandVerdict, _ verifier: some CommandVerifier) throws {
        let console = output.console
        if output.json {
            let document = VerdictDocument(answer.verdict, language: console.language, auditID: answer.auditID)
            console.print(String(decoding: document.json, as: UTF8.self))
        } else {
            let report = VerdictReport(verdict: answer.verdict, console: console)
            for line in report.lines(explaining: explain ? verifier.problems : nil) { console.print(line) }
        }
        // A window reads each verdict while the next person steps up.
        fflush(nil)
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
