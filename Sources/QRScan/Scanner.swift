// SPDX-License-Identifier: Apache-2.0

/// Finds the texts of the QR symbols in a picture: zxing-cpp, then libzbar, then changed copies of the picture, until
/// something is found or the budget is spent.
///
/// One scanner serves one thread; it keeps libzbar's state between pictures.
///
/// ```swift
/// let scanner = Scanner()
/// let texts = try scanner.scan(file: bytes, budget: .still, preferring: "HYM1:")
/// ```
public struct Scanner: ~Copyable {
    private let zbar = ZBarReader()
    private let now: () -> Duration

    /// Modules on a side of version 1.
    private static let smallestSymbol = 21

    /// A scanner.
    ///
    /// - Parameter now: the time since any fixed moment; budgets are measured with it.
    public init(now: @escaping () -> Duration = Scanner.monotonicTime) { self.now = now }

    /// The time since the first call, from the continuous clock.
    public static func monotonicTime() -> Duration { start.duration(to: .now) }
    private static let start = ContinuousClock.now

    /// The texts in a PNG or JPEG file.
    ///
    /// - Parameters:
    ///   - file: the file's bytes, at most ``Limits/fileBytes``.
    ///   - budget: how long to look, decoding included.
    ///   - prefix: with it, looking goes on until a text starts with it; without it, until any is found.
    /// - Returns: all different texts found, at least one, in the order of finding.
    /// - Throws: `image_unreadable` for what is no picture or a damaged one, `image_too_large` before anything is decoded
    ///   that would take more than ``Limits/peakMemory``, `qr_not_found`.
    public func scan(
        file: [UInt8],
        budget: Budget,
        preferring prefix: String? = nil
    ) throws(QRScanError) -> [ScannedText] {
        let deadline = now() + budget.time
        return try scan(PictureFile(file).luma(), budget: budget, deadline: deadline, prefix: prefix)
    }

    /// The texts in a picture of raw luma, such as a camera's frame.
    ///
    /// - Parameters:
    ///   - luma: the picture.
    ///   - budget: how long to look.
    ///   - prefix: with it, looking goes on until a text starts with it; without it, until any is found.
    /// - Returns: all different texts found, at least one, in the order of finding.
    /// - Throws: `qr_not_found`.
    public func scan(
        luma: Luma,
        budget: Budget,
        preferring prefix: String? = nil
    ) throws(QRScanError) -> [ScannedText] {
        try scan(luma, budget: budget, deadline: now() + budget.time, prefix: prefix)
    }

    private func scan(
        _ picture: Luma,
        budget: Budget,
        deadline: Duration,
        prefix: String?
    ) throws(QRScanError) -> [ScannedText] {
        guard min(picture.width, picture.height) >= Self.smallestSymbol else {
            throw QRScanError(.qrNotFound, "the picture is smaller than any QR symbol")
        }
        let full = picture.reduced(by: Luma.reduction(of: picture.pixels.count, to: budget.fullPixels))
        let small = full.reduced(by: Luma.reduction(of: full.pixels.count, to: budget.ladderPixels))
        var found: [ScannedText] = []
        // How much slower than expected this machine is at the moment, never below 1.
        var pace = 1.0
        for (index, step) in Step.ladder.enumerated() where step.rung != .full || small.pixels.count < full.pixels.count
        {
            let luma = step.rung == .full ? full : small
            let expected = step.cost(pixels: luma.pixels.count)
            let start = now()
            // A later step may be cheaper and still fit.
            if index > 0, start + expected * pace > deadline { continue }
            guard let changed = step.rung.applied(to: luma) else { continue }
            for content in read(changed, with: step.reader, thorough: step.isThorough) {
                let text = ScannedText(content: content, reader: step.reader, rung: step.rung)
                if !found.contains(where: { $0.text == text.text }) { found.append(text) }
            }
            if found.contains(where: { prefix == nil || $0.text.utf8.starts(with: (prefix ?? "").utf8) }) { break }
            pace = max(pace, (now() - start) / expected)
        }
        guard !found.isEmpty else { throw QRScanError(.qrNotFound, "no QR symbol was found in the picture") }
        return found
    }

    private func read(_ luma: Luma, with reader: Reader, thorough: Bool) -> [[UInt8]] {
        switch reader {
        case .zxing: ZXingReader.read(luma, thorough: thorough)
        case .zbar: zbar.read(luma)
        }
    }
}
