// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import QRScan

/// Each change against its definition, computed pixel by pixel without sliding sums.
@Suite struct TransformTests {
    private static func picture(_ width: Int, _ height: Int) -> Luma {
        var state: UInt32 = 332
        let pixels = (0..<width * height)
            .map { _ -> UInt8 in
                state = state &* 1_664_525 &+ 1_013_904_223
                return UInt8(state >> 24)
            }
        return Luma(width: width, height: height, pixels: pixels)
    }

    private static let pictures = [
        picture(37, 29), picture(16, 51), picture(3, 3), picture(1, 1), picture(90, 1), picture(2, 7),
    ]

    @Test(arguments: 2...5)
    func `a reduced pixel is the mean of its square`(factor: Int) {
        for luma in Self.pictures where min(luma.width, luma.height) >= factor {
            let (columns, rows) = (luma.width / factor, luma.height / factor)
            let means = (0..<rows * columns)
                .map { index in
                    let square = (0..<factor * factor)
                        .map { offset in
                            let (x, y) = (
                                index % columns * factor + offset % factor, index / columns * factor + offset / factor
                            )
                            return Int(luma.pixels[y * luma.width + x])
                        }
                    return UInt8(square.reduce(0, +) / (factor * factor))
                }
            #expect(luma.reduced(by: factor).pixels == means)
        }
    }

    @Test func `a picture smaller than the factor stays`() {
        #expect(Self.picture(3, 3).reduced(by: 4).pixels == Self.picture(3, 3).pixels)
    }

    @Test func `white stays white at the largest reduction`() {
        let white = Luma(width: 255, height: 255, pixels: [UInt8](repeating: 255, count: 255 * 255))
        #expect(white.reduced(by: 255).pixels == [255])
    }

    @Test func `a thresholded pixel is black when two below the mean around it`() {
        for luma in Self.pictures {
            let radius = max(8, min(luma.width, luma.height) / 16)
            let expected = luma.pixels.indices.map { index -> UInt8 in
                let (x, y) = (index % luma.width, index / luma.width)
                var (sum, count) = (0, 0)
                for row in max(0, y - radius)...min(luma.height - 1, y + radius) {
                    for column in max(0, x - radius)...min(luma.width - 1, x + radius) {
                        sum += Int(luma.pixels[row * luma.width + column])
                        count += 1
                    }
                }
                return (Int(luma.pixels[index]) + 2) * count < sum ? 0 : 255
            }
            #expect(luma.thresholded.pixels == expected, "\(luma.width) × \(luma.height)")
        }
    }

    @Test func `a blurred pixel is the binomial mean around it`() {
        let luma = Self.picture(37, 29)
        let weights = [1, 2, 1, 2, 4, 2, 1, 2, 1]
        let blurred = luma.blurred
        for row in 1..<28 {
            for column in 1..<36 {
                let sum = (0..<9)
                    .reduce(0) { sum, index in
                        sum + weights[index] * Int(luma.pixels[(row + index / 3 - 1) * 37 + column + index % 3 - 1])
                    }
                #expect(Int(blurred.pixels[row * 37 + column]) == (sum + 8) / 16)
            }
        }
        #expect(blurred.pixels.prefix(37) == luma.pixels.prefix(37))
    }

    @Test func `every change of an even picture is even`() {
        let grey = Luma(width: 21, height: 13, pixels: [UInt8](repeating: 77, count: 21 * 13))
        #expect(grey.blurred.pixels == grey.pixels)
        #expect(Set(grey.doubled.pixels) == [77])
        #expect(grey.doubled.pixels.count == 4 * grey.pixels.count)
        #expect(Set(grey.thresholded.pixels) == [255])
        #expect(Set(grey.inverted.pixels) == [178])
        #expect(Set(grey.rotated.pixels) == [77, 128])
    }

    @Test func `a picture turned by 45° keeps its centre and its corners`() {
        var pixels = [UInt8](repeating: 0, count: 101 * 101)
        pixels[50 * 101 + 50] = 200
        pixels[0] = 100
        let rotated = Luma(width: 101, height: 101, pixels: pixels).rotated
        #expect(rotated.width == 143)
        #expect((70...72).contains((rotated.pixels.firstIndex(of: 200) ?? 0) / 143))
        #expect((70...72).contains((rotated.pixels.firstIndex(of: 200) ?? 0) % 143))
    }

    @Test(arguments: Rung.allCases)
    func `every change takes pictures of any size`(rung: Rung) {
        for luma in Self.pictures {
            guard let changed = rung.applied(to: luma) else { continue }
            #expect(changed.pixels.count == changed.width * changed.height)
        }
    }
}
