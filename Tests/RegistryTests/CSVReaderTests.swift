// SPDX-License-Identifier: Apache-2.0

import Registry
import TestSupport
import Testing

/// A field's text, `!code` where it is none.
private func text(_ row: CSVRow, _ index: Int) -> String {
    do { return try row.text(index) } catch { return "!\(error.code)" }
}

/// The rows of a file as texts, `!code` for a row or field that is none.
private func rows(_ bytes: [UInt8], piece: Int = 3, encoding: TextEncoding? = nil) throws -> [[String]] {
    var reader = try CSVReader(source(bytes, piece: piece), encoding: encoding)
    var rows: [[String]] = []
    while let row = try reader.next() {
        if let fault = row.fault {
            rows.append(["!\(fault.code)"])
        } else {
            rows.append((0..<row.count).map { text(row, $0) })
        }
    }
    return rows
}

private func rows(_ text: String, piece: Int = 3) throws -> [[String]] { try rows(Array(text.utf8), piece: piece) }

struct CSVReaderTests {
    @Test(arguments: ["\n", "\r\n", "\r"], [1, 2, 3, 5, 1000])
    func `all line ends and piece sizes give the same rows`(lineEnd: String, piece: Int) throws {
        let text = ["姓名,号码", "陈小明,\"1,850.00\"", "\"李\"\"明\",", "", "王,2"].joined(separator: lineEnd) + lineEnd
        #expect(
            try rows(text, piece: piece) == [["姓名", "号码"], ["陈小明", "1,850.00"], ["李\"明", ""], ["王", "2"]]
        )
    }

    @Test func `lines are counted through quoted line breaks and blank lines`() throws {
        let text = "a,b\r\n\r\n\"x\r\ny\",2\r\n3,4"
        var reader = try CSVReader(source(Array(text.utf8), piece: 1))
        var lines: [Int] = []
        while let row = try reader.next() { lines.append(row.line) }
        #expect(lines == [1, 3, 5])
        let endsWithoutLineEnd = reader.endsWithoutLineEnd
        #expect(endsWithoutLineEnd)
    }

    @Test func `rows of separators only are blank`() throws {
        #expect(try rows("a,b\n,\n , \n1,2\n") == [["a", "b"], ["1", "2"]])
    }

    @Test func `tabs separate where the header has more of them`() throws {
        #expect(try rows("a\tb,c\td\n1\t2,2\t3\n") == [["a", "b,c", "d"], ["1", "2,2", "3"]])
        #expect(try rows("a,b,c\n1\t,2\t,3\n") == [["a", "b", "c"], ["1", "2", "3"]])
    }

    @Test func `white space around values is trimmed`() throws {
        #expect(try rows("a,b\n \u{3000}x y\u{A0}\t,\u{FEFF}z\n") == [["a", "b"], ["x y", "z"]])
    }

    @Test(arguments: [
        ("a,b\nx\"y,2\n3,4\n", "csv_quote"), ("a,b\n\"x\"y,2\n3,4\n", "csv_quote"),
        ("a,b\n\"x\" ,2\n3,4\n", "csv_quote"),
        ("a,b\nx\0y,2\n3,4\n", "csv_nul"), ("a,b\n\"\0\",2\n3,4\n", "csv_nul"),
    ])
    func `a broken row is told and the next one read`(text: String, expected: String) throws {
        #expect(try rows(text) == [["a", "b"], ["!\(expected)"], ["3", "4"]])
    }

    @Test func `control characters and line breaks are no value`() throws {
        #expect(
            try rows("a,b\n\"x\ny\",2\n\u{7},3\n\u{7F},4\n")
                == [["a", "b"], ["!value_character", "2"], ["!value_character", "3"], ["!value_character", "4"]]
        )
    }

    @Test func `a row of the maximum length is read and one byte more is not`() throws {
        let long = String(repeating: "x", count: CSVReader.maximumRowLength)
        #expect(try rows("a,b\n\(long),\n1,2\n", piece: 5000)[1] == [long, ""])
        #expect(try rows("a,b\n\(long),y\n1,2\n", piece: 5000) == [["a", "b"], ["!csv_row_too_long"], ["1", "2"]])
    }

    @Test func `a line of ten megabytes is one bad row`() throws {
        var bytes = Array("a,b\n".utf8)
        bytes += [UInt8](repeating: UInt8(ascii: "7"), count: 10_000_000)
        bytes += Array("\n1,2\n".utf8)
        #expect(try rows(bytes, piece: 65536) == [["a", "b"], ["!csv_row_too_long"], ["1", "2"]])
    }

    @Test func `a first line of ten megabytes is refused without being kept`() throws {
        let bytes = [UInt8](repeating: UInt8(ascii: "7"), count: 10_000_000)
        #expect(try rows(bytes, piece: 65536) == [["!csv_row_too_long"]])
    }

    @Test func `fields up to the maximum are read and one more is not`() throws {
        let full = Array(repeating: "x", count: CSVReader.maximumColumns)
        #expect(try rows(full.joined(separator: ",") + "\n")[0] == full)
        #expect(try rows((full + ["x"]).joined(separator: ",") + "\n") == [["!csv_too_many_columns"]])
    }

    @Test(arguments: ["a,b\n\"x,2\n3,4\n", "a,b\n1,2\n3,\"", "\"a,b\n1,2\n", "a,b\n1,\"x\"\"\n"])
    func `a quotation mark never closed refuses the file with its line`(text: String) throws {
        let error = #expect(throws: RegistryError(.unclosedQuote, "")) { try rows(text) }
        let opened = text.hasPrefix("\"") ? 1 : text.hasPrefix("a,b\n1,2\n3") ? 3 : 2
        #expect(error?.line == opened)
    }

    @Test func `a quotation mark closed only after the limit refuses the file`() {
        let text = "a,b\n\"" + String(repeating: "x\n", count: 40000) + "\",2\n"
        #expect(code { try rows(text, piece: 4096) } == "csv_unclosed_quote")
    }

    @Test(
        arguments: [
            [0xFF, 0xFE, 0x61, 0x00], [0xFE, 0xFF, 0x00, 0x61], [0x50, 0x4B, 0x03, 0x04, 0x14],
            [0xD0, 0xCF, 0x11, 0xE0, 0xA1],
            [0x1F, 0x8B, 0x08], [0x61, 0x00, 0x2C, 0x00, 0x0A, 0x00],
        ] as [[UInt8]]
    )
    func `what is no CSV is refused`(bytes: [UInt8]) { #expect(code { try rows(bytes) } == "csv_not_text") }

    @Test func `an empty file has no rows`() throws {
        #expect(try rows("").isEmpty)
        #expect(try rows("\n\r\n,,\n").isEmpty)
        #expect(try rows([0xEF, 0xBB, 0xBF]).isEmpty)
    }

    // Encodings; the GB 18030 files were made by the iconv command.

    @Test(arguments: [
        "cards-utf8", "cards-utf8-bom-crlf", "cards-cr", "cards-gb18030", "cards-gb18030-bom-tab",
    ])
    func `one table in every encoding reads the same`(name: String) throws {
        let expected = try rows(Fixtures.bytes("registry/cards-utf8.csv"))
        #expect(expected.count == 4)
        #expect(expected[2][1] == "黄䶮")
        #expect(expected[3][1] == "梁𠮷")
        for piece in [1, 2, 3, 7, 4096] {
            #expect(try rows(Fixtures.bytes("registry/\(name).csv"), piece: piece) == expected)
        }
    }

    @Test func `a declared encoding is taken at its word`() throws {
        let utf8 = try Fixtures.bytes("registry/cards-utf8.csv")
        let gb18030 = try Fixtures.bytes("registry/cards-gb18030.csv")
        #expect(try rows(gb18030, encoding: .gb18030) == rows(utf8))
        #expect(try rows(gb18030, encoding: .utf8)[0].contains("!value_encoding"))
        #expect(try rows(utf8, encoding: .gb18030)[0] != rows(utf8)[0])
    }

    @Test func `a row in another encoding than its file is damaged and the others are read`() throws {
        let found = try rows(Fixtures.bytes("registry/cards-mixed.csv"))
        #expect(found[1][1] == "!value_encoding")
        #expect(found[2][1] == "黄䶮")
    }

    @Test func `bytes that are no character of GB 18030 damage their field only`() throws {
        let good = try Fixtures.bytes("registry/cards-gb18030.csv")
        let cut = try #require(good.firstIndex(of: UInt8(ascii: "\n")))
        for bad in [[0xFF], [0x81], [0x84, 0x31], [0x80]] as [[UInt8]] {
            let bytes = good[...cut] + Array("1,".utf8) + bad + Array(",3\n4,5,6\n".utf8)
            let found = try rows(Array(bytes))
            #expect(found[1] == ["1", "!value_encoding", "3"])
            #expect(found[2] == ["4", "5", "6"])
        }
    }

    @Test func `a character cut by the end of the file is damaged`() throws {
        let good = try Fixtures.bytes("registry/cards-gb18030.csv")
        let cut = try #require(good.firstIndex(of: UInt8(ascii: "\n")))
        #expect(try rows(Array(good[...cut] + [0x31, 0x2C, 0xB3]))[1] == ["1", "!value_encoding"])
    }

    @Test func `a replacement character left by an earlier conversion is refused`() throws {
        #expect(try rows("姓名,b\n陈\u{FFFD},2\n")[1] == ["!value_encoding", "2"])
    }

    @Test func `random bytes never do more than fail`() throws {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<300 {
            let bytes = (0..<Int.random(in: 0...400, using: &generator))
                .map { _ in
                    let common: [UInt8] = [0x22, 0x2C, 0x0A, 0x0D, 0x09, 0x81, 0x30, 0xE9]
                    return Bool.random(using: &generator)
                        ? common.randomElement(using: &generator) ?? 0 : UInt8.random(in: 0...255)
                }
            let found = code { try rows(bytes, piece: 5) }
            #expect(found == nil || ["csv_unclosed_quote", "csv_not_text"].contains(found))
        }
    }
}
