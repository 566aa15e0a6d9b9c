// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing
import TestSupport

/// The helper process `heyima-scan`, as its parent sees it.
@Suite struct HelperTests {
    private struct Answer: Decodable {
        struct Text: Decodable {
            let text: String
            let format: String
            let by: String
            let rung: String
        }
        struct Failure: Decodable {
            let code: String
        }
        let texts: [Text]
        let error: Failure?
        let milliseconds: Double
    }

    /// Products are built side by side with the tests.
    private static let helper = Tool(
        URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "heyima-scan").path
    )

    private func answers(_ arguments: [String], input: [UInt8], status: Int32 = 0) throws -> [Answer] {
        let result = try Self.helper.run(arguments, input: input)
        #expect(result.status == status)
        return try result.text.split(separator: "\n")
            .map {
                try JSONDecoder().decode(Answer.self, from: Data($0.utf8))
            }
    }

    private func request(_ header: String, _ bytes: [UInt8]) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: header.utf8.count >> $0) } + header.utf8 + bytes
    }

    @Test func `a picture is answered by one line`() throws {
        let answer = try #require(try answers([], input: Corpus.bytes("clean-300.png")).first)
        #expect(answer.texts.map(\.text) == [try Corpus.text("reference")])
        #expect(answer.texts.map(\.format) == ["qr_code"])
        #expect(answer.texts.map(\.by) == ["zxing"])
        #expect(answer.texts.map(\.rung) == ["direct"])
        #expect(answer.error == nil)
        #expect(answer.milliseconds > 0)
    }

    @Test(arguments: ["page.png", "truncated.jpg", "huge.png", "empty.png"])
    func `an error is an answer too`(file: String) throws {
        let answer = try #require(try answers(["--camera"], input: Corpus.bytes(file)).first)
        #expect(answer.texts.isEmpty)
        #expect(answer.error?.code == Corpus.shared.pictures.first { $0.file == file }?.error)
    }

    @Test func `a file over the limit is too large, not cut off`() throws {
        let bytes = try Corpus.bytes("clean-300.png") + [UInt8](repeating: 0, count: 24 << 20)
        #expect(try answers([], input: bytes).first?.error?.code == "image_too_large")
    }

    @Test func `requests are answered in order until the input ends`() throws {
        let clean = try Corpus.bytes("clean-300.png")
        let beside = try Corpus.bytes("beside.png")
        let flat = [UInt8](repeating: 9, count: 64 * 40)
        let found = try answers(
            ["--serve"],
            input: request(#"{"bytes":\#(clean.count)}"#, clean)
                + request(#"{"bytes":3,"camera":true}"#, [1, 2, 3])
                + request(#"{"bytes":\#(flat.count),"luma":{"width":60,"height":40,"stride":64}}"#, flat)
                + request(#"{"bytes":\#(beside.count),"prefix":"HYM1:"}"#, beside)
        )
        #expect(found.map { $0.error?.code } == [nil, "image_unreadable", "qr_not_found", nil])
        #expect(found.last?.texts.last?.text == (try Corpus.text("reference")))
    }

    @Test(
        arguments: [
            ("half a length", [0, 0]),
            ("no header", [0, 0, 0, 0]),
            ("a header too long", [0xff, 0xff, 0xff, 0xff]),
            ("half a header", [0, 0, 0, 9, 0x7b]),
            ("no JSON", [0, 0, 0, 1, 0x7b]),
            ("no bytes", [0, 0, 0, 2, 0x7b, 0x7d]),
            ("negative bytes", [0, 0, 0, 12] + Array(#"{"bytes":-1}"#.utf8)),
            ("too many bytes", [0, 0, 0, 20] + Array(#"{"bytes":9999999999}"#.utf8)),
            ("half a picture", [0, 0, 0, 11] + Array(#"{"bytes":2}"#.utf8) + [1]),
        ] as [(String, [UInt8])]
    )
    func `a broken request ends the process`(how: String, input: [UInt8]) throws {
        #expect(try answers(["--serve"], input: input, status: 2).isEmpty, "\(how)")
    }

    @Test(
        arguments: [
            ["--what"], ["--prefix"], ["--luma"], ["--luma", "10"], ["--luma", "10x"], ["--luma", "10x10x"],
            ["--luma", "10x10x10x10"], ["--serve", "--camera"], ["file.png"],
        ]
    )
    func `a wrong command line is status 2`(arguments: [String]) throws {
        #expect(try answers(arguments, input: [], status: 2).isEmpty)
    }

    @Test func `a picture that keeps a reader busy for ever ends the process`() throws {
        let result = try Self.helper.run(["--camera"], input: Corpus.bytes("finders.png"))
        #expect(result.status == SIGXCPU)
        #expect(result.output.isEmpty)
    }

    @Test func `a flipped bit anywhere gives an answer, never a crash`() throws {
        let files = ["clean-300.png", "transparent.png", "palette.png", "progressive.jpg", "cmyk.jpg", "grey.jpg"]
        var state: UInt64 = 332
        var input: [UInt8] = []
        for file in files {
            let original = try Corpus.bytes(file)
            for _ in 0..<40 {
                var bytes = original
                for _ in 0..<3 {
                    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                    let bit = Int(state >> 33) % (bytes.count * 8)
                    bytes[bit / 8] ^= 1 << (bit % 8)
                }
                input += request(#"{"bytes":\#(bytes.count),"camera":true}"#, bytes)
            }
        }
        #expect(try answers(["--serve"], input: input).count == files.count * 40)
    }
}
