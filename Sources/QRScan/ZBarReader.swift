// SPDX-License-Identifier: Apache-2.0

import CZBar

/// libzbar, the second opinion: slower, stronger at low contrast.
///
/// Owns one scanner, which keeps state between pictures and must not be shared between threads.
@safe struct ZBarReader: ~Copyable {
    private let scanner: OpaquePointer

    init() {
        // Null only when a few kilobytes cannot be allotted, where Swift itself would trap.
        unsafe scanner = zbar_image_scanner_create()!
        unsafe zbar_image_scanner_set_config(scanner, ZBAR_NONE, ZBAR_CFG_ENABLE, 0)
        unsafe zbar_image_scanner_set_config(scanner, ZBAR_QRCODE, ZBAR_CFG_ENABLE, 1)
        // Without it zbar guesses a character set and mangles what it takes for another.
        unsafe zbar_image_scanner_set_config(scanner, ZBAR_QRCODE, ZBAR_CFG_BINARY, 1)
    }

    deinit { unsafe zbar_image_scanner_destroy(scanner) }

    /// The contents of all symbols in a picture.
    func read(_ luma: Luma) -> [[UInt8]] {
        guard let image = unsafe zbar_image_create() else { return [] }
        defer { unsafe zbar_image_destroy(image) }
        unsafe zbar_image_set_format(image, Self.y800)
        unsafe zbar_image_set_size(image, CUnsignedInt(luma.width), CUnsignedInt(luma.height))
        return unsafe luma.pixels.withUnsafeBytes { pixels in
            // No clean-up handler: the pixels stay ours.
            unsafe zbar_image_set_data(image, pixels.baseAddress, CUnsignedLong(pixels.count), nil)
            guard unsafe zbar_scan_image(scanner, image) > 0 else { return [] }
            var contents: [[UInt8]] = []
            var next = unsafe zbar_image_first_symbol(image)
            while let symbol = unsafe next, contents.count < Limits.symbols {
                if let data = unsafe zbar_symbol_get_data(symbol) {
                    let count = unsafe Int(zbar_symbol_get_data_length(symbol))
                    contents.append(unsafe [UInt8](UnsafeRawBufferPointer(start: data, count: count)))
                }
                unsafe next = zbar_symbol_next(symbol)
            }
            return contents
        }
    }

    /// zbar's name of 8-bit luma, four characters with the first in the lowest byte.
    private static let y800 = "Y800".utf8.reversed().reduce(CUnsignedLong(0)) { $0 << 8 | CUnsignedLong($1) }
}
