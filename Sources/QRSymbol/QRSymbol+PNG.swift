// SPDX-License-Identifier: Apache-2.0

import CPNG

extension QRSymbol {
    /// The pixels a module that ``png(scale:)`` accepts.
    public static let scales = 1...64

    /// A PNG picture with the quiet zone: grey, one bit a pixel.
    ///
    /// - Parameter scale: Pixels a module along one side, in ``scales``. The picture is `(size + 8) * scale` pixels wide.
    /// - Returns: The bytes of the file; the same symbol and scale give the same bytes.
    /// - Throws: `qr.scale-out-of-range`; `qr.picture-failed` when memory is out.
    public func png(scale: Int = 4) throws(QRSymbolError) -> [UInt8] {
        guard Self.scales.contains(scale) else {
            throw QRSymbolError(
                code: .scaleOutOfRange,
                message: "a module of \(scale) pixels, expected \(Self.scales.lowerBound) to \(Self.scales.upperBound)"
            )
        }
        let side = size + 2 * Self.quietZone
        let width = side * scale
        let rows = pixelRows(scale: scale)
        // Deflate cannot make much of a symbol larger than it was; the rest is for chunk headers.
        let capacity = rows.count * scale * 5 / 4 + 4096
        var written = false
        let picture = unsafe [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
            var output = unsafe heyima_png_output(bytes: buffer.baseAddress, capacity: capacity, count: 0)
            written = unsafe rows.withUnsafeBufferPointer { rows in
                unsafe heyima_png_write_bitmap(
                    &output,
                    rows.baseAddress,
                    UInt32(width),
                    UInt32(side),
                    UInt32(scale)
                )
            }
            count = unsafe written ? output.count : 0
        }
        guard written else {
            throw QRSymbolError(code: .pictureFailed, message: "libpng could not write \(width) × \(width) pixels")
        }
        return picture
    }

    /// One row of packed pixels for each row of modules, quiet zone included: a bit a pixel, 1 white.
    private func pixelRows(scale: Int) -> [UInt8] {
        let size = size
        let side = size + 2 * Self.quietZone
        let rowBytes = (side * scale + 7) / 8
        var rows = [UInt8](repeating: 0xFF, count: side * rowBytes)
        for y in 0..<size {
            let row = (y + Self.quietZone) * rowBytes
            forEachDarkRun(inRow: y) { run in
                let start = (run.lowerBound + Self.quietZone) * scale
                let end = (run.upperBound + Self.quietZone) * scale
                // Only the first and the last byte share pixels with what is around the run.
                let first = row + (start >> 3)
                let last = row + ((end - 1) >> 3)
                let keptBefore = ~(UInt8.max >> (start & 7))
                let keptAfter = UInt8(0x7F) >> ((end - 1) & 7)
                if first == last {
                    rows[first] &= keptBefore | keptAfter
                } else {
                    rows[first] &= keptBefore
                    for byte in (first + 1)..<last { rows[byte] = 0 }
                    rows[last] &= keptAfter
                }
            }
        }
        return rows
    }
}
