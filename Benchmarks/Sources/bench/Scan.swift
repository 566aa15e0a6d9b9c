// SPDX-License-Identifier: Apache-2.0

import QRScan
import QRSymbol
import VirtualDeployment

/// From pixels to text.
enum ScanGroup {
    private static let rounds = 15

    static func measure(_ report: (Figure) -> Void) async throws {
        let deployment = try VirtualDeployment()
        let credential = try deployment.credential()
        let dynamic = try deployment.dynamic(credential)
        let reference = try deployment.reference(credential)
        let random = VirtualRandom()
        let clean = try await scan([(clean(reference), reference)], rounds: 101)
        report(figure("clean 300 × 300, median", clean.median, .atMost(1)))
        let readable = try await scan(camera([dynamic, reference], random), rounds: rounds)
        report(figure("readable 1280 × 720, median", readable.median, .atMost(10)))
        let empty = try await scan(withoutCode(random).map { ($0, nil) }, rounds: rounds)
        report(figure("without code 1280 × 720, median", empty.median, .atMost(40)))
        report(figure("without code 1280 × 720, 95 of 100", empty.quantile(0.95), .atMost(40)))
    }

    private static func figure(_ name: String, _ seconds: Double, _ target: Figure.Target) -> Figure {
        Figure(name: "scan.\(name)", value: seconds * 1e3, unit: "ms", ratio: nil, target: target)
    }

    /// Times each picture once a round, as frames of a camera.
    ///
    /// A picture counts as readable when it is read with time enough; in its rounds a camera's budget may still end first,
    /// and that time counts like any other.
    private static func scan(_ pictures: [(luma: Luma, text: String?)], rounds: Int) async throws -> Measurement {
        let scanner = Scanner()
        var measurement = Measurement()
        for (index, (luma, text)) in pictures.enumerated() {
            let found = try? scanner.scan(luma: luma, budget: .still, preferring: "HYM1:").first?.text
            try expect(found == text, "picture \(index) is not read as what it is")
        }
        for _ in 0..<rounds {
            for (luma, _) in pictures {
                await measurement.measure {
                    _ = try? scanner.scan(luma: luma, budget: .camera, preferring: "HYM1:")
                }
            }
        }
        return measurement
    }

    /// A symbol of whole pixels, the largest that fits.
    private static func clean(_ text: String) throws -> Luma {
        let symbol = try QRSymbol(encoding: text)
        var frame = Frame(width: 300, height: 300, ground: 255)
        let module = 300 / (symbol.size + 2 * QRSymbol.quietZone)
        frame.draw(symbol, module: Double(module), ink: 0, paper: 255)
        return try frame.luma()
    }

    /// Codes before a camera: straight and turned, near and further off, clean, noisy and in uneven light.
    private static func camera(_ texts: [String], _ random: VirtualRandom) throws -> [(Luma, String?)] {
        try texts.flatMap { text in
            let symbol = try QRSymbol(encoding: text)
            return try [(6.0, 0.0), (5.0, 11.0), (4.5, 27.0)]
                .flatMap { module, degrees in
                    try [(0.0, 1.0), (12.0, 1.0), (25.0, 0.5)]
                        .map { noise, light in
                            var frame = Frame(width: 1280, height: 720)
                            frame.draw(symbol, module: module, degrees: degrees)
                            frame.shade(to: light)
                            frame.addNoise(noise, random)
                            return (try frame.luma(), text)
                        }
                }
        }
    }

    /// Nothing to be found: a wall, noise from dark to heavy, and squares that look like modules.
    private static func withoutCode(_ random: VirtualRandom) throws -> [Luma] {
        var frames = [0.0, 10, 40, 90]
            .map { noise in
                var frame = Frame(width: 1280, height: 720, ground: 128)
                frame.addNoise(noise, random)
                return frame
            }
        for side in [4, 7, 16] {
            var frame = Frame(width: 1280, height: 720)
            frame.fillWithSquares(side: side, random)
            frames.append(frame)
        }
        return try frames.map { try $0.luma() }
    }
}
