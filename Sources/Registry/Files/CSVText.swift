// SPDX-License-Identifier: Apache-2.0

/// CSV as spreadsheets open it: RFC 4180 in UTF-8, with the byte order mark without which they take Chinese for GB18030.
struct CSVText {
    /// What stands in a cell.
    enum Cell {
        /// Words, which may come from somebody else's file.
        case text(String)
        /// A number or a date that was made here.
        case figure(String)
        /// Nothing.
        case empty
    }

    /// Characters with which a spreadsheet begins a formula, with the wide forms that some take for the same.
    private static let formulaSigns: Set<Unicode.Scalar> = [
        "=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠",
    ]

    private(set) var bytes: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// Adds a row.
    mutating func add(_ cells: [Cell]) {
        for (position, cell) in cells.enumerated() {
            if position > 0 { bytes.append(UInt8(ascii: ",")) }
            switch cell {
            case .text(let text): add(text)
            case .figure(let figure): bytes += figure.utf8
            case .empty: break
            }
        }
        bytes += [0x0D, 0x0A]
    }

    /// A quotation mark in front keeps a formula from being one; what was there stays readable.
    private mutating func add(_ text: String) {
        let isFormula = text.unicodeScalars.first.map(Self.formulaSigns.contains) ?? false
        let guarded = isFormula ? "'" + text : text
        // By bytes: a line end of two characters is one to a String.
        guard guarded.utf8.contains(where: { [0x0A, 0x0D, 0x22, 0x2C].contains($0) }) else {
            bytes += guarded.utf8
            return
        }
        bytes.append(0x22)
        for byte in guarded.utf8 { bytes += byte == 0x22 ? [byte, byte] : [byte] }
        bytes.append(0x22)
    }
}
