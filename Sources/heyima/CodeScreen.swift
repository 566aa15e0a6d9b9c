// SPDX-License-Identifier: Apache-2.0

import Foundation
import MergedCode
import QRSymbol

/// A code on a terminal, with how long it is still good.
struct CodeScreen {
    /// How many seconds before its end a code is replaced, so that nobody scans one that is about to expire.
    private static let margin: Int64 = 10

    let console: Console
    /// Whether a terminal without colour shows dark text on light.
    var isInverted = false

    /// The symbol in half blocks, with its countdown.
    func drawing(of text: String, secondsLeft: Int64) throws -> String {
        let style: QRSymbol.TerminalStyle =
            console.hasColour ? .colour : isInverted ? .darkOnLight : .lightOnDark
        let symbol = try QRSymbol(encoding: text)
        // Lines that wrap make a symbol that no scanner reads, and a person would only wonder why.
        if let tooSmall = Self.complaint(about: symbol) { return tooSmall[console.language] + "\n" }
        let line = Phrase(
            "Good for \(secondsLeft) seconds, once. Do not send it to anybody.",
            "\(secondsLeft) 秒内有效，限用一次。请勿将此码发送给他人。"
        )
        return symbol.terminalText(style: style) + "\n" + line[console.language] + "\n"
    }

    /// What to say where the terminal is too small for the symbol and the line below it.
    private static func complaint(about symbol: QRSymbol) -> Phrase? {
        var window = winsize()
        guard unsafe ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &window) == 0, window.ws_col > 0, window.ws_row > 0 else {
            return nil
        }
        let columns = symbol.size + 2 * QRSymbol.quietZone
        let lines = (columns + 1) / 2 + 2
        guard columns > window.ws_col || lines > window.ws_row else { return nil }
        return Phrase(
            "The code needs \(columns) columns and \(lines) lines, the terminal has \(window.ws_col) and \(window.ws_row). "
                + "Enlarge the window, make its letters smaller, show less (--disclose), or write a picture "
                + "(--format png --out FILE).",
            "显示该码需要 \(columns) 列 \(lines) 行，当前终端为 \(window.ws_col) 列 \(window.ws_row) 行。"
                + "请放大窗口、缩小字号、减少出示内容（--disclose），或保存为图片（--format png --out 文件）。"
        )
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
