// SPDX-License-Identifier: Apache-2.0

import QRSymbol
import TestSupport
import Testing

/// What zbar reads in a picture in PNG or PGM.
func decoded(_ picture: [UInt8], format: String) throws -> String {
    try Tool("zbarimg").run(["--quiet", "--raw", "--oneshot", "\(format):-"], input: picture).text
}

/// What zbar reads in a PNG picture.
func decoded(png: [UInt8]) throws -> String { try decoded(png, format: "png") }

@Suite struct PictureTests {
    /// As long as a printed code, a dynamic code with four components, and what a reader accepts at most.
    static let lengths = [1, 525, 1145, 2048]

    @Test(arguments: lengths, [2, 3, 4, 7])
    func `a PNG is read by zbar`(count: Int, scale: Int) throws {
        let text = sampleText(count)
        let picture = try QRSymbol(encoding: text).png(scale: scale)
        #expect(try decoded(png: picture) == text)
    }

    @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 13, 16, 64], [10, 120])
    func `every pixel of a PNG is the module it shows, with four light modules around`(scale: Int, count: Int) throws {
        let symbol = try QRSymbol(encoding: sampleText(count))
        let side = (symbol.size + 8) * scale
        let picture = try symbol.png(scale: scale)
        let size = try Tool("identify").run(["-format", "%w %h %[bit-depth] %[type]", "png:-"], input: picture).text
        #expect(size == "\(side) \(side) 1 Bilevel")
        let pixels = try Tool("convert").run(["png:-", "-depth", "8", "gray:-"], input: picture).output
        let expected = (0..<side)
            .flatMap { y in
                (0..<side).map { x in symbol[x / scale - 4, y / scale - 4] ? UInt8(0) : 255 }
            }
        #expect(pixels == expected)
    }

    @Test func `the largest symbol at the largest scale is written`() throws {
        let symbol = try QRSymbol(encoding: sampleText(4296))
        let picture = try symbol.png(scale: QRSymbol.scales.upperBound)
        let size = try Tool("identify").run(["-ping", "-format", "%w %h", "png:-"], input: picture).text
        #expect(size == "11840 11840")
    }

    @Test(arguments: [0, -1, 65, Int.max, Int.min])
    func `a scale out of range is refused`(scale: Int) throws {
        let symbol = try QRSymbol(encoding: "HYM1:")
        let error = #expect(throws: QRSymbolError.self) { try symbol.png(scale: scale) }
        #expect(error?.code == .scaleOutOfRange)
    }

    @Test func `a picture is the same each time and small`() throws {
        let symbol = try QRSymbol(encoding: sampleText(1145))
        let picture = try symbol.png()
        #expect(try symbol.png() == picture)
        #expect(picture.count < 6000)
    }

    @Test(arguments: lengths)
    func `the bars of an SVG are the dark modules, each drawn once`(count: Int) throws {
        let symbol = try QRSymbol(encoding: sampleText(count))
        let drawing = symbol.svg()
        let attribute = #/\bd="([^"]*)"/#
        let path = try #require(try attribute.firstMatch(in: drawing)).1
        let bar = /M(\d+) (\d+)h(\d+)v1h-(\d+)z/
        #expect(path.replacing(bar, with: "").isEmpty)
        var drawn = [[Int]](repeating: Array(repeating: 0, count: symbol.size + 8), count: symbol.size + 8)
        for match in path.matches(of: bar) {
            let numbers = [match.1, match.2, match.3, match.4].compactMap { Int($0) }
            #expect(numbers[2] == numbers[3])
            for x in numbers[0]..<(numbers[0] + numbers[2]) { drawn[numbers[1]][x] += 1 }
        }
        for (y, row) in drawn.enumerated() {
            #expect(row == row.indices.map { x in symbol[x - 4, y - 4] ? 1 : 0 })
        }
    }

    @Test func `an SVG is one path on a white ground with its size stated`() throws {
        let drawing = try QRSymbol(encoding: "HYM1:").svg(moduleSize: 3)
        #expect(drawing.contains(#"width="87" height="87" viewBox="0 0 29 29""#))
        #expect(drawing.contains(#"shape-rendering="crispEdges""#))
        #expect(drawing.contains(##"<rect width="29" height="29" fill="#fff"/>"##))
        #expect(drawing.matches(of: /<path/).count == 1)
        let parser = "import sys, xml.dom.minidom; xml.dom.minidom.parse(sys.stdin.buffer)"
        #expect(try Tool("python3").run(["-c", parser], input: Array(drawing.utf8)).status == 0)
    }

    @Test(arguments: lengths, QRSymbol.TerminalStyle.allCases)
    func `terminal text is read by zbar as the terminal shows it`(count: Int, style: QRSymbol.TerminalStyle) throws {
        let text = sampleText(count)
        let shown = Screen(try QRSymbol(encoding: text).terminalText(style: style), style: style)
        #expect(try decoded(shown.picture, format: "pgm") == text)
    }

    @Test(arguments: QRSymbol.TerminalStyle.allCases)
    func `terminal text shows each module once and the quiet zone`(style: QRSymbol.TerminalStyle) throws {
        let symbol = try QRSymbol(encoding: sampleText(60))
        let shown = Screen(symbol.terminalText(style: style), style: style)
        #expect(shown.rows.count == symbol.size + 9)
        for (y, row) in shown.rows.enumerated() {
            #expect(row == (0..<(symbol.size + 8)).map { x in symbol[x - 4, y - 4] })
        }
    }

    @Test func `only the coloured style uses escapes, and leaves no colour behind`() throws {
        let symbol = try QRSymbol(encoding: "HYM1:")
        let coloured = symbol.terminalText(style: .colour).split(separator: "\n")
        #expect(coloured.allSatisfy { $0.hasPrefix("\u{1B}[38;5;16;48;5;231m") && $0.hasSuffix("\u{1B}[0m") })
        for style in [QRSymbol.TerminalStyle.lightOnDark, .darkOnLight] {
            #expect(symbol.terminalText(style: style).allSatisfy { " ▀▄█\n".contains($0) })
        }
    }
}

/// Half blocks as a terminal draws them: two dots a character, true is dark.
struct Screen {
    var rows: [[Bool]] = []

    init(_ text: String, style: QRSymbol.TerminalStyle) {
        // Colours ask for dark blocks on light; without them, blocks have the colour of text.
        let blockIsDark = style != .lightOnDark
        for line in text.split(separator: "\n") {
            let blocks = line.filter { " ▀▄█".contains($0) }
            rows.append(blocks.map { "▀█".contains($0) == blockIsDark })
            rows.append(blocks.map { "▄█".contains($0) == blockIsDark })
        }
    }

    /// As a grey map of four pixels a dot.
    var picture: [UInt8] {
        let scale = 4
        var bytes = Array("P5 \(rows[0].count * scale) \(rows.count * scale) 255\n".utf8)
        for row in rows {
            let line = row.flatMap { [UInt8](repeating: $0 ? 0 : 255, count: scale) }
            for _ in 0..<scale { bytes += line }
        }
        return bytes
    }
}
