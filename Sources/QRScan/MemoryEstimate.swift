// SPDX-License-Identifier: Apache-2.0

/// What reading a picture takes at its peak, known from its header alone.
struct MemoryEstimate {
    /// Bytes of the file or buffer, held throughout.
    let input: Int
    /// Bytes that the decoder holds until its last row: rows in work, the coefficients of a progressive JPEG.
    let decoder: Int
    /// Pixels that come out of the decoder.
    let pixels: Int
    /// The factor by which the decoded picture is reduced before it is looked at.
    let reduction: Int

    /// Bytes at the peak: of decoding, of reducing, or of looking for symbols.
    var peak: Int {
        let seen = pixels / (reduction * reduction)
        let decoding = decoder + pixels
        let reducing = reduction > 1 ? pixels + seen : 0
        // zxing-cpp takes a bit matrix of a byte a pixel and reduced copies (1/9 + 1/81 + …).
        let looking = seen + max(seen + seen / 8, Limits.ladderMemory)
        return input + max(decoding, reducing, looking)
    }

    func check() throws(QRScanError) {
        guard peak <= Limits.peakMemory else {
            throw QRScanError(
                .imageTooLarge,
                "reading the picture would take \(peak >> 20) MiB, at most \(Limits.peakMemory >> 20) are allowed"
            )
        }
    }
}
