// SPDX-License-Identifier: Apache-2.0

import Foundation
import Verification

/// A sentence in both languages.
struct Phrase {
    let english: String
    let chinese: String

    init(_ english: String, _ chinese: String) {
        self.english = english
        self.chinese = chinese
    }

    subscript(language: Language) -> String {
        switch language {
        case .english: english
        case .chinese: chinese
        }
    }
}

/// The terminal, as this run of the program has it: results to stdout, all else to stderr.
struct Console {
    let language: Language
    let isQuiet: Bool
    let hasColour: Bool

    init(isQuiet: Bool = false) {
        let environment = ProcessInfo.processInfo.environment
        language = Self.language(environment)
        self.isQuiet = isQuiet
        hasColour = environment["NO_COLOR", default: ""].isEmpty && isatty(STDOUT_FILENO) == 1
    }

    /// Chinese under a zh locale, English otherwise; of the three variables the first that is set counts (POSIX).
    static func language(_ environment: [String: String]) -> Language {
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
        return locale?.lowercased().hasPrefix("zh") == true ? .chinese : .english
    }

    /// Writes a result.
    func print(_ text: String) { Swift.print(text) }

    /// Writes a result in the person's language.
    func print(_ phrase: Phrase) { Swift.print(phrase[language]) }

    /// Says what is going on, unless `--quiet`.
    func say(_ phrase: Phrase) {
        guard !isQuiet else { return }
        note(phrase[language])
    }

    /// Says what went wrong.
    func report(_ failure: Failure) {
        note("heyima: error: \(failure.message[language])")
        if let hint = failure.hint { note("heyima: hint: \(hint[language])") }
    }

    /// Says how much of something is done, from 0 to 1, in one line that is written over: on a terminal, unless `--quiet`.
    func showProgress(_ fraction: Double) {
        guard showsProgress else { return }
        let percent = Int((fraction * 100).rounded(.down))
        let text = Phrase("\(percent) % read", "已读 \(percent) %")[language]
        FileHandle.standardError.write(Data("\r\u{1B}[2K\(text)".utf8))
    }

    /// Takes the line of ``showProgress(_:)`` away.
    func endProgress() {
        guard showsProgress else { return }
        FileHandle.standardError.write(Data("\r\u{1B}[2K".utf8))
    }

    private var showsProgress: Bool { !isQuiet && isatty(STDERR_FILENO) == 1 }

    private func note(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }

    /// A text in bold, green, yellow or red; colour is never the only sign.
    func styled(_ text: String, _ style: Style) -> String {
        hasColour ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
    }

    enum Style: String {
        case bold = "1"
        case good = "1;32"
        case doubtful = "1;33"
        case bad = "1;31"
        case faint = "2"
    }

    /// Writes a value as JSON on one line.
    func printJSON(_ value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        Swift.print(String(decoding: try encoder.encode(value), as: UTF8.self))
    }
}

extension String {
    /// How many columns a terminal gives the text: two for a wide character.
    var columns: Int {
        unicodeScalars.reduce(0) { sum, scalar in
            switch scalar.value {
            case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
                0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
                sum + 2
            default: sum + 1
            }
        }
    }

    /// The text filled with spaces to so many columns.
    func padded(to width: Int) -> String { self + String(repeating: " ", count: Swift.max(0, width - columns)) }
}
