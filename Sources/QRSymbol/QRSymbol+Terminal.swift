// SPDX-License-Identifier: Apache-2.0

extension QRSymbol {
    /// What is known of the terminal that shows a symbol; scanners want dark modules on a light ground.
    public enum TerminalStyle: Sendable, CaseIterable {
        /// It understands ANSI colours: black on white is asked for, whatever its own colours are.
        case colour
        /// Plain text, light on dark: the blocks draw the light modules.
        case lightOnDark
        /// Plain text, dark on light (or paper): the blocks draw the dark modules.
        case darkOnLight
    }

    /// The symbol as half blocks `▀▄█`, two rows of modules a line, quiet zone included.
    ///
    /// - Parameter style: How the terminal shows text.
    /// - Returns: `(size + 9) / 2` lines of `size + 8` columns, each ended by a line feed.
    public func terminalText(style: TerminalStyle = .colour) -> String {
        let zone = Self.quietZone
        let inked = style != .lightOnDark
        var text = ""
        for y in stride(from: -zone, to: size + zone, by: 2) {
            // Colours 16 and 231 are true black and white; the first sixteen follow the user's theme.
            if style == .colour { text += "\u{1B}[38;5;16;48;5;231m" }
            for x in -zone..<(size + zone) {
                switch (self[x, y] == inked, self[x, y + 1] == inked) {
                case (true, true): text += "█"
                case (true, false): text += "▀"
                case (false, true): text += "▄"
                case (false, false): text += " "
                }
            }
            text += style == .colour ? "\u{1B}[0m\n" : "\n"
        }
        return text
    }
}
