// SPDX-License-Identifier: Apache-2.0

import Testing
import TestSupport

@testable import QRScan

@Suite struct ScannerTests {
    @Test(arguments: Corpus.readable)
    func `a readable picture gives the texts of its symbols`(picture: Corpus.Picture) throws {
        let scanner = Scanner(now: StepClock.frozen.now)
        let found = try scanner.scan(file: picture.bytes, budget: .still, preferring: "HYM1:")
        #expect(Set(found.map(\.text)) == Set(try picture.texts.map(Corpus.text)))
    }

    @Test(arguments: Corpus.refused)
    func `an unreadable picture gives its code`(picture: Corpus.Picture) throws {
        let scanner = Scanner(now: StepClock.frozen.now)
        let bytes = try picture.bytes
        let error = try #require(throws: QRScanError.self) { try scanner.scan(file: bytes, budget: .camera) }
        #expect(error.code.description == picture.error)
    }

    @Test func `without a preference the first text ends the scan`() throws {
        let scanner = Scanner(now: StepClock.frozen.now)
        let found = try scanner.scan(file: Corpus.bytes("beside.png"), budget: .still)
        #expect(found.map(\.text) == [try Corpus.text("payment")])
        #expect(found.map(\.rung) == [.direct])
    }

    @Test func `another's code is returned when ours is not there`() throws {
        let scanner = Scanner(now: StepClock.frozen.now)
        let found = try scanner.scan(file: Corpus.bytes("clean-300.png"), budget: .camera, preferring: "HYM2:")
        #expect(found.map(\.text) == [try Corpus.text("reference")])
    }

    @Test func `raw luma with gaps between rows is read`() throws {
        let luma = try PictureFile(Corpus.bytes("clean-300.png")).luma()
        let gap: [UInt8] = [0, 255, 0, 255, 0]
        let rows = (0..<300).flatMap { luma.pixels[$0 * 300..<($0 + 1) * 300] + gap }
        let frame = try Luma(bytes: rows.dropLast(gap.count), width: 300, height: 300, stride: 305)
        #expect(frame.pixels == luma.pixels)
        let found = try Scanner(now: StepClock.frozen.now).scan(luma: frame, budget: .camera)
        #expect(found.map(\.text) == [try Corpus.text("reference")])
    }

    @Test func `a scanner is used for picture after picture`() throws {
        let scanner = Scanner(now: StepClock.frozen.now)
        let reference = [try Corpus.text("reference")]
        for (file, texts) in [
            ("inverted.png", reference), ("truncated.png", []), ("blank.png", []), ("clean-300.png", reference),
        ] {
            let found = try? scanner.scan(file: Corpus.bytes(file), budget: .still)
            #expect((found ?? []).map(\.text) == texts, "\(file)")
        }
    }

    @Test(arguments: [Budget.camera, Budget.still])
    func `the first look is taken even when decoding spent the budget`(budget: Budget) throws {
        let scanner = Scanner(now: StepClock(step: .seconds(1)).now)
        let found = try scanner.scan(file: Corpus.bytes("clean-300.png"), budget: budget)
        #expect(found.map(\.rung) == [.direct])
    }

    @Test func `no further look is taken when the budget is spent`() throws {
        let scanner = Scanner(now: StepClock(step: .milliseconds(401)).now)
        let bytes = try Corpus.bytes("inverted.png")
        #expect(throws: QRScanError(.qrNotFound, "")) { try scanner.scan(file: bytes, budget: .still) }
    }

    @Test func `a look that would outlast the budget on a slow machine is not begun`() throws {
        let luma = try PictureFile(Corpus.bytes("inverted.png")).luma()
        // Each look lasts one step of the clock: 30 ms for the first, expected to take 2, leaves time by the clock for
        // another one, but not for another one that is as much slower than expected.
        let slow = StepClock(step: .milliseconds(15))
        #expect(throws: QRScanError(.qrNotFound, "")) {
            try Scanner(now: slow.now).scan(luma: luma, budget: .camera)
        }
        let fast = StepClock(step: .microseconds(50))
        let found = try Scanner(now: fast.now).scan(luma: luma, budget: .camera)
        #expect(found.map(\.rung) == [.inverted])
    }

    @Test func `a camera's budget stops earlier than a still picture's`() throws {
        let luma = try PictureFile(Corpus.bytes("page.png")).luma()
        func looks(_ budget: Budget) -> Int {
            let clock = StepClock(step: .milliseconds(4))
            _ = try? Scanner(now: clock.now).scan(luma: luma, budget: budget)
            return clock.readings
        }
        #expect(looks(.camera) < looks(.still))
    }

    @Test func `a large picture is looked at reduced, then in full`() throws {
        let small = try PictureFile(Corpus.bytes("clean-300.png")).luma()
        // The symbol at its 300 pixels in a corner of 3.2 megapixels: unreadable at half of that, readable in full.
        var pixels = [UInt8](repeating: 255, count: 2000 * 1600)
        let tiny = small.reduced(by: 2)
        for row in 0..<tiny.height {
            let start = (700 + row) * 2000 + 900
            pixels.replaceSubrange(
                start..<start + tiny.width,
                with: tiny.pixels[row * tiny.width..<(row + 1) * tiny.width]
            )
        }
        let luma = try Luma(bytes: pixels, width: 2000, height: 1600, stride: 2000)
        let found = try Scanner(now: StepClock.frozen.now).scan(luma: luma, budget: .still)
        #expect(found.map(\.rung) == [.full])
        #expect(found.map(\.text) == [try Corpus.text("reference")])
    }

    @Test(arguments: [(65_280, 100), (100, 65_280), (1_000_000, 21), (1_000_000, 20), (1, 3_000_000)])
    func `a strip of a picture costs no more than its pixels`(width: Int, height: Int) throws {
        let luma = Luma(width: width, height: height, pixels: [UInt8](repeating: 128, count: width * height))
        for rung in Rung.allCases {
            guard height == 100, let changed = rung.applied(to: luma) else { continue }
            #expect(Double(changed.pixels.count) <= Double(width * height) * rung.pixelRatio)
        }
        let scanner = Scanner(now: StepClock(step: .milliseconds(100)).now)
        #expect(throws: QRScanError(.qrNotFound, "")) { try scanner.scan(luma: luma, budget: .still) }
    }

    @Test func `libzbar reads what it is given byte for byte`() throws {
        let luma = try PictureFile(Corpus.bytes("dynamic-720.jpg")).luma()
        #expect(ZBarReader().read(luma) == [Array(try Corpus.text("dynamic").utf8)])
    }

    @Test func `both readers agree on every symbol of a picture`() throws {
        let luma = try PictureFile(Corpus.bytes("several.png")).luma()
        #expect(Set(ZBarReader().read(luma)) == Set(ZXingReader.read(luma, thorough: true)))
    }

    @Test func `bytes that are not UTF-8 are Latin-1`() {
        let text = ScannedText(content: [0x48, 0xe9, 0x00, 0xff], reader: .zbar, rung: .direct)
        #expect(text.text == "H\u{e9}\u{0}\u{ff}")
    }
}
