// SPDX-License-Identifier: Apache-2.0

/// A picture in 8-bit luma, rows without gaps, top left first; 0 is black.
public struct Luma: Sendable {
    /// Pixels in a row.
    public let width: Int
    /// Rows.
    public let height: Int
    /// `width * height` samples.
    public let pixels: [UInt8]

    /// A picture from a camera's buffer.
    ///
    /// - Parameters:
    ///   - bytes: the samples; the gap after the last row may be missing.
    ///   - width: pixels in a row, at least 1.
    ///   - height: rows, at least 1.
    ///   - stride: bytes from the start of one row to the next, at least `width`.
    /// - Throws: `image_unreadable` when the numbers do not fit each other or the buffer, `image_too_large` when reading
    ///   it would take more than ``Limits/peakMemory``.
    public init(bytes: [UInt8], width: Int, height: Int, stride: Int) throws(QRScanError) {
        guard width > 0, height > 0, stride >= width else {
            throw QRScanError(.imageUnreadable, "\(width) × \(height) pixels with a stride of \(stride) is no picture")
        }
        let (pixelCount, overflow) = width.multipliedReportingOverflow(by: height)
        guard !overflow, max(pixelCount, bytes.count) <= Limits.declaredPixels else {
            throw QRScanError(.imageTooLarge, "\(width) × \(height) pixels are too many")
        }
        try MemoryEstimate(
            input: bytes.count,
            decoder: 0,
            pixels: pixelCount,
            reduction: Luma.reduction(of: pixelCount, to: Limits.fullPixels)
        )
        .check()
        let (gaps, gapOverflow) = stride.multipliedReportingOverflow(by: height - 1)
        guard !gapOverflow, gaps <= bytes.count - width else {
            throw QRScanError(.imageUnreadable, "\(bytes.count) bytes are too few for \(height) rows of \(stride)")
        }
        self.init(
            width: width,
            height: height,
            pixels: stride == width && bytes.count == pixelCount
                ? bytes : (0..<height).flatMap { bytes[$0 * stride..<$0 * stride + width] }
        )
    }

    init(width: Int, height: Int, pixels: [UInt8]) {
        self.width = width
        self.height = height
        self.pixels = pixels
    }

    /// The smallest factor that brings `pixels` down to `bound` when both sides are divided by it.
    static func reduction(of pixels: Int, to bound: Int) -> Int {
        var factor = 1
        while pixels > bound * factor * factor { factor += 1 }
        return factor
    }
}
