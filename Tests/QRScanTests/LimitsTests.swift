// SPDX-License-Identifier: Apache-2.0

import Testing
import TestSupport

@testable import QRScan

@Suite struct LimitsTests {
    private static let tooLarge = QRScanError(.imageTooLarge, "")
    private static let unreadable = QRScanError(.imageUnreadable, "")

    @Test func `a file of one byte too many is too large before it is looked at`() {
        let bytes = [UInt8](repeating: 0, count: Limits.fileBytes + 1)
        #expect(throws: Self.tooLarge) { try PictureFile(bytes) }
        #expect(throws: Self.unreadable) { try PictureFile(bytes.dropLast()) }
    }

    @Test(
        arguments: [
            (0, 10, 10), (10, 0, 10), (-1, 10, 10), (10, -1, 10), (10, 10, 9), (10, 10, -10), (10, 10, 0),
            (10, 11, 10), (11, 10, 11), (10, 10, 11), (10, 10, Int.max), (101, 1, 101),
        ]
    )
    func `raw luma whose numbers do not fit is unreadable`(width: Int, height: Int, stride: Int) {
        let bytes = [UInt8](repeating: 255, count: stride == 11 && width == 10 ? 108 : 100)
        #expect(throws: Self.unreadable) { try Luma(bytes: bytes, width: width, height: height, stride: stride) }
    }

    @Test(arguments: [(Int.max, 2), (8192, 8193), (1 << 32, 1 << 32)])
    func `raw luma of too many pixels is too large`(width: Int, height: Int) {
        #expect(throws: Self.tooLarge) { try Luma(bytes: [0], width: width, height: height, stride: width) }
    }

    @Test func `one pixel more than memory allows is too large`() throws {
        func estimate(_ pixels: Int) -> MemoryEstimate {
            MemoryEstimate(input: 1 << 20, decoder: 1 << 10, pixels: pixels, reduction: 2)
        }
        var (low, high) = (1, Limits.declaredPixels)
        while high - low > 1 {
            let middle = (low + high) / 2
            if estimate(middle).peak <= Limits.peakMemory { low = middle } else { high = middle }
        }
        #expect(estimate(high).peak > Limits.peakMemory)
        try estimate(low).check()
        #expect(throws: Self.tooLarge) { try estimate(high).check() }
    }

    @Test func `the peak counts coefficients with the pixels and the copies with the picture`() {
        let decoding = MemoryEstimate(input: 5, decoder: 40_000_000, pixels: 20_000_000, reduction: 2)
        #expect(decoding.peak == 60_000_005)
        let reducing = MemoryEstimate(input: 5, decoder: 0, pixels: 40_000_000, reduction: 2)
        #expect(reducing.peak == 50_000_005)
        let looking = MemoryEstimate(input: 5, decoder: 0, pixels: 8_000_000, reduction: 1)
        #expect(looking.peak == 8_000_005 + Limits.ladderMemory)
    }

    @Test func `the factor of a reduction is the smallest that suffices`() {
        #expect(Luma.reduction(of: 100, to: 100) == 1)
        #expect(Luma.reduction(of: 101, to: 100) == 2)
        #expect(Luma.reduction(of: 400, to: 100) == 2)
        #expect(Luma.reduction(of: 401, to: 100) == 3)
    }

    @Test func `no copy on the ladder takes more than its share`() {
        let largest = Rung.allCases.map(\.pixelRatio).max() ?? 0
        // The picture, the copy and a reader's mask of it.
        #expect(Double(Budget.still.ladderPixels) * (1 + 2 * largest) <= Double(Limits.ladderMemory))
    }
}
