// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import QRSymbol

/// One cell of ISO/IEC 18004 table 7.
struct Capacity: CustomTestStringConvertible {
    let version: Int
    let level: ErrorCorrectionLevel
    let characters: Int

    var testDescription: String { "\(version)-\(level)" }

    static let all = ErrorCorrectionLevel.allCases.flatMap { level in
        level.alphanumericCapacities.enumerated().map { Capacity(version: $0 + 1, level: level, characters: $1) }
    }
}

/// Text without two digits in a row, which the `qrencode` program would put in a numeric segment.
func sampleText(_ count: Int) -> String {
    let alphabet = Array("A1BC$D%E2*FGH+3IJ-KL.4MNO/PQ:R5STU VW6X7YZ8A9B0")
    return String((0..<count).map { alphabet[($0 + $0 / 47) % 47] })
}

/// The matrix that the `qrencode` program makes of exactly this version and level, or nil when the text does not fit.
func referenceMatrix(_ text: String, version: Int, level: ErrorCorrectionLevel) throws -> [[Bool]]? {
    let letter = ["L", "M", "Q", "H"][level.rawValue]
    let arguments = ["--strict-version", "-v", "\(version)", "-l", letter, "-m", "0", "-t", "ASCII", "-o", "-"]
    let result = try Tool("qrencode").run(arguments, input: Array(text.utf8))
    guard result.status == 0 else { return nil }
    return result.text.split(separator: "\n")
        .map { line in
            let columns = Array(line)
            return stride(from: 0, to: columns.count, by: 2).map { columns[$0] == "#" }
        }
}

extension QRSymbol {
    var matrix: [[Bool]] { (0..<size).map { y in (0..<size).map { x in self[x, y] } } }
}

@Suite struct QRSymbolTests {
    @Test func `the capacity table has 40 versions of 4 levels and the standard's corners`() {
        #expect(Capacity.all.count == 160)
        #expect(ErrorCorrectionLevel.allCases.map { $0.alphanumericCapacities[0] } == [25, 20, 16, 10])
        #expect(ErrorCorrectionLevel.allCases.map { $0.alphanumericCapacities[39] } == [4296, 3391, 2420, 1852])
    }

    @Test(arguments: Capacity.all)
    func `a text at a version's limit takes that version and equals the reference`(capacity: Capacity) throws {
        let text = sampleText(capacity.characters)
        let symbol = try QRSymbol(encoding: text, minimumLevel: capacity.level)
        #expect(symbol.version == capacity.version)
        #expect(symbol.level == capacity.level)
        #expect(symbol.size == 17 + 4 * capacity.version)
        let reference = try referenceMatrix(text, version: capacity.version, level: capacity.level)
        #expect(symbol.matrix == reference)
    }

    @Test(arguments: Capacity.all)
    func `one character more takes the next version or is too long`(capacity: Capacity) throws {
        let text = sampleText(capacity.characters + 1)
        #expect(try referenceMatrix(text, version: capacity.version, level: capacity.level) == nil)
        if capacity.version < 40 {
            #expect(try QRSymbol(encoding: text, minimumLevel: capacity.level).version == capacity.version + 1)
        } else {
            let error = #expect(throws: QRSymbolError.self) {
                try QRSymbol(encoding: text, minimumLevel: capacity.level)
            }
            #expect(error?.code == .tooLong)
        }
    }

    @Test(arguments: [
        // Worked out by hand from ISO/IEC 18004 table 7.
        (1, ErrorCorrectionLevel.low, 1, ErrorCorrectionLevel.high),
        (10, .low, 1, .high),
        (11, .low, 1, .quartile),
        (17, .low, 1, .medium),
        (21, .low, 1, .low),
        (26, .low, 2, .quartile),
        (525, .medium, 14, .medium),
        (525, .low, 12, .low),
        (1145, .low, 19, .low),
        (1205, .low, 20, .low),
        (221, .low, 7, .low),
        (221, .medium, 8, .medium),
        (157, .medium, 7, .medium),
        (125, .medium, 6, .medium),
        (122, .quartile, 7, .quartile),
        (93, .quartile, 6, .quartile),
        (84, .low, 4, .medium),
    ])
    func `the level is the best that does not raise the version`(
        count: Int,
        minimum: ErrorCorrectionLevel,
        version: Int,
        level: ErrorCorrectionLevel
    ) throws {
        let symbol = try QRSymbol(encoding: sampleText(count), minimumLevel: minimum)
        #expect(symbol.version == version)
        #expect(symbol.level == level)
    }

    @Test(arguments: [
        "a", "HYM1:abc", "码", "A\n", "A\u{0}", "\u{FEFF}A", "HYM1:É", "A_B", "A,B", "A;B", "A#B", "A@B", "[", "/\u{1F}",
        "\u{FF21}", "A\u{301}",
    ])
    func `a character outside of the alphabet is refused`(text: String) {
        let error = #expect(throws: QRSymbolError.self) { try QRSymbol(encoding: text) }
        #expect(error?.code == .notAlphanumeric)
    }

    @Test func `every character of the alphabet is taken`() throws {
        let text = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
        let symbol = try QRSymbol(encoding: text)
        #expect(try decoded(png: symbol.png(scale: 4)) == text)
    }

    @Test func `no text is refused`() {
        let error = #expect(throws: QRSymbolError.self) { try QRSymbol(encoding: "") }
        #expect(error?.code == .emptyText)
    }

    @Test func `a refusal does not repeat the text`() {
        let error = #expect(throws: QRSymbolError.self) { try QRSymbol(encoding: "HYM1:secret") }
        #expect(error?.description.contains("secret") == false)
    }

    @Test func `modules outside of the symbol are light`() throws {
        let symbol = try QRSymbol(encoding: "HYM1:")
        #expect(symbol[0, 0] && symbol[20, 0] && symbol[0, 20])
        for outside in [-5, -1, 21, 25, Int.max, Int.min] {
            #expect(!symbol[outside, 0])
            #expect(!symbol[0, outside])
        }
    }

    @Test func `codes are stable text and decide equality`() {
        let codes: [QRSymbolError.Code] = [
            .emptyText, .notAlphanumeric, .tooLong, .scaleOutOfRange, .encoderFailed, .pictureFailed,
        ]
        #expect(
            codes.map(\.description) == [
                "qr.empty-text", "qr.not-alphanumeric", "qr.too-long", "qr.scale-out-of-range", "qr.encoder-failed",
                "qr.picture-failed",
            ]
        )
        #expect(QRSymbolError(code: .tooLong, message: "a") == QRSymbolError(code: .tooLong, message: "b"))
        #expect(QRSymbolError(code: .tooLong, message: "a") != QRSymbolError(code: .emptyText, message: "a"))
    }
}
