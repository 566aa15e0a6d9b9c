// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import QRSymbol

extension PrintedSheet {
    /// The page as a PDF file: text that can be selected and searched, fonts embedded, the symbol as a drawing.
    ///
    /// - Returns: The bytes of the file. The same sheet gives the same bytes on a machine with the same fonts.
    /// - Throws: `sheet.missing-glyph` rather than an empty box in a name, `sheet.too-long`, `sheet.weak-symbol`,
    ///   `sheet.time-out-of-range`; `sheet.rendering-failed` when memory is out.
    public func pdf() throws(PrintedSheetError) -> [UInt8] {
        guard symbol.level >= .medium else {
            throw PrintedSheetError(code: .weakSymbol, message: "the symbol's error correction is below medium")
        }
        // -62135596800 is the start of year 1, 253402300800 that of year 10000.
        guard -62_135_596_800..<253_402_300_800 ~= madeAt else {
            throw PrintedSheetError(code: .timeOutOfRange, message: "the time of making is outside of years 1 to 9999")
        }
        let page = PDFPage(
            width: Layout.pageWidth,
            height: Layout.pageHeight,
            title: title.chinese,
            createdAt: Date(timeIntervalSince1970: TimeInterval(madeAt)).formatted(.iso8601)
        )
        let headEnd = try drawHead(on: page)
        // The left part of the quiet zone lies in the margin, so that dark modules and text share their edges.
        let quietZone = Layout.symbolSide * Double(QRSymbol.quietZone) / Double(symbol.size + 2 * QRSymbol.quietZone)
        page.drawSymbol(symbol, x: Layout.margin - quietZone, y: headEnd, side: Layout.symbolSide)
        let detailsEnd = try drawDetails(on: page, from: headEnd + quietZone)
        let notesEnd = try drawNotes(on: page, from: max(detailsEnd, headEnd + Layout.symbolSide) + Layout.gap)
        guard notesEnd <= Layout.bottom else {
            throw PrintedSheetError(
                code: .tooLong,
                message: "the text ends \(Int(notesEnd)) points down, the page \(Int(Layout.bottom))"
            )
        }
        return try page.finish()
    }

    /// Returns where the next thing may begin, as the other two do.
    private func drawHead(on page: borrowing PDFPage) throws(PrintedSheetError) -> Double {
        let x = Layout.margin
        let width = Layout.contentWidth
        var y = Layout.margin
        y += try page.draw([TextRun(title.chinese, .title)], named: "title", x: x, y: y, width: width)
        y += try page.draw([TextRun(title.english, .english)], named: "title", x: x, y: y, width: width)
        y += Layout.gap / 2
        page.drawRule(x: x, y: y, width: width)
        y += Layout.gap / 2
        return y + (try page.draw([TextRun(name, .name)], named: "name", x: x, y: y, width: width))
    }

    private func drawDetails(on page: borrowing PDFPage, from top: Double) throws(PrintedSheetError) -> Double {
        let x = Layout.margin + Layout.symbolSide
        let width = Layout.pageWidth - Layout.margin - x
        var y = top
        for detail in details {
            let label = [TextRun(detail.label.chinese, .label), TextRun("  \(detail.label.english)", .english)]
            y += try page.draw(label, named: "detail label", x: x, y: y, width: width)
            y += try page.draw([TextRun(detail.value, .value)], named: "detail", x: x, y: y, width: width)
            y += Layout.gap / 2
        }
        return y
    }

    private func drawNotes(on page: borrowing PDFPage, from top: Double) throws(PrintedSheetError) -> Double {
        let x = Layout.margin + Layout.noteIndent
        let width = Layout.contentWidth - Layout.noteIndent
        page.drawRule(x: Layout.margin, y: top, width: Layout.contentWidth)
        var y = top + Layout.gap / 2
        for (index, note) in notes.enumerated() {
            y += Layout.gap / 2
            let number = [TextRun("\(index + 1)", .note)]
            _ = try page.draw(number, named: "note", x: Layout.margin, y: y, width: Layout.noteIndent)
            y += try page.draw([TextRun(note.chinese, .note)], named: "note", x: x, y: y, width: width)
            y += try page.draw([TextRun(note.english, .english)], named: "note", x: x, y: y, width: width)
        }
        return y
    }
}

/// Measures of the page in points (1/72 inch): ISO 216 A4 with margins that every office printer reaches.
private enum Layout {
    static let pageWidth = 210 * pointsPerMillimetre
    static let pageHeight = 297 * pointsPerMillimetre
    static let margin = 17 * pointsPerMillimetre
    static let bottom = pageHeight - 10 * pointsPerMillimetre
    static let contentWidth = pageWidth - 2 * margin
    /// With its quiet zone.
    ///
    /// A version 14 symbol, the usual one, gets modules of more than a millimetre.
    static let symbolSide = 94 * pointsPerMillimetre
    static let gap = 5 * pointsPerMillimetre
    static let noteIndent = 9 * pointsPerMillimetre

    private static let pointsPerMillimetre = 72 / 25.4
}
