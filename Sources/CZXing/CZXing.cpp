// SPDX-License-Identifier: Apache-2.0

#include "CZXing.h"

#define ZX_USE_UTF8 1
#include <ZXing/ReadBarcode.h>

int czxing_read(
    const uint8_t *luma, int width, int height, int stride, int max_symbols, int thorough, czxing_found found,
    void *context) {
    // Exceptions must not cross into callers that are not C++.
    try {
        const ZXing::ImageView view(luma, width, height, ZXing::ImageFormat::Lum, stride);
        const auto hints = ZXing::DecodeHints()
                               .setFormats(ZXing::BarcodeFormat::QRCode)
                               .setMaxNumberOfSymbols(static_cast<uint8_t>(max_symbols))
                               .setTryHarder(thorough != 0)
                               .setTryRotate(false)  // QR detection is free of orientation
                               .setTryDownscale(thorough != 0);
        int count = 0;
        for (const auto &result : ZXing::ReadBarcodes(view, hints)) {
            if (!result.isValid()) continue;
            if (result.hasECI()) {
                const auto text = result.text();
                found(context, reinterpret_cast<const uint8_t *>(text.data()), text.size());
            } else {
                found(context, result.bytes().data(), result.bytes().size());
            }
            ++count;
        }
        return count;
    } catch (...) {
        return -1;
    }
}
