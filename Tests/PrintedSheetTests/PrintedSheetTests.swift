// SPDX-License-Identifier: Apache-2.0

import QRSymbol
import TestSupport
import Testing

@testable import PrintedSheet

/// As long as a printed code is.
let printedText = "HYM1:" + String(repeating: "6BFOXN%TS3DH+QO.", count: 32) + "ABCDEFGH"

/// The sheet of an invented resident with a rare name.
func sampleSheet(name: String = "欧阳䶮𠮷") throws -> PrintedSheet {
    PrintedSheet(
        symbol: try QRSymbol(encoding: printedText, minimumLevel: .medium),
        name: name,
        details: [
            .init(.init("身份证号", "ID number"), "440***********0320"),
            .init(.init("有效期至", "Valid until"), "2027年4月20日"),
            .init(.init("救助类别", "Assistance"), "城乡低保"),
            .init(.init("地区", "Region"), "佛山市禅城区 440604"),
            .init(.init("签发单位", "Issuer"), "佛山市禅城区民政局"),
        ],
        madeAt: 1_776_643_200
    )
}

@Suite struct PrintedSheetTests {
    @Test func `all text is extractable, rare characters included`() throws {
        let sheet = try sampleSheet()
        let text = try Tool("pdftotext").run(["-layout", "-", "-"], input: sheet.pdf()).text
        #expect(text.contains("欧阳䶮𠮷"))
        for part in sheet.details.map(\.value) + sheet.details.map(\.label.chinese) + sheet.details.map(\.label.english)
        {
            #expect(text.contains(part), "\(part)")
        }
        for line in [sheet.title] + sheet.notes {
            #expect(text.contains(line.chinese), "\(line.chinese)")
            #expect(text.contains(line.english), "\(line.english)")
        }
    }

    @Test(arguments: ["䶮", "𠮷", "㛃", "喆堃", "阿卜杜拉·买买提", "陈**", "𫍣", "Ng Ka Ying"])
    func `a name survives printing`(name: String) throws {
        let text = try Tool("pdftotext").run(["-", "-"], input: sampleSheet(name: name).pdf()).text
        #expect(text.contains(name))
    }

    @Test func `the symbol on the page is read by zbar`() throws {
        let picture = try Tool("pdftoppm").run(["-r", "150", "-gray", "-"], input: sampleSheet().pdf()).output
        let text = try Tool("zbarimg").run(["--quiet", "--raw", "--oneshot", "pgm:-"], input: picture).text
        #expect(text == printedText)
    }

    @Test func `it is one A4 page with title, date and embedded fonts`() throws {
        let pdf = try sampleSheet().pdf()
        let facts = try Tool("env").run(["TZ=UTC", "pdfinfo", "-isodates", "-"], input: pdf).text
        #expect(facts.contains("Pages:           1\n"))
        #expect(facts.contains("(A4)"))
        #expect(facts.contains("社会救助合一码"))
        #expect(facts.contains("CreationDate:    2026-04-20T00:00:00"))
        let fonts = try Tool("pdffonts").run(["-"], input: pdf).text.split(separator: "\n").dropFirst(2)
        #expect(!fonts.isEmpty)
        // Columns: … emb sub uni object.
        #expect(fonts.allSatisfy { $0.split(separator: " ").suffix(5).prefix(3) == ["yes", "yes", "yes"] })
    }

    @Test func `the same sheet gives the same bytes`() throws {
        let first = try sampleSheet().pdf()
        #expect(try sampleSheet().pdf() == first)
        var later = try sampleSheet()
        later.madeAt += 1
        #expect(try later.pdf() != first)
    }

    @Test(arguments: ["\u{E123}", "陈\u{10FFFD}", "陈\u{323AF}", "\u{0}", "陈\n", "\u{2028}"])
    func `a character that no font has is refused, wherever it stands`(text: String) throws {
        var sheets = [try sampleSheet(name: text)]
        for change: (inout PrintedSheet) -> Void in [
            { $0.title.chinese += text }, { $0.title.english += text }, { $0.details[0].value += text },
            { $0.details[0].label.chinese += text }, { $0.details[4].label.english += text },
            { $0.notes[0].chinese += text }, { $0.notes[4].english += text },
        ] {
            var sheet = try sampleSheet()
            change(&sheet)
            sheets.append(sheet)
        }
        for sheet in sheets {
            let error = #expect(throws: PrintedSheetError.self) { try sheet.pdf() }
            #expect(error?.code == .missingGlyph)
            #expect(error?.message.contains(text) == false)
        }
    }

    @Test func `text that runs off the page is refused`() throws {
        var sheet = try sampleSheet()
        sheet.notes += sheet.notes
        let long = sheet
        let error = #expect(throws: PrintedSheetError.self) { try long.pdf() }
        #expect(error?.code == .tooLong)
    }

    @Test(arguments: ["买买提·吐尔逊江·阿卜杜热合曼", "玛丽亚木古丽·阿卜杜热合曼·吐尔逊买买提江"])
    func `a long name and a long issuer fit`(name: String) throws {
        var sheet = try sampleSheet(name: name)
        sheet.details[4].value = "新疆维吾尔自治区克孜勒苏柯尔克孜自治州阿图什市民政局"
        let facts = try Tool("pdfinfo").run(["-"], input: sheet.pdf()).text
        #expect(facts.contains("Pages:           1\n"))
    }

    @Test func `a name too long for its line wraps, one too long for the page is refused`() throws {
        #expect(try sampleSheet(name: String(repeating: "买", count: 20)).pdf().count > 1000)
        let error = #expect(throws: PrintedSheetError.self) {
            try sampleSheet(name: String(repeating: "买", count: 200)).pdf()
        }
        #expect(error?.code == .tooLong)
    }

    @Test func `a symbol below medium is refused`() throws {
        var sheet = try sampleSheet()
        sheet.symbol = try QRSymbol(encoding: String(repeating: "A", count: 535), minimumLevel: .low)
        let weak = sheet
        let error = #expect(throws: PrintedSheetError.self) { try weak.pdf() }
        #expect(error?.code == .weakSymbol)
    }

    @Test(arguments: [-62_135_596_801, 253_402_300_800, Int64.min, Int64.max])
    func `a time that no calendar date has is refused`(time: Int64) throws {
        var sheet = try sampleSheet()
        sheet.madeAt = time
        let undatable = sheet
        let error = #expect(throws: PrintedSheetError.self) { try undatable.pdf() }
        #expect(error?.code == .timeOutOfRange)
    }

    @Test(arguments: [-62_135_596_800, 0, 253_402_300_799] as [Int64])
    func `the first and the last time are taken`(time: Int64) throws {
        var sheet = try sampleSheet()
        sheet.madeAt = time
        #expect(try sheet.pdf().starts(with: Array("%PDF-".utf8)))
    }

    @Test func `codes are stable text and decide equality`() {
        let codes: [PrintedSheetError.Code] = [.missingGlyph, .tooLong, .weakSymbol, .timeOutOfRange, .renderingFailed]
        #expect(
            codes.map(\.description) == [
                "sheet.missing-glyph", "sheet.too-long", "sheet.weak-symbol", "sheet.time-out-of-range",
                "sheet.rendering-failed",
            ]
        )
        #expect(PrintedSheetError(code: .tooLong, message: "a") == PrintedSheetError(code: .tooLong, message: "b"))
        #expect(PrintedSheetError(code: .tooLong, message: "a") != PrintedSheetError(code: .weakSymbol, message: "a"))
    }
}
