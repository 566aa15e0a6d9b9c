// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import MergedCode

struct InspectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Show what is in a code. Nothing is verified, so nothing of it may be believed."
    )

    @Argument(help: "The code's text, or - for stdin, where other programs cannot see it.") var code: String?

    @Option(parsing: .upToNextOption, help: "Pictures, PNG or JPEG; one line of JSON a file.", completion: .file())
    var image: [String] = []

    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (code != nil) != !image.isEmpty else { throw ValidationError("give CODE, - or --image FILE…") }
    }

    private struct Document: Encodable {
        /// Always true: a reader of this JSON must not take it for a verdict.
        let unverified = true
        var file: String?
        var text: String?
        var kind: String?
        var error: String?
        var milliseconds: Double?
        /// What the code claims, by name.
        var claims: [String: String]?
        /// Everything in it, in diagnostic notation (RFC 8949 §8).
        var diagnostic: String?

        private enum CodingKeys: String, CodingKey {
            case unverified, file, text, kind, error, milliseconds, claims, diagnostic
        }
    }

    func run() async throws {
        guard image.isEmpty else {
            var hasFailed = false
            for path in image {
                let document = try await inspect(picture: path)
                hasFailed = hasFailed || document.text == nil
                try output.console.printJSON(document)
            }
            if hasFailed { throw ExitCode.badInput }
            return
        }
        let text = code == "-" ? try StandardInput.text() : code ?? ""
        let (document, failure) = Self.inspect(text)
        if output.json {
            try output.console.printJSON(document)
        } else {
            let warning = Phrase("UNVERIFIED: anybody could have made this", "未核验：任何人都能制作此内容")
            output.console.print(output.console.styled(warning[output.console.language], .bad))
            if let kind = document.kind { output.console.print("kind".padded(to: 24) + kind) }
            for (name, value) in (document.claims ?? [:]).sorted(by: { $0.key < $1.key }) {
                output.console.print(name.padded(to: 24) + Self.escaped(Self.readable(name, value)))
            }
            if let diagnostic = document.diagnostic { output.console.print(diagnostic) }
        }
        if let failure {
            if !output.json { output.console.report(failure) }
            throw ExitCode.badInput
        }
    }

    private func inspect(picture path: String) async throws -> Document {
        let answer: ScanHelper.Answer
        do {
            answer = try await ScanHelper.scan(path, preferring: UnverifiedCode.prefix)
        } catch let failure as Failure {
            // One line a file, also for one that is not there.
            var document = Document()
            document.file = path
            document.error = failure.message.english
            return document
        }
        let texts = answer.texts.map(\.text)
        var document = Document()
        if let text = texts.first(where: { $0.hasPrefix(UnverifiedCode.prefix) }) {
            document = Self.inspect(text).document
        } else {
            // Other people's codes are told as they are.
            document.text = texts.first
            document.error = answer.error?.code ?? (texts.isEmpty ? "qr_not_found" : nil)
        }
        document.file = path
        document.milliseconds = answer.milliseconds
        return document
    }

    /// What is in a text, as far as it can be read.
    private static func inspect(_ text: String) -> (document: Document, failure: Failure?) {
        var document = Document(text: text)
        var failure: Failure?
        do throws(CodeError) {
            let inspection = try UnverifiedInspection(text: text)
            document.kind = inspection.kind?.rawValue
            failure = inspection.problem.map { Failure($0) }
            document.claims = Dictionary(uniqueKeysWithValues: inspection.facts.map { ($0.name, $0.value) })
            document.diagnostic = inspection.diagnostic
        } catch {
            failure = Failure(error)
        }
        document.error = failure?.message.english
        return (document, failure)
    }

    /// A fact as a person reads it: a date where it is a time.
    private static func readable(_ name: String, _ value: String) -> String {
        guard name.hasSuffix("issued at") || name.hasSuffix("expires") else { return value }
        return Int64(value).map(TimeArgument.text) ?? value
    }

    /// What anybody may have written, without the characters that a terminal would act on.
    private static func escaped(_ text: String) -> String {
        String(text.unicodeScalars.map { $0.properties.generalCategory == .control ? "\u{FFFD}" : Character($0) })
    }
}
