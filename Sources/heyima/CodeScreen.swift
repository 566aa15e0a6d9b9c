// SPDX-License-Identifier: Apache-2.0

import Foundation
import MergedCode
import QRSymbol

/// A code on a terminal, with how long it is still good.
struct CodeScreen {
    /// How many seconds before its end a code is replaced, so that nobody scans one that is about to expire.
    private static let margin: Int64 = 10

    let console: Console

    /// The symbol in half blocks, with its countdown.
    func drawing(of text: String, secondsLeft: Int64) throws -> String {
        let style: QRSymbol.TerminalStyle = console.hasColour ? .colour : .lightOnDark
        let symbol = try QRSymbol(encoding: text).terminalText(style: style)
        let line = Phrase(
            "Good for \(secondsLeft) seconds, once. Do not send it to anybody.",
            "\(secondsLeft) 秒内有效，限用一次。请勿将此码发送给他人。"
        )
        return symbol + "\n" + line[console.language] + "\n"
    }

    /// Draws codes until the program is interrupted, each in place of the last.
    func run(_ makeCode: (Int64) throws -> String) async throws {
        while !Task.isCancelled {
            let made = currentTime()
            let text = try makeCode(made)
            var left = HeldCredential.defaultLifetime
            while left > Self.margin {
                // Home and clear below: a terminal that is too small keeps the symbol's upper end in place.
                FileHandle.standardOutput.write(
                    Data(("\u{1B}[H\u{1B}[J" + (try drawing(of: text, secondsLeft: left))).utf8)
                )
                try await Task.sleep(for: .seconds(1))
                left = HeldCredential.defaultLifetime - (currentTime() - made)
            }
        }
    }
}
