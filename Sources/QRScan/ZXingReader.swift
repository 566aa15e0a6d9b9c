// SPDX-License-Identifier: Apache-2.0

import CZXing

/// zxing-cpp: fast, indifferent to rotation, reads several symbols at once.
enum ZXingReader {
    /// The contents of all symbols in a picture.
    ///
    /// `thorough` looks between scan lines and in reduced copies too, for about twice the time.
    static func read(_ luma: Luma, thorough: Bool) -> [[UInt8]] {
        var contents: [[UInt8]] = []
        unsafe withUnsafeMutablePointer(to: &contents) { contents in
            _ = unsafe luma.pixels.withUnsafeBufferPointer { pixels in
                unsafe czxing_read(
                    // A picture has at least one pixel, so the buffer has an address.
                    pixels.baseAddress!,
                    CInt(luma.width),
                    CInt(luma.height),
                    CInt(luma.width),
                    CInt(Limits.symbols),
                    thorough ? 1 : 0,
                    { context, bytes, count in
                        let content = unsafe [UInt8](UnsafeBufferPointer(start: bytes, count: count))
                        unsafe context?.assumingMemoryBound(to: [[UInt8]].self).pointee.append(content)
                    },
                    contents
                )
            }
        }
        return contents
    }
}
