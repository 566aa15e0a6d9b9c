// SPDX-License-Identifier: Apache-2.0

import CJPEG
import CPNG

/// A PNG or JPEG file whose header was read and whose cost was found bearable; no pixel is decoded yet.
struct PictureFile {
    private enum Format {
        case png
        case jpeg(reduction: Int)
    }

    private let bytes: [UInt8]
    private let format: Format
    private let width: Int
    private let height: Int

    /// Reads the header.
    ///
    /// - Throws: `image_unreadable` when the bytes are no PNG or JPEG file, `image_too_large` when decoding it would take
    ///   too much memory or time.
    init(_ bytes: [UInt8]) throws(QRScanError) {
        guard bytes.count <= Limits.fileBytes else {
            throw QRScanError(.imageTooLarge, "a picture of \(bytes.count) bytes, expected at most \(Limits.fileBytes)")
        }
        self.bytes = bytes
        if bytes.starts(with: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]) {
            (width, height) = try Self.checkPNGHeader(bytes)
            format = .png
        } else if bytes.starts(with: [0xff, 0xd8, 0xff]) {
            let header = try Self.jpegHeader(bytes)
            (width, height) = (Int(header.width), Int(header.height))
            format = .jpeg(reduction: try Self.jpegReduction(of: header, input: bytes.count))
        } else {
            throw QRScanError(.imageUnreadable, "neither a PNG nor a JPEG picture")
        }
    }

    /// Decodes the pixels.
    ///
    /// - Throws: `image_unreadable` when the file is damaged or truncated.
    func luma() throws(QRScanError) -> Luma {
        switch format {
        case .png: try pngLuma()
        case .jpeg(let reduction): try jpegLuma(reduction: reduction)
        }
    }

    private static func checkPixels(_ width: Int, _ height: Int) throws(QRScanError) {
        let (pixels, overflow) = width.multipliedReportingOverflow(by: height)
        guard !overflow, pixels <= Limits.declaredPixels else {
            throw QRScanError(.imageTooLarge, "\(width) × \(height) pixels are too many")
        }
    }

    // MARK: PNG

    /// Reads IHDR, which must come first (ISO/IEC 15948, 11.2.2): width, height, bit depth, colour type.
    private static func checkPNGHeader(_ bytes: [UInt8]) throws(QRScanError) -> (width: Int, height: Int) {
        guard bytes.count >= 33, bytes[12..<16].elementsEqual("IHDR".utf8) else {
            throw QRScanError(.imageUnreadable, "a PNG picture without a header")
        }
        let width = bytes[16..<20].reduce(0) { $0 << 8 | Int($1) }
        let height = bytes[20..<24].reduce(0) { $0 << 8 | Int($1) }
        let channels = [0: 1, 2: 3, 3: 1, 4: 2, 6: 4][bytes[25]]
        guard width > 0, height > 0, let channels, [1, 2, 4, 8, 16].contains(bytes[24]) else {
            throw QRScanError(.imageUnreadable, "a PNG picture with a broken header")
        }
        try checkPixels(width, height)
        let row = (width * channels * Int(bytes[24]) + 7) / 8
        guard (row + 1) * height <= Limits.inflatedBytes else {
            throw QRScanError(.imageTooLarge, "a PNG picture of \(row * height) bytes inflated")
        }
        // libpng writes rows of interlaced pictures too straight into our buffer; besides that it holds the row before,
        // the row in work at up to 8 bytes a pixel, zlib's window and the tables for gamma.
        try MemoryEstimate(
            input: bytes.count,
            decoder: row + width * 8 + 1 << 18,
            pixels: width * height,
            reduction: Luma.reduction(of: width * height, to: Limits.fullPixels)
        )
        .check()
        return (width, height)
    }

    /// Uses libpng's simplified interface: any depth and colour type to 8-bit luma, transparency laid over white, no
    /// error that jumps over our frames.
    private func pngLuma() throws(QRScanError) -> Luma {
        var image = unsafe png_image()
        unsafe image.version = png_uint_32(PNG_IMAGE_VERSION)
        let luma: Luma? = unsafe bytes.withUnsafeBytes { file -> Luma? in
            guard unsafe png_image_begin_read_from_memory(&image, file.baseAddress, file.count) != 0,
                unsafe image.width == width, unsafe image.height == height
            else { return nil }
            unsafe image.format = png_uint_32(PNG_FORMAT_GRAY)
            var white = png_color(red: 255, green: 255, blue: 255)
            var complete = false
            let pixels = unsafe [UInt8](unsafeUninitializedCapacity: width * height) { buffer, count in
                unsafe buffer.initialize(repeating: 255)
                complete = unsafe png_image_finish_read(&image, &white, buffer.baseAddress, png_int_32(width), nil) != 0
                count = width * height
            }
            return complete ? Luma(width: width, height: height, pixels: pixels) : nil
        }
        unsafe png_image_free(&image)
        guard let luma else { throw QRScanError(.imageUnreadable, "a damaged or truncated PNG picture") }
        return luma
    }

    // MARK: JPEG

    private static func jpegHeader(_ bytes: [UInt8]) throws(QRScanError) -> cjpeg_header {
        var header = cjpeg_header()
        let status = unsafe bytes.withUnsafeBufferPointer {
            unsafe cjpeg_read_header($0.baseAddress, $0.count, &header)
        }
        try check(status)
        return header
    }

    private static func jpegReduction(of header: cjpeg_header, input: Int) throws(QRScanError) -> Int {
        let (width, height) = (Int(header.width), Int(header.height))
        try checkPixels(width, height)
        // libjpeg reduces by 2, 4 or 8 while it decodes, for less than full decoding costs.
        var reduction = 1
        while width * height > Limits.fullPixels * reduction * reduction, reduction < 8 { reduction *= 2 }
        try MemoryEstimate(
            input: input,
            // Besides coefficients: a few rows of MCUs in each component, 4 × 16 lines at most.
            decoder: header.coefficient_bytes + width * 64,
            pixels: reduced(width, reduction) * reduced(height, reduction),
            reduction: 1
        )
        .check()
        return reduction
    }

    private static func reduced(_ side: Int, _ reduction: Int) -> Int { (side + reduction - 1) / reduction }

    private func jpegLuma(reduction: Int) throws(QRScanError) -> Luma {
        let width = Self.reduced(width, reduction)
        let height = Self.reduced(height, reduction)
        var status = CJPEG_UNREADABLE
        let pixels = unsafe [UInt8](unsafeUninitializedCapacity: width * height) { buffer, count in
            unsafe buffer.initialize(repeating: 255)
            status = unsafe bytes.withUnsafeBufferPointer { file in
                unsafe cjpeg_read_luma(
                    file.baseAddress,
                    file.count,
                    CInt(reduction),
                    Limits.peakMemory,
                    buffer.baseAddress,
                    buffer.count
                )
            }
            count = width * height
        }
        try Self.check(status)
        return Luma(width: width, height: height, pixels: pixels)
    }

    private static func check(_ status: cjpeg_status) throws(QRScanError) {
        switch status {
        case CJPEG_DONE: return
        case CJPEG_TOO_LARGE: throw QRScanError(.imageTooLarge, "a JPEG picture of too many pixels or scans")
        default: throw QRScanError(.imageUnreadable, "a damaged or truncated JPEG picture")
        }
    }
}
