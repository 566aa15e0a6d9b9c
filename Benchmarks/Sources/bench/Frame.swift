// SPDX-License-Identifier: Apache-2.0

import Foundation
import QRScan
import QRSymbol
import VirtualDeployment

/// What a camera sees, made up: the same in every run.
struct Frame {
    let width: Int
    let height: Int
    private var pixels: [UInt8]

    /// A plain ground.
    init(width: Int, height: Int, ground: UInt8 = 200) {
        self.width = width
        self.height = height
        pixels = [UInt8](repeating: ground, count: width * height)
    }

    /// The frame as a scanner takes it.
    func luma() throws -> Luma { try Luma(bytes: pixels, width: width, height: height, stride: width) }

    /// Puts a symbol in the middle, turned, with soft edges.
    ///
    /// - Parameters:
    ///   - symbol: what to draw.
    ///   - module: pixels along one side of a module.
    ///   - degrees: the angle it is turned by.
    ///   - ink: grey of dark modules.
    ///   - paper: grey of light modules.
    mutating func draw(_ symbol: QRSymbol, module: Double, degrees: Double = 0, ink: Int = 40, paper: Int = 220) {
        let (sine, cosine) = (sin(degrees * .pi / 180), cos(degrees * .pi / 180))
        let half = Double(symbol.size) / 2
        let bound = half + Double(QRSymbol.quietZone)
        // Four looks into each pixel make the edges soft.
        let looks = [0.25, 0.75]
        for y in 0..<height {
            for x in 0..<width {
                var sum = 0
                for lookY in looks {
                    for lookX in looks {
                        let across = (Double(x) + lookX - Double(width) / 2) / module
                        let down = (Double(y) + lookY - Double(height) / 2) / module
                        let column = across * cosine + down * sine
                        let row = down * cosine - across * sine
                        let isInside = abs(column) < bound && abs(row) < bound
                        let isDark =
                            isInside && symbol[Int((column + half).rounded(.down)), Int((row + half).rounded(.down))]
                        sum += isDark ? ink : isInside ? paper : Int(pixels[y * width + x])
                    }
                }
                pixels[y * width + x] = UInt8(sum / 4)
            }
        }
    }

    /// Adds noise of about so many grey levels (standard deviation).
    mutating func addNoise(_ levels: Double, _ random: VirtualRandom) {
        let noise = random.bytes(2 * pixels.count)
        for index in pixels.indices {
            // The sum of two bytes has a standard deviation of 104.5.
            let offset = (Double(noise[2 * index]) + Double(noise[2 * index + 1]) - 255) / 104.5 * levels
            pixels[index] = UInt8(max(0, min(255, Double(pixels[index]) + offset)))
        }
    }

    /// Adds light from the right: the left edge keeps this share of its brightness.
    mutating func shade(to share: Double) {
        for index in pixels.indices {
            let light = share + (1 - share) * Double(index % width) / Double(width)
            pixels[index] = UInt8(Double(pixels[index]) * light)
        }
    }

    /// Fills it with black and white squares at random: what looks most like a symbol without being one.
    mutating func fillWithSquares(side: Int, _ random: VirtualRandom) {
        let columns = width / side + 1
        let colours = random.bytes(columns * (height / side + 1))
        for y in 0..<height {
            for x in 0..<width { pixels[y * width + x] = colours[y / side * columns + x / side] < 128 ? 20 : 235 }
        }
    }
}
